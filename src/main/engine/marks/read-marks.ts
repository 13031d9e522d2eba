import { stat } from 'node:fs/promises';
import { isPoint } from '../../../shared/domain/marks';
import type { MarkTrack } from '../../../shared/domain/marks';
import { failure } from '../../../shared/sentences/failure';
import { readBytes, readHead } from '../readers/bytes';
import { decodeText } from '../readers/text';
import type { Holding, MarkFormat } from './mark-format';
import { markFormats } from './registry';

/** Marks of hours are some hundred kilobytes; what is larger is a recording with marks in it, read by its own format. */
const MOST_BYTES = 256 * 2 ** 20;
const binary = new Set(['edf', 'wfdb']);

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

function textOf(bytes: Uint8Array, shown: string): string {
  try {
    return decodeText(bytes, shown);
  } catch {
    return latin1(bytes);
  }
}

/** The format of a file of marks; null when it is none. @throws UnrollError FILE_MISSING, FILE_UNREADABLE */
export async function markFormatOf(path: string, shown: string): Promise<MarkFormat | null> {
  const head = await readHead(path, shown);
  const [text, bytes] = [textOf(head, shown), latin1(head)];
  return markFormats.find(({ name, claims }) => claims(binary.has(name) ? bytes : text, shown)) ?? null;
}

export function markFormatNamed(name: string): MarkFormat {
  const found = markFormats.find((format) => format.name === name);
  if (found !== undefined) return found;
  throw failure('ARGUMENT_INVALID.marksFormat', {
    format: name,
    formats: markFormats.map((one) => one.name).join(', '),
  });
}

/**
 * Reads a file of marks.
 *
 * @param rateHz of its recording, for formats that count samples
 * @throws UnrollError FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE, FILE_FORMAT_UNKNOWN, FILE_CORRUPT, ARGUMENT_INVALID
 */
export async function readMarks(
  path: string,
  shown: string,
  rateHz: number | null,
): Promise<{ readonly format: MarkFormat; readonly tracks: MarkTrack[] }> {
  const format = await markFormatOf(path, shown);
  if (format === null) throw failure('FILE_FORMAT_UNKNOWN.marks', { file: shown });
  const { size } = await stat(path);
  if (size > MOST_BYTES) throw failure('FILE_TOO_LARGE.marks', { file: shown, mib: MOST_BYTES / 2 ** 20 });
  const bytes = await readBytes(path, shown, 0, size);
  const text = binary.has(format.name) ? '' : decodeText(bytes, shown);
  return { format, tracks: format.read({ shown, bytes, text, rateHz }) };
}

/** How many marks, or tracks, have something that a format has no place for. */
export function lostIn(
  { holds }: MarkFormat,
  tracks: readonly MarkTrack[],
): Partial<Record<Holding, number>> {
  const marks = tracks.flatMap((track) => track.marks);
  const counts: Record<Holding, number> = {
    stretches: marks.filter((one) => !isPoint(one)).length,
    points: marks.filter(isPoint).length,
    frequencies: marks.filter((one) => one.lowHz !== undefined || one.highHz !== undefined).length,
    channel: marks.filter((one) => one.channel !== undefined).length,
    confidence: marks.filter((one) => one.confidence !== undefined).length,
    note: marks.filter((one) => one.note !== undefined).length,
    columns: marks.filter((one) => one.own !== undefined).length,
    tracks: tracks.length > 1 || (tracks[0]?.name ?? '') !== '' ? tracks.length : 0,
    recordings: 0,
    examined: tracks.filter(({ examined }) => examined === 'all' || examined.length > 0).length,
  };
  const lost = Object.entries(counts).filter(([what, count]) => count > 0 && !holds.has(what as Holding));
  return Object.fromEntries(lost);
}
