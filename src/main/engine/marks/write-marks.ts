import { lstat, mkdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { MarkTrack } from '../../../shared/domain/marks';
import { failure } from '../../../shared/sentences/failure';
import { writeAtomic } from '../files/atomic';
import { fromDisk } from '../files/disk';
import { lostIn, markFormatNamed } from './read-marks';

interface MarkFileOptions {
  readonly format: string;
  /** Absolute. */
  readonly outDir: string;
  /** Name of the recording; the file of marks is called after it. */
  readonly recording: string;
  readonly durationSeconds: number | null;
  readonly rateHz: number | null;
  readonly replace: boolean;
}

/**
 * Writes what is marked on one recording.
 *
 * @returns the file, and how many marks have what the format has no place for
 * @throws UnrollError OUTPUT_EXISTS, OUTPUT_UNWRITABLE, DISK_FULL, ARGUMENT_INVALID for a format that there is not
 */
export async function writeMarkFile(
  tracks: readonly MarkTrack[],
  { outDir, recording, durationSeconds, rateHz, replace, ...options }: MarkFileOptions,
): Promise<{ file: string; lost: Record<string, number> }> {
  const format = markFormatNamed(options.format);
  const name = basename(recording);
  const content = format.write(tracks, { recording: name, durationSeconds, rateHz });
  const file = join(outDir, `${basename(name, extname(name))}${format.ending}`);
  const isThere = await lstat(file).then(
    () => true,
    () => false,
  );
  if (isThere && !replace) throw failure('OUTPUT_EXISTS.file', { path: file });
  await mkdir(outDir, { recursive: true }).catch((cause: unknown) => {
    throw fromDisk(cause, outDir);
  });
  await writeAtomic(file, content);
  return { file, lost: lostIn(format, tracks) };
}
