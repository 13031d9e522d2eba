import type { TrainingSpec } from '../../../shared/domain/model';

export interface AdamState {
  readonly parameters: Float32Array | Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** One step of AdamW (Loshchilov & Hutter 2019). @param done steps with this one @param round epoch, from 1 */
export function adamW(
  { parameters, first, second }: AdamState,
  gradient: ArrayLike<number>,
  done: number,
  round: number,
  { learningRate, weightDecay, epochs }: Pick<TrainingSpec, 'learningRate' | 'weightDecay' | 'epochs'>,
): void {
  // Falls along a cosine, as the networks' default schedule does.
  const rate = learningRate * 0.5 * (1 + Math.cos((Math.PI * (round - 1)) / epochs));
  const b1 = 1 - 0.9 ** done;
  const b2 = 1 - 0.999 ** done;
  for (let k = 0; k < parameters.length; k++) {
    const g = gradient[k]!;
    first[k] = 0.9 * first[k]! + 0.1 * g;
    second[k] = 0.999 * second[k]! + 0.001 * g * g;
    const step = first[k]! / b1 / (Math.sqrt(second[k]! / b2) + 1e-8);
    parameters[k]! -= rate * (step + weightDecay * parameters[k]!);
  }
}
