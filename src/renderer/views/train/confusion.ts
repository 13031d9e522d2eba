/** One cell of a confusion matrix as it is shown. */
export interface ConfusionCell {
  readonly truth: number;
  readonly predicted: number;
  readonly count: number;
  /** Share of the true class' examples, 0 … 1; 0 for a class without examples. */
  readonly share: number;
}

/** @param confusion [true class][predicted class], counts */
export function confusionCells(confusion: readonly (readonly number[])[]): ConfusionCell[][] {
  return confusion.map((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, predicted) => ({
      truth,
      predicted,
      count,
      share: total === 0 ? 0 : count / total,
    }));
  });
}
