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

export const partsOf = (data: Pick<PreparedData, 'splits'>): Parts => ({
  train: examplesOf(data, 'train'),
  validation: examplesOf(data, 'validation'),
  test: examplesOf(data, 'test'),
});
