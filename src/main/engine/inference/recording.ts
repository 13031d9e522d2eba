import type { FeaturePlan } from '../../../shared/domain/features';
import { samplesIn } from '../examples/sound-samples';
import { spanFeatures } from '../examples/span-features';
import type { SpanFeaturePlan } from '../examples/span-features';
import type { Features } from '../features/extract';
import { extractFeatures } from '../features/extract';
import type { Signal } from '../features/signal';
import { soundRows } from '../features/sound-rows';
import type { AudioContent } from '../readers/content';
import type { KnownFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';

/** A recording as a model hears it: its channels, at its rate. */
export interface Recording {
  /** A file of several recordings has `file#0`, `file#1`, …; else the file as it was given. */
  readonly name: string;
  readonly channels: readonly string[];
  /** Samples per second; null when the recording has no time. */
  readonly rateHz: number | null;
  /** Samples of a channel. */
  readonly length: number;
  /** All of it. @throws UnrollError FILE_*, SEQUENCE_EMPTY */
  features(): Promise<Features>;
  /** [n, channels] a part after the other, so that a long recording never lies in memory whole. @throws UnrollError FILE_* */
  samples(): AsyncIterable<Float32Array>;
}

/** A recording that is at hand. */
export function recordingOfSignal(name: string, signal: Signal, features: FeaturePlan): Recording {
  const { channels, rateHz, length, data } = signal;
  return {
    ...{ name, channels, rateHz, length },
    features: async () => extractFeatures(features, signal),
    async *samples() {
      yield data;
    },
  };
}

/** A file of sound, read when it is asked for. */
export function recordingOfSound(
  name: string,
  sources: Sources,
  file: KnownFile,
  { rateHz: fromHz, length }: AudioContent,
  plan: SpanFeaturePlan,
  signal?: AbortSignal,
): Recording {
  const toHz = plan.rateHz ?? fromHz;
  const span = { start: 0, end: length };
  return {
    name,
    channels: plan.channels,
    rateHz: toHz,
    length: length === 0 ? 0 : Math.max(1, Math.round((length * toHz) / fromHz)),
    features: () => spanFeatures(sources, file, plan, span, signal),
    samples: () =>
      soundRows(
        { fromHz, toHz, features: null, channels: plan.channels.length },
        samplesIn(sources, file, span, plan.channels, signal),
        signal,
      ),
  };
}
