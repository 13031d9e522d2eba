import * as tf from '@tensorflow/tfjs-core';
import type {
  RecurrentInputs,
  RecurrentSpec,
  RecurrentUpstream,
} from '../../../src/main/engine/kernels/kernel';
import { gatesOf } from '../../../src/main/engine/kernels/kernel';
import type { KernelUnderTest } from './kernels';
import type { Activation, Cell } from '../../../src/shared/domain/model';

/** A recurrent problem in plain numbers: what every implementation is asked to compute. */
export interface Problem {
  readonly spec: RecurrentSpec;
  readonly batch: number;
  readonly time: number;
  readonly inputs: number;
  readonly lengths: readonly number[];
  /** Initial states given; otherwise zeros. */
  readonly initial: boolean;
  /** Gradients that come from above. */
  readonly from: 'outputs' | 'final' | 'both';
}

/** A cell with its variants: an RNN's activations, an LSTM's peepholes and coupled gates, a GRU's reset conventions. */
export const cellVariants: readonly {
  readonly cell: Cell;
  readonly activation: Activation;
  readonly resetAfter: boolean;
  readonly peepholes?: boolean;
  readonly coupled?: boolean;
}[] = [
  { cell: 'rnn', activation: 'tanh', resetAfter: false },
  { cell: 'rnn', activation: 'relu', resetAfter: false },
  { cell: 'rnn', activation: 'sigmoid', resetAfter: false },
  { cell: 'rnn', activation: 'linear', resetAfter: false },
  { cell: 'lstm', activation: 'tanh', resetAfter: false },
  { cell: 'gru', activation: 'tanh', resetAfter: false },
  { cell: 'gru', activation: 'tanh', resetAfter: true },
];

export const lstmVariants: typeof cellVariants = [
  { cell: 'lstm', activation: 'tanh', resetAfter: false, peepholes: true },
  { cell: 'lstm', activation: 'tanh', resetAfter: false, coupled: true },
  { cell: 'lstm', activation: 'tanh', resetAfter: false, peepholes: true, coupled: true },
];

export type CellVariant = (typeof cellVariants)[number];

/** Whether a kernel computes such a cell: the one on the GPU has plain LSTMs only. */
export const hasVariant = ({ isGpu }: KernelUnderTest, { peepholes, coupled }: CellVariant): boolean =>
  isGpu !== true || (peepholes !== true && coupled !== true);

/** Uniform numbers in [−scale, scale), the same for the same seed (mulberry32). */
export function uniform(seed: number, count: number, scale: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1) * scale;
  });
}

export interface ProblemTensors {
  readonly inputs: RecurrentInputs;
  readonly upstream: RecurrentUpstream;
  dispose(): void;
}

/** The problem's numbers; what lies beyond an example's length is NaN, so that nobody reads it unnoticed. */
export function tensorsOf(problem: Problem): ProblemTensors {
  const { spec, batch, time, inputs: features, lengths } = problem;
  const { units } = spec;
  const width = gatesOf(spec) * units;
  const made: tf.Tensor[] = [];
  let seed = 0;
  const make = <T extends tf.Tensor>(shape: number[], scale: number): T => {
    seed += 1;
    const tensor = tf.tensor(uniform(seed * 7919, tf.util.sizeFromShape(shape), scale), shape);
    made.push(tensor);
    return tensor as T;
  };
  const values = uniform(1, batch * time * features, 1);
  for (let b = 0; b < batch; b++)
    values.fill(NaN, (b * time + lengths[b]!) * features, (b + 1) * time * features);
  const sequence = tf.tensor3d(values, [batch, time, features]);
  made.push(sequence);
  const doubleBias = spec.cell === 'gru' && spec.resetAfter;
  const scale = 1 / Math.sqrt(units);
  const inputs: RecurrentInputs = {
    inputs: sequence,
    lengths: Int32Array.from(lengths),
    kernel: make([features, width], 1 / Math.sqrt(features)),
    recurrentKernel: make([units, width], scale),
    bias: make(doubleBias ? [2, width] : [width], 0.5),
    ...(problem.initial ? { initialHidden: make([batch, units], 0.8) } : {}),
    ...(problem.initial && spec.cell === 'lstm' ? { initialCell: make([batch, units], 0.8) } : {}),
    ...(spec.peepholes === true ? { peephole: make([spec.coupled === true ? 2 : 3, units], 0.5) } : {}),
  };
  const upstream: RecurrentUpstream = {
    outputs: problem.from === 'final' ? null : make([batch, time, units], 1),
    finalHidden: problem.from === 'outputs' ? null : make([batch, units], 1),
    finalCell: problem.from === 'both' && spec.cell === 'lstm' ? make([batch, units], 1) : null,
  };
  return { inputs, upstream, dispose: () => made.forEach((tensor) => tensor.dispose()) };
}
