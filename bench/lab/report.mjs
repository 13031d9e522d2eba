// The part of docs/benchmarks.md that says how fast the lab is; everything outside of its markers stays as it is.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';

const BEGIN = '<!-- lab:begin (written by bench/lab/run.mjs) -->';
const END = '<!-- lab:end -->';
const faceNames = { electron: 'Electron', browser: 'browser face' };

/** What was asked, and the figure that answers it. */
const targets = [
  ['built lab to a usable window', '< 2000', ({ startup }) => both(startup)],
  [
    'click to first training step, window just opened',
    '< 1000',
    ({ firstStep }) => both(firstStep?.justOpened),
  ],
  ['… and again', '< 1000', ({ firstStep }) => both(firstStep?.again)],
  [
    '1,000,000 points drawn with another axis',
    '< 100',
    ({ millionPoints }) => both(millionPoints?.logarithmic),
  ],
  ['… zoomed', '< 100', ({ millionPoints }) => both(millionPoints?.zoom)],
  ['… smoothed anew', '< 100', ({ millionPoints }) => both(millionPoints?.smoothing)],
  [
    '… fetched from the catalog and drawn first',
    '',
    ({ millionPoints }) => both(millionPoints?.fetchedAndDrawn),
  ],
  ['2,000 steps × 128 units traced and drawn', '< 300', ({ longTrace }) => both(longTrace?.computedAndDrawn)],
  ['frames a second while training', '60', ({ smoothness }) => smoothness && frames(smoothness.training)],
  [
    '… longest task of the window: elapsed, processor',
    '33',
    ({ smoothness }) => smoothness && tasks(smoothness.training),
  ],
  [
    '… frames a second of the same window at rest',
    '60',
    ({ smoothness }) => smoothness && frames([smoothness.atRest]),
  ],
  [
    'window’s heap in a long run',
    'flat',
    ({ memory }) => memory && growth(memory.heapMiB, memory.heapGrowthMiBPerMinute),
  ],
  [
    'engine’s memory in a long run',
    'flat',
    ({ memory }) => memory && growth(memory.engineMiB, memory.engineGrowthMiBPerMinute),
  ],
];

const ms = ({ min, median }) => `${Math.round(min)} / ${Math.round(median)}`;
const both = (measured) => measured && `${ms(measured.elapsedMs)} (${ms(measured.processorMs)})`;
const growth = ({ min, max }, perMinute) =>
  `${Math.round(min)} … ${Math.round(max)} MiB, ${perMinute.toFixed(2)} MiB a minute`;
/** Of several recordings the best and the middle one. */
const pair = (recordings, key, best) => {
  const sorted = recordings.map((one) => one[key]).sort((a, b) => best * (a - b));
  return `${sorted[0].toFixed(0)} / ${sorted[(sorted.length - 1) >> 1].toFixed(0)}`;
};
const frames = (all) =>
  `${pair(all, 'framesPerSecond', -1)}; ${pair(all, 'over33Ms', 1)} of ${all[0].frames} over 33 ms`;
const tasks = (all) => `${pair(all, 'longestTaskMs', 1)}, ${pair(all, 'longestTaskCpuMs', 1)}`;

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

Made by \`node bench/lab/run.mjs\`; all single values are in [bench/lab/results.json](../bench/lab/results.json). Milliseconds, least / median of
several runs: elapsed, and in brackets the processor time that the window's main thread and the engine took of it (at the start: all processes
of the lab together, on both processors).

Machine: ${machine.cpu}, ${machine.threads} threads, ${machine.memoryGiB} GiB, ${machine.platform}, Node ${machine.node}; no GPU, so Chromium draws in
software on the same processor. ${versions.join('; ')}. Load average during the measurements: ${loads(results)}. What is above
${machine.threads} are other programs, which stretch elapsed times; processor times say what the lab itself needs.

${table(results)}

Playwright opens the built lab: the real Electron under Xvfb, or a headless Chromium on \`unroll serve\`. A time from a click ends with the
begin of the frame after the one that shows the result. Frames are the intervals between animation frames in a Chromium trace of 10 s while a
GRU trains on the shoulder sample with all threads and its curves move. The curve of a million points is four series of a million, six with
the smoothed ones. The trace has all gates of an LSTM, its gradient norms and its answer at each step. The heap is read after a garbage
collection; growth is from the least of the middle third of the run to the least of its last third. A curve needs 20 bytes a step, in the window and in the catalog.

${END}`;
}

/** Rewrites the section, or adds it at the end. */
export async function writeReport(results, file) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '# Benchmarks\n';
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  const mine = section(results);
  const next =
    from < 0 ? `${text.trimEnd()}\n\n${mine}\n` : text.slice(0, from) + mine + text.slice(to + END.length);
  writeFileSync(file, await format(next, { parser: 'markdown', printWidth: 110 }));
}
