import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  dilationsFor,
  fitKernels,
  Transform,
  tripleOf,
} from '../../../src/main/engine/baselines/minirocket/kernels';
import { ridgeClassifier } from '../../../src/main/engine/baselines/minirocket/ridge-classifier';
import { RandomStream } from '../../../src/main/engine/random/random-stream';

/** Protects: the numbers of MiniRocket are aeon's, and its ridge regression scikit-learn's (test/fixtures/minirocket/make.py). */

interface TransformNumbers {
  readonly width: number;
  readonly steps: number;
  readonly series: readonly (readonly (readonly number[])[])[];
  readonly dilations: number[];
  readonly biasesEach: number[];
  readonly channelStarts: number[];
  readonly channels: number[];
  readonly biases: number[];
  readonly features: readonly (readonly number[])[];
}
const numbers = JSON.parse(readFileSync('test/fixtures/minirocket/numbers.json', 'utf8')) as {
  readonly dilations: readonly { steps: number; features: number; dilations: number[]; each: number[] }[];
  readonly transforms: readonly TransformNumbers[];
  readonly ridge: { x: number[][]; labels: number[]; penalty: number; scores: number[][] };
};

it.each(numbers.dilations)('spreads $features features over dilations of $steps steps', (one) => {
  const { dilations, biasesEach } = dilationsFor(one.steps, one.features);
  expect([[...dilations], [...biasesEach]]).toEqual([one.dilations, one.each]);
});

it.each(numbers.transforms)('finds the features of $width channels', (one) => {
  const transform = new Transform({
    dilations: Int32Array.from(one.dilations),
    biasesEach: Int32Array.from(one.biasesEach),
    channelStarts: Int32Array.from(one.channelStarts),
    channels: Int32Array.from(one.channels),
    biases: Float32Array.from(one.biases),
  });
  one.series.forEach((channels, k) => {
    const { width, steps } = one;
    const found = transform.of({ values: Float32Array.from(channels.flat()), steps, width });
    // A value that lies on a bias but for rounding may fall on either side.
    const off = [...found].filter((value, f) => Math.abs(value - one.features[k]![f]!) > 1e-4);
    expect(off.length).toBeLessThanOrEqual(Math.ceil(found.length / 100));
    off.forEach((value) => expect(Number.isFinite(value)).toBe(true));
    found.forEach((value, f) =>
      expect(Math.abs(value - one.features[k]![f]!)).toBeLessThan(1.01 / (steps - 16)),
    );
  });
});

it('weighs by −1 and 2 so that every kernel adds up to zero: a level changes nothing within a series', () => {
  const steps = 64;
  const wave = Float32Array.from({ length: steps }, (_, t) => Math.sin(t / 3) + ((t * 7) % 5) / 5);
  const kernels = fitKernels([{ values: wave, steps, width: 1 }], {
    ...{ steps, features: 336 },
    random: new RandomStream(1, 'sample'),
  });
  const transform = new Transform(kernels);
  const low = transform.of({ values: wave, steps, width: 1 }).slice();
  const high = transform.of({ values: wave.map((value) => value + 1), steps, width: 1 });
  let within = 0;
  kernels.dilations.forEach((_, d) => {
    for (let kernel = 0; kernel < 84; kernel++) {
      const feature = kernels.biasesEach.slice(0, d).reduce((sum, each) => sum + 84 * each, 0);
      // Every other one looks at the inside alone, where nothing is filled up with zeros.
      if ((d + kernel) % 2 === 0) continue;
      const at = feature + kernel * kernels.biasesEach[d]!;
      expect(Math.abs(low[at]! - high[at]!)).toBeLessThan(0.05);
      within++;
    }
  });
  expect(within).toBeGreaterThan(84);
  expect(new Set(Array.from({ length: 84 }, (_, k) => tripleOf(k).join())).size).toBe(84);
});

it('takes a series that is shorter than its kernels reach', () => {
  const steps = 10;
  const kernels = fitKernels(
    [{ values: Float32Array.from({ length: 200 }, (_, t) => t % 9), steps: 200, width: 1 }],
    {
      ...{ steps: 200, features: 168 },
      random: new RandomStream(2, 'sample'),
    },
  );
  const found = new Transform(kernels).of({ values: new Float32Array(steps).fill(1), steps, width: 1 });
  expect(found.every((share) => share >= 0 && share <= 1)).toBe(true);
});

describe('the ridge regression', () => {
  const { x, labels, penalty, scores } = numbers.ridge;
  const width = x[0]!.length;

  it("chooses scikit-learn's penalty and comes to its scores", async () => {
    const found = await ridgeClassifier(Float32Array.from(x.flat()), width, labels, 3);
    expect(found.penalty).toBeCloseTo(penalty, 6);
    x.forEach((row, i) =>
      scores[i]!.forEach((score, c) => {
        const own = row.reduce(
          (sum, value, f) => sum + value * found.weights[f * 3 + c]!,
          found.intercepts[c]!,
        );
        expect(own).toBeCloseTo(score, 4);
      }),
    );
  });

  it('answers each row as a fit without it would', async () => {
    const whole = await ridgeClassifier(Float32Array.from(x.flat()), width, labels, 3);
    const out = 5;
    const rest = x.filter((_, i) => i !== out);
    const others = labels.filter((_, i) => i !== out);
    // The same units of deviation and the same penalty: by ordinary elimination, in the primal.
    const deviation = Array.from({ length: width }, (_, f) => {
      const mean = x.reduce((sum, row) => sum + row[f]!, 0) / x.length;
      const variance = x.reduce((sum, row) => sum + (row[f]! - mean) ** 2, 0) / x.length;
      return variance > 1e-12 ? Math.sqrt(variance) : 1;
    });
    const scaled = rest.map((row) => row.map((value, f) => value / deviation[f]!));
    const means = deviation.map((_, f) => scaled.reduce((sum, row) => sum + row[f]!, 0) / rest.length);
    for (const c of [0, 1, 2]) {
      const y = others.map((label) => (label === c ? 1 : -1));
      const level = y.reduce((sum, value) => sum + value, 0) / y.length;
      const gram = deviation.map((_, f) =>
        deviation.map(
          (__, g) =>
            scaled.reduce((sum, row) => sum + (row[f]! - means[f]!) * (row[g]! - means[g]!), 0) +
            (f === g ? whole.penalty : 0),
        ),
      );
      const right = deviation.map((_, f) =>
        scaled.reduce((sum, row, i) => sum + (row[f]! - means[f]!) * (y[i]! - level), 0),
      );
      const weights = eliminate(gram, right);
      const answer = x[out]!.reduce(
        (sum, value, f) => sum + (value / deviation[f]! - means[f]!) * weights[f]!,
        level,
      );
      expect(whole.leftOut[out * 3 + c]!).toBeCloseTo(answer, 4);
    }
  });
});

/** a⁻¹ b by Gaussian elimination. */
function eliminate(a: number[][], b: number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!]);
  for (let k = 0; k < rows.length; k++)
    for (let i = 0; i < rows.length; i++) {
      if (i === k) continue;
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j <= rows.length; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  return rows.map((row, i) => row[rows.length]! / row[i]!);
}
