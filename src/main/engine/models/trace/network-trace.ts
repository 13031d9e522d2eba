import * as tf from '@tensorflow/tfjs-core';
import { readsAhead } from '../../../../shared/domain/model';
import type { Clamp, LayerTrace, TraceTensors } from '../../../../shared/domain/trace';
import type { AttentionTrace } from '../../../../shared/domain/trace';
import { numbers } from '../../kernels/numbers';
import { disposingAsync } from '../../kernels/scope';
import { strideOf } from '../network/layout';
import type { BatchLoss } from '../network/loss';
import { heads } from '../network/heads';
import type { Network } from '../network/network';
import { observe } from '../network/observe';
import type { LayerSeen, ObserveOptions } from '../network/observe';
import { recurrentSpecOf } from '../network/stack';
import type { LayerOf } from '../network/stack';
import { attentionTrace } from './attention-trace';
import { clampedTrace, heldBlock, isClamped, layerClamp } from './clamped';

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
  /** Of this example, as the free network answers it. */
  readonly loss: number;
  /** The head's, as `Network.logits` hands them out. */
  readonly logits: Float32Array;
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
  const input = { inputs, lengths: Int32Array.of(steps), size: 1, time: steps };
  const norms = new Map<string, Float32Array>();
  const { loss: found, logits } = await network.gradient(input, loss, {
    observer: {
      async onGradient({ name }, direction, gradient) {
        norms.set(keyOf(name, direction), await numbers(tf.norm(gradient, 2, 2)));
      },
    },
  });
  const stride = strideOf(network.spec);
  const layers: LayerTrace[] = [];
  const attention: AttentionTrace[] = [];
  let poolingWeights: Float32Array | null = null;
  let states = new Float32Array(0) as Float32Array;
  await disposingAsync(() =>
    observe(
      network.pass(),
      network.sequences(input),
      {
        async onLayer(seen) {
          layers.push(
            ...(await traced(network, seen)).map((layer) => ({
              ...layer,
              stride,
              gradientNorm: norms.get(keyOf(seen.layer.name, Number(layer.direction === 'backward')))!,
              spectralRadius: null,
            })),
          );
          if (seen.attention !== null) attention.push(await attentionOf(seen, stride));
          if (seen.layer.kind !== 'pooling') return;
          states = await numbers(seen.inputs);
          poolingWeights = seen.poolingWeights && (await numbers(seen.poolingWeights));
        },
      },
      clamp === null ? {} : holding(network, clamp, steps),
    ),
  );
  return { layers, attention, poolingWeights, states, loss: found, logits };
}

const keyOf = (layer: string, direction: number): string => `${layer}/${direction}`;

type BareLayer = Omit<LayerTrace, 'gradientNorm' | 'stride' | 'spectralRadius'>;

/** What a trace keeps of a layer: each direction of a recurrence, or what a block hands on. */
async function traced({ spec }: Network, { layer, gates, outputs }: LayerSeen): Promise<BareLayer[]> {
  if (layer.kind === 'block' || layer.kind === 'residual') {
    const tensors = { h: await numbers(outputs) };
    const units = outputs.shape.at(-1)!;
    const cell = spec.family === 'recurrent' ? spec.cell : spec.family;
    return [{ layer: layer.index, direction: 'forward', cell, units, tensors }];
  }
  if (layer.kind !== 'recurrent') return [];
  return layer.directions.map((direction, k) => {
    const { cell, units } = recurrentSpecOf(spec, direction);
    const { h, ...others } = gates[k]!;
    return {
      ...{ layer: layer.index, direction: direction.reverse ? 'backward' : 'forward', cell, units },
      tensors: { h: h!, ...others } satisfies TraceTensors,
    };
  });
}

async function attentionOf({ layer, attention }: LayerSeen, stride: number): Promise<AttentionTrace> {
  const [, heads, time] = attention!.shape;
  const { index } = layer as LayerOf<'block'>;
  return attentionTrace(await numbers(attention!), index, heads, time, stride);
}

/** The same pass with one unit held. @throws UnrollError ARGUMENT_INVALID */
function holding(network: Network, clamp: Clamp, steps: number): ObserveOptions {
  const own = layerClamp(network, clamp, steps);
  const { kernel } = network;
  return {
    run: ({ spec, given }, layer, direction) =>
      isClamped(layer, direction, clamp) ? clampedTrace(kernel, spec, given, own) : kernel.trace(spec, given),
    change: (plain) => heldBlock(plain, clamp, own),
  };
}

/**
 * Class probabilities as if the example had ended at each step, [steps, outputs], from the states that are pooled: what
 * the head says of the state at t, or of the mean (weighted where there are weights) up to t. Only for networks that read
 * forwards.
 *
 * @param states [⌈steps / stride⌉, headInputs]: each row stands for all the input steps that it was made of
 */
export async function probabilitiesOverTime(
  network: Network,
  { states, poolingWeights }: Pick<NetworkTrace, 'states' | 'poolingWeights'>,
  steps: number,
): Promise<Float32Array> {
  const { headInputs } = network.layout;
  const rows = states.length / headInputs;
  const pooled =
    network.spec.pooling === 'last' ? states : runningMean(states, rows, headInputs, poolingWeights);
  const answers = await disposingAsync(async () => {
    const logits = await numbers(network.head(tf.tensor2d(pooled, [rows, headInputs])));
    return heads[network.shape.head].apply(logits, network.shape.outputs);
  });
  return held(answers, steps, strideOf(network.spec));
}

/** Whether what a network knows at a step does not depend on what comes after. */
export const readsForwards = ({ spec }: Pick<Network, 'spec'>): boolean => !readsAhead(spec);

/** [steps, columns]: each row of `values` at all the input steps that it stands for. */
function held(values: Float32Array, steps: number, stride: number): Float32Array {
  if (stride === 1) return values;
  const columns = values.length / Math.ceil(steps / stride);
  const result = new Float32Array(steps * columns);
  for (let t = 0; t < steps; t++) {
    const row = Math.floor(t / stride) * columns;
    result.set(values.subarray(row, row + columns), t * columns);
  }
  return result;
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
