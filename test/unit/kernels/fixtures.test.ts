import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { gatesOf } from '../../../src/main/engine/kernels/kernel';
import type { RecurrentSpec } from '../../../src/main/engine/kernels/kernel';
import { numbers } from '../../../src/main/engine/kernels/numbers';
import { labDir } from '../../../src/main/engine/files/places';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { referenceKernel } from '../../../src/main/engine/kernels/reference/reference-kernel';
import { fastestKernels } from './kernels';
import type { KernelUnderTest } from './kernels';
import { hasVariant } from './problems';

/** As test/fixtures/kernels/make.py and make_variants.py write them. */
interface Fixture {
  readonly name: string;
  readonly source: string;
  readonly spec: RecurrentSpec;
  readonly batch: number;
  readonly time: number;
  readonly inputs: number;
  readonly lengths: readonly number[];
  readonly arrays: Readonly<Record<string, readonly number[]>>;
  readonly results: Readonly<Record<string, readonly number[]>>;
}

const fixtures = ['fixtures.json', 'variants.json'].flatMap((name) => {
  const file = join(labDir(), 'test/fixtures/kernels', name);
  return JSON.parse(readFileSync(file, 'utf8')) as Fixture[];
});

const reference: KernelUnderTest = {
  label: 'reference',
  async open() {
    await useBackend('cpu');
    return referenceKernel;
  },
};

const results = (prefix: string, record: object): [string, tf.Tensor][] =>
  Object.entries(record)
    .filter((entry): entry is [string, tf.Tensor] => entry[1] instanceof tf.Tensor)
    .map(([name, tensor]) => [
      prefix === '' ? name : prefix + name[0]!.toUpperCase() + name.slice(1),
      tensor,
    ]);

describe.each([reference, ...fastestKernels])('$label', (underTest) => {
  test.each(fixtures.filter(({ spec }) => hasVariant(underTest, spec)))(
    '$name as $source',
    async ({ spec, batch, time, inputs, lengths, arrays, ...fixture }) => {
      const kernel = await underTest.open();
      const width = gatesOf(spec) * spec.units;
      const tensor = <T extends tf.Tensor>(name: string, shape: number[]): T | undefined =>
        arrays[name] === undefined ? undefined : (tf.tensor([...arrays[name]], shape) as T);
      const [initialHidden, initialCell] = ['initialHidden', 'initialCell'].map((name) =>
        tensor<tf.Tensor2D>(name, [batch, spec.units]),
      );
      const peephole = tensor<tf.Tensor2D>('peephole', [spec.coupled === true ? 2 : 3, spec.units]);
      const given = {
        inputs: tensor<tf.Tensor3D>('inputs', [batch, time, inputs])!,
        kernel: tensor<tf.Tensor2D>('kernel', [inputs, width])!,
        recurrentKernel: tensor<tf.Tensor2D>('recurrentKernel', [spec.units, width])!,
        bias: tensor<tf.Tensor2D>('bias', spec.cell === 'gru' && spec.resetAfter ? [2, width] : [width])!,
        lengths: Int32Array.from(lengths),
        ...(initialHidden && { initialHidden }),
        ...(initialCell && { initialCell }),
        ...(peephole && { peephole }),
      };
      const upstream = {
        outputs: tensor<tf.Tensor3D>('upstreamOutputs', [batch, time, spec.units]) ?? null,
        finalHidden: tensor<tf.Tensor2D>('upstreamHidden', [batch, spec.units]) ?? null,
        finalCell: tensor<tf.Tensor2D>('upstreamCell', [batch, spec.units]) ?? null,
      };
      const forward = kernel.forward(spec, given);
      const gradients = kernel.backward(spec, given, forward, upstream);
      const found = new Map([...results('', forward), ...results('d', gradients)]);
      for (const [name, expected] of Object.entries(fixture.results)) {
        const values = await numbers(found.get(name)!);
        expect(values.length, name).toBe(expected.length);
        values.forEach((value, k) =>
          expect(Math.abs(value - expected[k]!), `${name}[${k}]`).toBeLessThan(5e-6),
        );
      }
      forward.memory.dispose();
    },
  );
});
