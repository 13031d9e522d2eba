import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Remark } from '../../../shared/domain/dataset';
import type { Activation, Cell, KernelName } from '../../../shared/domain/model';
import type { TraceTensorName } from '../../../shared/domain/trace';
import type { DenseOps } from './dense-ops';

/**
 * One recurrent layer in one direction. G is the number of gates: RNN 1, LSTM 4 (i, f, c, o) or coupled 3 (i, c, o),
 * GRU 3 (z, r, h), in Keras' order.
 */
export interface RecurrentSpec {
  readonly cell: Cell;
  /** φ of an RNN; LSTM and GRU are always tanh with sigmoid gates. */
  readonly activation: Activation;
  /** GRU only: false, h̃ = tanh(Wx + U(r ⊙ h) + b); true, h̃ = tanh(Wx + b₀ + r ⊙ (Uh + b₁)). */
  readonly resetAfter: boolean;
  readonly units: number;
  /** LSTM only: the gates see the cell state too (Gers et al. 2002). */
  readonly peepholes?: boolean;
  /** LSTM only: f = 1 − i (Greff et al. 2017, CIFG). */
  readonly coupled?: boolean;
  /** Each example is read from its own end to its beginning; outputs stand in input time order. */
  readonly reverse: boolean;
}

export interface RecurrentWeights {
  /** [inputs, G · units] */
  readonly kernel: Tensor2D;
  /** [units, G · units] */
  readonly recurrentKernel: Tensor2D;
  /** [G · units]; for a GRU with resetAfter [2, 3 · units]: input bias, then recurrent bias. */
  readonly bias: Tensor1D | Tensor2D;
  /** LSTM with peepholes only: [3, units], of i, f, o; [2, units], of i and o, when coupled. */
  readonly peephole?: Tensor2D;
}

export interface RecurrentInputs extends RecurrentWeights {
  /** [batch, time, inputs]; what lies beyond an example's length is never read. */
  readonly inputs: Tensor3D;
  /** [batch], each 1 … time. */
  readonly lengths: Int32Array;
  /** [batch, units]; zeros when absent. `initialCell` for LSTM only. */
  readonly initialHidden?: Tensor2D;
  readonly initialCell?: Tensor2D;
}

/** As {@link RecurrentWeights}, plain numbers. */
export type WeightArrays = { readonly [Name in keyof RecurrentWeights]: Float32Array };

/** What a layer hands from step to step, [units] each; `cell` for LSTM only. */
export interface RecurrentState {
  readonly hidden: Float32Array;
  readonly cell: Float32Array | null;
}

export interface RecurrentForward {
  /** [batch, time, units]; zero beyond each example's length. */
  readonly outputs: Tensor3D;
  /** [batch, units]: hidden state after the last step read (step 0 when reversed). */
  readonly finalHidden: Tensor2D;
  /** LSTM only. */
  readonly finalCell: Tensor2D | null;
  /** What `backward` needs; the caller calls `dispose` once, also after `backward`. */
  readonly memory: KernelMemory;
}

export interface KernelMemory {
  dispose(): void;
}

export interface RecurrentUpstream {
  /** ∂L/∂outputs, [batch, time, units]; null when only the final state is used. */
  readonly outputs: Tensor3D | null;
  /** ∂L/∂finalHidden, [batch, units] */
  readonly finalHidden: Tensor2D | null;
  readonly finalCell: Tensor2D | null;
}

export interface BackwardOptions {
  /** Whether ∂L/∂inputs is wanted: a first layer's inputs are data. True when left out. */
  readonly inputs?: boolean;
  /** Whether ∂L/∂h_t is wanted in full. False when left out. */
  readonly hidden?: boolean;
}

/** Gradients of the same shapes as what they belong to. */
export interface RecurrentGradients {
  /** Null when not wanted. */
  readonly inputs: Tensor3D | null;
  readonly kernel: Tensor2D;
  readonly recurrentKernel: Tensor2D;
  readonly bias: Tensor1D | Tensor2D;
  /** Only where there are peepholes. */
  readonly peephole?: Tensor2D;
  readonly initialHidden: Tensor2D;
  readonly initialCell: Tensor2D | null;
  /** ∂L/∂h_t in full (from above and from later steps), [batch, time, units]; null when not wanted. */
  readonly hidden: Tensor3D | null;
}

/** Gates that a layer computes with weights of its own. */
export function gatesOf({ cell, coupled }: Pick<RecurrentSpec, 'cell' | 'coupled'>): 1 | 3 | 4 {
  if (cell === 'rnn') return 1;
  return cell === 'lstm' && coupled !== true ? 4 : 3;
}

/** What a kernel may lack: anything but the plain cells. */
export type CellVariant = Pick<RecurrentSpec, 'peepholes' | 'coupled'>;

export type GateTrace = Partial<Record<TraceTensorName, Float32Array>>;

/**
 * A way to compute recurrent layers over whole sequences. Every implementation gives the numbers of `reference`
 * within float32 rounding. Runs in a worker, never on the engine's message loop. Synchronous but for `trace`: a GPU
 * may still be at work on the tensors when they are handed out (see `numbers`).
 *
 * All tensors handed out belong to the caller. Tensors handed in are not disposed.
 */
export interface RecurrentKernel {
  readonly name: KernelName;
  /** Why `auto` must not choose it though it works, such as a GPU that is emulated in software. */
  readonly onlyWhenAsked?: string;
  /** Fast products and attention on the same processor; absent: plain tensor operations do. */
  readonly dense?: DenseOps;
  /**
   * Some steps of one sequence read forwards, [steps, inputs] in, [steps, units] into `outputs`; `state` goes along. Leaves
   * nothing for backward. Absent where the weights would have to be fetched at each step.
   */
  advance?(
    spec: RecurrentSpec,
    weights: WeightArrays,
    inputs: Float32Array,
    state: RecurrentState,
    outputs: Float32Array,
  ): void;
  /** One sentence when this kernel cannot compute such a cell; absent or null: it can. */
  lacks?(variant: CellVariant): string | null;
  /** What a person should know of how it computes here. */
  readonly remarks?: readonly Remark[];
  /** @throws UnrollError SEQUENCE_EMPTY when a length is 0, COMPUTE_FAILED */
  forward(spec: RecurrentSpec, inputs: RecurrentInputs): RecurrentForward;
  backward(
    spec: RecurrentSpec,
    inputs: RecurrentInputs,
    forward: RecurrentForward,
    upstream: RecurrentUpstream,
    options?: BackwardOptions,
  ): RecurrentGradients;
  /** Every gate and state at every step, each [batch, time, units] in input time order, zero beyond the lengths. */
  trace(spec: RecurrentSpec, inputs: RecurrentInputs): Promise<GateTrace>;
}
