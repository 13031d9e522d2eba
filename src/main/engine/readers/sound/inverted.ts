/** Quieter than this there is nothing to hear: −80 dB of full scale. */
export const SILENCE = 1e-4;
/** Channels that are alike but for their sign have −1. */
const MOST_CORRELATION = -0.95;

/** Whether there is anything to hear. */
export function isSounding(channelData: readonly Float32Array[]): boolean {
  return channelData.some((samples) => samples.some((sample) => Math.abs(sample) >= SILENCE));
}

/** Whether a channel is the first one's inverse, as where one of two wires is swapped: their mean is next to nothing. */
export function isInverted([first, ...others]: readonly Float32Array[]): boolean {
  return first !== undefined && others.some((other) => correlation(first, other) < MOST_CORRELATION);
}

function correlation(a: Float32Array, b: Float32Array): number {
  let both = 0;
  let aa = 0;
  let bb = 0;
  for (let t = 0; t < a.length; t++) {
    both += a[t]! * b[t]!;
    aa += a[t]! * a[t]!;
    bb += b[t]! * b[t]!;
  }
  return aa === 0 || bb === 0 ? 0 : both / Math.sqrt(aa * bb);
}
