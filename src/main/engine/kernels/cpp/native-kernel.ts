import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { labDir } from '../../files/places';
import type { RecurrentKernel } from '../kernel';
import type { KernelCore } from './kernel-abi';
import { kernelOf } from './kernel-abi';

/** An external value of the addon: the layer's gates and states. */
type NativeMemory = Readonly<Record<never, never>>;

/** build/kernels/unroll-kernels.node (src/main/engine/kernels/cpp/node.cc). */
export interface NativeAddon extends KernelCore<NativeMemory> {
  /** @param settings as in src/main/engine/kernels/cpp/adam.h */
  adam(
    parameters: Float32Array,
    gradient: Float32Array,
    first: Float32Array,
    second: Float32Array,
    decayed: Uint8Array,
    settings: Float32Array,
  ): void;
  sumOfSquares(values: Float32Array): number;
  /** @param activation 0 tanh, 1 ReLU, 2 sigmoid, 3 linear */
  activate(activation: number, values: Float32Array, out: Float32Array): void;
  /** Uses `avx512`, `avx2` or `baseline`, or with an empty name the best; returns what is in use. */
  select(instructionSet: string): string;
}

/** Where the addon is, or would be; `UNROLL_KERNELS` names another file. */
export function nativeAddonFile(): string {
  const chosen = process.env['UNROLL_KERNELS'];
  return chosen === undefined ? join(labDir(), 'build/kernels/unroll-kernels.node') : resolve(chosen);
}

let loaded: NativeAddon | { unavailable: string } | undefined;

/** The addon, loaded once per thread. */
export function loadNativeAddon(): NativeAddon | { unavailable: string } {
  loaded ??= load();
  return loaded;
}

function load(): NativeAddon | { unavailable: string } {
  const file = nativeAddonFile();
  if (!existsSync(file))
    return {
      unavailable:
        'The native kernels are not built: install g++ or clang++ and run node scripts/build-kernels.mjs.',
    };
  try {
    const addon = createRequire(file)(file) as NativeAddon;
    addon.select(process.env['UNROLL_SIMD'] ?? '');
    return addon;
  } catch (error) {
    return {
      unavailable: `The native kernels could not be loaded: ${error instanceof Error ? error.message : error}.`,
    };
  }
}

/** Threads that compute: `UNROLL_THREADS`, else what this process may use. */
export function threadCount(): number {
  const chosen = Number(process.env['UNROLL_THREADS']);
  if (Number.isInteger(chosen) && chosen > 0) return chosen;
  // Node before 18.14 (Electron 22) lacks availableParallelism.
  return typeof availableParallelism === 'function' ? availableParallelism() : cpus().length;
}

/** The C++ kernels as machine code. The same number of threads gives the same bits. */
export function createNativeKernel(threads = threadCount()): RecurrentKernel | { unavailable: string } {
  const addon = loadNativeAddon();
  return 'unavailable' in addon ? addon : kernelOf('native', addon, threads);
}
