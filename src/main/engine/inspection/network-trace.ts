import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Clamp, LayerTrace, TraceTensors } from '../../../shared/domain/trace';
import type { AttentionTrace } from '../../../shared/domain/trace';
import { numbers } from '../kernels/numbers';
import { disposingAsync } from '../kernels/scope';
import { encode, frontEnd, join, pool } from '../models/network/forward';
import type { ForwardContext, Sequences } from '../models/network/forward';
import { strideOf } from '../models/network/layout';
import type { BatchLoss } from '../models/network/loss';
import { softmaxRows } from '../models/network/loss';
import type { Network } from '../models/network/network';
import { attentionTrace } from './attention-trace';
import { clampedTrace, holdUnit, isClamped, layerClamp } from './clamped';

/** One scaled example, [steps, features]. */
export interface TraceExample {
  readonly inputs: Float32Array;
  readonly steps: number;
}

export interface NetworkTrace {
  readonly layers: LayerTrace[];
  readonly attention: AttentionTrace[];
  readonly poolingWeights: Float32Array | null;
  /** What is pooled, [⌈steps / stride⌉, headInputs]. */
  readonly states: Float32Array;
}

/**
 * Every gate and state of every layer and direction over one example, and ‖∂L/∂h_t‖₂: how much the loss of this
 * example would change with the hidden state at step t (Pascanu et al. 2013), through all later steps and layers.
 *
 * @param clamp a unit whose state is held; the gradient is that of the free network
 * @throws UnrollError SEQUENCE_EMPTY, COMPUTE_FAILED, ARGUMENT_INVALID
 */
export async function traceNetwork(
  network: Network,
  { inputs, steps }: TraceExample,
  loss: BatchLoss,
  clamp: Clamp | null = null,
): Promise<NetworkTrace> {
  const norms = await gradientNorms(network, { inputs, steps }, loss);
  return disposingAsync(async () => {
    const context = network.context();
    const x = tf.tensor3d(inputs, [1, steps, network.shape.features]);
    const sequences = frontEnd(context, { x, lengths: Int32Array.of(steps) });
    const body =
      network.spec.family === 'transformer'
        ? await traceEncoder(network, context, sequences, clamp, steps)
        : await traceRecurrent(network, sequences, clamp, steps);
    let weights: Tensor2D | null = null;
    if (network.layout.pooling !== null)
      pool(context, [body.states], sequences.lengths, (found) => (weights = found));
    return {
      layers: body.layers.map((layer) => ({
        ...layer,
        stride: strideOf(network.spec),
        gradientNorm: norms.get(keyOf(layer.layer, Number(layer.direction === 'backward')))!,
        spectralRadius: null,
      })),
      attention: body.attention,
      poolingWeights: weights === null ? null : await numbers(weights),
      states: await numbers(body.states),
    };
  });
}

type BareLayer = Omit<LayerTrace, 'gradientNorm' | 'stride' | 'spectralRadius'>;

interface Body {
  readonly layers: BareLayer[];
  readonly attention: AttentionTrace[];
  readonly states: Tensor3D;
}

async function traceRecurrent(
  network: Network,
  { x, lengths }: Sequences,
  clamp: Clamp | null,
  steps: number,
): Promise<Body> {
  const own = clamp && layerClamp(network, clamp, steps);
  const layers: BareLayer[] = [];
  let before = x;
  for (const [layer, directions] of network.layout.layers.entries()) {
    const states: Tensor3D[] = [];
    for (const direction of directions) {
      const spec = network.recurrentSpec(direction);
      const given = network.recurrentInputs(direction, before, lengths);
      const { h, ...others } =
        own !== null && isClamped(layer, direction, clamp!)
          ? (await clampedTrace(network.kernel, spec, given, own)).trace
          : await network.kernel.trace(spec, given);
      states.push(tf.tensor3d(h!, [1, x.shape[1], spec.units]));
      layers.push({
        layer,
        direction: direction.reverse ? 'backward' : 'forward',
        cell: spec.cell,
        units: spec.units,
        tensors: { h: h!, ...others } satisfies TraceTensors,
      });
    }
    before = network.normed(layer, join(states, 2));
  }
  return { layers, attention: [], states: before };
}

async function traceEncoder(
  network: Network,
  context: ForwardContext,
  sequences: Sequences,
  clamp: Clamp | null,
  steps: number,
): Promise<Body> {
  const own = clamp && layerClamp(network, clamp, steps);
  const blocks: Tensor3D[] = [];
  const maps: tf.Tensor4D[] = [];
  const states = encode(context, sequences, {
    onAttention: (_, weights) => maps.push(tf.keep(tf.clone(weights))),
    editBlock: (block, outputs) => {
      const held = own !== null && block === clamp!.layer ? holdUnit(outputs, own) : outputs;
      blocks.push(tf.keep(tf.clone(held)));
      return held;
    },
  });
  const layers: BareLayer[] = [];
  const attention: AttentionTrace[] = [];
  for (const [layer, output] of blocks.entries()) {
    const units = output.shape[2];
    layers.push({
      layer,
      direction: 'forward',
      cell: 'transformer',
      units,
      tensors: { h: await numbers(output) },
    });
    const [, heads, time] = maps[layer]!.shape;
    attention.push(attentionTrace(await numbers(maps[layer]!), layer, heads, time, strideOf(network.spec)));
  }
  tf.dispose([...blocks, ...maps]);
  return { layers, attention, states };
}

const keyOf = (layer: number, direction: number): string => `${layer}/${direction}`;

/** Of each layer and direction: [⌈steps / stride⌉]. */
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
 * Class probabilities as if the example had ended at each step, [steps, outputs], from the states that are pooled: what
 * the head says of the state at t, or of the mean (weighted where there are weights) up to t. Only for networks that read
 * forwards.
 *
 * @param states [steps, headInputs]
 */
export function probabilitiesOverTime(
  network: Network,
  { states, poolingWeights }: Pick<NetworkTrace, 'states' | 'poolingWeights'>,
): Promise<Float32Array> {
  const { headInputs } = network.layout;
  const steps = states.length / headInputs;
  const pooled =
    network.spec.pooling === 'last' ? states : runningMean(states, steps, headInputs, poolingWeights);
  return disposingAsync(async () => {
    const logits = await numbers(network.head(tf.tensor2d(pooled, [steps, headInputs])));
    return softmaxRows(logits, network.shape.outputs);
  });
}

/** Row t: the mean of rows 0 … t, each counting with its weight. */
function runningMean(
  values: Float32Array,
  rows: number,
  columns: number,
  weights: Float32Array | null,
): Float32Array {
  const sums = new Float64Array(columns);
  const means = new Float32Array(values.length);
  let total = 0;
  for (let t = 0; t < rows; t++) {
    // A share of zero is one too small for a float32; the first step still has to be all there is.
    const weight = weights === null ? 1 : Math.max(weights[t]!, 1e-38);
    total += weight;
    for (let k = 0; k < columns; k++) {
      sums[k]! += weight * values[t * columns + k]!;
      means[t * columns + k] = sums[k]! / total;
    }
  }
  return means;
}
