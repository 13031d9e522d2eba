import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { UnrollError } from '../../../shared/domain/error';
import type { Clamp } from '../../../shared/domain/trace';
import type { GateTrace, RecurrentInputs, RecurrentKernel, RecurrentSpec } from '../kernels/kernel';
import { numbers } from '../kernels/numbers';
import { disposingAsync } from '../kernels/scope';
import { encode, frontEnd, join } from '../models/network/forward';
import { strideOf } from '../models/network/layout';
import type { DirectionLayout } from '../models/network/layout';
import type { Network, NetworkInput } from '../models/network/network';

/** A clamp in steps of the layer that it is about. */
export interface LayerClamp {
  readonly unit: number;
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** @throws UnrollError ARGUMENT_INVALID when the network has no such unit */
export function layerClamp({ spec, layout }: Network, clamp: Clamp, steps: number): LayerClamp {
  const recurrent = spec.family === 'recurrent';
  const layers = recurrent ? layout.layers.length : layout.encoder!.blocks.length;
  const units = recurrent ? spec.units : spec.width;
  const isThere =
    clamp.layer < layers &&
    clamp.unit < units &&
    (clamp.direction === 'forward' || (recurrent && spec.bidirectional));
  if (!isThere)
    throw new UnrollError(
      'ARGUMENT_INVALID',
      `The network has no unit ${clamp.unit} in layer ${clamp.layer}, ${clamp.direction}: it has ${layers} layers of ${units} units.`,
      { layer: clamp.layer, unit: clamp.unit },
    );
  const stride = strideOf(spec);
  return {
    unit: clamp.unit,
    value: clamp.value,
    from: Math.floor((clamp.from ?? 0) / stride),
    to: Math.ceil((clamp.to ?? steps) / stride),
  };
}

/**
 * One direction of a layer, a step at a time through the kernel, with a unit's hidden state held at a value wherever the
 * clamp says so: what the next step starts from, and what the layer hands on. An LSTM's cell state stays free.
 *
 * @returns gates and states, each [batch, time, units] in input time order, zero beyond the lengths; `final` [batch, units]
 */
export async function clampedTrace(
  kernel: RecurrentKernel,
  spec: RecurrentSpec,
  given: RecurrentInputs,
  clamp: LayerClamp,
): Promise<{ trace: GateTrace; final: Float32Array }> {
  const [batch, time, features] = given.inputs.shape;
  const { units } = spec;
  const { lengths } = given;
  const values = await numbers(given.inputs);
  const ones = new Int32Array(batch).fill(1);
  const trace: Record<string, Float32Array> = {};
  let hidden = new Float32Array(batch * units);
  let cell = new Float32Array(batch * units);
  for (let k = 0; k < time; k++) {
    const at = lengths.map((length) => (k >= length ? -1 : spec.reverse ? length - 1 - k : k));
    const step = new Float32Array(batch * features);
    at.forEach((t, b) => {
      const row = (b * time + t) * features;
      if (t >= 0) step.set(values.subarray(row, row + features), b * features);
    });
    const [hiddenBefore, cellBefore] = [hidden, cell];
    const gates = await disposingAsync(() =>
      kernel.trace(
        { ...spec, reverse: false },
        {
          ...given,
          inputs: tf.tensor3d(step, [batch, 1, features]),
          lengths: ones,
          initialHidden: tf.tensor2d(hiddenBefore, [batch, units]),
          ...(spec.cell === 'lstm' && { initialCell: tf.tensor2d(cellBefore, [batch, units]) }),
        },
      ),
    );
    const reached = gates.h!.slice();
    at.forEach((t, b) => {
      if (t >= clamp.from && t < clamp.to) reached[b * units + clamp.unit] = clamp.value;
    });
    [hidden, cell] = [hidden.slice(), cell.slice()];
    at.forEach((t, b) => {
      if (t < 0) return;
      const own = (all: Float32Array): Float32Array => all.subarray(b * units, (b + 1) * units);
      hidden.set(own(reached), b * units);
      if (gates.c !== undefined) cell.set(own(gates.c), b * units);
      for (const [name, found] of Object.entries(gates)) {
        const whole = (trace[name] ??= new Float32Array(batch * time * units));
        whole.set(own(name === 'h' ? reached : found), (b * time + t) * units);
      }
    });
  }
  return { trace, final: hidden };
}

/** [batch, time, width]: a unit of what a Transformer's block hands on, held at a value. */
export function holdUnit(outputs: Tensor3D, { unit, value, from, to }: LayerClamp): Tensor3D {
  const [, time, width] = outputs.shape;
  const held = new Float32Array(time * width);
  for (let t = from; t < Math.min(to, time); t++) held[t * width + unit] = 1;
  const mask = tf.tensor3d(held, [1, time, width]);
  return tf.add(tf.mul(outputs, tf.sub(1, mask)), tf.mul(mask, value));
}

/** `Network.logits` of a batch with one unit clamped. */
export async function clampedLogits(
  network: Network,
  input: NetworkInput,
  clamp: Clamp,
): Promise<Float32Array> {
  return network.packed(await clampedRows(network, input, clamp), input);
}

function clampedRows(network: Network, input: NetworkInput, clamp: Clamp): Promise<Float32Array> {
  const { size, time } = input;
  const own = layerClamp(network, clamp, time);
  return disposingAsync(async () => {
    const context = network.context();
    const x = tf.tensor3d(input.inputs, [size, time, network.shape.features]);
    const sequences = frontEnd(context, { x, lengths: input.lengths });
    if (network.spec.family === 'transformer') {
      const encoded = encode(context, sequences, {
        editBlock: (block, outputs) => (block === clamp.layer ? holdUnit(outputs, own) : outputs),
      });
      return numbers(network.head(network.seen(context, [encoded], sequences.lengths)));
    }
    const { lengths } = sequences;
    let before = sequences.x;
    for (const [index, directions] of network.layout.layers.entries()) {
      const states: Tensor3D[] = [];
      const finals: Tensor2D[] = [];
      for (const direction of directions) {
        const { outputs, final } = await runDirection(network, direction, before, lengths, index, clamp, own);
        states.push(outputs);
        finals.push(final);
      }
      const isLast = index === network.layout.layers.length - 1;
      if (isLast && network.spec.pooling === 'last')
        return numbers(network.head(network.normed(index, join(finals, 1))));
      before = network.normed(index, join(states, 2));
    }
    return numbers(network.head(network.seen(context, [before], lengths)));
  });
}

export const isClamped = (layer: number, { reverse }: DirectionLayout, clamp: Clamp): boolean =>
  layer === clamp.layer && reverse === (clamp.direction === 'backward');

async function runDirection(
  network: Network,
  direction: DirectionLayout,
  x: Tensor3D,
  lengths: Int32Array,
  layer: number,
  clamp: Clamp,
  own: LayerClamp,
): Promise<{ outputs: Tensor3D; final: Tensor2D }> {
  const spec = network.recurrentSpec(direction);
  const given = network.recurrentInputs(direction, x, lengths);
  if (isClamped(layer, direction, clamp)) {
    const { trace, final } = await clampedTrace(network.kernel, spec, given, own);
    return {
      outputs: tf.tensor3d(trace.h!, [lengths.length, x.shape[1], spec.units]),
      final: tf.tensor2d(final, [lengths.length, spec.units]),
    };
  }
  const { outputs, finalHidden, memory } = network.kernel.forward(spec, given);
  memory.dispose();
  return { outputs, final: finalHidden };
}
