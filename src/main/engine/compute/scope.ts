import * as tf from '@tensorflow/tfjs-core';

/** `tf.tidy` for results of any type: every tensor made inside and not part of the result is disposed. */
export function scoped<T>(work: () => T): T {
  return tf.tidy(work as () => tf.TensorContainer) as unknown as T;
}
