import type { HeldData } from '../../../src/main/engine/prepare/prepared';
import { RandomStream } from '../../../src/main/engine/random/random-stream';

/** Windows of one series, one step ahead; the last fifth is the test part, the fifth before it validation. */
export function seriesData(series: { values: number[]; context: number; season: number }): HeldData {
  const { values, context, season } = series;
  const n = values.length - context;
  const split = (k: number): number => (k < 0.6 * n ? 0 : k < 0.8 * n ? 1 : 2);
  const train = values.slice(0, Math.ceil(0.6 * n) + context);
  const mean = train.reduce((a, b) => a + b, 0) / train.length;
  const deviation = Math.sqrt(train.reduce((sum, v) => sum + (v - mean) ** 2, 0) / train.length) || 1;
  return {
    task: 'forecast',
    outputs: ['value@1'],
    featureNames: ['value'],
    features: Float32Array.from(values),
    starts: Int32Array.from({ length: n }, (_, k) => k),
    lengths: new Int32Array(n).fill(context),
    labels: new Int32Array(n).fill(-1),
    targets: Float32Array.from({ length: n }, (_, k) => values[k + context]!),
    splits: Uint8Array.from({ length: n }, (_, k) => split(k)),
    stepLabels: new Int32Array(0),
    scoredFrom: new Int32Array(n),
    scaler: { mean: Float32Array.of(mean), deviation: Float32Array.of(deviation) },
    targetColumns: [0],
    horizonSteps: 1,
    seasonSteps: season,
  };
}

/**
 * Noisy oscillations of two channels whose frequency tells the class; of different lengths. With `noise` true the
 * labels have nothing to do with the sequences.
 */
export function oscillations(options: {
  examples: number;
  classes?: number;
  leastSteps?: number;
  mostSteps?: number;
  noise?: boolean;
  seed?: number;
}): HeldData {
  const { examples, classes = 3, leastSteps = 10, mostSteps = 24, noise = false, seed = 1 } = options;
  const random = new RandomStream(seed, 'noise', 99);
  const rows: number[] = [];
  const starts: number[] = [];
  const lengths: number[] = [];
  const labels: number[] = [];
  for (let e = 0; e < examples; e++) {
    const label = e % classes;
    const steps = leastSteps + random.below(mostSteps - leastSteps + 1);
    const phase = 6.28 * random.next();
    starts.push(rows.length / 2);
    lengths.push(steps);
    labels.push(label);
    for (let t = 0; t < steps; t++) {
      const angle = phase + t * 0.3 * (1 + label);
      if (noise) rows.push(random.normal(), random.normal());
      else rows.push(Math.sin(angle) + 0.2 * random.normal(), Math.cos(angle) + 0.2 * random.normal());
    }
  }
  return {
    task: 'classify',
    outputs: Array.from({ length: classes }, (_, k) => `class ${k}`),
    featureNames: ['x', 'y'],
    features: Float32Array.from(rows),
    starts: Int32Array.from(starts),
    lengths: Int32Array.from(lengths),
    labels: Int32Array.from(labels),
    targets: new Float32Array(0),
    splits: Uint8Array.from({ length: examples }, (_, e) => [0, 0, 0, 1, 2][Math.floor(e / classes) % 5]!),
    stepLabels: new Int32Array(0),
    scoredFrom: new Int32Array(examples),
    scaler: { mean: Float32Array.of(0, 0), deviation: Float32Array.of(0.73, 0.73) },
    targetColumns: [],
    horizonSteps: 0,
    seasonSteps: 1,
  };
}
