import type { Example, ImportPlan } from '../../../shared/domain/dataset';
import { MEAN } from '../../../shared/domain/sound-channels';
import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import { samplesOf } from '../examples/sound-samples';
import type { KnownFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';

/** A stretch of samples, within an example. */
export interface Stretch {
  readonly start: number;
  readonly count: number;
}

export const WHOLE: Stretch = { start: 0, count: Infinity };

export interface AudioSamples {
  readonly rateHz: number;
  /** Of the whole example. */
  readonly length: number;
  /** Of the stretch that was asked for. */
  readonly samples: Float32Array;
}

export interface Page<T> {
  readonly total: number;
  readonly examples: T[];
}

const MAX_PAGE = 10_000;

export function page(all: readonly Example[], offset: number, limit: number): Page<Example> {
  const start = Math.max(0, Math.floor(offset));
  return {
    total: all.length,
    examples: all.slice(start, start + Math.min(MAX_PAGE, Math.max(0, Math.floor(limit)))),
  };
}

export function unknownExample(index: number): UnrollError {
  return failure('EXAMPLE_UNKNOWN.index', { example: index });
}

/** What a person listens to of a plan's channels: the one, or the mean of all. */
export function listenedTo({ channels }: Pick<ImportPlan, 'channels'>): readonly string[] {
  return channels.length === 1 ? channels : [MEAN];
}

/** A stretch of an example as it is heard, at the file's own rate; [n, channels]. @throws UnrollError ARGUMENT_INVALID without sound, FILE_* */
export async function soundOf(
  sources: Sources,
  file: KnownFile,
  { start, end }: Pick<Example, 'start' | 'end'>,
  channels: readonly string[],
  stretch: Stretch,
): Promise<AudioSamples> {
  const content = await sources.content(file);
  if (content.kind !== 'audio') throw failure('ARGUMENT_INVALID.noSound', { file: file.shown });
  const last = Math.min(end, content.length);
  const from = Math.min(last, start + stretch.start);
  const span = { start: from, end: Math.min(last, from + stretch.count) };
  const samples = await samplesOf(sources, file, content, span, channels);
  return { rateHz: content.rateHz, length: Math.max(0, last - start), samples };
}
