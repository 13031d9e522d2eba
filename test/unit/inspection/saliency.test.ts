import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { integrateGradients } from '../../../src/main/engine/inspection/saliency/path';
import { saliency } from '../../../src/main/engine/inspection/saliency/saliency';
import type { Saliency } from '../../../src/main/engine/inspection/saliency/saliency';
import { selectCompute } from '../../../src/main/engine/kernels/choose/select';
import { Network } from '../../../src/main/engine/models/network/network';
import type { NetworkSpec } from '../../../src/shared/domain/model';
import { exampleNetwork } from '../runs/example-run';

interface Attributions {
  units: number;
  features: number;
  steps: number;
  kernel: number[];
  recurrentKernel: number[];
  bias: number[];
  headKernel: number[];
  headBias: number[];
  inputs: number[];
  value: number;
  baselineValue: number;
  gradient: number[];
  integrated: number[];
}

const { attributions } = JSON.parse(
  readFileSync(new URL('../../fixtures/inspection/pytorch.json', import.meta.url), 'utf8'),
) as { attributions: Attributions };

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);
const off = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a).toHaveLength(b.length);
  return Math.max(...Array.from(a, (value, k) => Math.abs(value - b[k]!)));
};

async function explained(): Promise<Saliency> {
  const { units, features, steps, inputs, ...weights } = attributions;
  const { kernel } = await selectCompute({ backend: 'auto', kernel: 'reference' });
  const spec: NetworkSpec = {
    ...exampleNetwork,
    ...{ cell: 'gru', resetAfter: true, units, layers: 1, bidirectional: false, pooling: 'last' },
    convolutions: [],
  };
  const network = Network.create(spec, { features, outputs: 3, head: 'softmax' }, kernel, 1);
  network.setParameters(
    Float32Array.from([
      ...weights.kernel,
      ...weights.recurrentKernel,
      ...weights.bias,
      ...weights.headKernel,
      ...weights.headBias,
    ]),
  );
  try {
    return await saliency(network, {
      inputs: Float32Array.from(inputs),
      ...{ steps, output: 1, at: 0, baseline: new Float32Array(features) },
    });
  } finally {
    network.dispose();
  }
}

describe('where an answer comes from', () => {
  it('is what PyTorch finds in float64', async () => {
    const found = await explained();
    expect(found.value).toBeCloseTo(attributions.value, 5);
    expect(found.baselineValue).toBeCloseTo(attributions.baselineValue, 5);
    expect(off(found.gradient, attributions.gradient)).toBeLessThan(1e-4);
    expect(off(found.integrated, attributions.integrated)).toBeLessThan(1e-4);
  });

  it('adds up to what the example changes', async () => {
    const found = await explained();
    const change = found.value - found.baselineValue;
    expect(Math.abs(sum(found.integrated) - change)).toBeLessThan(1e-3 * Math.abs(change));
    expect(found.gap).toBeCloseTo(sum(found.integrated) - change, 5);
  });

  it('is what hiding each step finds too', async () => {
    const found = await explained();
    expect(found.occlusion.width).toBe(1);
    expect(found.occlusion.changes).toHaveLength(attributions.steps);
    expect(found.agreement).toBeGreaterThan(0.5);
  });
});

describe('a path with a jump in it', () => {
  /** A steep step at α = 0.37. */
  const value = (alpha: number): number => Math.tanh(60 * (alpha - 0.37));
  const asked: number[] = [];
  const answers = async (alphas: readonly number[]): Promise<{ value: number; gradient: Float32Array }[]> => {
    asked.push(...alphas);
    return alphas.map((alpha) => ({
      value: value(alpha),
      gradient: Float32Array.of(60 * (1 - value(alpha) ** 2), 0),
    }));
  };

  it('is followed closely where it jumps, and not elsewhere', async () => {
    const path = await integrateGradients(answers, Float32Array.of(1, 1), {
      tolerance: 1e-3,
      mostPoints: 2000,
    });
    expect(path.change).toBeCloseTo(2, 4);
    expect(Math.abs(path.gap)).toBeLessThan(1e-3);
    expect(path.mean[0]).toBeCloseTo(2, 3);
    expect(path.mean[1]).toBe(0);
    const near = asked.filter((alpha) => Math.abs(alpha - 0.37) < 0.125).length;
    expect(near).toBeGreaterThan(asked.length / 2);
  });

  it('says what is missing where it may not ask further', async () => {
    const path = await integrateGradients(answers, Float32Array.of(1, 1), {
      tolerance: 1e-9,
      mostPoints: 30,
    });
    expect(path.points).toBeLessThanOrEqual(40);
    expect(Math.abs(path.gap)).toBeGreaterThan(1e-9);
  });
});

describe('a path whose answers are rounded', () => {
  /** A jump at α = 0.37, whose pieces grow narrow, and what rounding leaves of it. */
  const value = (alpha: number): number => Math.tanh(20 * (alpha - 0.37));
  const answers = async (alphas: readonly number[]): Promise<{ value: number; gradient: Float32Array }[]> =>
    alphas.map((alpha) => ({
      value: value(alpha) + 2e-5 * Math.sin(1e7 * alpha),
      gradient: Float32Array.of(20 * (1 - value(alpha) ** 2)),
    }));

  it('is not followed into the rounding', async () => {
    const path = await integrateGradients(answers, Float32Array.of(1), { tolerance: 2e-4, mostPoints: 1500 });
    expect(Math.abs(path.gap)).toBeLessThan(2e-4);
    expect(path.mean[0]).toBeCloseTo(value(1) - value(0), 4);
    expect(path.points).toBeLessThan(200);
  });
});
