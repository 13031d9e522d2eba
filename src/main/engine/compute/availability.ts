import { BackendName, KernelName } from '../../../shared/domain/model';
import { toUnrollError, UnrollError } from '../../../shared/domain/error';
import { useBackend } from './backend';
import { openCandidate } from './candidates';
import { isUnavailable } from './kernels';
import { selectCompute } from './select';

export interface Availability<Name> {
  readonly name: Name;
  readonly available: boolean;
  /** One line: what was found, or what is missing and what to do about it. */
  readonly detail: string;
}

export interface ComputeAvailability {
  readonly backends: Availability<BackendName>[];
  readonly kernels: Availability<KernelName>[];
  /** What `auto` takes. */
  readonly backend: BackendName;
  readonly kernel: KernelName;
}

/**
 * Tries every backend and every kernel by computing with it. For a worker: it changes the current backend.
 *
 * @param brokenTensorflow why TensorFlow, which could take this process with it, must not be tried
 */
export async function computeAvailability(brokenTensorflow: string | null): Promise<ComputeAvailability> {
  const isBroken = (name: string): boolean => name === 'tensorflow' && brokenTensorflow !== null;
  const backends: Availability<BackendName>[] = [];
  for (const name of BackendName.options)
    try {
      if (isBroken(name)) throw new UnrollError('BACKEND_UNAVAILABLE', brokenTensorflow!);
      await useBackend(name);
      backends.push({ name, available: true, detail: `tfjs started its ${name} backend.` });
    } catch (thrown) {
      backends.push({ name, available: false, detail: toUnrollError(thrown).message });
    }
  const kernels: Availability<KernelName>[] = [];
  for (const name of KernelName.options) {
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
  const chosen = await selectCompute({ backend: 'auto', kernel: 'auto' });
  return { backends, kernels, backend: chosen.backend, kernel: chosen.kernel.name };
}
