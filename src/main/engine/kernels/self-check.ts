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
const wave = (shape: number[], phase: number): Tensor =>
  tf.reshape(
    tf.sin(
      tf.add(
        tf.mul(
          tf.range(
            0,
            shape.reduce((a, b) => a * b, 1),
          ),
          1.7,
        ),
        phase,
      ),
    ),
    shape,
  );

function results(kernel: RecurrentKernel, spec: RecurrentSpec): Tensor[] {
  const width = gates[spec.cell] * spec.units;
  const inputs: RecurrentInputs = {
    inputs: wave([2, 4, 3], 0) as tf.Tensor3D,
    lengths: Int32Array.of(4, 2),
    kernel: wave([3, width], 1) as tf.Tensor2D,
    recurrentKernel: tf.mul(wave([spec.units, width], 2), 0.4) as tf.Tensor2D,
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

/** Whether a kernel computes, forward and backward, what the reference does on a few numbers. */
export function agreesWithReference(kernel: RecurrentKernel): Promise<boolean> {
  return disposingAsync(async () => {
    for (const spec of specs) {
      const expected = results(referenceKernel, spec);
      for (const [k, actual] of results(kernel, spec).entries()) {
        const [difference] = await numbers(tf.max(tf.abs(tf.sub(actual, expected[k]!))));
        if (!(difference! < TOLERANCE)) return false;
      }
    }
    return true;
  });
}
