import type { Stream, StreamChunk } from '../../../shared/contract/streams';
import type { Scaler } from '../../../shared/domain/features';
import { Ring } from '../../charts/tracks/ring';
import type { Span } from '../../charts/tracks/time-window';

/** So much can be looked at and taken into the data set afterwards. */
const KEPT_SECONDS = 60;
/** Steps that are kept; of more in that time every so manieth. */
const MOST_STEPS = 8192;
const MOST_NUMBERS = 8_000_000;
const ENVELOPE_PER_SECOND = 200;
const MOST_GAPS = 64;

/**
 * What was heard and what the model said of it, for the last minute. All of it lies on one axis: that of the samples that
 * the model got.
 */
export class Heard {
  /** [n, channels] as they came. */
  readonly samples: Ring;
  /** Least and greatest of each short stretch of sound; null of a sensor. */
  readonly envelope: Ring | null;
  /** Scaled as the network sees them. */
  readonly features: Ring;
  readonly outputs: Ring;
  readonly hidden: Ring;
  /** Rows of the four rings above are every so manieth step. */
  readonly stride: number;
  readonly perSample: number;
  readonly perStep: number;
  /** Where sound was left out because the engine was busy. */
  readonly gaps: number[] = [];
  readonly #perEnvelope: number;
  #steps = 0;
  #block: [least: number, greatest: number, samples: number] = [Infinity, -Infinity, 0];

  constructor(
    readonly stream: Stream,
    /** Of what comes in; null where the model's own is taken. */
    readonly rateHz: number | null,
    channels: number,
    readonly scaler: Scaler | null,
  ) {
    const rate = rateHz ?? stream.rateHz;
    this.perSample = rate === null ? 1 : 1 / rate;
    this.perStep = stream.stepSeconds ?? 1;
    const wanted = rate === null ? MOST_STEPS : KEPT_SECONDS / this.perStep;
    this.stride = Math.max(1, Math.ceil(wanted / MOST_STEPS));
    const rows = Math.ceil(wanted / this.stride);
    const kept = rate === null ? MOST_STEPS : Math.ceil(KEPT_SECONDS * rate);
    this.samples = new Ring(Math.min(kept, Math.floor(MOST_NUMBERS / channels)), channels);
    this.features = new Ring(rows, stream.features.length);
    this.outputs = new Ring(rows, stream.outputs.length);
    this.hidden = new Ring(rows, stream.units);
    this.#perEnvelope = rate === null ? 1 : Math.max(1, Math.round(rate / ENVELOPE_PER_SECOND));
    this.envelope =
      stream.featureKind === 'raw' && channels > 1
        ? null
        : new Ring(Math.ceil(this.samples.capacity / this.#perEnvelope), 2);
  }

  /** One past the last sample, on the axis. */
  get end(): number {
    return this.samples.end * this.perSample;
  }

  /** One past the last step that was answered, on the axis. */
  get answered(): number {
    return this.#steps * this.perStep;
  }

  /** The first moment of which everything is still there. */
  get start(): number {
    return Math.max(this.samples.start * this.perSample, this.outputs.start * this.perRow);
  }

  /** One row of `features`, `outputs` and `hidden`, on the axis. */
  get perRow(): number {
    return this.perStep * this.stride;
  }

  /** One row of `envelope`, on the axis. */
  get perBlock(): number {
    return this.perSample * this.#perEnvelope;
  }

  /** Samples that the model gets. */
  add(samples: Float32Array): void {
    this.samples.push(samples);
    if (this.envelope !== null) this.envelope.push(this.#blocks(samples));
  }

  /** What it said of them. */
  answer({ steps, features, outputs, hidden }: StreamChunk): void {
    const { stream, stride } = this;
    const first = (stride - (this.#steps % stride)) % stride;
    this.#steps += steps;
    const thin = (values: Float32Array, width: number): Float32Array =>
      stride === 1 ? values : everyRow(values, width, first, stride);
    const seen = thin(features, stream.features.length);
    this.features.push(this.scaler === null ? seen : scaled(seen, this.scaler));
    this.outputs.push(thin(outputs, stream.outputs.length));
    if (stream.units > 0) this.hidden.push(thin(hidden, stream.units));
  }

  /** Something is missing from here on. */
  gap(): void {
    this.gaps.push(this.end);
    if (this.gaps.length > MOST_GAPS) this.gaps.shift();
  }

  /** The samples of a stretch, as far as they are still there, [n, channels]. */
  clip({ from, to }: Span): Float32Array {
    return this.samples.read(Math.round(from / this.perSample), Math.round(to / this.perSample));
  }

  /** Mean of what was said in a stretch, [K]; null where nothing was. */
  said({ from, to }: Span): Float32Array | null {
    const { width } = this.outputs;
    const rows = this.outputs.read(Math.floor(from / this.perRow), Math.ceil(to / this.perRow));
    const count = rows.length / width;
    if (count === 0) return null;
    return Float32Array.from({ length: width }, (_, k) => {
      let sum = 0;
      for (let at = k; at < rows.length; at += width) sum += rows[at]!;
      return sum / count;
    });
  }

  #blocks(samples: Float32Array): Float32Array {
    const blocks: number[] = [];
    for (const sample of samples) {
      const block = this.#block;
      if (sample < block[0]) block[0] = sample;
      if (sample > block[1]) block[1] = sample;
      if (++block[2] < this.#perEnvelope) continue;
      blocks.push(block[0], block[1]);
      this.#block = [Infinity, -Infinity, 0];
    }
    return Float32Array.from(blocks);
  }
}

function everyRow(values: Float32Array, width: number, first: number, stride: number): Float32Array {
  const rows = Math.max(0, Math.ceil((values.length / width - first) / stride));
  const kept = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const at = (first + row * stride) * width;
    kept.set(values.subarray(at, at + width), row * width);
  }
  return kept;
}

function scaled(values: Float32Array, { mean, deviation }: Scaler): Float32Array {
  const width = mean.length;
  return values.map((value, k) => (value - mean[k % width]!) / (deviation[k % width]! || 1));
}
