import { cpus, loadavg, totalmem } from 'node:os';

const round = (value) => Number(value.toPrecision(4));

/** Least, middle and greatest of several measurements, which are kept too. */
export function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    min: round(sorted[0]),
    median: round(sorted[(sorted.length - 1) >> 1]),
    max: round(sorted.at(-1)),
    values: values.map(round),
  };
}

/** What the figures depend on. The load tells how much of the machine others used meanwhile. */
export function machine() {
  return {
    cpu: cpus()[0].model.trim(),
    threads: cpus().length,
    memoryGiB: round(totalmem() / 2 ** 30),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  };
}

export const load = () => round(loadavg()[0]);

/**
 * How much memory grew a minute, from the least of the middle third of evenly spaced samples to the least of the last: what
 * is taken at the start is no leak, and what a collection has yet to give back is none either.
 */
export function growthPerMinute(samples, minutes) {
  const third = samples.length / 3;
  const least = (from, to) => Math.min(...samples.slice(Math.floor(from * third), Math.floor(to * third)));
  return round((least(2, 3) - least(1, 2)) / (minutes / 3));
}
