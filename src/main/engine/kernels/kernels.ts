import type { KernelName } from '../../../shared/domain/model';
import type { RecurrentKernel } from './kernel';
import { createNativeKernel } from './cpp/native-kernel';
import { referenceKernel } from './reference/reference-kernel';
import { createTensorflowKernel } from './tensorflow/tensorflow-kernel';
import { createWasmKernel } from './cpp/wasm-kernel';

export interface Unavailable {
  /** One sentence: what is missing and what to do about it. */
  readonly unavailable: string;
}

/** On the webgpu backend, which must be in use. */
async function openWebgpuKernel(): Promise<RecurrentKernel> {
  const [{ createWebgpuKernel }, { gpuInUse }] = await Promise.all([
    import('./webgpu/webgpu-kernel'),
    import('./webgpu/backend'),
  ]);
  return createWebgpuKernel(gpuInUse()!);
}

/** What this installation can compute recurrent layers with, fastest first. */
export const kernelLoaders: Readonly<
  Partial<Record<KernelName, () => Promise<RecurrentKernel | Unavailable>>>
> = {
  native: () => Promise.resolve(createNativeKernel()),
  wasm: () => createWasmKernel(),
  tensorflow: () => createTensorflowKernel(),
  webgpu: openWebgpuKernel,
  reference: () => Promise.resolve(referenceKernel),
};

export const isUnavailable = <Found extends object>(found: Found | Unavailable): found is Unavailable =>
  'unavailable' in found;
