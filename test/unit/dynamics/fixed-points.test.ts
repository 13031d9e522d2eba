import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findFixedPoints } from '../../../src/main/engine/dynamics/find';
import { stepMapOf } from '../../../src/main/engine/dynamics/step-map';
import type { StepMap } from '../../../src/main/engine/dynamics/step-map';
import type { RecurrentSpec, WeightArrays } from '../../../src/main/engine/kernels/kernel';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import type { Cell } from '../../../src/shared/domain/model';

interface Recurrence {
  cell: Cell;
  units: number;
  input: number[];
  kernel: number[];
  recurrentKernel: number[];
  bias: number[];
  state: number[];
  next: number[];
  jacobian: number[];
  fixed: number[];
  moduli: number[];
}

const { recurrences } = JSON.parse(
  readFileSync(new URL('../../fixtures/inspection/pytorch.json', import.meta.url), 'utf8'),
) as { recurrences: Recurrence[] };

const plain: RecurrentSpec = {
  ...{ cell: 'gru', activation: 'tanh', resetAfter: true, units: 3, reverse: false },
};

function mapOf({ cell, units, input, ...weights }: Recurrence): StepMap {
  const arrays: WeightArrays = {
    kernel: Float32Array.from(weights.kernel),
    recurrentKernel: Float32Array.from(weights.recurrentKernel),
    bias: Float32Array.from(weights.bias),
  };
  return stepMapOf({ ...plain, cell, units }, arrays, Float64Array.from(input));
}

function linearised(map: StepMap, state: Float64Array): { next: Float64Array; jacobian: Float64Array } {
  const [next, jacobian] = [new Float64Array(map.size), new Float64Array(map.size ** 2)];
  map.linearise(state, next, jacobian);
  return { next, jacobian };
}

/** Greatest difference of any two that belong together. */
const off = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a).toHaveLength(b.length);
  return Array.from(a, (value, k) => Math.abs(value - b[k]!)).reduce((x, y) => Math.max(x, y), 0);
};

describe.each(recurrences)('a $cell under an input that stays', (recurrence) => {
  it('steps and bends as in PyTorch', () => {
    const { next, jacobian } = linearised(mapOf(recurrence), Float64Array.from(recurrence.state));
    expect(off(next, recurrence.next)).toBeLessThan(1e-12);
    expect(off(jacobian, recurrence.jacobian)).toBeLessThan(1e-12);
  });

  it('has the fixed point that PyTorch runs into, with the same eigenvalues', () => {
    const random = new RandomStream(3, 'sample');
    const map = mapOf(recurrence);
    const visited = Array.from({ length: 50 }, () =>
      Float64Array.from({ length: map.size }, () => 0.5 * random.normal()),
    );
    const { fixed } = findFixedPoints(map, { visited, starts: 60, noise: 0.5, seed: 1 });
    const stable = fixed.filter(({ unstable }) => unstable === 0);
    const nearest = stable.find(({ state }) => off(state, recurrence.fixed) < 1e-9);
    expect(nearest).toBeDefined();
    const { real, imaginary } = nearest!.eigenvalues;
    const moduli = real.map((value, k) => Math.hypot(value, imaginary[k]!));
    expect(off(moduli, recurrence.moduli)).toBeLessThan(1e-8);
  });
});

/** Every cell and variant: what PyTorch has no layer for is held against differences. */
const variants: Partial<RecurrentSpec>[] = [
  ...(['tanh', 'sigmoid', 'linear'] as const).map((activation) => ({ cell: 'rnn' as const, activation })),
  { cell: 'gru', resetAfter: false },
  { cell: 'gru', resetAfter: true },
  { cell: 'lstm' },
  { cell: 'lstm', peepholes: true },
  { cell: 'lstm', coupled: true },
  { cell: 'lstm', coupled: true, peepholes: true },
];

it.each(variants)('has the Jacobian that differences have: %j', (variant) => {
  const spec = { ...plain, ...variant };
  const gates = spec.cell === 'rnn' ? 1 : spec.cell === 'gru' || spec.coupled === true ? 3 : 4;
  const random = new RandomStream(5, 'sample');
  const normal = (length: number): Float32Array => Float32Array.from({ length }, () => 0.8 * random.normal());
  const isAfter = spec.cell === 'gru' && spec.resetAfter;
  const map = stepMapOf(
    spec,
    {
      kernel: normal(2 * gates * 3),
      recurrentKernel: normal(3 * gates * 3),
      bias: normal((isAfter ? 2 : 1) * gates * 3),
      ...(spec.peepholes === true && { peephole: normal((spec.coupled === true ? 2 : 3) * 3) }),
    },
    Float64Array.from(normal(2)),
  );
  const state = Float64Array.from(normal(map.size));
  const { jacobian } = linearised(map, state);
  const step = 1e-6;
  for (let j = 0; j < map.size; j++) {
    const [up, down] = [1, -1].map((sign) => {
      const moved = state.slice();
      moved[j]! += sign * step;
      const next = new Float64Array(map.size);
      map.step(moved, next);
      return next;
    }) as [Float64Array, Float64Array];
    const column = Array.from(up, (value, i) => (value - down[i]!) / (2 * step));
    const own = Array.from({ length: map.size }, (_, i) => jacobian[i * map.size + j]!);
    expect(off(own, column)).toBeLessThan(1e-8);
  }
});

describe('two units that hold a bit', () => {
  // h' = tanh(2 h), each for itself: 0 and ±0.9575 in both coordinates, so nine fixed points.
  const map = stepMapOf(
    { ...plain, cell: 'rnn', units: 2 },
    {
      kernel: new Float32Array(2),
      recurrentKernel: Float32Array.of(2, 0, 0, 2),
      bias: new Float32Array(2),
    },
    Float64Array.of(0),
  );
  const random = new RandomStream(1, 'sample');
  const visited = Array.from({ length: 200 }, () => Float64Array.from([0, 0], () => 2 * random.next() - 1));

  it('have four stable corners, four saddles between them and one source', () => {
    const { fixed } = findFixedPoints(map, { visited, starts: 400, noise: 0.1, seed: 2 });
    const byOut = [0, 1, 2].map((out) => fixed.filter(({ unstable }) => unstable === out).length);
    expect(byOut).toEqual([4, 4, 1]);
    const corner = fixed.find(({ unstable }) => unstable === 0)!;
    expect(Math.abs(corner.state[0]!)).toBeCloseTo(0.957504, 6);
  });

  it('tell how far they are, and end when that throws', () => {
    const shares: number[] = [];
    const stop = (share: number): void => {
      shares.push(share);
      if (share > 0.5) throw new Error('enough');
    };
    const search = (): unknown =>
      findFixedPoints(map, { visited, starts: 100, noise: 0.1, seed: 2, onProgress: stop });
    expect(search).toThrow('enough');
    expect(shares.length).toBeGreaterThan(3);
  });
});
