import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { familyOf } from '../../src/main/engine/baselines/families';
import type { FitContext } from '../../src/main/engine/baselines/family';
import { windowsOf } from '../../src/main/engine/models/network/batch';
import { partsOf } from '../../src/main/engine/prepare/examples-of';
import type { PreparedData } from '../../src/main/engine/prepare/prepared';

/** Prints one line of JSON: seconds of fit and prediction and test accuracy of each seed. Arguments: folder, set, model, seeds. */

interface Held {
  readonly channels: number;
  readonly train: number;
  readonly lengths: number[];
  readonly labels: string[];
  readonly values: number[];
}

const specs = {
  minirocket: { family: 'minirocket', kernelFeatures: 10_000 },
  quant: { family: 'quant', trees: 200 },
} as const;

function prepared({ channels, train, lengths, labels, values }: Held): PreparedData {
  const outputs = [...new Set(labels)].sort();
  const n = lengths.length;
  const starts = new Int32Array(n);
  for (let e = 1; e < n; e++) starts[e] = starts[e - 1]! + lengths[e - 1]!;
  const rows = starts[train] ?? 0;
  const mean = new Float32Array(channels);
  const deviation = new Float32Array(channels);
  for (let c = 0; c < channels; c++) {
    let [sum, squares] = [0, 0];
    for (let t = 0; t < rows; t++) sum += values[t * channels + c]!;
    for (let t = 0; t < rows; t++) squares += (values[t * channels + c]! - sum / rows) ** 2;
    mean[c] = sum / rows;
    deviation[c] = Math.sqrt(squares / rows) || 1;
  }
  return {
    ...{ task: 'classify', outputs, starts, scaler: { mean, deviation } },
    featureNames: Array.from({ length: channels }, (_, c) => `c${c}`),
    features: Float32Array.from(values),
    lengths: Int32Array.from(lengths),
    labels: Int32Array.from(labels, (label) => outputs.indexOf(label)),
    splits: Uint8Array.from({ length: n }, (_, e) => (e < train ? 0 : 2)),
    ...{ targets: new Float32Array(0), stepLabels: new Int32Array(0), scoredFrom: new Int32Array(n) },
    ...{ targetColumns: [], horizonSteps: 0, seasonSteps: 1 },
  };
}

async function measure<F extends keyof typeof specs>(file: string, model: F, seeds: number): Promise<object> {
  const data = prepared(JSON.parse(readFileSync(file, 'utf8')) as Held);
  const parts = partsOf(data);
  const windows = windowsOf(data, parts.test);
  const seconds: number[] = [];
  const accuracies: number[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const context = {
      ...{ data, parts, spec: specs[model], training: { seed } },
      report: () => Promise.resolve(),
    } as unknown as FitContext<F>;
    const start = performance.now();
    const { model: fitted } = await familyOf<F>(model).fit(context);
    const answers = await fitted.predict(windows);
    seconds.push((performance.now() - start) / 1000);
    const classes = data.outputs.length;
    const hits = parts.test.filter((example, row) => {
      const own = answers.subarray(row * classes, (row + 1) * classes);
      return own.indexOf(Math.max(...own)) === data.labels[example];
    });
    accuracies.push(hits.length / parts.test.length);
  }
  return { seconds, accuracies };
}

const [folder = '', name = '', model = '', seeds = ''] = process.argv.slice(2);
console.log(
  JSON.stringify(await measure(join(folder, `${name}.json`), model as keyof typeof specs, Number(seeds))),
);
