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

/** The slope of y over x by least squares. */
export function slope(xs, ys) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(xs), mean(ys)];
  let [over, under] = [0, 0];
  xs.forEach((each, k) => {
    over += (each - x) * (ys[k] - y);
    under += (each - x) ** 2;
  });
  return under === 0 ? 0 : over / under;
}
