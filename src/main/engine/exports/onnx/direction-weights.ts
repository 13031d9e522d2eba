/** One direction of a layer as arrays, in Keras' order of gates. */
export interface DirectionWeights {
  readonly kernel: Float32Array;
  readonly recurrentKernel: Float32Array;
  /** [G · units], or of a GRU with resetAfter [2, G · units]. */
  readonly bias: Float32Array;
  /** LSTM: of i, f and o [3, units], coupled of i and o [2, units]. */
  readonly peephole: Float32Array | null;
}
