import type { Remark } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import type { BackendName, ComputeSpec, KernelName } from '../../../shared/domain/model';
import { useBackend } from './backend';
import type { RecurrentKernel } from './kernel';
import { isUnavailable, kernelLoaders } from './kernels';
import type { Unavailable } from './kernels';
import { agreesWithReference } from './self-check';

export interface Compute {
  readonly backend: BackendName;
  readonly kernel: RecurrentKernel;
  /** What was chosen and why, when there was a choice. */
  readonly remarks: readonly Remark[];
}

const loaded = new Map<KernelName, Promise<RecurrentKernel | Unavailable>>();

/** A kernel that has passed its self-check on this machine, or why it can't be had. A backend must be in use. */
export function loadKernel(name: KernelName): Promise<RecurrentKernel | Unavailable> {
  let kernel = loaded.get(name);
  if (kernel === undefined) {
    kernel = checkKernel(name);
    loaded.set(name, kernel);
  }
  return kernel;
}

async function checkKernel(name: KernelName): Promise<RecurrentKernel | Unavailable> {
  const loader = kernelLoaders[name];
  if (loader === undefined) return { unavailable: `The ${name} kernel is not part of this installation.` };
  try {
    const kernel = await loader();
    if (isUnavailable(kernel) || name === 'reference' || (await agreesWithReference(kernel))) return kernel;
    return {
      unavailable: `The ${name} kernel computes wrong numbers on this machine and is not used; please report it.`,
    };
  } catch (error) {
    return { unavailable: `The ${name} kernel failed: ${error instanceof Error ? error.message : error}.` };
  }
}

async function selectBackend(name: ComputeSpec['backend']): Promise<BackendName> {
  if (name !== 'auto') {
    await useBackend(name);
    return name;
  }
  try {
    await useBackend('wasm');
    return 'wasm';
  } catch {
    await useBackend('cpu');
    return 'cpu';
  }
}

/**
 * The tensor backend and recurrent kernel to compute with. `auto` takes the fastest that this machine has and that
 * agrees with the reference; a name that was asked for is never replaced by another.
 *
 * @throws UnrollError BACKEND_UNAVAILABLE, KERNEL_UNAVAILABLE with what to do
 */
export async function selectCompute(spec: ComputeSpec): Promise<Compute> {
  const backend = await selectBackend(spec.backend);
  if (spec.kernel !== 'auto') {
    const kernel = await loadKernel(spec.kernel);
    if (isUnavailable(kernel))
      throw new UnrollError(
        'KERNEL_UNAVAILABLE',
        `${kernel.unavailable} Leave --kernel out to let the lab choose.`,
        { kernel: spec.kernel },
      );
    return { backend, kernel, remarks: [] };
  }
  const missing: string[] = [];
  for (const name of Object.keys(kernelLoaders) as KernelName[]) {
    const kernel = await loadKernel(name);
    if (isUnavailable(kernel)) {
      missing.push(kernel.unavailable);
      continue;
    }
    const remark: Remark = {
      code: 'compute.chosen',
      message: [`Computing with the ${name} kernel on the ${backend} backend.`, ...missing].join(' '),
      params: { kernel: name, backend },
    };
    return { backend, kernel, remarks: [remark] };
  }
  throw new UnrollError('KERNEL_UNAVAILABLE', 'No recurrent kernel works on this machine.');
}
