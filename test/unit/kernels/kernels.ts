import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import type { RecurrentKernel } from '../../../src/main/engine/kernels/kernel';
import { kernelLoaders } from '../../../src/main/engine/kernels/kernels';
import { createNativeKernel, loadNativeAddon } from '../../../src/main/engine/kernels/cpp/native-kernel';
import type { NativeAddon } from '../../../src/main/engine/kernels/cpp/native-kernel';
import { referenceKernel } from '../../../src/main/engine/kernels/reference/reference-kernel';
import { createTensorflowKernel } from '../../../src/main/engine/kernels/tensorflow/tensorflow-kernel';
import { createWasmKernel } from '../../../src/main/engine/kernels/cpp/wasm-kernel';
import { testedRuntime } from '../../tensorflow-runtime';

/** One way to run a kernel: an instruction set, a number of threads. */
export interface KernelUnderTest {
  readonly label: string;
  /** Makes it the one in use; call before each test. */
  open(): Promise<RecurrentKernel>;
  /** On a GPU: reads the numbers of no other backend, and is slow where a program imitates the GPU. */
  readonly isGpu?: boolean;
}

function there<K extends object>(kernel: K | { unavailable: string }): K {
  if ('unavailable' in kernel) throw new Error(kernel.unavailable as string);
  return kernel;
}

const native = (instructionSet: string, threads: number): KernelUnderTest => ({
  label: `native, ${instructionSet}, ${threads} threads`,
  async open() {
    await useBackend('wasm');
    there<NativeAddon>(loadNativeAddon()).select(instructionSet);
    return there<RecurrentKernel>(createNativeKernel(threads));
  },
});

const wasm = (threads: number): KernelUnderTest => ({
  label: `wasm, ${threads} threads`,
  async open() {
    await useBackend('wasm');
    return there<RecurrentKernel>(await createWasmKernel(threads));
  },
});

const tensorflow = (runtime: string): KernelUnderTest => ({
  label: 'tensorflow',
  async open() {
    process.env['UNROLL_TENSORFLOW'] = runtime;
    await useBackend('tensorflow');
    return there<RecurrentKernel>(await createTensorflowKernel());
  },
});

/** Where no TensorFlow runtime is set up: none. */
const runtime = testedRuntime();
const tensorflowKernels: readonly KernelUnderTest[] = runtime === null ? [] : [tensorflow(runtime)];

/** Whether WebGPU can be tested without a GPU (vitest.config.ts). */
export const hasSwiftShader = process.env['VK_ICD_FILENAMES'] !== undefined;

const webgpu: KernelUnderTest = {
  label: 'webgpu, SwiftShader',
  isGpu: true,
  async open() {
    await useBackend('webgpu');
    return there<RecurrentKernel>(await kernelLoaders.webgpu!());
  },
};

/** Instruction sets of this processor. Without the addon: none, and only `wasm` is tested. */
export function instructionSets(): string[] {
  const addon = loadNativeAddon();
  if ('unavailable' in addon) return [];
  return ['avx512', 'avx2', 'baseline'].filter((name) => {
    try {
      return addon.select(name) === name;
    } catch {
      return false;
    }
  });
}

export const kernelsUnderTest: readonly KernelUnderTest[] = [
  ...instructionSets().flatMap((name, k) =>
    k === 0 ? [native(name, 1), native(name, 3)] : [native(name, 2)],
  ),
  wasm(1),
  wasm(2),
  ...tensorflowKernels,
  ...(hasSwiftShader ? [webgpu] : []),
];

export const fastestKernels: readonly KernelUnderTest[] = [
  ...instructionSets()
    .slice(0, 1)
    .map((name) => native(name, 2)),
  wasm(2),
  ...tensorflowKernels,
  ...(hasSwiftShader ? [webgpu] : []),
];

const reference: KernelUnderTest = {
  label: 'reference',
  async open() {
    await useBackend('wasm');
    return referenceKernel;
  },
};

/** Each kernel and instruction set once. */
export const everyKernel: readonly KernelUnderTest[] = [
  reference,
  ...instructionSets().map((name) => native(name, 2)),
  wasm(2),
  ...tensorflowKernels,
  ...(hasSwiftShader ? [webgpu] : []),
];
