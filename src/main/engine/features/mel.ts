/** One triangular filter: `weights[k]` belongs to frequency bin `first + k`. */
export interface MelFilter {
  readonly centreHz: number;
  readonly first: number;
  readonly weights: Float64Array;
}

const LINEAR_STEP_HZ = 200 / 3;
const LOG_START_HZ = 1000;
const LOG_START_MEL = LOG_START_HZ / LINEAR_STEP_HZ;
const LOG_STEP = Math.log(6.4) / 27;

/** Slaney's scale (Auditory Toolbox, 1998): linear below 1 kHz, logarithmic above; librosa's default. */
export function hzToMel(hz: number): number {
  return hz < LOG_START_HZ ? hz / LINEAR_STEP_HZ : LOG_START_MEL + Math.log(hz / LOG_START_HZ) / LOG_STEP;
}

function melToHz(mel: number): number {
  return mel < LOG_START_MEL
    ? mel * LINEAR_STEP_HZ
    : LOG_START_HZ * Math.exp(LOG_STEP * (mel - LOG_START_MEL));
}

/** Centres of `bands` mel bands between two frequencies, in Hz, with the two outer edges: [bands + 2]. */
export function melEdges(bands: number, minHz: number, maxHz: number): number[] {
  const low = hzToMel(minHz);
  const high = hzToMel(maxHz);
  return Array.from({ length: bands + 2 }, (_, k) => melToHz(low + ((high - low) * k) / (bands + 1)));
}

/**
 * Triangular filters of unit area over the power spectrum of an FFT of `size` points
 * (Slaney's normalisation, as `librosa.filters.mel(norm='slaney')`).
 */
export function melFilters(
  size: number,
  rateHz: number,
  bands: number,
  minHz: number,
  maxHz: number,
): MelFilter[] {
  const edges = melEdges(bands, minHz, maxHz);
  const bins = size / 2 + 1;
  return Array.from({ length: bands }, (_, band) => {
    const [lower, centre, upper] = [edges[band]!, edges[band + 1]!, edges[band + 2]!];
    const weights: number[] = [];
    let first = 0;
    for (let bin = 0; bin < bins; bin++) {
      const hz = (bin * rateHz) / size;
      const weight = Math.min((hz - lower) / (centre - lower), (upper - hz) / (upper - centre));
      if (weight <= 0) continue;
      if (weights.length === 0) first = bin;
      weights.push((2 * weight) / (upper - lower));
    }
    return { centreHz: centre, first, weights: Float64Array.from(weights) };
  });
}
