import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { numbers } from '../../../src/main/engine/compute/numbers';
import { forward64, numbersOf, slope64, upstreamOf } from './float64';
import type { NumbersName } from './float64';
import { fastestKernels } from './kernels';
import { cellVariants, tensorsOf, uniform } from './problems';
import type { Problem } from './problems';

const names: readonly NumbersName[] = [
  'inputs',
  'kernel',
  'recurrentKernel',
  'bias',
  'initialHidden',
  'initialCell',
];
const SAMPLES = 12;

describe.each(fastestKernels)('$label against double precision', ({ open }) => {
  test.each(
    cellVariants.flatMap((variant) =>
      [false, true].flatMap((reverse) => [1, 3, 17, 33].map((units) => ({ ...variant, reverse, units }))),
    ),
  )(
    '$cell $activation resetAfter=$resetAfter reverse=$reverse units=$units',
    async ({ units, reverse, ...variant }) => {
      const kernel = await open();
      const spec = { ...variant, reverse, units };
      const problem: Problem = {
        spec,
        ...{ batch: 3, time: 5, inputs: 4, lengths: [2, 5, 4], initial: true, from: 'both' },
      };
      const tensors = tensorsOf(problem);
      const layer = await numbersOf(tensors.inputs, units);
      const upstream = await upstreamOf(tensors.upstream);

      const forward = kernel.forward(spec, tensors.inputs);
      const expected = forward64(spec, layer);
      for (const name of ['outputs', 'finalHidden', 'finalCell'] as const) {
        const tensor = forward[name];
        const found = tensor && (await numbers(tensor));
        found?.forEach((value, k) => expect(Math.abs(value - expected[name][k]!)).toBeLessThan(5e-6));
      }
      const gradients = kernel.backward(spec, tensors.inputs, forward, tensors.upstream);
      for (const name of names) {
        const tensor = gradients[name];
        if (tensor === null) continue;
        const found = await numbers(tensor);
        const scale = found.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
        for (const draw of uniform(99, SAMPLES, 1)) {
          const index = Math.floor(((draw + 1) / 2) * found.length);
          // Numbers beyond an example's end are never read; there the gradient is zero.
          const expectedSlope = Number.isNaN(layer[name][index])
            ? 0
            : slope64(spec, layer, upstream, name, index);
          expect(Math.abs(found[index]! - expectedSlope) / scale, `${name}[${index}]`).toBeLessThan(1e-5);
        }
      }
      forward.memory.dispose();
      tf.dispose([forward.outputs, forward.finalHidden]);
      forward.finalCell?.dispose();
      Object.values(gradients).forEach((tensor: tf.Tensor | null) => tensor?.dispose());
      tensors.dispose();
    },
  );
});
