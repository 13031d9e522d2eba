import type { Remark } from '../../../../shared/domain/dataset';
import type { UnrolledResult } from '../../../../shared/domain/experiment-results';
import { finding } from '../experiment';

/** How many numbers are learnt and how often they are used; and, with gates, how long the state is kept. */
export function unrolledFindings({ weights, steps, tensors, units }: UnrolledResult): Remark[] {
  const parameters = weights.kernel.length + weights.recurrentKernel.length + weights.bias.length;
  const shared = finding(
    'unrolled.shared',
    `The same ${parameters} weights are used at each of the ${steps} steps; what differs from step to step is the input and the state.`,
    { parameters, steps },
  );
  const keep = tensors.f ?? tensors.z;
  if (keep === undefined) return [shared];
  const mean = keep.reduce((sum, value) => sum + value, 0) / keep.length;
  const memory = mean < 1 ? (-1 / Math.log(mean)).toFixed(1) : '∞';
  const gate = tensors.f === undefined ? 'z' : 'f';
  return [
    shared,
    finding(
      'unrolled.kept',
      `On average the ${units} units keep ${mean.toFixed(2)} of their state from step to step (gate ${gate}): it falls to 1/e in ${memory} steps.`,
      { units, share: mean.toFixed(2), gate, steps: memory },
    ),
  ];
}
