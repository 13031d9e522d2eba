import type { Head } from '../../../shared/domain/tasks/task-facts';
import type { Activation, Cell, Convolution, RecurrentNetworkSpec } from '../../../shared/domain/model';
import { failure } from '../../../shared/sentences/failure';
import type { NamedWeight, NetworkShape } from '../models/network/weights';

/** One direction of a recurrent layer, Keras' order of gates. */
export interface ForeignDirection {
  /** [inputs, G · units] */
  readonly kernel: Float32Array;
  /** [units, G · units] */
  readonly recurrentKernel: Float32Array;
  /** [G · units], of a GRU with resetAfter [2 · G · units]. */
  readonly bias: Float32Array;
}

/** Causal, with ReLU. */
export interface ForeignConvolution extends Convolution {
  readonly kind: 'convolution';
  readonly inputs: number;
  /** [width, inputs, filters] */
  readonly kernel: Float32Array;
  /** [filters] */
  readonly bias: Float32Array;
}

/** What a foreign model is made of, in the order in which it is computed. */
export type ForeignPart =
  | {
      readonly kind: 'recurrent';
      readonly cell: Cell;
      readonly activation: Activation;
      readonly resetAfter: boolean;
      readonly units: number;
      readonly inputs: number;
      /** Whether all steps come out, or the final state alone. */
      readonly sequences: boolean;
      readonly directions: readonly ForeignDirection[];
    }
  | ForeignConvolution
  | {
      /** Over the features, PyTorch's ε. */
      readonly kind: 'norm';
      /** [features] each. */
      readonly gamma: Float32Array;
      readonly beta: Float32Array;
    }
  | { readonly kind: 'mean' }
  | {
      readonly kind: 'dense';
      readonly activation: Head;
      readonly inputs: number;
      readonly outputs: number;
      /** [inputs, outputs] */
      readonly kernel: Float32Array;
      /** [outputs] */
      readonly bias: Float32Array;
    };
export type ForeignRecurrent = Extract<ForeignPart, { kind: 'recurrent' }>;
export type ForeignNorm = Extract<ForeignPart, { kind: 'norm' }>;
export type ForeignDense = Extract<ForeignPart, { kind: 'dense' }>;

/** A foreign model as a network of the lab. */
export interface ForeignNetwork {
  readonly spec: RecurrentNetworkSpec;
  readonly shape: NetworkShape;
  readonly weights: readonly NamedWeight[];
  /** What was changed to make it one, for people. */
  readonly remarks: readonly string[];
}

/** @returns never; something that the lab has no counterpart of */
export function refuse(what: string): never {
  throw failure('MODEL_UNREADABLE.layers', { what });
}
