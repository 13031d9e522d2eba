import type { Head } from '../../../../shared/domain/tasks/task-facts';

/**
 * What of an answer is explained. Of one class among several its log-odds, log p / (1 − p): a logit alone also rises when
 * all of them do, which changes no answer. Of a label its logit, which are its log-odds; of a value the scaled value.
 */
export interface Measure {
  value(logits: Float32Array): number;
  /** ∂value/∂logits, [outputs]. */
  gradient(logits: Float32Array): Float32Array;
}

/** log Σ exp of all but one, and each one's share of that sum. */
function others(logits: Float32Array, output: number): { log: number; shares: Float32Array } {
  const rest = logits.map((logit, k) => (k === output ? -Infinity : logit));
  const most = rest.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = rest.map((logit) => Math.exp(logit - most));
  const sum = weights.reduce((a, b) => a + b, 0);
  return { log: most + Math.log(sum), shares: weights.map((weight) => weight / sum) };
}

const alone = (output: number): Measure => ({
  value: (logits) => logits[output]!,
  gradient: (logits) => Float32Array.from(logits, (_, k) => Number(k === output)),
});

const logOdds = (output: number): Measure => ({
  value: (logits) => logits[output]! - others(logits, output).log,
  gradient: (logits) => {
    const { shares } = others(logits, output);
    return shares.map((share, k) => (k === output ? 1 : -share));
  },
});

/** @param output index of the class, label or value; @param outputs how many there are */
export const measureOf = (head: Head, output: number, outputs: number): Measure =>
  head === 'softmax' && outputs > 1 ? logOdds(output) : alone(output);
