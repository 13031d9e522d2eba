import { BackendName, KernelName } from '../../../../shared/domain/model';
import { toUnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import { foreign } from '../../../../shared/sentences/why';
import { useBackend } from './backend';
import { openCandidate } from './candidates';
import { isUnavailable } from '../kernels';

interface Availability<Name> {
  readonly name: Name;
  readonly available: boolean;
  /** One line: what was found, or what is missing and what to do about it. */
  readonly detail: string;
}

export interface ComputeAvailability {
  readonly backends: Availability<BackendName>[];
  readonly kernels: Availability<KernelName>[];
}

/** `webgpu`: what may crash its process and is tried in one of its own; `rest`: all else. */
type AvailabilityPart = 'webgpu' | 'rest';

const partOf = (name: string): AvailabilityPart => (name === 'webgpu' ? 'webgpu' : 'rest');

export interface AvailabilityInput {
  readonly part: AvailabilityPart;
  /** Why TensorFlow, which could take this process with it, must not be tried. */
  readonly brokenTensorflow: string | null;
}

/** Tries backends and kernels by computing with them. For a worker: it changes the current backend. */
export async function computeAvailability({
  part,
  brokenTensorflow,
}: AvailabilityInput): Promise<ComputeAvailability> {
  const isBroken = (name: string): boolean => name === 'tensorflow' && brokenTensorflow !== null;
  const backends: Availability<BackendName>[] = [];
  for (const name of BackendName.options.filter((option) => partOf(option) === part))
    try {
      if (isBroken(name)) throw failure('BACKEND_UNAVAILABLE.broken', { reason: foreign(brokenTensorflow!) });
      await useBackend(name);
      backends.push({ name, available: true, detail: await describeBackend(name) });
    } catch (thrown) {
      backends.push({ name, available: false, detail: toUnrollError(thrown).message });
    }
  const kernels: Availability<KernelName>[] = [];
  for (const name of KernelName.options.filter((option) => partOf(option) === part)) {
    const candidate = isBroken(name)
      ? { unavailable: brokenTensorflow! }
      : await openCandidate(name, { backend: 'auto', kernel: name });
    if (isUnavailable(candidate)) {
      kernels.push({ name, available: false, detail: candidate.unavailable });
      continue;
    }
    const { onlyWhenAsked } = candidate.kernel;
    const detail =
      name === 'reference' ? 'Always there; slow.' : 'Agrees with the reference kernel on this machine.';
    kernels.push({
      name,
      available: true,
      detail: onlyWhenAsked === undefined ? detail : `${detail} ${onlyWhenAsked}`,
    });
  }
  return { backends, kernels };
}

async function describeBackend(name: BackendName): Promise<string> {
  if (name !== 'webgpu') return `tfjs started its ${name} backend.`;
  const { gpuInUse } = await import('../webgpu/backend');
  const { name: gpu, vendor, isSoftware } = gpuInUse()!;
  return isSoftware
    ? `${gpu} by ${vendor}: imitates a GPU in software; right, but slow.`
    : `${gpu} by ${vendor}. The lab was never tried on a real GPU, only on SwiftShader, a software one.`;
}
