import * as tf from '@tensorflow/tfjs-core';

/** `tf.tidy` for results of any type: every tensor made inside and not part of the result is disposed. */
export function scoped<T>(work: () => T): T {
  return tf.tidy(work as () => tf.TensorContainer) as unknown as T;
}

/** Disposes every tensor made inside. One at a time in a thread: scopes are the thread's own. */
export async function disposingAsync<T>(work: () => Promise<T>): Promise<T> {
  const engine = tf.engine();
  engine.startScope();
  try {
    return await work();
  } finally {
    engine.endScope();
  }
}
