import * as tf from '@tensorflow/tfjs-core';
import './gradients';
import { scoped } from './scope';

/** A forward pass with all that its gradient needs. */
export interface Recording<T extends tf.Tensor> {
  readonly value: T;
  /** ∂(Σ value · upstream)/∂x for each of `sources`. Once: what was kept is gone afterwards. */
  gradients(sources: readonly tf.Tensor[], upstream: T): tf.Tensor[];
  /** Frees what was kept for a gradient that is not wanted any more. */
  dispose(): void;
}

/**
 * Runs `forward` and keeps tfjs' tape of it. `tf.grads` plays the tape back at once, which leaves no moment to wait for
 * numbers that lie on a GPU: the loss is computed from the logits before its gradient is known. Operations, their
 * order and their bits are those of `tf.grads`.
 */
export function record<T extends tf.Tensor>(forward: () => T): Recording<T> {
  const { state } = tf.engine();
  state.activeTape = [];
  state.gradientDepth++;
  let value: T;
  try {
    value = scoped(forward);
  } finally {
    state.gradientDepth--;
  }
  let tape = state.activeTape;
  return {
    value,
    gradients(sources, upstream) {
      // `gradients` begins a tape before it runs the function; the recorded one takes its place.
      const replay = (): T => {
        state.activeTape = tape;
        return value;
      };
      const { grads } = tf.engine().gradients(replay, [...sources], upstream);
      tape = [];
      return grads;
    },
    dispose() {
      tape.forEach(({ saved }) => tf.dispose(saved ?? []));
      tape = [];
    },
  };
}
