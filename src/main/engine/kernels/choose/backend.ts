import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { BackendName } from '../../../../shared/domain/model';
import { failure } from '../../../../shared/sentences/failure';
import { foreign } from '../../../../shared/sentences/why';
import { loadTensorflow } from '../tensorflow/load';

const WASM_FILE = 'tfjs-backend-wasm-simd.wasm';

/** The folder with tfjs's WebAssembly files: beside the bundle, else in the package. Null when neither has them. */
function wasmDir(): string | null {
  const here = dirname(fileURLToPath(import.meta.url));
  const besides = [here, dirname(here)].find((dir) => existsSync(join(dir, WASM_FILE)));
  if (besides !== undefined) return besides;
  try {
    const dir = dirname(
      createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/' + WASM_FILE),
    );
    return dir;
  } catch {
    return null;
  }
}

/**
 * Makes a tfjs backend the current one of this thread.
 *
 * @throws UnrollError BACKEND_UNAVAILABLE with what is missing
 */
export async function useBackend(name: BackendName): Promise<void> {
  if (name === 'webgpu') await (await import('../webgpu/backend')).registerWebgpu();
  if (name === 'tensorflow') {
    const runtime = loadTensorflow();
    if ('unavailable' in runtime)
      throw failure('BACKEND_UNAVAILABLE.broken', { reason: foreign(runtime.unavailable), backend: name });
  }
  if (name === 'wasm') {
    const dir = wasmDir();
    if (dir === null) throw failure('BACKEND_UNAVAILABLE.wasmFile', { backend: name, file: WASM_FILE });
    if (tf.getBackend() !== 'wasm') setWasmPaths(dir + sep);
  }
  if (tf.getBackend() !== name && !(await tf.setBackend(name)))
    throw failure('BACKEND_UNAVAILABLE.notStarted', { backend: name });
  await tf.ready();
}
