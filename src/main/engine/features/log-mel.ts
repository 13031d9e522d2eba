import FFT from 'fft.js';
import type { FeaturePlan } from '../../../shared/domain/features';
import type { MelFilter } from './mel';
import { melFilters } from './mel';

export type SpectralPlan = Extract<FeaturePlan, { kind: 'logmel' | 'mfcc' }>;

/** Power below this counts as silence: about the quantisation noise of 16-bit audio in one band. */
export const POWER_FLOOR = 1e-10;

/** A window and a hop in whole samples. */
export interface Framing {
  readonly windowSamples: number;
  readonly hopSamples: number;
}

export function framingOf(plan: SpectralPlan, rateHz: number): Framing {
  return {
    windowSamples: Math.max(1, Math.round((plan.windowMs * rateHz) / 1000)),
    hopSamples: Math.max(1, Math.round((plan.hopMs * rateHz) / 1000)),
  };
}

/** Points of the FFT: the window, padded with zeros to a power of two. */
export function fftSize(windowSamples: number): number {
  let size = 2;
  while (size < windowSamples) size *= 2;
  return size;
}

/** Frame t is centred on sample t · hop, so that even one sample makes a frame: 1 + ⌊length / hop⌋. */
export function countFrames(framing: Framing, length: number): number {
  return length === 0 ? 0 : 1 + Math.floor(length / framing.hopSamples);
}

/**
 * Natural logarithm of mel band power. Frames are centred on t · hop, the signal is zero outside itself; Hann window
 * (periodic), power |X|² of an FFT padded to the next power of two, Slaney's mel filters, ln(max(power, 1e-10)).
 * The numbers are those of librosa 0.11:
 * `log(maximum(melspectrogram(n_fft, win_length, hop_length, center=True, pad_mode='constant'), 1e-10))`.
 */
export class LogMelExtractor {
  readonly framing: Framing;
  readonly bands: number;
  private readonly filters: readonly MelFilter[];
  private readonly fft: FFT;
  private readonly window: Float64Array;
  private readonly padded: Float64Array;
  private readonly spectrum: Float64Array;
  private readonly power: Float64Array;

  constructor(plan: SpectralPlan, rateHz: number) {
    this.framing = framingOf(plan, rateHz);
    this.bands = plan.bands;
    const { windowSamples } = this.framing;
    const size = fftSize(windowSamples);
    this.fft = new FFT(size);
    this.window = Float64Array.from(
      { length: windowSamples },
      (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / windowSamples),
    );
    this.padded = new Float64Array(size);
    this.spectrum = new Float64Array(2 * size);
    this.power = new Float64Array(size / 2 + 1);
    const maxHz = Math.min(plan.maxHz, rateHz / 2);
    this.filters = melFilters(size, rateHz, plan.bands, Math.min(plan.minHz, maxHz / 2), maxHz);
  }

  /**
   * Writes [frames, bands] into `out`, whose rows are `rowStride` apart and begin at `offset`.
   *
   * @param data the channel's samples lie at `channel + t · channels`, t < length
   */
  extract(
    data: Float32Array,
    channel: number,
    channels: number,
    out: Float32Array | Float64Array,
    offset: number,
    rowStride: number,
  ): void {
    const frames = countFrames(this.framing, data.length / channels);
    for (let t = 0; t < frames; t++)
      this.frame(data, channel, channels, this.startOf(t), out, offset + t * rowStride);
  }

  /** First sample under the window of frame t; before the signal it is negative. */
  startOf(t: number): number {
    const size = this.padded.length;
    return t * this.framing.hopSamples - size / 2 + Math.floor((size - this.window.length) / 2);
  }

  /** The frame whose window begins at sample `start`; `data` as {@link extract}. Writes [bands] at `offset` of `out`. */
  frame(
    data: Float32Array,
    channel: number,
    channels: number,
    start: number,
    out: Float32Array | Float64Array,
    offset: number,
  ): void {
    const length = data.length / channels;
    const lead = Math.floor((this.padded.length - this.window.length) / 2);
    this.padded.fill(0);
    for (let n = Math.max(0, -start); n < this.window.length && start + n < length; n++)
      this.padded[lead + n] = this.window[n]! * data[(start + n) * channels + channel]!;
    this.fft.realTransform(this.spectrum, this.padded);
    for (let bin = 0; bin < this.power.length; bin++) {
      const re = this.spectrum[2 * bin]!;
      const im = this.spectrum[2 * bin + 1]!;
      this.power[bin] = re * re + im * im;
    }
    for (let band = 0; band < this.bands; band++)
      out[offset + band] = Math.log(Math.max(POWER_FLOOR, this.bandPower(band)));
  }

  private bandPower(band: number): number {
    const { first, weights } = this.filters[band]!;
    let sum = 0;
    for (let k = 0; k < weights.length; k++) sum += weights[k]! * this.power[first + k]!;
    return sum;
  }
}
