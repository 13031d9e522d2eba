import { createFusedAdam } from '../kernels/fused-adam';
import type { FusedAdam } from '../kernels/fused-adam';
import type { RecurrentKernel } from '../kernels/kernel';

/** AdamW's running means, one per parameter. */
export interface Moments {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/** Adam as plain loops: what every kernel but `native` steps with. */
export const plainAdam: FusedAdam = {
  norm(gradient) {
    let sum = 0;
    for (let k = 0; k < gradient.length; k++) sum += gradient[k]! * gradient[k]!;
    return Math.sqrt(sum);
  },
  step({ parameters, gradient, first, second, decayed }, { scale, beta1, beta2, rate, epsilon, decay }) {
    for (let k = 0; k < parameters.length; k++) {
      const g = gradient[k]! * scale;
      const m = beta1 * first[k]! + (1 - beta1) * g;
      const v = beta2 * second[k]! + (1 - beta2) * g * g;
      first[k] = m;
      second[k] = v;
      const kept = decayed[k] === 1 ? parameters[k]! * (1 - decay) : parameters[k]!;
      parameters[k] = kept - (rate * m) / (Math.sqrt(v) + epsilon);
    }
  },
};

/** By the kernel's name, not by what is there: the same kernel gives the same weights everywhere. */
export function adamFor({ name }: RecurrentKernel): FusedAdam {
  return (name === 'native' ? createFusedAdam() : null) ?? plainAdam;
}

/** What to multiply a gradient of this global norm by, so that it is at most `clipNorm` (Pascanu et al. 2013). */
export function clipScale(norm: number, clipNorm: number | null): number {
  return clipNorm !== null && norm > clipNorm ? clipNorm / norm : 1;
}

export interface AdamOptions {
  readonly learningRate: number;
  readonly weightDecay: number;
  /** The gradient is multiplied by this first. */
  readonly scale: number;
  /** [parameters]: 1 where weight decay applies (matrices), 0 where not (biases). */
  readonly decayed: Uint8Array;
}

/**
 * One step of Adam with decoupled weight decay (Kingma & Ba 2015; Loshchilov & Hutter 2019), in place.
 *
 * @param step counts from 1
 */
export function adamStep(
  adam: FusedAdam,
  parameters: Float32Array,
  gradient: Float32Array,
  { first, second }: Moments,
  step: number,
  { learningRate, weightDecay, scale, decayed }: AdamOptions,
): void {
  adam.step(
    { parameters, gradient, first, second, decayed },
    {
      scale,
      beta1: BETA1,
      beta2: BETA2,
      rate: (learningRate * Math.sqrt(1 - BETA2 ** step)) / (1 - BETA1 ** step),
      epsilon: EPSILON,
      decay: learningRate * weightDecay,
    },
  );
}

/** average ← average + (1 − decay)(parameters − average), in place (Polyak & Juditsky 1992). */
export function averageStep(average: Float32Array, parameters: Float32Array, decay: number): void {
  const share = 1 - decay;
  for (let k = 0; k < average.length; k++) average[k] = average[k]! + share * (parameters[k]! - average[k]!);
}
