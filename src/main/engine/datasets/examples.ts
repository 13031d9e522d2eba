import type { Example } from '../../../shared/domain/dataset';
import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import { samplesOf } from '../examples/sound-samples';
import type { KnownFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';

export interface AudioSamples {
  readonly rateHz: number;
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

/** An example as it is heard, at the file's own rate. @throws UnrollError ARGUMENT_INVALID without sound, FILE_* */
export async function soundOf(
  sources: Sources,
  file: KnownFile,
  { start, end }: Pick<Example, 'start' | 'end'>,
): Promise<AudioSamples> {
  const content = await sources.content(file);
  if (content.kind !== 'audio') throw failure('ARGUMENT_INVALID.noSound', { file: file.shown });
  return { rateHz: content.rateHz, samples: await samplesOf(sources, file, content, { start, end }) };
}
