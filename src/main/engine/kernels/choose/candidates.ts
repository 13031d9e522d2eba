import type { BackendName, ComputeSpec, KernelName } from '../../../../shared/domain/model';
import { toUnrollError } from '../../../../shared/domain/error';
import { useBackend } from './backend';
import type { CellVariant, RecurrentKernel } from '../kernel';
import { isUnavailable, kernelLoaders } from '../kernels';
import type { Unavailable } from '../kernels';
import { agreesWithReference, referenceNumbers } from '../self-check';

/** A kernel on a tensor backend, both of them working on this machine. */
export interface Candidate {
  readonly backend: BackendName;
  readonly kernel: RecurrentKernel;
}

/**
 * The tensor backends that each kernel computes on, the best first; kernels in the order in which they are expected to
 * be fast. Those in C++ read any backend's numbers, but those of a GPU would have to be fetched at each step.
 */
const backendsOf: Readonly<Record<KernelName, readonly BackendName[]>> = {
  native: ['wasm', 'cpu', 'tensorflow'],
  wasm: ['wasm', 'cpu', 'tensorflow'],
  tensorflow: ['tensorflow'],
  webgpu: ['webgpu'],
  reference: ['wasm', 'cpu', 'tensorflow', 'webgpu'],
};

const loaded = new Map<string, Promise<RecurrentKernel | Unavailable>>();

/** A kernel that has passed its self-check on the backend in use, or why it can't be had. */
function loadKernel(name: KernelName, backend: BackendName = 'wasm'): Promise<RecurrentKernel | Unavailable> {
  const key = `${name} on ${backend}`;
  let kernel = loaded.get(key);
  if (kernel === undefined) {
    kernel = checkKernel(name, backend);
    loaded.set(key, kernel);
  }
  return kernel;
}

/** On a GPU the kernel is compared with the reference on the processor, where nothing has to be compiled for it. */
async function passesCheck(kernel: RecurrentKernel, backend: BackendName): Promise<boolean> {
  if (backend !== 'webgpu') return agreesWithReference(kernel);
  await useBackend('wasm');
  const expected = await referenceNumbers();
  await useBackend(backend);
  return agreesWithReference(kernel, expected);
}

async function checkKernel(name: KernelName, backend: BackendName): Promise<RecurrentKernel | Unavailable> {
  const loader = kernelLoaders[name];
  if (loader === undefined) return { unavailable: `The ${name} kernel is not part of this installation.` };
  try {
    const kernel = await loader();
    if (isUnavailable(kernel) || name === 'reference' || (await passesCheck(kernel, backend))) return kernel;
    return {
      unavailable: `The ${name} kernel computes wrong numbers on this machine and is not used; please report it.`,
    };
  } catch (error) {
    return { unavailable: `The ${name} kernel failed: ${error instanceof Error ? error.message : error}.` };
  }
}

/**
 * The kernel on the first backend that `spec` allows and that works, which is in use afterwards; else what is missing.
 *
 * @param needed variants of the cell, which not every kernel has
 * @throws UnrollError BACKEND_UNAVAILABLE when a backend was asked for by name and is missing
 */
export async function openCandidate(
  name: KernelName,
  { backend: wanted }: ComputeSpec,
  needed: CellVariant = {},
): Promise<Candidate | Unavailable> {
  const backends = wanted === 'auto' ? backendsOf[name] : [wanted];
  let missing = `The ${name} kernel does not compute on the ${wanted} backend.`;
  for (const backend of backends) {
    if (!backendsOf[name].includes(backend)) continue;
    try {
      await useBackend(backend);
    } catch (thrown) {
      if (wanted !== 'auto') throw thrown;
      missing = toUnrollError(thrown).message;
      continue;
    }
    const kernel = await loadKernel(name, backend);
    if (isUnavailable(kernel)) return kernel;
    const lack = kernel.lacks?.(needed) ?? null;
    return lack === null ? { backend, kernel } : { unavailable: lack };
  }
  return { unavailable: missing };
}

/**
 * Kernels that `auto` may take for `spec`, in the order in which they are expected to be fast. WebGPU must be asked for:
 * it computes in a process of its own (`pool.ts`), where nobody who did not ask for it is.
 */
export function kernelsFor({ backend }: ComputeSpec): KernelName[] {
  return (Object.keys(backendsOf) as KernelName[]).filter(
    (name) =>
      kernelLoaders[name] !== undefined &&
      (backend === 'auto' ? name !== 'webgpu' : backendsOf[name].includes(backend)),
  );
}

/** Whether `auto` may take this kernel: one of several, or what the backend that was asked for has. */
export const isEligible = ({ onlyWhenAsked }: RecurrentKernel, { backend }: ComputeSpec): boolean =>
  onlyWhenAsked === undefined || backend !== 'auto';
