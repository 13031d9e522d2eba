import { hasClasses } from '../../../shared/domain/task';
import type { PreparedData } from '../prepare/prepared';
import { windowsOf } from '../models/network/batch';
import type { Window } from '../models/scale/forecast-scale';
import type { FitContext } from './family';
import type { ClassicalFamily } from './defaults';

/** log of each class's share of the training part, as if every class had one more example. [classes] */
export function logPriors(data: PreparedData, train: Int32Array): Float64Array {
  const counts = new Float64Array(data.outputs.length).fill(1);
  train.forEach((example) => counts[data.labels[example]!]!++);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => Math.log(count / total));
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Mean cross-entropy of softmax(scores · factor). */
function crossEntropy(
  scores: Float64Array,
  labels: ArrayLike<number>,
  classes: number,
  factor: number,
): number {
  let loss = 0;
  for (let row = 0; row < labels.length; row++) {
    const own = scores.subarray(row * classes, (row + 1) * classes);
    const most = own.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = own.reduce((all, score) => all + Math.exp((score - most) * factor), 0);
    loss += Math.log(sum) - (own[labels[row]!]! - most) * factor;
  }
  return loss / Math.max(1, labels.length);
}

/**
 * The factor f for which softmax(f · scores) predicts the labels best. Likelihoods of whole sequences are far too sure
 * of themselves because steps are not independent; one factor makes them honest and changes no answer (temperature
 * scaling, Guo et al. 2017).
 *
 * @param scores [examples, classes]
 */
export function temperatureOf(scores: Float64Array, labels: ArrayLike<number>, classes: number): number {
  if (labels.length === 0) return 1;
  const at = (log: number): number => crossEntropy(scores, labels, classes, Math.exp(log));
  let low = Math.log(1e-4);
  let high = Math.log(1e3);
  for (let round = 0; round < 60; round++) {
    const left = high - GOLDEN * (high - low);
    const right = low + GOLDEN * (high - low);
    if (at(left) <= at(right)) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

/** {@link temperatureOf} on the validation part, or the training part where there is none; 1 for a forecast. */
export function calibrated(
  { data, parts }: Pick<FitContext<ClassicalFamily>, 'data' | 'parts'>,
  scores: (windows: readonly Window[]) => Float64Array,
): number {
  if (!hasClasses(data.task)) return 1;
  const examples = parts.validation.length > 0 ? parts.validation : parts.train;
  const labels = examples.map((example) => data.labels[example]!);
  return temperatureOf(scores(windowsOf(data, examples)), labels, data.outputs.length);
}
