import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Clamp } from '../../../../shared/domain/trace';
import { failure } from '../../../../shared/sentences/failure';
import type { GateTrace, RecurrentInputs, RecurrentKernel, RecurrentSpec } from '../../kernels/kernel';
import { numbers } from '../../kernels/numbers';
import { recurrent } from '../../kernels/recurrent-op';
import { disposingAsync } from '../../kernels/scope';
import { directionsOf, joined, tensorExecutor } from '../network/forward';
import type { Flow } from '../network/forward';
import { strideOf } from '../network/layout';
import type { Network, NetworkInput } from '../network/network';
import type { Executor, LayerKind, LayerOf } from '../network/stack';
import { walk } from '../network/stack';

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
  const layers = spec.layers;
  const units = recurrent ? spec.units : layout.headInputs;
  const isThere =
    clamp.layer < layers &&
    clamp.unit < units &&
    (clamp.direction === 'forward' || (recurrent && spec.bidirectional));
  if (!isThere)
    throw failure('ARGUMENT_INVALID.unit', {
      layer: clamp.layer,
      unit: clamp.unit,
      direction: clamp.direction,
      layers,
      units,
    });
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
 * @returns gates and states, each [batch, time, units] in input time order, zero beyond the lengths
 */
export async function clampedTrace(
  kernel: RecurrentKernel,
  spec: RecurrentSpec,
  given: RecurrentInputs,
  clamp: LayerClamp,
): Promise<GateTrace> {
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
  return trace;
}

/** [batch, time, width]: a unit of what a block hands on, held at a value. */
function holdUnit(outputs: Tensor3D, { unit, value, from, to }: LayerClamp): Tensor3D {
  const [, time, width] = outputs.shape;
  const held = new Float32Array(time * width);
  for (let t = from; t < Math.min(to, time); t++) held[t * width + unit] = 1;
  const mask = tf.tensor3d(held, [1, time, width]);
  return tf.add(tf.mul(outputs, tf.sub(1, mask)), tf.mul(mask, value));
}

/** Whether it is this direction of this layer that is held. */
export const isClamped = (
  { index, directions }: LayerOf<'recurrent'>,
  direction: number,
  clamp: Clamp,
): boolean => index === clamp.layer && directions[direction]!.reverse === (clamp.direction === 'backward');

/** Blocks, one unit of one of them held. */
export function heldBlock(
  plain: Executor<Flow>,
  { layer: held }: Clamp,
  own: LayerClamp,
): Pick<Executor<Flow>, 'block' | 'residual'> {
  const hold = (index: number, after: Flow): Flow =>
    index === held ? { ...after, parts: [holdUnit(joined(after), own)] } : after;
  return {
    block: (layer, flow) => hold(layer.index, plain.block(layer, flow)),
    residual: (layer, flow) => hold(layer.index, plain.residual(layer, flow)),
  };
}

/** `Network.logits` of a batch with one unit clamped. */
export async function clampedLogits(
  network: Network,
  input: NetworkInput,
  clamp: Clamp,
): Promise<Float32Array> {
  const own = layerClamp(network, clamp, input.time);
  const rows = await disposingAsync(async () => {
    const pass = network.pass();
    const { kernel } = pass;
    const plain = tensorExecutor(pass);
    const executor: Executor<Flow, Flow | Promise<Flow>> = {
      ...plain,
      ...heldBlock(plain, clamp, own),
      async recurrent(layer, flow) {
        if (layer.index !== clamp.layer) return plain.recurrent(layer, flow);
        const parts: Tensor3D[] = [];
        for (const [k, { spec, given }] of directionsOf(pass, layer, flow).entries()) {
          if (isClamped(layer, k, clamp)) {
            const { h } = await clampedTrace(kernel, spec, given, own);
            parts.push(tf.tensor3d(h!, [input.size, given.inputs.shape[1], spec.units]));
          } else parts.push(recurrent(kernel, spec, given, 'outputs') as Tensor3D);
        }
        return { ...flow, parts };
      },
    };
    const { x, lengths } = network.sequences(input);
    const answered = await walk<Flow, LayerKind>(network.layers, executor, { parts: [x], lengths });
    return numbers(joined<Tensor2D>(answered));
  });
  return network.packed(rows, input);
}
