import { continues } from '../../../shared/domain/task';
import type { MeasuredValues } from '../../../shared/domain/tasks/task-facts';
import type { PreparedData } from './prepared';

/**
 * How many of the values that some examples are to answer were measured, each counted once, however many windows it is a
 * target of. Null where all of them were, and where labels are learnt.
 */
export function measuredOf(
  data: Pick<
    PreparedData,
    'task' | 'stepValues' | 'filled' | 'targetColumns' | 'starts' | 'lengths' | 'horizonSteps' | 'scoredFrom'
  >,
  examples: ArrayLike<number>,
): MeasuredValues | null {
  const { filled, targetColumns, starts, lengths, horizonSteps, scoredFrom } = data;
  if (data.stepValues !== undefined) return measuredSteps({ ...data, stepValues: data.stepValues }, examples);
  if (filled === undefined) return null;
  const targets = targetColumns.length;
  const isCounted = new Uint8Array(filled.length / targets);
  for (let k = 0; k < examples.length; k++) {
    const example = examples[k]!;
    const end = starts[example]! + lengths[example]!;
    // Of what is generated every step's answer is the next one.
    const [from, to] = continues(data.task)
      ? [starts[example]! + scoredFrom[example]! + 1, end + 1]
      : [end, end + horizonSteps];
    isCounted.fill(1, from, to);
  }
  let of = 0;
  let count = 0;
  isCounted.forEach((counted, row) => {
    if (counted === 0) return;
    of += targets;
    for (let k = 0; k < targets; k++) count += 1 - filled[row * targets + k]!;
  });
  return count === of ? null : { count, of };
}

/** The same of values that stand at every step. */
function measuredSteps(
  {
    stepValues,
    starts,
    lengths,
    scoredFrom,
  }: Pick<PreparedData, 'starts' | 'lengths' | 'scoredFrom'> & { readonly stepValues: Float32Array },
  examples: ArrayLike<number>,
): MeasuredValues | null {
  const isCounted = new Uint8Array(stepValues.length);
  for (const example of Array.from(examples))
    isCounted.fill(1, starts[example]! + scoredFrom[example]!, starts[example]! + lengths[example]!);
  let count = 0;
  let of = 0;
  isCounted.forEach((counted, row) => {
    of += counted;
    count += counted * Number(!Number.isNaN(stepValues[row]!));
  });
  return count === of ? null : { count, of };
}
