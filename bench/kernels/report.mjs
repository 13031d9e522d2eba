// The part of docs/benchmarks.md that compares kernels; everything outside of its markers stays as it is.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { variedLengths } from './cases.mjs';

const reportFile = join(dirname(fileURLToPath(import.meta.url)), '../../docs/benchmarks.md');
const BEGIN = '<!-- kernels:begin (written by bench/run.mjs) -->';
const END = '<!-- kernels:end -->';

const figure = (value, digits = 3) => (value >= 100 ? String(Math.round(value)) : value.toPrecision(digits));
const table = (rows) => rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const withHead = (head, rows) => table([head, head.map(() => '---'), ...rows]);
const caseOf = ({ kind, cell, batch, time, inputs, units, lengths }) =>
  [kind, cell, `${batch} × ${time} × ${inputs} × ${units}`, lengths].filter(Boolean).join(', ');
const geometricMean = (values) => Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length);

/** Rows of cases, columns of implementations: least / middle milliseconds. */
function timings(entries) {
  const names = [...new Set(entries.map(({ implementation }) => implementation))];
  const cases = [...new Set(entries.map(caseOf))];
  const rows = cases.map((label) => [
    label,
    ...names.map((name) => {
      const found = entries.find((entry) => caseOf(entry) === label && entry.implementation === name);
      return found === undefined ? '–' : `${figure(found.minMs)} / ${figure(found.medianMs)}`;
    }),
  ]);
  return withHead(['B × T × I × H', ...names], rows);
}

/** Time of `peer` ÷ time of `ours`, from the least of each: [case, ratio]. */
function ratios(entries, { ours, peer, lengths, cell }) {
  const of = (name) =>
    new Map(
      entries
        .filter((e) => e.implementation === name && e.lengths === lengths && (!cell || e.cell === cell))
        .map((e) => [caseOf(e), e]),
    );
  const [mine, theirs] = [of(ours), of(peer)];
  return [...mine]
    .filter(([label]) => theirs.has(label))
    .map(([label, e]) => ({ label, entry: e, ratio: theirs.get(label).minMs / e.minMs }));
}

const row = (label, ours, peer, lengths, asked = {}) => ({ label, ours, peer, lengths, ...asked });

/** `each`: the least ratio that every case must reach; `mean`: what their geometric mean must reach. */
const targets = [
  row('native : PyTorch', 'unroll-native', 'pytorch', 'full', { each: 1, mean: 2 }),
  row('native : PyTorch, varied lengths', 'unroll-native', 'pytorch', 'varied', { each: 2.5 }),
  row('native : stock tfjs-node', 'unroll-native', 'tfjs-node', 'full', { each: 15 }),
  row('native : Keras', 'unroll-native', 'keras', 'full', { each: 2 }),
  row('native : Keras, varied lengths', 'unroll-native', 'keras', 'varied'),
  row('wasm : stock tfjs wasm', 'unroll-wasm', 'tfjs-wasm', 'full', { each: 10 }),
  row('wasm : tfjs-node with BlockLSTMV2', 'unroll-wasm', 'unroll-tensorflow', 'full', {
    ...{ mean: 1, cell: 'lstm' },
  }),
  row('wasm : tfjs-node with GRUBlockCell', 'unroll-wasm', 'unroll-tensorflow', 'full', { cell: 'gru' }),
  row('wasm : PyTorch', 'unroll-wasm', 'pytorch', 'full'),
  row('native : wasm', 'unroll-native', 'unroll-wasm', 'full'),
  row('wasm : wasm, single-threaded', 'unroll-wasm', 'unroll-wasm-1', 'full'),
];

const askedText = ({ each, mean }) =>
  [each && `each ≥ ${each}`, mean && `geometric mean ≥ ${mean}`].filter(Boolean).join(', ');

function ratioTable(entries) {
  const rows = targets.map((target) => {
    const values = ratios(entries, target).map(({ ratio }) => ratio);
    if (values.length === 0) return [target.label, askedText(target), 'not measured', '', '', ''];
    const mean = geometricMean(values);
    const least = Math.min(...values);
    const reached = least >= (target.each ?? 0) && mean >= (target.mean ?? 0);
    const verdict = askedText(target) === '' ? '' : reached ? 'yes' : 'no';
    return [
      ...[target.label, askedText(target)],
      ...[least, mean, Math.max(...values)].map((v) => figure(v)),
      verdict,
    ];
  });
  const head = ['time of peer ÷ time of ours', 'asked', 'least', 'geometric mean', 'greatest', 'reached'];
  return withHead(head, rows);
}

const gateCounts = { lstm: 4, gru: 3 };

