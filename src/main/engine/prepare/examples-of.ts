import { splitNames } from '../../../shared/domain/dataset';
import type { SplitName } from '../../../shared/domain/dataset';
import type { PreparedData } from './prepared';

/** As `PreparedData.splits` has it, of an example that no part takes. */
export const UNUSED_SPLIT = splitNames.length;

/** A part's number in `PreparedData.splits`. */
export const splitCode = (split: SplitName): number => splitNames.indexOf(split);

/** Indexes of the examples of one part. */
export function examplesOf(data: Pick<PreparedData, 'splits'>, split: SplitName): Int32Array {
  const code = splitCode(split);
  const chosen: number[] = [];
  data.splits.forEach((value, example) => {
    if (value === code) chosen.push(example);
  });
  return Int32Array.from(chosen);
}

/** Indexes of every part's examples. */
export type Parts = Readonly<Record<SplitName, Int32Array>>;

type Answered = Pick<
  PreparedData,
  'splits' | 'targets' | 'outputs' | 'filled' | 'stepValues' | 'starts' | 'lengths' | 'scoredFrom'
>;

/** Whether there is anything to learn of an example, or to judge it by: a window's targets may all be unmeasured. */
function isAnswered(data: Answered, example: number): boolean {
  const { targets, outputs, filled, stepValues, starts, lengths, scoredFrom } = data;
  if (stepValues !== undefined) {
    const start = starts[example]!;
    const own = stepValues.subarray(start + scoredFrom[example]!, start + lengths[example]!);
    return !own.every(Number.isNaN);
  }
  if (filled === undefined || targets.length === 0) return true;
  const start = example * outputs.length;
  return !targets.subarray(start, start + outputs.length).every(Number.isNaN);
}

/** A part's examples; none where not one of them can be judged. */
export function judgedPart(data: Answered, split: SplitName): Int32Array {
  const examples = examplesOf(data, split);
  return examples.some((example) => isAnswered(data, example)) ? examples : new Int32Array(0);
}

/** A part's examples that have an answer. */
export const answeredExamples = (data: Answered, split: SplitName): Int32Array =>
  examplesOf(data, split).filter((example) => isAnswered(data, example));

/** What each part is used for: of the training part what teaches something, of the others what {@link judgedPart} has. */
export const partsOf = (data: Answered): Parts => ({
  train: answeredExamples(data, 'train'),
  validation: judgedPart(data, 'validation'),
  test: judgedPart(data, 'test'),
});
