import type { TrainingSpec } from '../../../shared/domain/model';
import type { Scores } from '../../../shared/domain/run';
import type { BatchLoss } from '../models/network/loss';
import type { QuantileForecasts } from './forecast/scores';

/**
 * What the network learns and how it is judged. Its rows are the network's: one for each example, or one for each step
 * of each example where every step is answered (`Network.logits`).
 */
export interface Objective {
  /** Loss of a batch of examples, as minimised in training and drawn for validation. */
  loss(examples: Int32Array): BatchLoss;
  /** Accuracy of these logits, or their mean absolute error in data units. */
  metric(examples: Int32Array, logits: Float32Array): number;
  /** @param intervals of a forecast whose logits are points, in data units */
  scores(examples: Int32Array, logits: Float32Array, intervals?: QuantileForecasts | null): Scores;
}

/** What of a training changes a loss. */
export type Restraints = Pick<TrainingSpec, 'labelSmoothing' | 'classWeights'>;

/** The loss as it is scored. */
export const unrestrained: Restraints = { labelSmoothing: 0, classWeights: 'none' };

/** Weights of classes by how often each occurs, n / (classes · nₖ); classes that do not occur count 1. */
export function balancedWeights(counts: Float64Array): Float32Array {
  const total = counts.reduce((a, b) => a + b, 0);
  return Float32Array.from(counts, (count) => (count === 0 ? 1 : total / (counts.length * count)));
}

/** Logits of a network that ignores its input, [classes]: how often each class occurs. */
export function shareLogits(counts: Float64Array): Float32Array {
  const total = counts.reduce((a, b) => a + b, 0);
  return Float32Array.from(counts, (count) => Math.log(Math.max(count, 0.5) / total));
}

/** |value − truth| where the truth is known. */
export function knownErrors(values: ArrayLike<number>, truth: Float32Array): number[] {
  return Array.from(truth, (value, k) => Math.abs(values[k]! - value)).filter(
    (error) => !Number.isNaN(error),
  );
}

/** Mean |value − truth| where the truth is known. */
export function meanAbsolute(values: Float32Array, truth: Float32Array): number {
  let sum = 0;
  let count = 0;
  truth.forEach((value, k) => {
    if (Number.isNaN(value)) return;
    sum += Math.abs(values[k]! - value);
    count++;
  });
  return sum / Math.max(1, count);
}
