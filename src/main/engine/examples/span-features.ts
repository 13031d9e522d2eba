import type { ImportPlan } from '../../../shared/domain/dataset';
import type { Features } from '../features/extract';
import { extractFeatures, featureNames } from '../features/extract';
import { framingOf } from '../features/log-mel';
import { featureStream } from '../features/streaming/open-feature-stream';
import { ResampleStream } from '../features/streaming/resample-stream';
import type { AudioContent } from '../readers/content';
import type { Span } from '../readers/reader';
import type { KnownFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import type { SignalPlan } from './read-span';
import { readSpan } from './read-span';
import { samplesIn } from './sound-samples';

/** Sound of more seconds never lies in memory whole. Shorter sound is resampled in a worker, several files at once. */
const LONG_SECONDS = 120;

export type SpanFeaturePlan = SignalPlan & Pick<ImportPlan, 'features'>;

/**
 * The features of one span, unscaled: {@link extractFeatures} of what {@link readSpan} reads, bit by bit, however long it is.
 *
 * @throws UnrollError FILE_*, COLUMN_UNKNOWN, SEQUENCE_EMPTY
 */
export async function spanFeatures(
  sources: Sources,
  file: KnownFile,
  plan: SpanFeaturePlan,
  span: Span,
  signal?: AbortSignal,
): Promise<Features> {
  const content = await sources.content(file, signal);
  const hasOwnScale = plan.features.kind === 'raw' && (plan.features.ownScale?.length ?? 0) > 0;
  if (content.kind === 'audio' && !hasOwnScale && secondsOf(content, span) > LONG_SECONDS) {
    const streamed = await streamFeatures(sources, { ...file, content }, content, plan, span, signal);
    if (streamed !== null) return streamed;
  }
  return extractFeatures(plan.features, await readSpan(sources, file, plan, span, signal));
}

function secondsOf({ rateHz, length }: AudioContent, { start, end }: Span): number {
  return (Math.min(end, length) - start) / rateHz;
}

/** @returns null for sound with values that are no numbers, which are filled from both their sides */
async function streamFeatures(
  sources: Sources,
  file: KnownFile,
  { rateHz, length }: AudioContent,
  plan: SpanFeaturePlan,
  span: Span,
  signal?: AbortSignal,
): Promise<Features | null> {
  const toHz = plan.rateHz ?? rateHz;
  const stream = featureStream(plan.features, 1, toHz);
  const resampler = rateHz === toHz ? null : await ResampleStream.open(1, rateHz, toHz);
  const rows: Float32Array[] = [];
  try {
    const within = { start: span.start, end: Math.min(span.end, length) };
    for await (const { samples } of samplesIn(sources, file, within, signal)) {
      if (!samples.every(Number.isFinite)) return null;
      rows.push(stream.push(resampler?.push(samples) ?? samples));
    }
    if (resampler !== null) rows.push(stream.push(resampler.finish()));
    rows.push(stream.finish());
  } finally {
    resampler?.close();
  }
  const names = featureNames(plan.features, ['mono'], toHz);
  const values = joined(rows);
  const hopSamples = plan.features.kind === 'raw' ? 1 : framingOf(plan.features, toHz).hopSamples;
  return { values, names, steps: values.length / names.length, stepSeconds: hopSamples / toHz };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
