import type { ClassificationScores } from '../../../../shared/domain/tasks/classify';
import { softmaxRows } from '../../models/network/loss';
import { wilsonInterval } from '../../../../shared/statistics/proportions';
import { argmax } from './scores';

/**
 * Scores of recordings that were cut into windows: each is what the mean of its windows' probabilities says.
 *
 * @param logits [windows, classes]
 * @param truth [windows]
 * @param recordings [windows] which recording each is of
 */
export function recordingScores(
  logits: Float32Array,
  truth: Int32Array,
  recordings: Int32Array,
  classes: number,
): NonNullable<ClassificationScores['recordings']> {
  const probabilities = softmaxRows(logits, classes);
  const sums = new Map<number, { readonly truth: number; readonly sum: Float64Array }>();
  for (const [window, recording] of recordings.entries()) {
    const own = sums.get(recording) ?? { truth: truth[window]!, sum: new Float64Array(classes) };
    for (let k = 0; k < classes; k++) own.sum[k]! += probabilities[window * classes + k]!;
    sums.set(recording, own);
  }
  const all = [...sums.values()];
  const hits = all.filter((own) => argmax(own.sum, 0, classes) === own.truth).length;
  return {
    count: all.length,
    accuracy: hits / Math.max(1, all.length),
    accuracyInterval: wilsonInterval(hits, all.length),
  };
}
