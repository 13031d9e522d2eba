/** What a recording's own scale adds to the features of a channel. */
const parts = ['spread', 'level'] as const;

export function ownScaleNames(channels: readonly string[]): string[] {
  return channels.flatMap((name) => parts.map((part) => `${part} ${name}`));
}

/** The channel that a feature tells the scale of; null for other features. */
export function scaledChannel(feature: string): string | null {
  const part = parts.find((word) => feature.startsWith(`${word} `));
  return part === undefined ? null : feature.slice(part.length + 1);
}

/** A recording that varies less than this share of its size is constant but for rounding. */
export const LEAST_RELATIVE_DEVIATION = 1e-6;
export const LEAST_DEVIATION = 1e-12;

export interface OwnScale {
  readonly mean: number;
  /** Never 0. */
  readonly deviation: number;
}

/**
 * Mean and deviation of one channel of a recording.
 * @param data [steps, channels] without missing values
 */
export function ownScaleOf(data: Float32Array, channel: number, channels: number): OwnScale {
  const steps = data.length / channels;
  let mean = 0;
  for (let t = 0; t < steps; t++) mean += data[t * channels + channel]! / steps;
  let variance = 0;
  for (let t = 0; t < steps; t++) variance += (data[t * channels + channel]! - mean) ** 2 / steps;
  const least = Math.max(LEAST_DEVIATION, LEAST_RELATIVE_DEVIATION * Math.abs(mean));
  return { mean, deviation: Math.max(least, Math.sqrt(variance)) };
}

/** ln σ and asinh(μ/σ): both without a bound on how far recordings may lie apart. */
export function scaleFeatures({ mean, deviation }: OwnScale): readonly [spread: number, level: number] {
  return [Math.log(deviation), Math.asinh(mean / deviation)];
}
