import type { PreparedData } from './prepared';

/** Indexes of the examples of one part: 0 train, 1 validation, 2 test. */
export function examplesOf(data: Pick<PreparedData, 'splits'>, split: 0 | 1 | 2): Int32Array {
  const chosen: number[] = [];
  data.splits.forEach((value, example) => {
    if (value === split) chosen.push(example);
  });
  return Int32Array.from(chosen);
}
