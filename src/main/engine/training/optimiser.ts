/** AdamW's running means, one per parameter. */
export interface Moments {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/** L2 norm over all parameters. */
export function globalNorm(gradient: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < gradient.length; k++) sum += gradient[k]! * gradient[k]!;
  return Math.sqrt(sum);
}

/** Scales a gradient in place so that its global norm is at most `clipNorm` (Pascanu et al. 2013). Returns the norm before. */
export function clipGlobalNorm(gradient: Float32Array, clipNorm: number | null): number {
  const norm = globalNorm(gradient);
  if (clipNorm !== null && norm > clipNorm) {
    const factor = clipNorm / norm;
    for (let k = 0; k < gradient.length; k++) gradient[k] = gradient[k]! * factor;
  }
  return norm;
}

export interface AdamOptions {
  readonly learningRate: number;
  readonly weightDecay: number;
  /** [parameters]: 1 where weight decay applies (matrices), 0 where not (biases). */
  readonly decayed: Uint8Array;
}

/**
 * One step of Adam with decoupled weight decay (Kingma & Ba 2015; Loshchilov & Hutter 2019), in place.
 *
 * @param step counts from 1
 */
export function adamStep(
  parameters: Float32Array,
  gradient: Float32Array,
  { first, second }: Moments,
  step: number,
  { learningRate, weightDecay, decayed }: AdamOptions,
): void {
  const rate = (learningRate * Math.sqrt(1 - BETA2 ** step)) / (1 - BETA1 ** step);
  const decay = learningRate * weightDecay;
  for (let k = 0; k < parameters.length; k++) {
    const g = gradient[k]!;
    const m = BETA1 * first[k]! + (1 - BETA1) * g;
    const v = BETA2 * second[k]! + (1 - BETA2) * g * g;
    first[k] = m;
    second[k] = v;
    const kept = decayed[k] === 1 ? parameters[k]! * (1 - decay) : parameters[k]!;
    parameters[k] = kept - (rate * m) / (Math.sqrt(v) + EPSILON);
  }
}

/** average ← average + (1 − decay)(parameters − average), in place (Polyak & Juditsky 1992). */
export function averageStep(average: Float32Array, parameters: Float32Array, decay: number): void {
  const share = 1 - decay;
  for (let k = 0; k < average.length; k++) average[k] = average[k]! + share * (parameters[k]! - average[k]!);
}
