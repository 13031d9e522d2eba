import { randomUUID } from 'node:crypto';
import type { ImportPlan } from '../../../shared/domain/dataset';
import type { Stream, StreamChunk, StreamEnd } from '../../../shared/contract/streams';
import { answersWhole } from '../../../shared/domain/task';
import { hopSteps } from '../../../shared/decisions/hops';
import { failure } from '../../../shared/sentences/failure';
import type { JobCaller } from '../activities/job-caller';
import { stepSeconds } from '../features/step-seconds';
import type { inferenceJobs } from './jobs';
import { requireKnownPast } from './known-past';
import { openModel } from './open-model';
import type { ModelPlaces, OpenedModel } from './open-model';
import { heardChannels } from './streaming/sound-input';
import { canCarry } from './streaming/carried-network';

const IDLE_MS = 600_000;
/** Of a model whose file does not say how long its training examples were. */
const UNKNOWN_WINDOW_STEPS = 200;

export interface StreamOptions extends ModelPlaces {
  /** A worker of its own: nothing that is looked at must wait for a stream, nor a stream for it. */
  readonly compute: JobCaller<typeof inferenceJobs> & { close(): Promise<void> };
  readonly idleMs?: number;
}

export interface OpenStreamChoices {
  /** As `openModel`. */
  readonly model: string;
  readonly rateHz: number | null;
  readonly channels: number | null;
}

/** Models that hear recordings as they come (`src/shared/contract/streams.ts`). */
export class StreamService {
  readonly #options: StreamOptions;
  /** Open streams: how many channels each has, and when it is closed unless it is used. */
  readonly #open = new Map<string, { readonly channels: number; timer: NodeJS.Timeout }>();

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  async close(): Promise<void> {
    this.#open.forEach(({ timer }) => clearTimeout(timer));
    this.#open.clear();
    await this.#options.compute.close();
  }

  /**
   * @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, MODEL_UNREADABLE, COLUMN_UNKNOWN when the channels are not as many as
   * the model's, ARGUMENT_INVALID for a rate that cannot be resampled, MODEL_UNSUITABLE
   */
  async open({ model, rateHz, channels }: OpenStreamChoices): Promise<Stream> {
    return this.openFor(await openModel(this.#options, model), rateHz, channels);
  }

  /** {@link open} of a model that was read already. */
  async openFor(
    model: OpenedModel,
    rateHz: number | null = null,
    givenChannels: number | null = null,
  ): Promise<Stream> {
    const { plan, network } = model;
    const channels = givenChannels ?? plan.channels.length;
    const isSound = plan.modality === 'audio';
    requireChannels(model, channels);
    requireKnownPast(plan, 'stream');
    const stream = randomUUID();
    // A state that is carried on would be one that a model of windows never saw.
    const isCut = answersWhole(plan.task) && plan.windows !== null;
    const canBeCarried = network !== null && plan.forecast === null && canCarry(network.spec);
    const how = canBeCarried && !isCut ? 'carried' : 'window';
    const windowSteps = windowOf(model);
    const opened = await this.#options.compute.call('openStream', {
      stream,
      source: model.source,
      signal: {
        features: plan.features,
        channels,
        masked: maskedIn(plan),
        ...(isSound && { heard: heardChannels(plan.channels, channels) }),
        fromHz: rateHz ?? plan.rateHz,
        toHz: plan.rateHz,
      },
      features: model.featureNames.length,
      outputs: model.outputs.length,
      quantiles: model.quantiles,
      windowSteps,
      hopSteps: hopSteps(windowSteps, isCut),
      how,
    });
    this.#open.set(stream, { channels, timer: this.#closeLater(stream) });
    return {
      stream,
      name: model.name,
      task: plan.task,
      outputs: [...model.outputs],
      ...(model.thresholds !== undefined && { thresholds: [...model.thresholds] }),
      ...(model.decision !== undefined && { decision: model.decision }),
      features: [...model.featureNames],
      featureKind: plan.features.kind,
      cell: network?.spec.family === 'recurrent' ? network.spec.cell : null,
      channels: [...plan.channels],
      isSound,
      rateHz: plan.rateHz,
      stepSeconds: stepSeconds(model.plan),
      how,
      windowSteps,
      ...opened,
    };
  }

  /** @throws UnrollError STREAM_UNKNOWN, ARGUMENT_INVALID for a part of a sample, COMPUTE_FAILED */
  async push(stream: string, samples: Float32Array): Promise<StreamChunk> {
    const { channels } = this.#use(stream);
    if (samples.length % channels !== 0)
      throw failure('ARGUMENT_INVALID.streamSamples', { numbers: samples.length, channels });
    return this.#options.compute.call('pushStream', { stream, samples });
  }

  /** @throws UnrollError STREAM_UNKNOWN, COMPUTE_FAILED */
  async finish(stream: string): Promise<StreamEnd> {
    this.#use(stream);
    return this.#options.compute.call('finishStream', { stream });
  }

  /** @throws UnrollError STREAM_UNKNOWN */
  async reset(stream: string): Promise<void> {
    this.#use(stream);
    await this.#options.compute.call('resetStream', { stream });
  }

  /** @throws UnrollError STREAM_UNKNOWN */
  async closeStream(stream: string): Promise<void> {
    clearTimeout(this.#use(stream).timer);
    this.#open.delete(stream);
    await this.#options.compute.call('closeStream', { stream });
  }

  #use(stream: string): { readonly channels: number; readonly timer: NodeJS.Timeout } {
    const open = this.#open.get(stream);
    if (open === undefined) throw failure('STREAM_UNKNOWN.stream', { stream });
    clearTimeout(open.timer);
    open.timer = this.#closeLater(stream);
    return open;
  }

  #closeLater(stream: string): NodeJS.Timeout {
    const close = (): void => void this.closeStream(stream).catch(() => {});
    return setTimeout(close, this.#options.idleMs ?? IDLE_MS).unref();
  }
}

function requireChannels({ plan, name }: OpenedModel, channels: number): void {
  if (plan.modality === 'audio' || plan.channels.length === channels) return;
  throw failure('COLUMN_UNKNOWN.namedChannels', {
    channels,
    expected: plan.channels.length,
    name,
    names: plan.channels.join(', '),
  });
}

function windowOf({ plan, medianSteps }: OpenedModel): number {
  const steps = plan.forecast?.contextSteps ?? plan.windows?.steps ?? medianSteps ?? UNKNOWN_WINDOW_STEPS;
  return Math.max(1, Math.round(steps));
}

/** Which of the channels have a feature beside them that says where values are missing. */
function maskedIn({ features, channels }: Pick<ImportPlan, 'features' | 'channels'>): number[] {
  const masks = features.kind === 'raw' ? (features.masks ?? []) : [];
  return channels.flatMap((name, c) => (masks.includes(name) ? [c] : []));
}
