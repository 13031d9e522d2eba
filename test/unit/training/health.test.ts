import { describe, expect, it } from 'vitest';
import type { HealthFacts } from '../../../src/main/engine/probes/health/rules';
import { healthRules } from '../../../src/main/engine/probes/health/rules';
import type { Recipe } from '../../../src/shared/domain/model';

const facts = (change: Partial<HealthFacts> = {}): Omit<HealthFacts, 'updated'> => ({
  moment: {
    ...{ step: 100, epoch: 5, losses: [0.5] },
    layers: [{ gates: [{ gate: 'f', open: 0.1, shut: 0.1, mean: 0.6 }], still: 0, radius: 0.9 }],
    weights: [{ name: 'recurrent_1/kernel', norm: 2, update: 0.01 }],
  },
  layers: [{ layer: 0, direction: 'forward', cell: 'lstm', units: 64, shown: [], tensors: [] }],
  gradients: [new Float32Array(100).fill(1)],
  steps: 200,
  recipe: {
    model: { family: 'recurrent', cell: 'lstm', units: 64, pooling: 'last' },
    training: { learningRate: 0.003, clipNorm: 1 },
  } as unknown as Recipe,
  ...change,
});
const found = (change: Partial<HealthFacts>) => {
  const own = facts(change);
  return healthRules.flatMap((rule) => rule({ ...own, updated: change.updated ?? own.moment }) ?? []);
};
const moment = (change: Partial<HealthFacts['moment']>): Partial<HealthFacts> => ({
  moment: { ...facts().moment, ...change },
});
const layer = (change: Partial<HealthFacts['moment']['layers'][number]>): Partial<HealthFacts> =>
  moment({ layers: [{ ...facts().moment.layers[0]!, ...change }] });

describe('health', () => {
  it('has nothing to say of a network that learns', () => {
    expect(found({})).toEqual([]);
  });

  it('names steps that the gradient does not reach, and what to try', () => {
    const gradients = [Float32Array.from({ length: 100 }, (_, t) => (t < 40 ? 1e-9 : 1))];
    const [finding] = found({ gradients });
    expect(finding).toMatchObject({
      name: 'vanishing',
      remark: { message: expect.stringContaining('80 of 200 steps') as string },
      advice: { choices: { model: { pooling: 'mean' } } },
    });
  });

  it.each([
    ['exploding', { gradients: [Float32Array.from({ length: 100 }, (_, t) => (t === 0 ? 1000 : 1))] }],
    ['still', layer({ still: 31 })],
    ['stuckOpen', layer({ gates: [{ gate: 'f', open: 0.95, shut: 0, mean: 0.99 }] })],
    ['stuckShut', layer({ gates: [{ gate: 'z', open: 0, shut: 0.95, mean: 0.01 }] })],
    ['restless', moment({ weights: [{ name: 'head/kernel', norm: 1, update: 0.5 }] })],
    ['frozen', moment({ weights: [{ name: 'head/kernel', norm: 1, update: 1e-7 }] })],
  ] as const)('finds %s', (name, change) => {
    expect(found(change as Partial<HealthFacts>).map((own) => own.name)).toEqual([name]);
  });

  it('judges updates by the newest look that saw one', () => {
    const weights = [{ name: 'head/kernel', norm: 1, update: 0.5 }];
    const updated = { ...facts().moment, weights };
    const blind = { ...facts().moment, weights: [{ name: 'head/kernel', norm: 1, update: null }] };
    expect(found({ moment: blind, updated }).map(({ name }) => name)).toEqual(['restless']);
  });

  it('says nothing of the first steps, nor of biases', () => {
    expect(found(moment({ step: 3, weights: [{ name: 'head/kernel', norm: 1, update: 0.5 }] }))).toEqual([]);
    expect(
      found(
        moment({
          weights: [
            { name: 'head/kernel', norm: 1, update: 0.01 },
            { name: 'head/bias', norm: 1e-3, update: 1 },
          ],
        }),
      ),
    ).toEqual([]);
  });
});
