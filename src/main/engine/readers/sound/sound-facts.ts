import FFT from 'fft.js';

/** Frequencies above which the share of the power is measured: half of the rates that sound may be resampled to. */
export const POWER_EDGES_HZ: readonly number[] = [4000, 8000, 16_000, 24_000, 48_000, 96_000, 192_000];

/** What a person should know of a sound file, beside what is in it. */
export interface SoundFacts {
  readonly channels: number;
  /** The channel that is taken because the mean of all would cancel out; null: the mean is taken. */
  readonly ownChannel: number | null;
  /** Values that are no numbers, infinite or beyond any scale. They are taken as zero. */
  readonly unusable: number;
  /** The mean of the samples. */
  readonly offset: number;
  /** Share of the samples that stand at the end of the scale. */
  readonly clipped: number;
  /** Share of the power above each of {@link POWER_EDGES_HZ}; null where there is no power. */
  readonly powerAbove: readonly number[] | null;
}

/** 60 dB above full scale; what is beyond was never sound. */
const MOST_AMPLITUDE = 1000;
const FULL_SCALE = 0.999;
const SPECTRUM_SAMPLES = 1024;
/** Stretches of a piece whose spectrum is taken, evenly over it. */
const SPECTRA_A_PIECE = 16;

/** Puts zero where a value is not finite or beyond any scale. @returns how many those were */
export function cleanSamples(channelData: readonly Float32Array[]): number {
  let unusable = 0;
  for (const samples of channelData)
    for (let t = 0; t < samples.length; t++)
      if (!(Math.abs(samples[t]!) <= MOST_AMPLITUDE)) {
        samples[t] = 0;
        unusable++;
      }
  return unusable;
}

/** Gathers the facts while samples pass. */
export class SoundMeasure {
  #samples = 0;
  #sum = 0;
  #clipped = 0;
  #rateHz = 1;
  readonly #fft = new FFT(SPECTRUM_SAMPLES);
  readonly #window = Float64Array.from(
    { length: SPECTRUM_SAMPLES },
    (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / SPECTRUM_SAMPLES),
  );
  readonly #signal = new Float64Array(SPECTRUM_SAMPLES);
  readonly #spectrum = new Float64Array(2 * SPECTRUM_SAMPLES);
  readonly #power = new Float64Array(SPECTRUM_SAMPLES / 2 + 1);

  /** @param samples one channel, or the mean of several */
  add(samples: Float32Array, rateHz: number): void {
    this.#rateHz = rateHz;
    this.#samples += samples.length;
    for (let t = 0; t < samples.length; t++) {
      const sample = samples[t]!;
      this.#sum += sample;
      if (Math.abs(sample) >= FULL_SCALE) this.#clipped++;
    }
    const stretches = Math.min(SPECTRA_A_PIECE, Math.ceil(samples.length / SPECTRUM_SAMPLES));
    for (let k = 0; k < stretches; k++) {
      const start = Math.floor((k * samples.length) / stretches);
      this.#addSpectrum(samples.subarray(start, start + SPECTRUM_SAMPLES));
    }
  }

  finish(): Pick<SoundFacts, 'offset' | 'clipped' | 'powerAbove'> {
    const binHz = this.#rateHz / SPECTRUM_SAMPLES;
    // The window lets the mean leak into the next two bins.
    const power = this.#power.map((value, bin) => (bin < 3 ? 0 : value));
    const total = power.reduce((sum, value) => sum + value, 0);
    const above = (hz: number): number =>
      power.reduce((sum, value, bin) => (bin * binHz > hz ? sum + value : sum), 0) / total;
    return {
      offset: this.#sum / Math.max(1, this.#samples),
      clipped: this.#clipped / Math.max(1, this.#samples),
      powerAbove: total > 0 ? POWER_EDGES_HZ.map(above) : null,
    };
  }

  #addSpectrum(samples: Float32Array): void {
    this.#signal.fill(0);
    for (let t = 0; t < samples.length; t++) this.#signal[t] = samples[t]! * this.#window[t]!;
    this.#fft.realTransform(this.#spectrum, this.#signal);
    for (let bin = 0; bin < this.#power.length; bin++)
      this.#power[bin]! += this.#spectrum[2 * bin]! ** 2 + this.#spectrum[2 * bin + 1]! ** 2;
  }
}
