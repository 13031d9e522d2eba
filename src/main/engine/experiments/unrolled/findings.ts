import type { Remark } from '../../../../shared/domain/dataset';
import type { UnrolledResult } from '../../../../shared/domain/experiment-results';
import { finding } from '../experiment';

/** How many numbers are learnt and how often they are used; and, with gates, how long the state is kept. */
export function unrolledFindings({ weights, steps, tensors, units }: UnrolledResult): Remark[] {
  const parameters = weights.kernel.length + weights.recurrentKernel.length + weights.bias.length;
  const shared = finding('unrolled.shared', { parameters, steps });
  const keep = tensors.f ?? tensors.z;
  if (keep === undefined) return [shared];
  const mean = keep.reduce((sum, value) => sum + value, 0) / keep.length;
  const memory = mean < 1 ? (-1 / Math.log(mean)).toFixed(1) : '∞';
  const gate = tensors.f === undefined ? 'z' : 'f';
  return [shared, finding('unrolled.kept', { units, share: mean.toFixed(2), gate, steps: memory })];
}
