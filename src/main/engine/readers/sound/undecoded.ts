import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { UnrollError } from '../../../../shared/domain/error';
import { isAacName, MOST_AAC_BYTES } from '../../../../shared/sound/aac-files';
import type { AudioFormat } from './audio-format';
import { audioFormatOf } from './audio-format';
import type { AudioEnding, FileKind } from '../formats';
import { walk } from '../../scan/walk';

const HEAD_BYTES = 64;
const CHUNK_BYTES = 4 * 2 ** 20;

/** A file whose sound the engine cannot decode and a window can. */
export interface UndecodedFile {
  readonly path: string;
  /** Relative to what was dropped, as in a scan. */
  readonly shown: string;
  readonly bytes: number;
}

/** @throws UnrollError as {@link walk} */
export async function findUndecoded(paths: readonly string[]): Promise<UndecodedFile[]> {
  const { files } = await walk(paths);
  const found: UndecodedFile[] = [];
  for (const { path, shown, size } of files)
    if (isAacName(path) && size <= MOST_AAC_BYTES && (await holdsAac(path)))
      found.push({ path, shown, bytes: size });
  return found;
}

/** The next chunk of such a file. @throws UnrollError FILE_UNREADABLE, FILE_FORMAT_UNKNOWN when it is no AAC */
export async function readUndecoded(path: string, offset: number): Promise<Uint8Array> {
  const name = basename(path);
  if (!isAacName(path) || !(await holdsAac(path)))
    throw new UnrollError('FILE_FORMAT_UNKNOWN', `${name} holds no AAC sound.`, { file: name });
  return readAt(path, offset, CHUNK_BYTES);
}

const formats = {
  wav: 'aac',
  flac: 'flac',
  mp3: 'mp3',
  'ogg-vorbis': 'ogg',
  'ogg-opus': 'opus',
  'ogg-flac': 'ogg',
} as const satisfies Record<AudioFormat, AudioEnding>;

/**
 * A file that is called AAC, by its content: WAV is what a window made of it.
 *
 * @throws UnrollError AUDIO_UNDECODED when it is AAC still; FILE_EMPTY, FILE_FORMAT_UNKNOWN, FILE_UNREADABLE
 */
export async function decodedKind(path: string, shown: string): Promise<FileKind> {
  return { kind: 'audio', format: formats[audioFormatOf(await readAt(path, 0, HEAD_BYTES), shown)] };
}

async function holdsAac(path: string): Promise<boolean> {
  return readAt(path, 0, HEAD_BYTES)
    .then((head) => audioFormatOf(head, path))
    .then(
      () => false,
      (thrown) => thrown instanceof UnrollError && thrown.code === 'AUDIO_UNDECODED',
    );
}

async function readAt(path: string, offset: number, most: number): Promise<Uint8Array> {
  const name = basename(path);
  try {
    const handle = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(most), 0, most, offset);
      return new Uint8Array(buffer.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new UnrollError(
      'FILE_UNREADABLE',
      `${name} cannot be read; check its permissions.`,
      { file: name },
      { cause },
    );
  }
}
