import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import type { KernelBackend } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import type { Binding, NodeBackend } from './binding';

/** `runtime.json`, written last: a folder without it is not a runtime (docs/file-formats.md). */
export const RuntimeStamp = v.object({
  formatVersion: v.literal(1),
  /** Of TensorFlow. */
  version: v.string(),
  /** Where the library came from, for people. */
  source: v.string(),
  cuda: v.boolean(),
});
export type RuntimeStamp = v.InferOutput<typeof RuntimeStamp>;

/** A runtime's files, all inside `dir`. */
export const runtimeFiles = (dir: string) => ({
  stamp: join(dir, 'runtime.json'),
  addon: join(dir, 'addon', 'tfjs_binding.node'),
  /** As Python's site-packages: TensorFlow looks for CUDA's libraries from where its own lie. */
  siteDir: join(dir, 'site'),
  packageDir: join(dir, 'tfjs-node'),
});

/** Where the runtime is or would be: the engine tells its workers through `UNROLL_TENSORFLOW`. Null when nobody said. */
export const runtimeDir = (): string | null => process.env['UNROLL_TENSORFLOW'] ?? null;

/** What is set up in `dir`; null when there is no complete runtime. */
export function readStamp(dir: string | null): RuntimeStamp | null {
  if (dir === null) return null;
  const { stamp, addon } = runtimeFiles(dir);
  try {
    const result = v.safeParse(RuntimeStamp, JSON.parse(readFileSync(stamp, 'utf8')));
    return result.success && existsSync(addon) ? result.output : null;
  } catch {
    return null;
  }
}

/** The part of tfjs-core that a backend is registered with; all of it is what tfjs-node's own code sees. */
export interface TfjsCore {
  registerBackend(name: string, factory: () => KernelBackend, priority?: number): boolean;
  readonly KernelBackend: { readonly prototype: object };
}

export interface TensorflowRuntime {
  readonly stamp: RuntimeStamp;
  readonly binding: Binding;
  readonly backend: NodeBackend;
  /** TensorFlow computes on a GPU. */
  readonly gpu: boolean;
}

/** tfjs-node asks for two functions that Node 23 removed. */
function completeUtil(): void {
  const old = util as {
    isArray?: (value: unknown) => boolean;
    isNullOrUndefined?: (value: unknown) => boolean;
  };
  old.isArray ??= Array.isArray;
  old.isNullOrUndefined ??= (value) => value === null || value === undefined;
}

/** tfjs-node calls its base class as the function that it was before ES2015; a class cannot be called. */
function callableBackend(tf: TfjsCore): () => void {
  const base = (): void => {};
  return Object.defineProperty(base, 'prototype', { value: tf.KernelBackend.prototype });
}

/** Under this name the runtime's `@tensorflow/tfjs` finds the tfjs-core that it is to work with. */
export const TFJS_GLOBAL = 'unroll.tfjs-core';

/**
 * Loads the runtime in `dir` into this thread and registers it as the backend `tensorflow` of `tf`, which is a whole
 * tfjs-core (`import * as tf`). tfjs-node's own `index.js` is left out: it would bring a tfjs of its own.
 *
 * @throws Error what the loader said
 */
export function loadRuntime(dir: string, tf: TfjsCore): TensorflowRuntime {
  const stamp = readStamp(dir);
  if (stamp === null) throw new Error(`there is no TensorFlow runtime in ${dir}`);
  const { addon, packageDir } = runtimeFiles(dir);
  completeUtil();
  (globalThis as Record<symbol, unknown>)[Symbol.for(TFJS_GLOBAL)] = {
    ...tf,
    KernelBackend: callableBackend(tf),
  };
  const load = createRequire(join(packageDir, 'package.json'));
  const { NodeJSKernelBackend } = load('./dist/nodejs_kernel_backend.js') as {
    NodeJSKernelBackend: new (binding: Binding, packageName: string) => NodeBackend;
  };
  load('./dist/register_all_kernels.js');
  const binding = load(addon) as Binding;
  const gpu = binding.isUsingGpuDevice();
  const backend = new NodeJSKernelBackend(
    binding,
    gpu ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node',
  );
  tf.registerBackend('tensorflow', () => backend, 1);
  return { stamp, binding, backend, gpu };
}
