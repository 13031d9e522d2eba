import type { AudioContent } from '../readers/content';
import type { Span } from '../readers/reader';
import type { KnownFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';

/**
 * A stretch of sound, a block after the other, [n, channels] interleaved.
 *
 * @param channels as a plan names them: the mean, or some by themselves
 * @throws UnrollError FILE_*, COLUMN_UNKNOWN
 */
export async function* samplesIn(
  sources: Sources,
  file: KnownFile,
  span: Span,
  channels: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<Float32Array> {
  const width = channels.length;
  for await (const { columns, rows } of sources.blocks(file, span, channels, signal)) {
    const samples = new Float32Array(rows * width);
    for (const [c, column] of columns.entries())
      for (let t = 0, at = c; t < rows && column.type !== 'text'; t++, at += width)
        samples[at] = column.values[t]!;
    yield samples;
  }
}

/**
 * A stretch of sound at the file's own rate, [length, channels].
 *
 * @param span null for the whole
 * @param channels as {@link samplesIn}
 * @throws UnrollError FILE_*, COLUMN_UNKNOWN
 */
export async function samplesOf(
  sources: Sources,
  file: KnownFile,
  content: AudioContent,
  span: Span | null,
  channels: readonly string[],
  signal?: AbortSignal,
): Promise<Float32Array> {
  const start = span?.start ?? 0;
  const end = Math.min(span?.end ?? content.length, content.length);
  const whole = new Float32Array(channels.length * Math.max(0, end - start));
  let at = 0;
  for await (const samples of samplesIn(sources, { ...file, content }, { start, end }, channels, signal)) {
    whole.set(samples, at);
    at += samples.length;
  }
  return whole;
}
