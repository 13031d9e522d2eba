import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  RecurrentForward,
  RecurrentGradients,
  RecurrentKernel,
} from '../../../src/main/engine/kernels/kernel';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { numbers } from '../../../src/main/engine/kernels/numbers';
import { referenceKernel } from '../../../src/main/engine/kernels/reference/reference-kernel';
import { kernelsUnderTest } from './kernels';
import type { KernelUnderTest } from './kernels';
import { cellVariants as plainVariants, hasVariant, lstmVariants, tensorsOf } from './problems';
import type { Problem } from './problems';

const allVariants = [...plainVariants, ...lstmVariants];

/** Every result by name; gradients begin with a d. */
async function resultsOf(kernel: RecurrentKernel, problem: Problem): Promise<Map<string, Float32Array>> {
  const tensors = tensorsOf(problem);
  const results = new Map<string, Float32Array>();
  const take = async (
    prefix: string,
    found: Partial<RecurrentForward & RecurrentGradients>,
  ): Promise<void> => {
    for (const [name, value] of Object.entries(found)) {
      if (!(value instanceof tf.Tensor)) continue;
      results.set(prefix + name, await numbers(value));
      value.dispose();
    }
  };
  const forward = kernel.forward(problem.spec, tensors.inputs);
  const gradients = kernel.backward(problem.spec, tensors.inputs, forward, tensors.upstream, {
    hidden: true,
  });
  forward.memory.dispose();
  await take('', forward);
  await take('d ', gradients);
  const trace = await kernel.trace(problem.spec, tensors.inputs);
  for (const [name, values] of Object.entries(trace)) results.set(`trace ${name}`, values);
  tensors.dispose();
  return results;
}

const expectedOf = new Map<string, Map<string, Float32Array>>();

/** What the reference says, once for all kernels. */
async function referenceResults(problem: Problem): Promise<Map<string, Float32Array>> {
  const key = JSON.stringify(problem);
  const known = expectedOf.get(key);
  if (known !== undefined) return known;
  await useBackend('wasm');
  const results = await resultsOf(referenceKernel, problem);
  // A tensor's numbers may lie in memory that is used again.
  for (const [name, values] of results) results.set(name, values.slice());
  expectedOf.set(key, results);
  return results;
}

/** The largest difference of any result, relative to that result's largest number (or 1). */
async function expectAgreement({ open }: KernelUnderTest, problem: Problem): Promise<void> {
  const expected = await referenceResults(problem);
  const actual = await resultsOf(await open(), problem);
  expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [name, values] of expected) {
    const found = actual.get(name)!;
    expect(found.length, name).toBe(values.length);
    const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const worst = values.reduce((most, value, k) => {
      const difference = Math.abs(value - found[k]!);
      return difference <= most ? most : difference;
    }, 0);
    expect(worst / scale, `${name} of ${JSON.stringify(problem)}`).toBeLessThan(2e-5);
  }
}

const sizes = [1, 3, 17, 33, 100];

describe.each(kernelsUnderTest)('$label agrees with the reference', (underTest) => {
  const cellVariants = allVariants.filter((variant) => hasVariant(underTest, variant));

  test.each(cellVariants)(
    '$cell $activation resetAfter=$resetAfter peepholes=$peepholes coupled=$coupled, odd sizes',
    async (variant) => {
      for (const units of sizes)
        for (const reverse of [false, true]) {
          const inputs = sizes[(sizes.indexOf(units) + 2) % sizes.length]!;
          await expectAgreement(underTest, {
            spec: { ...variant, units, reverse },
            ...{ batch: 5, time: 7, inputs, lengths: [3, 7, 1, 7, 5], initial: true, from: 'both' },
          });
        }
    },
  );

  test.each(cellVariants)(
    '$cell $activation resetAfter=$resetAfter, batch 1 and length 1',
    async (variant) => {
      for (const [batch, time] of [
        [1, 1],
        [1, 9],
        [4, 1],
      ] as const)
        await expectAgreement(underTest, {
          spec: { ...variant, units: 6, reverse: true },
          ...{
            batch,
            time,
            inputs: 2,
            lengths: Array<number>(batch).fill(time),
            initial: false,
            from: 'final',
          },
        });
    },
  );

  test.each(cellVariants)(
    '$cell $activation resetAfter=$resetAfter, a step or two of a stream',
    async (variant) => {
      // Whole vectors of every instruction set: weights are read where they lie.
      for (const [batch, time] of [
        [1, 1],
        [4, 2],
      ] as const)
        await expectAgreement(underTest, {
          spec: { ...variant, units: 32, reverse: false },
          ...{ batch, time, inputs: 6, initial: true, from: 'both' },
          lengths: Array.from({ length: batch }, (_, b) => 1 + (b % time)),
        });
    },
  );

  test('more rows than one block of steps', async () => {
    for (const variant of cellVariants.slice(4))
      await expectAgreement(underTest, {
        spec: { ...variant, units: 20, reverse: false },
        ...{ batch: 30, time: 40, inputs: 3, initial: true, from: 'outputs' },
        lengths: Array.from({ length: 30 }, (_, b) => 1 + ((b * 17) % 40)),
      });
  });
});

const problemsOf = (underTest: KernelUnderTest): fc.Arbitrary<Problem> =>
  fc
    .record({
      variant: fc.constantFrom(...allVariants.filter((variant) => hasVariant(underTest, variant))),
      units: fc.integer({ min: 1, max: 40 }),
      reverse: fc.boolean(),
      time: fc.integer({ min: 1, max: 12 }),
      inputs: fc.integer({ min: 1, max: 20 }),
      fractions: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 9 }),
      initial: fc.boolean(),
      from: fc.constantFrom('outputs' as const, 'final' as const, 'both' as const),
    })
    .map(({ variant, units, reverse, fractions, time, ...rest }) => ({
      spec: { ...variant, units, reverse },
      batch: fractions.length,
      time,
      lengths: fractions.map((fraction) => 1 + Math.floor(fraction * (time - 1))),
      ...rest,
    }));

describe.each(kernelsUnderTest)('$label', (underTest) => {
  test('agrees with the reference on any shape', async () => {
    await fc.assert(
      fc.asyncProperty(problemsOf(underTest), (problem) => expectAgreement(underTest, problem)),
      { numRuns: 25, seed: 20 },
    );
  });
});
