import { beforeAll, describe, expect, it } from 'vitest';
import { selectCompute } from '../../../src/main/engine/kernels/choose/select';
import type { ExperimentOutcome } from '../../../src/main/engine/experiments/experiment';
import { specOf } from '../../../src/main/engine/experiments/models';
import { settle, Settings } from '../../../src/main/engine/experiments/settings';
import { infoOf } from '../../../src/main/engine/experiments/specs';
import { cell64, initialWeights, jacobian } from '../../../src/main/engine/experiments/vanishing/cell64';
import {
  gradientFlow,
  largestSingularValue,
  norm,
  unroll,
} from '../../../src/main/engine/experiments/vanishing/gradient-flow';
import { kernelGradientNorms } from '../../../src/main/engine/experiments/vanishing/kernel-check';
import { vanishing } from '../../../src/main/engine/experiments/vanishing/vanishing';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import type { SettingValues } from '../../../src/shared/domain/experiment';
import type { VanishingResult } from '../../../src/shared/domain/experiment-results';
import { recurrentModels } from '../../../src/shared/domain/experiment-results';

/** Protects: the numbers of "Vanishing and exploding" and what the lab says of them. */

const UNITS = 6;

function problem(steps: number, units = UNITS): { inputs: Float64Array[]; readout: Float64Array } {
  const random = new RandomStream(7, 'noise', 3);
  const draw = (n: number): Float64Array => Float64Array.from({ length: n }, () => random.normal());
  return { inputs: Array.from({ length: steps }, () => draw(2)), readout: draw(units) };
}

async function run(given: SettingValues): Promise<ExperimentOutcome & { result: VanishingResult }> {
  const settings = new Settings(settle(infoOf('vanishing').settings, given));
  const outcome = await vanishing({ settings, data: null }, { report: () => {} });
  return outcome as ExperimentOutcome & { result: VanishingResult };
}

const normsOf = ({ series }: VanishingResult, model: string): number[] =>
  series.find((one) => one.model === model)!.log10GradientNorms.map((value) => value ?? -Infinity);
const lost = (norms: readonly number[]): number => norms.at(-1)! - norms[0]!;

describe.each(recurrentModels)('%s in float64', (model) => {
  const spec = specOf(model, UNITS, 12);
  const weights = initialWeights(spec, 2, 5);
  const cell = cell64(spec, weights);
  const { inputs, readout } = problem(12);

  it('has the Jacobian of finite differences', () => {
    const step = unroll(cell, inputs)[6]!;
    const exact = jacobian(cell, step);
    const n = cell.stateSize;
    const h = 1e-6;
    for (let column = 0; column < n; column++) {
      const moved = (by: number): Float64Array => {
        const before = step.before.slice();
        before[column] = before[column]! + by;
        return cell.step(step.input, before).after;
      };
      const [above, below] = [moved(h), moved(-h)];
      for (let row = 0; row < n; row++)
        expect(exact[row * n + column]).toBeCloseTo((above[row]! - below[row]!) / (2 * h), 7);
    }
  });

  it('has the weight gradient of finite differences', () => {
    const { log10WeightGradientNorm } = gradientFlow(cell, spec, unroll(cell, inputs), readout);
    const loss = (): number => {
      const last = unroll(cell, inputs).at(-1)!.after;
      return readout.reduce((sum, value, k) => sum + value * last[k]!, 0);
    };
    const h = 1e-6;
    const differences = [weights.kernel, weights.recurrentKernel, weights.bias].flatMap((block) =>
      Array.from(block, (value, k) => {
        block[k] = value + h;
        const above = loss();
        block[k] = value - h;
        const below = loss();
        block[k] = value;
        return (above - below) / (2 * h);
      }),
    );
    expect(10 ** log10WeightGradientNorm / norm(Float64Array.from(differences))).toBeCloseTo(1, 6);
  });

  it('bounds the gradient by the product of the largest singular values', () => {
    const flow = gradientFlow(cell, spec, unroll(cell, inputs), readout);
    const last = flow.log10GradientNorms.at(-1)!;
    flow.log10GradientNorms.forEach((value, t) =>
      expect(value - last).toBeLessThanOrEqual(flow.log10JacobianProducts[t]! + 1e-6),
    );
  });
});

it('finds the largest singular value of a matrix whose singular values are known', () => {
  // diag(3, 2) between two rotations.
  const [a, b] = [0.7, -1.1];
  const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
  const matrix = Float64Array.of(
    3 * ca * cb - 2 * sa * sb,
    -3 * ca * sb - 2 * sa * cb,
    3 * sa * cb + 2 * ca * sb,
    -3 * sa * sb + 2 * ca * cb,
  );
  expect(largestSingularValue(matrix, Float64Array.of(1, 0)).value).toBeCloseTo(3, 7);
});

