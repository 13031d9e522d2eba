import type { ImportPlan } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import type { Features } from '../features/extract';
import { extractFeatures, featureNames } from '../features/extract';
import { framingOf } from '../features/log-mel';
import { joinFloats } from '../features/join-floats';
import { soundRows } from '../features/sound-rows';
import type { AudioContent } from '../readers/content';
import type { Span } from '../readers/reader';
import type { KnownFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import type { SignalPlan } from './signal-plan';
import { readSpan } from './read-span';
import { samplesIn } from './sound-samples';

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
  if (content.kind === 'audio' && isReadOnce(plan))
    return soundFeatures(sources, { ...file, content }, content, plan, span, signal);
  return extractFeatures(plan.features, await readSpan(sources, file, plan, span, signal));
}

/** Whether the first rows of sound's features need nothing of the last samples. */
export function isReadOnce({ features }: Pick<SpanFeaturePlan, 'features'>): boolean {
  return features.kind !== 'raw' || (features.ownScale?.length ?? 0) === 0;
}

/**
 * {@link spanFeatures} of sound, which never lies in memory whole, some rows after the other: [steps, features] each.
 *
 * @param plan one that {@link isReadOnce}
 * @throws UnrollError FILE_*, SEQUENCE_EMPTY
 */
export async function* soundFeatureRows(
  sources: Sources,
  file: KnownFile,
  { rateHz, length }: AudioContent,
  plan: SpanFeaturePlan,
  span: Span,
  signal?: AbortSignal,
): AsyncGenerator<Float32Array, void, undefined> {
  const within = { start: span.start, end: Math.min(span.end, length) };
  if (within.end <= within.start) throw failure('SEQUENCE_EMPTY.recording');
  const { channels, features } = plan;
  const job = { fromHz: rateHz, toHz: plan.rateHz ?? rateHz, features, channels: channels.length };
  yield* soundRows(job, samplesIn(sources, file, within, channels, signal), signal);
}

async function soundFeatures(
  sources: Sources,
  file: KnownFile,
  content: AudioContent,
  plan: SpanFeaturePlan,
  span: Span,
  signal?: AbortSignal,
): Promise<Features> {
  const rows: Float32Array[] = [];
  for await (const part of soundFeatureRows(sources, file, content, plan, span, signal)) rows.push(part);
  const values = joinFloats(rows);
  const { names, stepSeconds } = soundFeatureShape(content, plan);
  return { values, names, steps: values.length / names.length, stepSeconds };
}

/** What rows of {@link soundFeatureRows} are. */
export function soundFeatureShape(
  { rateHz }: AudioContent,
  plan: SpanFeaturePlan,
): { readonly names: readonly string[]; readonly stepSeconds: number } {
  const toHz = plan.rateHz ?? rateHz;
  const hopSamples = plan.features.kind === 'raw' ? 1 : framingOf(plan.features, toHz).hopSamples;
  return { names: featureNames(plan.features, plan.channels, toHz), stepSeconds: hopSamples / toHz };
}
