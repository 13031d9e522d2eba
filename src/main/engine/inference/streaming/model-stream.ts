import { featureStream } from '../../features/streaming/open-feature-stream';
import type { FeatureStream } from '../../features/streaming/feature-stream';
import { GapFiller } from '../../features/streaming/gap-filler';
import { ResampleStream } from '../../features/streaming/resample-stream';
import type { FeaturePlan } from '../../../../shared/domain/features';
import type { StreamChunk, StreamEnd } from '../../../../shared/contract/streams';
import { takeChannels } from './sound-input';
import { joinSteps } from './answers';
import type { AnsweredSteps, StepAnswers } from './answers';

export interface StreamSignal {
  readonly features: FeaturePlan;
  /** Channels that come in. */
  readonly channels: number;
  /** Of those, the ones beside which goes in whether a value was missing. */
  readonly masked?: readonly number[];
  /** Those of sound that the model hears, null for the mean of all; absent: all of them. */
  readonly heard?: readonly number[] | null;
  /** Samples per second that come in, and that the model wants; equal where nothing is resampled. */
  readonly fromHz: number | null;
  readonly toHz: number | null;
}

/** A recording that comes in pieces, from samples to answers. One call at a time. */
export class ModelStream {
  readonly delaySteps: number;
  readonly answers: StepAnswers;
  readonly #channels: number;
  readonly #heard: readonly number[] | null | undefined;
  readonly #gaps: GapFiller;
  readonly #resample: ResampleStream | null;
  readonly #features: FeatureStream;
  readonly #outputs: number;
  #steps = 0;
  #last: Float32Array | null = null;

  private constructor(
    signal: StreamSignal,
    resample: ResampleStream | null,
    answers: StepAnswers,
    outputs: number,
  ) {
    const { features, channels, masked = [], heard, toHz } = signal;
    const inside = insideOf(signal);
    this.#channels = channels;
    this.#heard = channels === 1 ? undefined : heard;
    const longest = features.kind === 'raw' ? features.gapSteps : undefined;
    this.#gaps = new GapFiller(inside, masked, longest);
    this.#resample = resample;
    this.#features = featureStream(features, inside, toHz, masked.length);
    this.answers = answers;
    this.#outputs = outputs;
    this.delaySteps = this.#features.delaySteps + answers.delaySteps;
  }

  /** @throws UnrollError ARGUMENT_INVALID */
  static async open(signal: StreamSignal, answers: StepAnswers, outputs: number): Promise<ModelStream> {
    const { masked = [], fromHz, toHz } = signal;
    const resample =
      fromHz === null || toHz === null || fromHz === toHz
        ? null
        : await ResampleStream.open(insideOf(signal) + masked.length, fromHz, toHz);
    return new ModelStream(signal, resample, answers, outputs);
  }

  /** @param samples [n, channels] */
  async push(samples: Float32Array): Promise<StreamChunk> {
    const startMs = performance.now();
    const own = this.#heard === undefined ? samples : takeChannels(samples, this.#channels, this.#heard);
    const whole = this.#gaps.push(own);
    const rows = this.#features.push(this.#resample === null ? whole : this.#resample.push(whole));
    return this.#chunk(await this.answers.push(rows), startMs);
  }

  async finish(): Promise<StreamEnd> {
    const startMs = performance.now();
    const parts: Float32Array[] = [];
    const rest = this.#gaps.finish();
    if (this.#resample === null) parts.push(this.#features.push(rest));
    else
      parts.push(
        this.#features.push(this.#resample.push(rest)),
        this.#features.push(this.#resample.finish()),
      );
    parts.push(this.#features.finish());
    const pushed: AnsweredSteps[] = [];
    for (const rows of parts) pushed.push(await this.answers.push(rows));
    pushed.push(await this.answers.finish());
    const chunk = this.#chunk(joinSteps(pushed), startMs);
    const final = this.#last ?? new Float32Array(this.#outputs).fill(Number.NaN);
    this.#forget();
    return { ...chunk, final };
  }

  reset(): void {
    this.#gaps.reset();
    this.#resample?.reset();
    this.#features.reset();
    this.answers.reset();
    this.#forget();
  }

  close(): void {
    this.#resample?.close();
  }

  #forget(): void {
    this.#steps = 0;
    this.#last = null;
  }

  #chunk(answered: AnsweredSteps, startMs: number): StreamChunk {
    const firstStep = this.#steps;
    this.#steps += answered.steps;
    if (answered.steps > 0) this.#last = answered.outputs.slice(-this.#outputs);
    return { firstStep, ...answered, computeMs: performance.now() - startMs };
  }
}

/** Channels of the features: those that are left of what comes in. */
function insideOf({ channels, heard }: StreamSignal): number {
  return heard === undefined ? channels : (heard?.length ?? 1);
}
