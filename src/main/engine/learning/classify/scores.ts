import type { ClassificationScores } from '../../../../shared/domain/tasks/classify';
import { wilsonInterval } from '../../../../shared/statistics/proportions';
import { softmaxRows } from '../../models/network/loss';

/** Index of the greatest of `columns` values from `start`; the first of equals. */
export function argmax(values: ArrayLike<number>, start: number, columns: number): number {
  let best = 0;
  for (let k = 1; k < columns; k++) if (values[start + k]! > values[start + best]!) best = k;
  return best;
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/**
 * Scores of softmax predictions as scikit-learn defines them: balanced accuracy is the mean recall over classes that
 * occur; macro F1 the mean F1 over classes that occur or were predicted. The loss is plain cross-entropy.
 *
 * @param logits [examples, classes]
 * @param truth [examples]
 */
export function classificationScores(
  logits: Float32Array,
  truth: Int32Array,
  classes: readonly string[],
): ClassificationScores {
  const k = classes.length;
  const probabilities = softmaxRows(logits, k);
  const confusion = classes.map(() => new Array<number>(k).fill(0));
  let loss = 0;
  truth.forEach((label, example) => {
    confusion[label]![argmax(logits, example * k, k)]! += 1;
    loss -= Math.log(Math.max(probabilities[example * k + label]!, 1e-30)) / truth.length;
  });
  const hits = (c: number): number => confusion[c]![c]!;
  const perClass = classes.map((label, c) => {
    const support = confusion[c]!.reduce((a, b) => a + b, 0);
    const predicted = confusion.reduce((sum, row) => sum + row[c]!, 0);
    const precision = ratio(hits(c), predicted);
    const recall = ratio(hits(c), support);
    return {
      label,
      precision,
      recall,
      f1: ratio(2 * hits(c), predicted + support),
      support,
      predicted,
    };
  });
  const correct = classes.reduce((sum, _, c) => sum + hits(c), 0);
  const mean = (values: readonly number[]): number =>
    ratio(
      values.reduce((a, b) => a + b, 0),
      values.length,
    );
  return {
    task: 'classify',
    accuracy: ratio(correct, truth.length),
    accuracyInterval: wilsonInterval(correct, truth.length),
    balancedAccuracy: mean(perClass.filter(({ support }) => support > 0).map(({ recall }) => recall)),
    macroF1: mean(perClass.filter((c) => c.support + c.predicted > 0).map(({ f1 }) => f1)),
    loss,
    perClass: perClass.map(({ predicted: _, ...score }) => score),
    confusion,
  };
}
