import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { LayerTrace, TraceTensors } from '../../../shared/domain/trace';
import { disposing } from '../compute/scope';
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
export function traceLayers(
  network: Network,
  { inputs, steps }: TraceExample,
  loss: BatchLoss,
): LayerTrace[] {
  const lengths = Int32Array.of(steps);
  const norms = gradientNorms(network, { inputs, steps }, loss);
  return disposing(() => {
    let x: Tensor3D = tf.tensor3d(inputs, [1, steps, network.shape.features]);
    return network.layout.layers.flatMap((directions, layer) => {
      const traces = directions.map((direction, k): LayerTrace => {
        const spec = network.recurrentSpec(direction);
        const { h, ...others } = network.kernel.trace(spec, network.recurrentInputs(direction, x, lengths));
        return {
          layer,
          direction: direction.reverse ? 'backward' : 'forward',
          cell: spec.cell,
          units: spec.units,
          tensors: { h: h!, ...others } satisfies TraceTensors,
          gradientNorm: norms.get(keyOf(layer, k))!,
        };
      });
      const { units } = network.spec;
      x = tf.concat(
        traces.map(({ tensors }) => tf.tensor3d(tensors.h, [1, steps, units])),
        2,
      );
      return traces;
    });
  });
}

const keyOf = (layer: number, direction: number): string => `${layer}/${direction}`;

/** Of each layer and direction: [steps]. */
function gradientNorms(
  network: Network,
  { inputs, steps }: TraceExample,
  loss: BatchLoss,
): Map<string, Float32Array> {
  const norms = new Map<string, Float32Array>();
  network.gradient({ inputs, lengths: Int32Array.of(steps), size: 1, time: steps }, loss, {
    onLayerGradient: (layer, direction, gradient) => {
      const norm = disposing(() => tf.norm(gradient, 2, 2).dataSync<'float32'>());
      norms.set(keyOf(layer, direction), Float32Array.from(norm));
    },
  });
  return norms;
}

/**
 * Class probabilities as if the example had ended at each step, [steps, outputs], from the last layer's hidden states:
 * what the head says of h_t, or of the mean of h_1 … h_t. Only for networks that read forwards.
 *
 * @param hidden [steps, units] of the last layer
 */
export function probabilitiesOverTime(network: Network, hidden: Float32Array, steps: number): Float32Array {
  const { units, pooling } = network.spec;
  const states = pooling === 'mean' ? runningMean(hidden, steps, units) : hidden;
  const logits = disposing(() => {
    const pooled: Tensor2D = tf.tensor2d(states, [steps, units]);
    return network.head(pooled).dataSync<'float32'>();
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
