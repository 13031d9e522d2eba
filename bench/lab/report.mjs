// The part of docs/benchmarks.md that says how fast the lab is; everything outside of its markers stays as it is.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const BEGIN = '<!-- lab:begin (written by bench/lab/run.mjs) -->';
const END = '<!-- lab:end -->';
const faceNames = { electron: 'Electron', browser: 'browser face' };

/** What was asked, and the figure that answers it. */
const targets = [
  ['built lab to a usable window', '< 2 s', ({ startup }) => startup && seconds(startup.windowMs)],
  [
    'click to first training step, window just opened',
    '< 1 s',
    ({ firstStep }) => firstStep && seconds(firstStep.justOpenedMs),
  ],
  ['… and again', '< 1 s', ({ firstStep }) => firstStep && seconds(firstStep.againMs)],
  [
    'frames while training: a second; longest; over 33 ms',
    '60; 33 ms; 0',
    ({ smoothness }) => smoothness && frames(smoothness.training),
  ],
  [
    '… their longest task: elapsed; processor time',
    '',
    ({ smoothness }) => smoothness && tasks(smoothness.training),
  ],
  ['… frames of the same window at rest', '', ({ smoothness }) => smoothness && frames([smoothness.atRest])],
  [
    'a curve of 1,000,000 points: drawn with another axis',
    '< 100 ms',
    ({ millionPoints }) => millionPoints && ms(millionPoints.logarithmicMs),
  ],
  ['… zoomed', '< 100 ms', ({ millionPoints }) => millionPoints && ms(millionPoints.zoomMs)],
  ['… smoothed anew', '< 100 ms', ({ millionPoints }) => millionPoints && ms(millionPoints.smoothingMs)],
  [
    '… fetched from the catalog and drawn for the first time',
    '',
    ({ millionPoints }) => millionPoints && ms(millionPoints.fetchedAndDrawnMs),
  ],
  [
    'trace of 2,000 steps × 128 units, all gates, computed and drawn',
    '< 300 ms',
    ({ longTrace }) => longTrace && ms(longTrace.computedAndDrawnMs),
  ],
  [
    'memory in a long run: window’s heap, growth',
    'flat',
    ({ memory }) => memory && growth(memory.heapMiB, memory.heapGrowthMiBPerMinute),
  ],
  [
    '… engine, resident, growth',
    'flat',
    ({ memory }) => memory && growth(memory.engineMiB, memory.engineGrowthMiBPerMinute),
  ],
];

const ms = ({ min, median }) => `${Math.round(min)} / ${Math.round(median)} ms`;
const seconds = ({ min, median }) => `${(min / 1000).toFixed(2)} / ${(median / 1000).toFixed(2)} s`;
const growth = ({ min, max }, perMinute) =>
  `${Math.round(min)} … ${Math.round(max)} MiB, ${perMinute.toFixed(2)} MiB a minute`;
/** Of several recordings the best and the middle one. */
const pair = (recordings, key, best) => {
  const sorted = recordings.map((one) => one[key]).sort((a, b) => best * (a - b));
  return `${sorted[0].toFixed(0)} / ${sorted[(sorted.length - 1) >> 1].toFixed(0)}`;
};
const frames = (all) =>
  `${pair(all, 'framesPerSecond', -1)}; ${pair(all, 'longestMs', 1)} ms; ${pair(all, 'over33Ms', 1)} of ${all[0].frames}`;
const tasks = (all) => `${pair(all, 'longestTaskMs', 1)} ms; ${pair(all, 'longestTaskCpuMs', 1)} ms`;

function table(results) {
  const faces = Object.keys(faceNames).filter((face) => results[face] !== undefined);
  const rows = targets.map(([what, target, figure]) => [
    what,
    target,
    ...faces.map((face) => figure(results[face]) ?? '–'),
  ]);
  const head = ['', 'asked', ...faces.map((face) => faceNames[face])];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Of all measurements, the load of the machine before and after (`os.loadavg`, one minute). */
function loads(results) {
  const all = Object.keys(faceNames)
    .flatMap((face) => Object.values(results[face] ?? {}))
    .flatMap((measured) => measured.load ?? []);
  return `${Math.min(...all).toFixed(1)} to ${Math.max(...all).toFixed(1)}`;
}

function section(results) {
  const { machine } = results;
  const versions = Object.keys(faceNames).flatMap((face) => results[face]?.version ?? []);
  return `${BEGIN}

## The lab

Made by \`node bench/lab/run.mjs\`; all single values are in [bench/lab/results.json](../bench/lab/results.json). Two figures are the least and
the median of several runs.

Machine: ${machine.cpu}, ${machine.threads} threads, ${machine.memoryGiB} GiB, ${machine.platform}, Node ${machine.node}; no GPU, so Chromium draws in
software on the same processor. ${versions.join('; ')}. Load average during the measurements: ${loads(results)} on ${machine.threads} threads; what
is above ${machine.threads} are other programs, which stretch every elapsed time here.

${table(results)}

How: Playwright opens the built lab, the real Electron under Xvfb or a headless Chromium on \`unroll serve\`. A time from a click ends with the begin of the frame
after the one that shows the result. Frames are the intervals between animation frames in a Chromium trace of 10 s, while a GRU trains on the shoulder sample with all
threads and its curves move; a task's processor time leaves out the time in which other processes had the processor. The curve of a million
points is four series of a million (six with the smoothed ones). The heap is read after a garbage collection; growth is the slope over the last
two thirds. A curve needs 20 bytes a step, which is all that may grow.

${END}`;
}

/** Rewrites the section, or adds it at the end. */
export function writeReport(results, file) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '# Benchmarks\n';
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  const mine = section(results);
  const next =
    from < 0 ? `${text.trimEnd()}\n\n${mine}\n` : text.slice(0, from) + mine + text.slice(to + END.length);
  writeFileSync(file, next);
}
