import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { QuantCore } from '../../../src/main/engine/baselines/quant/core';
import { growTrees, pathOf, votes } from '../../../src/main/engine/baselines/quant/extra-trees';
import type { Trees } from '../../../src/main/engine/baselines/quant/extra-trees';
import {
  intervalsFor,
  IntervalTransform,
  representations,
} from '../../../src/main/engine/baselines/quant/intervals';
import { RandomStream } from '../../../src/main/engine/random/random-stream';

/** Protects: intervals and quantiles of QUANT are aeon's (test/fixtures/quant/make.py), and its trees what they say they are. */

interface TransformNumbers {
  readonly width: number;
  readonly steps: number;
  readonly series: readonly (readonly (readonly number[])[])[];
  readonly intervals: readonly (readonly (readonly [number, number])[])[];
  readonly features: readonly (readonly number[])[];
}
const numbers = JSON.parse(readFileSync('test/fixtures/quant/numbers.json', 'utf8')) as TransformNumbers[];

it.each(numbers)('cuts $steps steps into intervals', ({ steps, intervals }) => {
  const found = representations.map((one) =>
    intervalsFor(steps)
      .filter(({ of }) => of === one)
      .map(({ begin, end }) => [begin, end]),
  );
  expect(found).toEqual(intervals);
});

it.each(numbers)('finds the features of $width channels of $steps steps', (one) => {
  const { width, steps } = one;
  const core = new QuantCore();
  const transform = new IntervalTransform(core, steps, width);
  const outAt = core.take(4 * transform.features * 2);
  one.series.forEach((channels, k) => {
    // Every other number is left alone.
    transform.to({ values: Float32Array.from(channels.flat()), steps, width }, outAt, 2);
    const found = core.view(Float32Array, outAt, 2 * transform.features).filter((_, at) => at % 2 === 0);
    expect(found.length).toBe(one.features[k]!.length);
    const scale = Math.max(...one.features[k]!.map(Math.abs));
    found.forEach((value, f) =>
      expect(Math.abs(value - one.features[k]![f]!)).toBeLessThan(1e-4 + 1e-6 * scale),
    );
  });
});

const ROWS = 120;
const FEATURES = 30;

/** Three classes that features 3 and 7 tell apart; [rows, features]. */
function examples(): { readonly rows: Float32Array[]; readonly labels: Int32Array } {
  const random = new RandomStream(5, 'sample');
  const labels = Int32Array.from({ length: ROWS }, (_, k) => k % 3);
  const rows = Array.from(labels, (label) => {
    const row = Float32Array.from({ length: FEATURES }, () => random.normal());
    row[3]! += label === 1 ? 6 : 0;
    row[7]! += label === 2 ? 6 : 0;
    row[9] = 1;
    return row;
  });
  return { rows, labels };
}

function grow(rows: readonly Float32Array[], labels: Int32Array, seed = 1): Promise<Trees> {
  const core = new QuantCore();
  const x = new Float32Array(rows.length * FEATURES);
  rows.forEach((row, r) => row.forEach((value, f) => (x[f * rows.length + r] = value)));
  const random = new RandomStream(seed, 'sample');
  return growTrees(core, {
    ...{ xAt: core.put(x), rows: rows.length, features: FEATURES, labels, classes: 3, trees: 60, tried: 6 },
    draw: () => Math.floor(random.next() * 2 ** 32),
  });
}

it('grows trees that know their own rows, and tell new ones apart', async () => {
  const { rows, labels } = examples();
  const trees = await grow(rows.slice(0, 90), labels.slice(0, 90));
  rows.slice(0, 90).forEach((row, r) => expect(votes(trees, row, 3)[labels[r]!]).toBeCloseTo(1, 12));
  const hits = rows.slice(90).filter((row, r) => {
    const shares = votes(trees, row, 3);
    return shares.indexOf(Math.max(...shares)) === labels[90 + r];
  });
  expect(hits.length).toBeGreaterThanOrEqual(27);
});

it('counts at every node the rows that come through it', async () => {
  const { rows, labels } = examples();
  const trees = await grow(rows, labels);
  const tally = new Int32Array(trees.tally.length);
  const count = trees.starts.length - 1;
  for (let tree = 0; tree < count; tree++)
    rows.forEach((row, r) => {
      for (const node of pathOf(trees, tree, row)) tally[node * 3 + labels[r]!]!++;
    });
  expect(tally).toEqual(trees.tally);
  // What never varies cuts nothing.
  expect(trees.feature.includes(9)).toBe(false);
});

it('grows the same trees from the same seed, and others from another', async () => {
  const { rows, labels } = examples();
  const [once, again, other] = [
    await grow(rows, labels),
    await grow(rows, labels),
    await grow(rows, labels, 2),
  ];
  expect(again.threshold).toEqual(once.threshold);
  expect(other.threshold).not.toEqual(once.threshold);
});

it('gives rows that nothing tells apart the shares of their classes', async () => {
  const row = new Float32Array(FEATURES).fill(2);
  const trees = await grow([row, row, row, row], Int32Array.from([0, 0, 0, 1]));
  expect([...votes(trees, row, 3)].map((share) => Number(share.toFixed(6)))).toEqual([0.75, 0.25, 0]);
});
