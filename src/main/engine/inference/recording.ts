import type { FeaturePlan } from '../../../shared/domain/features';
import { samplesIn } from '../examples/sound-samples';
import { isReadOnce, soundFeatureRows, spanFeatures } from '../examples/span-features';
import { tableBlocks, tableRows } from '../examples/table-rows';
import type { SpanFeaturePlan } from '../examples/span-features';
import type { Features } from '../features/extract';
import { extractFeatures } from '../features/extract';
import type { Signal } from '../features/signal';
import { soundRows } from '../features/sound-rows';
import type { AudioContent, TableContent } from '../readers/content';
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
  /** The same rows, [steps, features], some after the others: of long files no more lies in memory. @throws UnrollError as `features` */
  rows(): AsyncIterable<Float32Array>;
  /** [n, channels] a part after the other, so that a long recording never lies in memory whole. @throws UnrollError FILE_* */
  samples(): AsyncIterable<Float32Array>;
}

/** A recording that is at hand. */
export function recordingOfSignal(name: string, signal: Signal, features: FeaturePlan): Recording {
  const { channels, rateHz, length, data } = signal;
  return {
    ...{ name, channels, rateHz, length },
    features: async () => extractFeatures(features, signal),
    async *rows() {
      yield extractFeatures(features, signal).values;
    },
    async *samples() {
      yield data;
    },
  };
}

/** A long table of which a stretch of rows can be worked on after the other (`flowsInRows`). */
export function recordingOfTable(
  name: string,
  sources: Sources,
  file: KnownFile,
  content: TableContent,
  plan: SpanFeaturePlan,
  span: { readonly start: number; readonly end: number },
  signal?: AbortSignal,
): Recording {
  return {
    name,
    channels: plan.channels,
    rateHz: plan.rateHz,
    length: span.end - span.start,
    features: () => spanFeatures(sources, file, plan, span, signal),
    async *rows() {
      for await (const { values } of tableRows(sources, file, content, plan, span, signal)) yield values;
    },
    samples: () => tableBlocks(sources, file, content, plan, span, signal),
  };
}

/** A file of sound, read when it is asked for. */
export function recordingOfSound(
  name: string,
  sources: Sources,
  file: KnownFile,
  content: AudioContent,
  plan: SpanFeaturePlan,
  signal?: AbortSignal,
): Recording {
  const { rateHz: fromHz, length } = content;
  const toHz = plan.rateHz ?? fromHz;
  const span = { start: 0, end: length };
  return {
    name,
    channels: plan.channels,
    rateHz: toHz,
    length: length === 0 ? 0 : Math.max(1, Math.round((length * toHz) / fromHz)),
    features: () => spanFeatures(sources, file, plan, span, signal),
    async *rows() {
      if (isReadOnce(plan)) yield* soundFeatureRows(sources, file, content, plan, span, signal);
      else yield (await spanFeatures(sources, file, plan, span, signal)).values;
    },
    samples: () =>
      soundRows(
        { fromHz, toHz, features: null, channels: plan.channels.length },
        samplesIn(sources, file, span, plan.channels, signal),
        signal,
      ),
  };
}
