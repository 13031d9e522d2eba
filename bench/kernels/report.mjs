// The part of docs/benchmarks.md that compares kernels; everything outside of its markers stays as it is.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

/** Time of `peer` ÷ time of `ours`, case by case, from the least of each. */
function ratios(entries, ours, peer, lengths) {
  const of = (name) =>
    new Map(
      entries
        .filter((e) => e.implementation === name && e.lengths === lengths)
        .map((e) => [caseOf(e), e.minMs]),
    );
  const [mine, theirs] = [of(ours), of(peer)];
  return [...mine].filter(([label]) => theirs.has(label)).map(([label, ms]) => theirs.get(label) / ms);
}

const targets = [
  ['native : PyTorch', 'unroll-native', 'pytorch', 'full', 'each ≥ 1, geometric mean ≥ 2'],
  ['native : PyTorch, varied lengths', 'unroll-native', 'pytorch', 'varied', '≥ 2.5'],
  ['native : Keras', 'unroll-native', 'keras', 'full', '≥ 2'],
  ['native : Keras, varied lengths', 'unroll-native', 'keras', 'varied', ''],
  ['native : stock tfjs-node', 'unroll-native', 'tfjs-node', 'full', '≥ 15'],
  ['native : stock tfjs wasm', 'unroll-native', 'tfjs-wasm', 'full', ''],
  ['wasm : stock tfjs wasm', 'unroll-wasm', 'tfjs-wasm', 'full', '≥ 10'],
  ['wasm : PyTorch', 'unroll-wasm', 'pytorch', 'full', ''],
];

function ratioTable(entries) {
  const rows = targets.flatMap(([label, ours, peer, lengths, asked]) => {
    const values = ratios(entries, ours, peer, lengths);
    if (values.length === 0) return [[label, asked, 'not measured', '', '']];
    return [
      [
        label,
        asked,
        ...[Math.min(...values), geometricMean(values), Math.max(...values)].map((v) => figure(v)),
      ],
    ];
  });
  return withHead(['time of peer ÷ time of ours', 'asked', 'least', 'geometric mean', 'greatest'], rows);
}

const gateCounts = { lstm: 4, gru: 3 };

/** Floating-point operations of one step's matrix products; the gradient of the inputs is not among them. */
function operations({ cell, batch, time, inputs, units }) {
  const rows = 2 * batch * time * gateCounts[cell] * units;
  return rows * (2 * (inputs + units) + units);
}

function otherFigures({ trainingSteps, gemmPeakGflops, setUp }) {
  const native = trainingSteps.filter((e) => e.implementation === 'unroll-native' && e.lengths === 'full');
  const lines = [];
  const largest = native.find(({ cell, units }) => cell === 'lstm' && units === 512);
  if (largest && gemmPeakGflops) {
    const share = operations(largest) / largest.minMs / 1e6 / gemmPeakGflops;
    lines.push(
      `- Share of the machine's own GEMM peak (PyTorch's 2048³ product in the same run: ${Math.round(gemmPeakGflops)} GFLOP/s) that a whole native training step reaches at the largest shape: **${share.toFixed(2)}** (asked ≥ 0.6).`,
    );
  }
  const first = native[0];
  if (first?.kernelMinMs) {
    const around = (first.minMs - first.kernelMinMs) / first.minMs;
    lines.push(
      `- Of the first shape's native step, what autodiff, head, loss, clipping and optimiser around the kernel take: **${(around * 100).toFixed(0)} %** (asked ≤ 25 %).`,
    );
  }
  if (setUp) lines.push(`- From a fresh clone to a lab that is ready to start: ${setUp.seconds} s.`);
  return lines.join('\n');
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
