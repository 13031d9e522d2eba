import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { RecurrentInputs, RecurrentKernel, RecurrentSpec } from './kernel';
import { numbers } from './numbers';
import { referenceKernel } from './reference/reference-kernel';
import { disposingAsync } from './scope';

const TOLERANCE = 1e-4;

const specs: readonly RecurrentSpec[] = (['rnn', 'lstm', 'gru'] as const).map((cell) => ({
  cell,
  activation: 'tanh',
  resetAfter: cell === 'gru',
  units: 5,
  reverse: cell === 'gru',
}));

const gates = { rnn: 1, lstm: 4, gru: 3 } as const;

/** Small numbers without a pattern that a wrong index could hide in. */
const wave = (shape: number[], phase: number, scale = 1): Tensor =>
  tf.tensor(
    Float32Array.from(
      { length: shape.reduce((a, b) => a * b, 1) },
      (_, k) => scale * Math.sin(1.7 * k + phase),
    ),
    shape,
  );

function results(kernel: RecurrentKernel, spec: RecurrentSpec): Tensor[] {
  const width = gates[spec.cell] * spec.units;
  const inputs: RecurrentInputs = {
    inputs: wave([2, 4, 3], 0) as tf.Tensor3D,
    lengths: Int32Array.of(4, 2),
    kernel: wave([3, width], 1) as tf.Tensor2D,
    recurrentKernel: wave([spec.units, width], 2, 0.4) as tf.Tensor2D,
    bias: wave(spec.cell === 'gru' ? [2, width] : [width], 3) as tf.Tensor2D,
  };
  const forward = kernel.forward(spec, inputs);
  const upstream = {
    outputs: wave([2, 4, spec.units], 4) as tf.Tensor3D,
    finalHidden: wave([2, spec.units], 5) as tf.Tensor2D,
    finalCell: null,
  };
  const gradients = kernel.backward(spec, inputs, forward, upstream);
  forward.memory.dispose();
  return [forward.outputs, gradients.inputs!, gradients.kernel, gradients.recurrentKernel, gradients.bias];
}

/** Outputs and gradients of a kernel on a few numbers, one list for each kind of cell. */
export type SelfCheckNumbers = readonly (readonly Float32Array[])[];

function numbersOf(kernel: RecurrentKernel): Promise<SelfCheckNumbers> {
  return disposingAsync(async () => {
    const found: Float32Array[][] = [];
    for (const spec of specs) {
      const ofCell: Float32Array[] = [];
      for (const tensor of results(kernel, spec)) ofCell.push(await numbers(tensor));
      found.push(ofCell);
    }
    return found;
  });
}

/** What the reference computes on the backend in use. */
export const referenceNumbers = (): Promise<SelfCheckNumbers> => numbersOf(referenceKernel);

/**
 * Whether a kernel computes, forward and backward, what the reference does on a few numbers. `expected` may come from
 * another backend: a GPU would have to compile each small operation of the reference.
 */
export async function agreesWithReference(
  kernel: RecurrentKernel,
  expected?: SelfCheckNumbers,
): Promise<boolean> {
  const wanted = expected ?? (await referenceNumbers());
  const found = await numbersOf(kernel);
  return found.every((ofCell, cell) =>
    ofCell.every((values, k) => {
      const right = wanted[cell]![k]!;
      return (
        values.length === right.length && values.every((value, i) => Math.abs(value - right[i]!) < TOLERANCE)
      );
    }),
  );
}