describe('the kernel that trains on this machine', () => {
  beforeAll(() => selectCompute({ backend: 'auto', kernel: 'auto' }));

  it.each(recurrentModels)('has the float64 gradients of %s', async (model) => {
    const { kernel } = await selectCompute({ backend: 'auto', kernel: 'auto' });
    const spec = specOf(model, UNITS, 15);
    const weights = initialWeights(spec, 2, 5);
    const { inputs, readout } = problem(15);
    const cell = cell64(spec, weights);
    const exact = gradientFlow(cell, spec, unroll(cell, inputs), readout).log10GradientNorms;
    const found = await kernelGradientNorms(kernel, spec, weights, inputs, readout);
    found.forEach((value, t) => expect(value / 10 ** exact[t]!).toBeCloseTo(1, 3));
  });
});

describe.each([1, 2, 3, 4])('with seed %d and defaults', (seed) => {
  it('shows what it is there to show', async () => {
    const { result, findings } = await run({ seed });
    expect(result.series.map(({ model }) => model)).toEqual(recurrentModels);
    for (const { log10GradientNorms } of result.series) {
      expect(log10GradientNorms).toHaveLength(100);
      expect(log10GradientNorms.every((value) => Number.isFinite(value))).toBe(true);
      expect(log10GradientNorms.at(-1)).toBeCloseTo(0, 9);
    }
    const sigmoid = lost(normsOf(result, 'rnn-sigmoid'));
    expect(sigmoid).toBeGreaterThanOrEqual(20);
    expect(lost(normsOf(result, 'rnn-relu'))).toBeLessThanOrEqual(-2);
    expect(lost(normsOf(result, 'lstm'))).toBeLessThanOrEqual(sigmoid / 2);
    for (const value of normsOf(result, 'lstm-chrono')) expect(Math.abs(value)).toBeLessThanOrEqual(2);
    // The identity RNN's Jacobian is 1.1 times an orthogonal matrix.
    expect(lost(normsOf(result, 'rnn-identity'))).toBeCloseTo(-99 * Math.log10(1.1), 5);
    expect(result.kernelCheck!.worstRelativeDifference).toBeLessThan(1e-3);
    expect(findings.map(({ code }) => code)).toContain('experiment.vanishing.lstmSlower');
  });
});

describe('clipping', () => {
  it('bounds the update, not the vanishing', async () => {
    const [free, clipped] = [await run({}), await run({ clipping: true })];
    const relu = (result: VanishingResult) => result.series.find(({ model }) => model === 'rnn-relu')!;
    expect(10 ** relu(free.result).log10UpdateNorm).toBeGreaterThan(100);
    for (const { log10UpdateNorm } of clipped.result.series)
      expect(10 ** log10UpdateNorm).toBeLessThanOrEqual(free.result.clipNorm * (1 + 1e-9));
    for (const model of recurrentModels)
      expect(lost(normsOf(clipped.result, model))).toBeCloseTo(lost(normsOf(free.result, model)), 6);
    expect(clipped.findings.map(({ code }) => code)).toContain('experiment.vanishing.clipped');
  });
});

describe('what the numbers do not show', () => {
  it('is not said', async () => {
    // A forget gate that is shut: the LSTM loses its memory as fast as any.
    const { findings } = await run({ forgetBias: -2, spectralRadius: 1.5, steps: 20 });
    const codes = findings.map(({ code }) => code);
    expect(codes).toContain('experiment.vanishing.lstmNotSlower');
    expect(codes).not.toContain('experiment.vanishing.vanished');
  });

  it('is null where no gradient arrives, because every ReLU is off', async () => {
    const { result, findings } = await run({ steps: 20, units: 8 });
    const { log10GradientNorms } = result.series.find(({ model }) => model === 'rnn-relu')!;
    expect(log10GradientNorms[0]).toBeNull();
    expect(findings.map(({ code }) => code)).toContain('experiment.vanishing.dead');
    expect(Number.isFinite(result.kernelCheck!.worstRelativeDifference)).toBe(true);
  });

  it('keeps its size however long the sequence is', async () => {
    const { result } = await run({ steps: 400, units: 8 });
    expect(normsOf(result, 'rnn-sigmoid')[0]).toBeLessThan(-200);
    expect(normsOf(result, 'rnn-sigmoid').every(Number.isFinite)).toBe(true);
  });
});

describe('settings', () => {
  it('are refused with their range when they are out of it', () => {
    expect(() => settle(infoOf('vanishing').settings, { steps: 5 })).toThrow(/10 to 400/);
    expect(() => settle(infoOf('vanishing').settings, { length: 5 })).toThrow(/no setting length/);
  });
});
