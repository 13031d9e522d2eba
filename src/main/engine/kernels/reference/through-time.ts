import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { RecurrentGradients, RecurrentInputs, RecurrentSpec, RecurrentUpstream } from '../kernel';
import type { CellGradient, CellMath, CellState, CellStep } from './cell';

/** What each step was computed from and led to, at index t of the input's time. */
export interface Unrolled {
  readonly before: readonly CellState[];
  readonly after: readonly CellStep[];
}

/** Time steps in the order in which the cell reads them. */
function readingOrder(time: number, reverse: boolean): readonly number[] {
  const order = Array.from({ length: time }, (_, t) => t);
  return reverse ? order.reverse() : order;
}

/** [batch, 1]: 1 where the example has a step t, else 0. */
export function activeAt(t: number, lengths: Int32Array): Tensor2D {
  return tf.tensor2d(
    Float32Array.from(lengths, (length) => (t < length ? 1 : 0)),
    [lengths.length, 1],
  );
}

/** `yes` where active, `no` elsewhere. */
const choose = (active: Tensor2D, yes: Tensor2D, no: Tensor2D): Tensor2D =>
  tf.add(tf.mul(active, yes), tf.mul(tf.sub(1, active), no));

/** [batch, inputs] of every step, zero beyond each example's end whatever stood there. */
function stepInputs({ inputs, lengths }: RecurrentInputs): Tensor2D[] {
  const [, time] = inputs.shape;
  const steps = tf.reshape(tf.range(0, time, 1, 'int32'), [1, time, 1]);
  const within = tf.less(steps, tf.tensor3d(lengths, [lengths.length, 1, 1], 'int32'));
  return tf.unstack(tf.where(within, inputs, tf.zerosLike(inputs)), 1) as Tensor2D[];
}

function initialState(spec: RecurrentSpec, inputs: RecurrentInputs): CellState {
  const zeros = (): Tensor2D => tf.zeros([inputs.lengths.length, spec.units]);
  return {
    hidden: tf.clone(inputs.initialHidden ?? zeros()),
    cell: spec.cell === 'lstm' ? tf.clone(inputs.initialCell ?? zeros()) : null,
  };
}

/**
 * A loop over time in plain tfjs operations: slow and obviously right. An example that has ended keeps its state
 * and puts out zeros; one that is read backwards keeps its initial state until its own last step comes.
 */
export function unroll(
  cell: CellMath,
  spec: RecurrentSpec,
  inputs: RecurrentInputs,
): { unrolled: Unrolled; outputs: Tensor3D; final: CellState } {
  const x = stepInputs(inputs);
  const before: CellState[] = new Array<CellState>(x.length);
  const after: CellStep[] = new Array<CellStep>(x.length);
  const outputs: Tensor2D[] = new Array<Tensor2D>(x.length);
  let state = initialState(spec, inputs);
  for (const t of readingOrder(x.length, spec.reverse)) {
    const active = activeAt(t, inputs.lengths);
    const step = cell.step(x[t]!, state, inputs);
    before[t] = state;
    after[t] = step;
    outputs[t] = tf.mul(active, step.state.hidden);
    state = {
      hidden: choose(active, step.state.hidden, state.hidden),
      cell: step.state.cell && state.cell && choose(active, step.state.cell, state.cell),
    };
  }
  return { unrolled: { before, after }, outputs: tf.stack(outputs, 1) as Tensor3D, final: state };
}

/** Backpropagation through time (Werbos 1990): the loop of `unroll` from its end to its beginning. */
export function backpropagate(
  cell: CellMath,
  spec: RecurrentSpec,
  inputs: RecurrentInputs,
  { before, after }: Unrolled,
  upstream: RecurrentUpstream,
): RecurrentGradients {
  const x = stepInputs(inputs);
  const zeros = (): Tensor2D => tf.zeros([inputs.lengths.length, spec.units]);
  const above = upstream.outputs === null ? null : (tf.unstack(upstream.outputs, 1) as Tensor2D[]);
  const dInputs: Tensor2D[] = new Array<Tensor2D>(x.length);
  const dHidden: Tensor2D[] = new Array<Tensor2D>(x.length);
  let dKernel: Tensor2D = tf.zerosLike(inputs.kernel);
  let dRecurrent: Tensor2D = tf.zerosLike(inputs.recurrentKernel);
  let dBias = tf.zerosLike(inputs.bias) as Tensor1D | Tensor2D;
  let dPeephole = inputs.peephole && tf.zerosLike(inputs.peephole);
  let later: CellState = {
    hidden: upstream.finalHidden ?? zeros(),
    cell: spec.cell === 'lstm' ? (upstream.finalCell ?? zeros()) : null,
  };
  for (const t of [...readingOrder(x.length, spec.reverse)].reverse()) {
    const active = activeAt(t, inputs.lengths);
    const hidden = above === null ? later.hidden : tf.add(later.hidden, above[t]!);
    const dState: CellState = {
      hidden: tf.mul(active, hidden),
      cell: later.cell && tf.mul(active, later.cell),
    };
    const gradient: CellGradient = cell.gradient(x[t]!, before[t]!, after[t]!, inputs, dState);
    dInputs[t] = gradient.inputs;
    dHidden[t] = dState.hidden;
    dKernel = tf.add(dKernel, gradient.kernel);
    dRecurrent = tf.add(dRecurrent, gradient.recurrentKernel);
    dBias = tf.add(dBias, gradient.bias);
    if (gradient.peephole !== undefined) dPeephole = tf.add(dPeephole!, gradient.peephole);
    later = {
      hidden: choose(active, gradient.state.hidden, later.hidden),
      cell: gradient.state.cell && later.cell && choose(active, gradient.state.cell, later.cell),
    };
  }
  return {
    inputs: tf.stack(dInputs, 1) as Tensor3D,
    kernel: dKernel,
    recurrentKernel: dRecurrent,
    bias: dBias,
    ...(dPeephole !== undefined && { peephole: dPeephole }),
    initialHidden: later.hidden,
    initialCell: later.cell,
    hidden: tf.stack(dHidden, 1) as Tensor3D,
  };
}
