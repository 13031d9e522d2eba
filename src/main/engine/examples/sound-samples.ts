import type { AudioContent } from '../readers/content';
import type { Span } from '../readers/reader';
import type { KnownFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';

/** A stretch of sound at the file's own rate, mixed down. @param span null for the whole @throws UnrollError FILE_* */
export async function samplesOf(
  sources: Sources,
  file: KnownFile,
  content: AudioContent,
  span: Span | null,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const start = span?.start ?? 0;
  const end = Math.min(span?.end ?? content.length, content.length);
  const samples = new Float32Array(Math.max(0, end - start));
  for await (const block of sources.blocks({ ...file, content }, { start, end }, signal)) {
    const [column] = block.columns;
    if (column !== undefined && column.type !== 'text') samples.set(column.values, block.start - start);
  }
  return samples;
}
