import type { AudioContent } from '../readers/content';
import type { Span } from '../readers/reader';
import type { KnownFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';

/** A stretch of sound, a block after the other. @throws UnrollError FILE_* */
export async function* samplesIn(
  sources: Sources,
  file: KnownFile,
  span: Span,
  signal?: AbortSignal,
): AsyncGenerator<Float32Array> {
  for await (const { columns } of sources.blocks(file, span, null, signal)) {
    const [column] = columns;
    if (column !== undefined && column.type !== 'text') yield new Float32Array(column.values);
  }
}

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
  const whole = new Float32Array(Math.max(0, end - start));
  let at = 0;
  for await (const samples of samplesIn(sources, { ...file, content }, { start, end }, signal)) {
    whole.set(samples, at);
    at += samples.length;
  }
  return whole;
}
