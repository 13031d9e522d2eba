import type { RecurrentNetworkSpec } from '../../../shared/domain/model';

/** What a network is built for. */
export interface NetworkShape {
  readonly features: number;
  /** Classes, or targets × horizon. */
  readonly outputs: number;
  /** softmax: classification; linear: forecasting. */
  readonly head: 'softmax' | 'linear';
}

export interface NamedWeight {
  /**
   * `recurrent_1/kernel`, `recurrent_1/recurrent_kernel`, `recurrent_1/bias`; a bidirectional layer has
   * `recurrent_1/forward/…` and `recurrent_1/backward/…`; the head is `head/kernel`, `head/bias`.
   */
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Weights in the order in which Keras lists them: layer by layer, forward before backward, kernel, recurrent, bias. */
export interface NetworkWeights {
  readonly spec: RecurrentNetworkSpec;
  readonly shape: NetworkShape;
  readonly weights: readonly NamedWeight[];
}
