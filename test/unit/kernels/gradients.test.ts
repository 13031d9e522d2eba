import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { numbers } from '../../../src/main/engine/kernels/numbers';
import { forward64, numbersOf, slope64, upstreamOf } from './float64';
import type { NumbersName, Result64 } from './float64';
import { everyKernel } from './kernels';
import type { KernelUnderTest } from './kernels';
import { cellVariants, tensorsOf, uniform } from './problems';
import type { Problem, ProblemTensors } from './problems';

const names: readonly NumbersName[] = [
  'inputs',
  'kernel',
  'recurrentKernel',
  'bias',
  'initialHidden',
  'initialCell',
];
/** Of each gradient; a difference of 100 units costs as much as a hundred of 10. */
const samplesFor = (units: number): number => (units > 50 ? 3 : 12);

interface Case {
  readonly problem: Problem;
  readonly label: string;
}

const mixed = { batch: 3, time: 5, inputs: 4, lengths: [2, 5, 4], initial: true, from: 'both' } as const;
const shapes: readonly (Omit<Problem, 'spec'> & { readonly units: number; readonly what: string })[] = [
  ...[1, 3, 17, 33, 100].map((units) => ({ ...mixed, units, what: 'mixed lengths' })),
  { ...mixed, units: 5, inputs: 33, what: '33 inputs' },
  { ...mixed, units: 5, batch: 1, lengths: [5], what: 'batch 1' },
  { ...mixed, units: 5, time: 1, lengths: [1, 1, 1], what: 'length 1' },
  {
    ...mixed,
    units: 3,
    batch: 1,
    time: 1,
    lengths: [1],
    initial: false,
    from: 'final',
    what: 'batch 1, length 1',
  },
];

const cases: readonly Case[] = cellVariants.flatMap((variant) =>
  shapes.flatMap(({ units, what, ...shape }) =>
    [false, true].map((reverse) => ({
      problem: { ...shape, spec: { ...variant, units, reverse } },
      label: `${variant.cell} ${variant.activation}${variant.resetAfter ? ' reset after' : ''}, ${reverse ? 'reversed' : 'forwards'}, ${units} units, ${what}`,
    })),
  ),
);

interface Expected {
  readonly forward: Result64;
  /** Some elements of each gradient: [index, slope]. */
  readonly slopes: ReadonlyMap<NumbersName, readonly (readonly [number, number])[]>;
}

async function expectedOf({ spec }: Problem, tensors: ProblemTensors): Promise<Expected> {
  const layer = await numbersOf(tensors.inputs, spec.units);
  const upstream = await upstreamOf(tensors.upstream);
  const slopes = new Map(
    names.map((name) => [
      name,
      [...uniform(99, samplesFor(spec.units), 1)].map((draw) => {
        const index = Math.floor(((draw + 1) / 2) * layer[name].length);
        // Numbers beyond an example's end are never read; there the gradient is zero.
        const isRead = !Number.isNaN(layer[name][index]);
        return [index, isRead ? slope64(spec, layer, upstream, name, index) : 0] as const;
      }),
    ]),
  );
  return { forward: forward64(spec, layer), slopes };
}

async function expectKernel(
  { label, open }: KernelUnderTest,
  { spec }: Problem,
  tensors: ProblemTensors,
  { forward: expected, slopes }: Expected,
): Promise<void> {
  const kernel = await open();
  const forward = kernel.forward(spec, tensors.inputs);
  for (const name of ['outputs', 'finalHidden', 'finalCell'] as const) {
    const tensor = forward[name];
    const found = tensor && (await numbers(tensor));
    if (found === null) continue;
    // One number that is none makes the worst one none.
    const worst = found.reduce((most, value, k) => Math.max(most, Math.abs(value - expected[name][k]!)), 0);
    expect(worst, `${label}: ${name}`).toBeLessThan(5e-6);
  }
  const gradients = kernel.backward(spec, tensors.inputs, forward, tensors.upstream);
  for (const [name, samples] of slopes) {
    const tensor = gradients[name];
    if (tensor === null) continue;
    const found = await numbers(tensor);
    const scale = found.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    for (const [index, slope] of samples)
      expect(Math.abs(found[index]! - slope) / scale, `${label}: ${name}[${index}]`).toBeLessThan(1e-5);
  }
  forward.memory.dispose();
  tf.dispose([forward.outputs, forward.finalHidden]);
  forward.finalCell?.dispose();
  Object.values(gradients).forEach((tensor: tf.Tensor | null) => tensor?.dispose());
}

test.each(cases)('double precision says the same: $label', async ({ problem }) => {
  await useBackend('wasm');
  const tensors = tensorsOf(problem);
  const expected = await expectedOf(problem, tensors);
  for (const kernel of everyKernel) await expectKernel(kernel, problem, tensors, expected);
  tensors.dispose();
});
