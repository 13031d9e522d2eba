import type { ComputeSpec } from '../../../../shared/domain/model';
import { computeAvailability } from './availability';
import { selectCompute } from './select';

/** What the choice of a backend and a kernel computes in a worker. */
export const choiceJobs = {
  /** Loads backend and kernel, so that what comes next comes at once. */
  warmUp: async (spec: ComputeSpec) => {
    const { backend, kernel } = await selectCompute(spec);
    return { backend, kernel: kernel.name };
  },
  availability: computeAvailability,
};
