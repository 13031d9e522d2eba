import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundledModel } from '../../../src/main/engine/formats/bundle/bundle-file';
import type { NamedTensor } from '../../../src/main/engine/files/safetensors';
import {
  decodeSafetensors,
  encodeSafetensors,
  readSafetensors,
} from '../../../src/main/engine/files/safetensors';
import { windowsOf } from '../../../src/main/engine/models/network/batch';
import type { StoredModel } from '../../../src/main/engine/baselines/family';
import type { ClassicalFamily } from '../../../src/main/engine/baselines/defaults';
import { familyOf } from '../../../src/main/engine/baselines/families';
import { requireSound } from '../../../src/main/engine/baselines/sound';
import { UnrollError } from '../../../src/shared/domain/error';
import type { RecipeChoices } from '../../../src/shared/domain/model';
import { oscillations, seriesData } from '../training/example-data';
import { makeJob, runTraining } from '../training/run-training';

/** Protects: what a fitted model from elsewhere may hold. It is checked before it is restored, so it cannot hang or crash. */

const classes = oscillations({ examples: 30 });
const series = seriesData({
  values: Array.from({ length: 120 }, (_, t) => 10 + 3 * Math.sin((2 * Math.PI * t) / 8)),
  context: 16,
  season: 8,
});

const families: NonNullable<RecipeChoices['model']>[] = [
  { family: 'naive' },
  { family: 'ar', order: 2 },
  { family: 'ar', order: 2, hidden: 3 },
  { family: 'markov', states: 4 },
  { family: 'latent', states: 2 },
  { family: 'latent', transition: 'gru', states: 3 },
  { family: 'dtw', band: 0.1 },
  { family: 'statistics' },
];

type Stored = StoredModel<ClassicalFamily>;

async function fitted(data: typeof classes, model: (typeof families)[number]): Promise<Stored> {
  const job = await makeJob(data, { model, training: { epochs: 3 } });
  await runTraining(job);
  const read = bundledModel(await readSafetensors(join(job.runDir, 'weights.safetensors')));
  if (read.kind !== 'fitted') throw new Error('a network');
  return read.model;
}

/** Refused as unreadable, or sound. */
function isSound(stored: Stored): boolean {
  try {
    requireSound(stored);
    return true;
  } catch (thrown) {
    if (thrown instanceof UnrollError && thrown.code === 'MODEL_UNREADABLE') return false;
    throw thrown;
  }
}

describe.each([
  ['classes', classes],
  ['a series', series],
] as const)('%s', (_, data) => {
  const windows = windowsOf(data, [0, 1]);

  it.each(families)(
    '$family $hidden: is sound as it was fitted, and refused when anything of it is not',
    async (model) => {
      const stored = await fitted(data, model);
      expect(isSound(stored)).toBe(true);
      for (const [name, { data: numbers }] of stored.tensors) {
        const without = new Map(stored.tensors);
        without.delete(name);
        // A model of lags without hidden units, or of states without edges, is another model.
        if (!name.endsWith('/hidden') && name !== 'states/edges')
          expect([name, isSound({ ...stored, tensors: without })]).toEqual([name, false]);
        const shorter: NamedTensor = {
          shape: [numbers.length + 1],
          data:
            numbers.constructor === Int32Array
              ? new Int32Array(numbers.length + 1)
              : new Float64Array(numbers.length + 1),
        };
        expect([name, isSound({ ...stored, tensors: new Map(stored.tensors).set(name, shorter) })]).toEqual([
          name,
          false,
        ]);
        if (numbers instanceof Int32Array || numbers.length === 0) continue;
        const broken = numbers.slice();
        broken[0] = NaN;
        const tensors = new Map(stored.tensors).set(name, { shape: [broken.length], data: broken });
        expect([name, isSound({ ...stored, tensors })]).toEqual([name, false]);
      }
    },
  );

  it.each(families)('$family $hidden: whatever its facts say, it is refused or it answers', async (model) => {
    const stored = await fitted(data, model);
    const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -1, 1e9, 2 ** 31, NaN));
    const value = fc.oneof(number, fc.array(number), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(stored.facts)), value, (fact, given) => {
        const other = { ...stored, facts: { ...stored.facts, [fact]: given } };
        if (!isSound(other)) return;
        const answers = familyOf(other.spec.family).restore(other).predict(windows);
        expect((answers as Float32Array).length).toBe(windows.length * data.outputs.length);
      }),
      { numRuns: 60 },
    );
  });
});

it('refuses tensors of more elements than their names allow, before anything is made of them', async () => {
  const stored = await fitted(classes, { family: 'markov', states: 4 });
  const tensors = [...stored.tensors, ['0/counts_1', { shape: [2], data: new Float64Array(2) }] as const];
  const facts = { ...stored, formatVersion: 1, tensors: undefined };
  const bytes = Buffer.concat(encodeSafetensors(tensors, { unroll: JSON.stringify(facts) }));
  expect(() => bundledModel(decodeSafetensors(bytes))).toThrow(UnrollError);
});
