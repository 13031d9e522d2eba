import type { GenerationScores } from '../../../../shared/domain/tasks/generate';
import { blockLength, bootstrapInterval } from '../bootstrap';

/**
 * Errors of the next step's values.
 *
 * @param estimates [Σ steps, channels] in data units
 * @param truth [Σ steps, channels]; NaN where a step is judged in another example, or was not measured
 * @param lengths steps of each example
 * @param spread deviation of each channel in the training part, [channels]
 */
export function generationScores(
  estimates: Float32Array,
  truth: Float32Array,
  lengths: readonly number[],
  spread: readonly number[],
  loss: number,
): GenerationScores {
  const channels = spread.length;
  const perExample: number[] = [];
  const squares = new Float64Array(channels);
  let total = 0;
  let judged = 0;
  let at = 0;
  for (const length of lengths) {
    let sum = 0;
    let count = 0;
    for (let k = at; k < at + length * channels; k++) {
      if (Number.isNaN(truth[k]!)) continue;
      const error = estimates[k]! - truth[k]!;
      squares[k % channels]! += error * error;
      sum += Math.abs(error) / spread[k % channels]!;
      count++;
    }
    at += length * channels;
    total += sum;
    judged += count;
    if (count > 0) perExample.push(sum / count);
  }
  const perChannel = Math.max(1, judged / channels);
  const residuals = Array.from(squares, (sum) => Math.sqrt(sum / perChannel));
  return {
    task: 'generate',
    mae: total / Math.max(1, judged),
    maeInterval: bootstrapInterval(Float64Array.from(perExample), blockLength(perExample.length)),
    rmse: Math.sqrt(residuals.reduce((sum, r, c) => sum + (r / spread[c]!) ** 2, 0) / channels),
    residuals,
    loss,
  };
}
