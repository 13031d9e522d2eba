import { cepstraOf } from '../extract';
import type { SpectralPlan } from '../log-mel';
import { countFrames, LogMelExtractor } from '../log-mel';
import { dctMatrix } from '../mfcc';
import { DeltaStream } from './delta-stream';
import type { FeatureStream } from './feature-stream';

/** Log-mel bands or MFCCs of each channel: a frame is computed as soon as the last sample under its window is there. */
export class SpectralStream implements FeatureStream {
  readonly delaySteps: number;
  readonly #channels: number;
  readonly #extractor: LogMelExtractor;
  readonly #cepstra: { readonly count: number; readonly dct: Float64Array } | null;
  readonly #deltas: DeltaStream | null;
  readonly #bands: Float64Array;
  /** Samples that frames to come look at, [n, channels]. */
  #samples = new Float32Array(0);
  /** Where they begin in the signal, in samples of a channel. */
  #from = 0;
  #frames = 0;

  constructor(plan: SpectralPlan, channels: number, rateHz: number) {
    this.#channels = channels;
    this.#extractor = new LogMelExtractor(plan, rateHz);
    const { bands } = this.#extractor;
    this.#bands = new Float64Array(bands);
    const count = plan.kind === 'mfcc' ? cepstraOf(plan) : 0;
    this.#cepstra = count === 0 ? null : { count, dct: dctMatrix(count, bands) };
    this.#deltas = plan.kind === 'mfcc' && plan.deltas ? new DeltaStream(channels, count) : null;
    const { windowSamples, hopSamples } = this.#extractor.framing;
    this.delaySteps = Math.ceil(windowSamples / 2 / hopSamples) + (this.#deltas?.delaySteps ?? 0);
  }

  push(samples: Float32Array): Float32Array {
    const joined = new Float32Array(this.#samples.length + samples.length);
    joined.set(this.#samples);
    joined.set(samples, this.#samples.length);
    this.#samples = joined;
    const { windowSamples, hopSamples } = this.#extractor.framing;
    const length = this.#length();
    const reached = length - windowSamples - this.#extractor.startOf(0);
    const rows = this.#framesUntil(reached < 0 ? 0 : 1 + Math.floor(reached / hopSamples));
    const keep = Math.min(Math.max(0, this.#extractor.startOf(this.#frames)), length);
    this.#samples = joined.slice((keep - this.#from) * this.#channels);
    this.#from = keep;
    return this.#deltas === null ? rows : this.#deltas.push(rows);
  }

  finish(): Float32Array {
    const rows = this.#framesUntil(countFrames(this.#extractor.framing, this.#length()));
    const all = this.#deltas === null ? rows : this.#deltas.finish(rows);
    this.reset();
    return all;
  }

  reset(): void {
    this.#samples = new Float32Array(0);
    this.#from = 0;
    this.#frames = 0;
    this.#deltas?.reset();
  }

  #length(): number {
    return this.#from + this.#samples.length / this.#channels;
  }

  /** Frames up to `end`, [frames, channels · (bands or cepstra)]. */
  #framesUntil(end: number): Float32Array {
    const frames = Math.max(0, end - this.#frames);
    const own = this.#cepstra?.count ?? this.#extractor.bands;
    const rows = new Float32Array(frames * this.#channels * own);
    for (let k = 0, at = 0; k < frames; k++, this.#frames++)
      for (let channel = 0; channel < this.#channels; channel++, at += own) this.#write(channel, rows, at);
    return rows;
  }

  #write(channel: number, rows: Float32Array, at: number): void {
    const start = this.#extractor.startOf(this.#frames) - this.#from;
    if (this.#cepstra === null) {
      this.#extractor.frame(this.#samples, channel, this.#channels, start, rows, at);
      return;
    }
    const bands = this.#bands;
    this.#extractor.frame(this.#samples, channel, this.#channels, start, bands, 0);
    const { count, dct } = this.#cepstra;
    for (let k = 0; k < count; k++) {
      let sum = 0;
      for (let b = 0; b < bands.length; b++) sum += dct[k * bands.length + b]! * bands[b]!;
      rows[at + k] = sum;
    }
  }
}
