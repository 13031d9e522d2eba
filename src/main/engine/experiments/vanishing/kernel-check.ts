import * as tf from '@tensorflow/tfjs-core';
import type { RecurrentNetworkSpec } from '../../../../shared/domain/model';
import type { RecurrentKernel } from '../../kernels/kernel';
import { numbers } from '../../kernels/numbers';
import { disposingAsync } from '../../kernels/scope';
import { recurrentSpecOf } from '../../models/network/stack';
import type { Weights64 } from './cell64';

/**
 * ‖∂L/∂h_t‖₂ of L = v · h_T by one of the lab's float32 kernels, [steps].
 *
 * @param readout v, [units]
 */
export function kernelGradientNorms(
  kernel: RecurrentKernel,
  spec: RecurrentNetworkSpec,
  weights: Weights64,
  inputs: readonly Float64Array[],
  readout: Float64Array,
): Promise<Float32Array> {
  const { units, inputs: width } = weights;
  const layer = recurrentSpecOf(spec, { reverse: false });
  const columns = weights.bias.length;
  return disposingAsync(async () => {
    const given = {
      inputs: tf.tensor3d(
        inputs.flatMap((input) => [...input]),
        [1, inputs.length, width],
      ),
      lengths: Int32Array.of(inputs.length),
      kernel: tf.tensor2d(Float32Array.from(weights.kernel), [width, columns]),
      recurrentKernel: tf.tensor2d(Float32Array.from(weights.recurrentKernel), [units, columns]),
      bias: tf.tensor1d(Float32Array.from(weights.bias)),
    };
    const forward = kernel.forward(layer, given);
    const finalHidden = tf.tensor2d(Float32Array.from(readout), [1, units]);
    const upstream = { outputs: null, finalHidden, finalCell: null };
    const { hidden } = kernel.backward(layer, given, forward, upstream, { inputs: false, hidden: true });
    forward.memory.dispose();
    return numbers(tf.norm(hidden!, 2, 2));
  });
}
