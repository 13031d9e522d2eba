import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { LayerTrace, TraceTensors } from '../../../shared/domain/trace';
import { numbers } from '../compute/numbers';
import { disposingAsync } from '../compute/scope';
import type { BatchLoss } from '../models/loss';
import { softmaxRows } from '../models/loss';
import type { Network } from '../models/network';

/** One scaled example, [steps, features]. */
export interface TraceExample {
  readonly inputs: Float32Array;
  readonly steps: number;
}

/**
 * Every gate and state of every layer and direction over one example, and ‖∂L/∂h_t‖₂: how much the loss of this
 * example would change with the hidden state at step t (Pascanu et al. 2013), through all later steps and layers.
 *
 * @throws UnrollError SEQUENCE_EMPTY, COMPUTE_FAILED
 */
export async function traceLayers(
  network: Network,
  { inputs, steps }: TraceExample,
  loss: BatchLoss,
): Promise<LayerTrace[]> {
  const lengths = Int32Array.of(steps);
  const norms = await gradientNorms(network, { inputs, steps }, loss);
  return disposingAsync(async () => {
    const traces: LayerTrace[] = [];
    let x: Tensor3D = tf.tensor3d(inputs, [1, steps, network.shape.features]);
    for (const [layer, directions] of network.layout.layers.entries()) {
      const states: Tensor3D[] = [];
      for (const [k, direction] of directions.entries()) {
        const spec = network.recurrentSpec(direction);
        const given = network.recurrentInputs(direction, x, lengths);
        const { h, ...others } = await network.kernel.trace(spec, given);
        states.push(tf.tensor3d(h!, [1, steps, spec.units]));
        traces.push({
          layer,
          direction: direction.reverse ? 'backward' : 'forward',
          cell: spec.cell,
          units: spec.units,
          tensors: { h: h!, ...others } satisfies TraceTensors,
          gradientNorm: norms.get(keyOf(layer, k))!,
        });
      }
      x = tf.concat(states, 2);
    }
    return traces;
  });
}

const keyOf = (layer: number, direction: number): string => `${layer}/${direction}`;

/** Of each layer and direction: [steps]. */
function gradientNorms(
  network: Network,
  { inputs, steps }: TraceExample,
  loss: BatchLoss,
): Promise<Map<string, Float32Array>> {
  return disposingAsync(async () => {
    const tensors = new Map<string, tf.Tensor>();
    await network.gradient({ inputs, lengths: Int32Array.of(steps), size: 1, time: steps }, loss, {
      onLayerGradient: (layer, direction, gradient) => {
        const norm = tf.keep(tf.norm(gradient, 2, 2));
        tensors.set(keyOf(layer, direction), norm);
      },
    });
    const norms = new Map<string, Float32Array>();
    for (const [key, norm] of tensors) {
      norms.set(key, await numbers(norm));
      norm.dispose();
    }
    return norms;
  });
}

/**
 * Class probabilities as if the example had ended at each step, [steps, outputs], from the last layer's hidden states:
 * what the head says of h_t, or of the mean of h_1 … h_t. Only for networks that read forwards.
 *
 * @param hidden [steps, units] of the last layer
 */
export async function probabilitiesOverTime(
  network: Network,
  hidden: Float32Array,
  steps: number,
): Promise<Float32Array> {
  const { units, pooling } = network.spec;
  const states = pooling === 'mean' ? runningMean(hidden, steps, units) : hidden;
  const logits = await disposingAsync(async () => {
    const pooled: Tensor2D = tf.tensor2d(states, [steps, units]);
    return numbers(network.head(pooled));
  });
  return softmaxRows(logits, network.shape.outputs);
}

/** Row t: the mean of rows 0 … t. */
function runningMean(values: Float32Array, rows: number, columns: number): Float32Array {
  const sums = new Float64Array(columns);
  const means = new Float32Array(values.length);
  for (let t = 0; t < rows; t++)
    for (let k = 0; k < columns; k++) {
      sums[k]! += values[t * columns + k]!;
      means[t * columns + k] = sums[k]! / (t + 1);
    }
  return means;
}
