// Frame times out of a Chromium trace.

const categories = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
];

/** Records a trace of the page while `during` runs. @returns the trace's events */
export async function recordTrace({ devtools }, during) {
  const events = [];
  const collect = ({ value }) => events.push(...value);
  devtools.on('Tracing.dataCollected', collect);
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['-*', '__metadata', ...categories] },
  });
  await during();
  const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
  await devtools.send('Tracing.end');
  await complete;
  devtools.off('Tracing.dataCollected', collect);
  return events;
}

/** Asks for every frame, as an animation does, so that the time between two frames says how long one took. */
export const pumpFrames = (page) =>
  page.evaluate(() => {
    const next = () => {
      globalThis.pump = requestAnimationFrame(next);
    };
    next();
  });

export const stopFrames = (page) => page.evaluate(() => cancelAnimationFrame(globalThis.pump));

const share = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
const round = (value) => Number(value.toPrecision(4));

/** The page's main thread: the one that gets animation frames. */
function mainThreadOf(events) {
  const counts = new Map();
  for (const { name, pid, tid } of events)
    if (name === 'FireAnimationFrame') counts.set(`${pid}/${tid}`, (counts.get(`${pid}/${tid}`) ?? 0) + 1);
  const [thread] = [...counts].sort(([, a], [, b]) => b - a)[0];
  return ({ pid, tid }) => `${pid}/${tid}` === thread;
}

const cpuMs = (tasks) => tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000;

/** Processor time of all tasks of the page's main thread. */
export function mainThreadCpuMs(events) {
  const isMain = mainThreadOf(events);
  return cpuMs(events.filter((event) => event.name === 'RunTask' && isMain(event)));
}

/**
 * What a trace says of the page's main thread: the intervals between animation frames, and its tasks, both in
 * milliseconds. A task's processor time leaves out the time in which other processes had the processor.
 */
export function frameTimes(events) {
  const isMain = mainThreadOf(events);
  const its = events.filter((event) => event.name === 'FireAnimationFrame' && isMain(event));
  const starts = [...new Set(its.map(({ ts }) => ts))].sort((a, b) => a - b);
  // Callbacks of one frame follow each other at once.
  const distinct = starts.filter((ts, k) => k === 0 || ts - starts[k - 1] > 2000);
  const intervals = distinct.slice(1).map((ts, k) => (ts - distinct[k]) / 1000);
  const sorted = [...intervals].sort((a, b) => a - b);
  const tasks = events.filter((event) => event.name === 'RunTask' && isMain(event));
  const seconds = (distinct.at(-1) - distinct[0]) / 1e6;
  return {
    seconds: round(seconds),
    frames: intervals.length,
    framesPerSecond: round(intervals.length / seconds),
    medianMs: round(share(sorted, 0.5)),
    p99Ms: round(share(sorted, 0.99)),
    longestMs: round(sorted.at(-1)),
    over33Ms: intervals.filter((ms) => ms > 33.4).length,
    longestTaskMs: round(Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1000),
    longestTaskCpuMs: round(Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000),
    mainThreadCpuShare: round(cpuMs(tasks) / 1000 / seconds),
  };
}
