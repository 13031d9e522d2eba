import { stat } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { basename } from 'node:path';
import { UnrollError } from '../../../../shared/domain/error';
import { AudioPool } from './audio-pool';
import type { DecodedAudio } from './decode-bytes';

export type { DecodedAudio } from './decode-bytes';

const BASE_TIMEOUT_MS = 20_000;
/** The slowest decoder, in a debug build on a slow machine, manages more than a megabyte a second. */
const TIMEOUT_MS_PER_MEGABYTE = 1_000;

/** Shared by decoding and resampling. */
export const audioPool = new AudioPool(Math.min(2, threads()));

/** `availableParallelism` came with Node 18.14; Electron 22 has 16. */
function threads(): number {
  return typeof availableParallelism === 'function' ? availableParallelism() : cpus().length;
}

/**
 * Decodes a WAV, FLAC, MP3, Ogg Vorbis, Ogg FLAC or Opus file, told apart by content, to mono samples in [−1, 1]
 * at the file's own rate, in a worker thread with a time limit.
 *
 * @throws UnrollError FILE_MISSING, FILE_EMPTY, FILE_CORRUPT, FILE_FORMAT_UNKNOWN, AUDIO_UNDECODED, FILE_TOO_LARGE,
 *   FILE_UNREADABLE, CANCELLED
 */
export async function decodeAudio(
  file: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<DecodedAudio> {
  const name = basename(file);
  const { size } = await stat(file).catch((cause: unknown) => {
    throw new UnrollError('FILE_MISSING', `${name} cannot be found.`, { file }, { cause });
  });
  return audioPool.run(
    { kind: 'decode', file },
    {
      signal: options.signal,
      timeoutMs: BASE_TIMEOUT_MS + (size / 1e6) * TIMEOUT_MS_PER_MEGABYTE,
      onLost: (why) =>
        new UnrollError(
          'FILE_CORRUPT',
          why === 'timeout'
            ? `${name} is damaged: its decoder came to no end.`
            : `${name} is damaged: its decoder crashed.`,
          { file },
        ),
    },
  );
}

/** Ends the worker threads; a later call starts them again. */
export async function closeDecoder(): Promise<void> {
  await audioPool.close();
}
