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
  const hasOwnScale = plan.features.kind === 'raw' && (plan.features.ownScale?.length ?? 0) > 0;
  if (content.kind === 'audio' && !hasOwnScale)
    return soundFeatures(sources, { ...file, content }, content, plan, span, signal);
  return extractFeatures(plan.features, await readSpan(sources, file, plan, span, signal));
}

/** Of sound, which never lies in memory whole. */
async function soundFeatures(
  sources: Sources,
  file: KnownFile,
  { rateHz, length }: AudioContent,
  plan: SpanFeaturePlan,
  span: Span,
  signal?: AbortSignal,
): Promise<Features> {
  const toHz = plan.rateHz ?? rateHz;
  const within = { start: span.start, end: Math.min(span.end, length) };
  if (within.end <= within.start) throw failure('SEQUENCE_EMPTY.recording');
  const { channels } = plan;
  const job = { fromHz: rateHz, toHz, features: plan.features, channels: channels.length };
  const rows: Float32Array[] = [];
  for await (const part of soundRows(job, samplesIn(sources, file, within, channels, signal), signal))
    rows.push(part);
  const names = featureNames(plan.features, channels, toHz);
  const values = joinFloats(rows);
  const hopSamples = plan.features.kind === 'raw' ? 1 : framingOf(plan.features, toHz).hopSamples;
  return { values, names, steps: values.length / names.length, stepSeconds: hopSamples / toHz };
}
