import * as tf from '@tensorflow/tfjs-core';
import { loadRuntime, readStamp, runtimeDir } from './runtime';
import type { TensorflowRuntime } from './runtime';

let loaded: TensorflowRuntime | undefined;

/** The lab's TensorFlow in this thread, loaded once; or one sentence on what is missing. */
export function loadTensorflow(): TensorflowRuntime | { readonly unavailable: string } {
  if (loaded !== undefined) return loaded;
  const dir = runtimeDir();
  if (dir === null || readStamp(dir) === null)
    return { unavailable: 'No TensorFlow runtime is set up; bin/unroll setup tensorflow gets one.' };
  try {
    loaded = loadRuntime(dir, tf);
    return loaded;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      unavailable: `TensorFlow could not be loaded (${reason}); set it up anew with bin/unroll setup tensorflow --force.`,
    };
  }
}