/** Floating-point operations of one step's matrix products; the gradient of the inputs is not among them. */
function operations({ cell, batch, time, inputs, units, lengths }) {
  const steps =
    lengths === 'varied' ? variedLengths({ batch, time }).reduce((sum, own) => sum + own, 0) : batch * time;
  const rows = 2 * steps * gateCounts[cell] * units;
  return rows * (2 * (inputs + units) + units);
}

/** Of each case that misses what is asked of each: what it would have taken. */
function missedLines({ trainingSteps, gemmPeakGflops }) {
  if (!gemmPeakGflops) return [];
  const missed = targets
    .filter(({ each }) => each)
    .flatMap((target) =>
      ratios(trainingSteps, target)
        .filter(({ ratio }) => ratio < target.each)
        .map((found) => ({ ...found, target })),
    );
  return missed.map(({ label, entry, ratio, target }) => {
    const reachedGflops = operations(entry) / entry.minMs / 1e6;
    const neededGflops = (reachedGflops * target.each) / ratio;
    const compared = `the machine's peak is ${Math.round(gemmPeakGflops)}`;
    const why =
      target.ours === 'unroll-native'
        ? ` The products alone of ${target.each} would need ${Math.round(neededGflops)} GFLOP/s, ${compared}; this step ran at ${Math.round(reachedGflops)}.`
        : '';
    return `- Missed: ${target.label}, ${label}: ${figure(ratio)} instead of ${target.each}.${why}`;
  });
}

function otherFigures({ trainingSteps, kernelAlone = [], gemm, gemmPeakGflops, setUp }) {
  const native = trainingSteps.filter((e) => e.implementation === 'unroll-native' && e.lengths === 'full');
  const lines = [];
  const largest = native.find(({ cell, units }) => cell === 'lstm' && units === 512);
  if (largest && gemmPeakGflops) {
    const share = operations(largest) / largest.minMs / 1e6 / gemmPeakGflops;
    const products = Object.entries(gemm ?? {}).map(([name, gflops]) => `${name} ${Math.round(gflops)}`);
    lines.push(
      `- Share of the machine's own GEMM peak that a whole native training step reaches at the largest shape: **${share.toFixed(2)}** (asked ≥ 0.6). The peak is the best large product of the same run, in GFLOP/s: ${products.join(', ')}.`,
    );
  }
  for (const alone of kernelAlone.filter(({ implementation }) => implementation === 'unroll-native')) {
    const whole = native.find((e) => e.cell === alone.cell && e.units === alone.units);
    if (whole === undefined) continue;
    const around = (whole.minMs - alone.minMs) / whole.minMs;
    lines.push(
      `- What autodiff, head, loss, clipping and optimiser add to the kernel alone (${figure(alone.minMs)} ms), ${alone.cell} at the first shape: **${(around * 100).toFixed(0)} %** of the step (asked ≤ 25 %).`,
    );
  }
  if (setUp) lines.push(`- From a fresh clone to a lab that is ready to start: ${setUp.seconds} s.`);
  return [...lines, ...missedLines({ trainingSteps, gemmPeakGflops })].join('\n');
}

export function report(results) {
  const { machine, versions, trainingSteps, inference, processes } = results;
  return [
    '## Kernels and peers',
    '',
    `${machine.cpu}, ${machine.threads} hardware threads, ${machine.threadsUsed} used by everyone; ${machine.memoryGiB} GiB; Node ${machine.node} on ${machine.platform}. Load of the machine before ${machine.loadBefore}, after ${machine.loadAfter}. \`npm run bench\` measures all in one run, in turns. A training step is forward, backward, clipping, Adam, with softmax cross-entropy on the last state and ${10} classes. Milliseconds, least / middle.`,
    '',
    withHead(
      ['implementation', 'version', 'process start to first step, ms', 'peak memory, MB', 'installed, MB'],
      processes.map(({ implementation, startToFirstStepMs, peakRssMb, installMb }) => [
        implementation,
        versions[implementation],
        Math.round(startToFirstStepMs),
        Math.round(peakRssMb),
        installMb ?? '–',
      ]),
    ),
    '',
    ratioTable(trainingSteps),
    '',
    otherFigures(results),
    '',
    '### Training steps',
    '',
    timings(trainingSteps),
    ...(inference.length > 0
      ? [
          '',
          '### Inference, one sequence at a time (whole, or streamed step by step)',
          '',
          timings(inference),
        ]
      : []),
  ].join('\n');
}

export function writeReport(results) {
  const part = `${BEGIN}\n\n${report(results)}\n\n${END}`;
  const text = existsSync(reportFile) ? readFileSync(reportFile, 'utf8') : '# Benchmarks\n';
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  const next =
    begin >= 0 && end > begin
      ? text.slice(0, begin) + part + text.slice(end + END.length)
      : `${text.trimEnd()}\n\n${part}\n`;
  writeFileSync(reportFile, next);
}
