import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Activation } from '../../../../shared/domain/model';
import type { TraceTensorName } from '../../../../shared/domain/trace';
import type { RecurrentWeights } from '../kernel';

/** What a cell hands on from step to step, each [batch, units]. */
export interface CellState {
  readonly hidden: Tensor2D;
  /** LSTM only. */
  readonly cell: Tensor2D | null;
}

/** Activated gates of one step, each [batch, units]. */
export type Gates = Readonly<Partial<Record<TraceTensorName, Tensor2D>>>;

export interface CellStep {
  readonly state: CellState;
  readonly gates: Gates;
}

/** ∂L/∂(whatever has the same name), of one step. */
export interface CellGradient {
  readonly inputs: Tensor2D;
  readonly kernel: Tensor2D;
  readonly recurrentKernel: Tensor2D;
  readonly bias: Tensor1D | Tensor2D;
  readonly peephole?: Tensor2D;
  /** With respect to the state before the step. */
  readonly state: CellState;
}

/** One time step of one kind of cell, and its gradient written out by hand. */
export interface CellMath {
  /** x is [batch, inputs]. */
  step(x: Tensor2D, before: CellState, weights: RecurrentWeights): CellStep;
  /** `upstream` is ∂L/∂(state after the step). */
  gradient(
    x: Tensor2D,
    before: CellState,
    after: CellStep,
    weights: RecurrentWeights,
    upstream: CellState,
  ): CellGradient;
}

export interface CellOptions {
  readonly activation: Activation;
  readonly resetAfter: boolean;
  readonly peepholes?: boolean;
  readonly coupled?: boolean;
}

/** A gate that this cell computes; its absence would be a mistake of ours. */
export function gate(gates: Gates, name: TraceTensorName): Tensor2D {
  const tensor = gates[name];
  if (tensor === undefined) throw new TypeError(`the cell has no gate ${name}`);
  return tensor;
}
