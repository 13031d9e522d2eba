import { posix } from 'node:path';
import { failure } from '../../../shared/sentences/failure';
import { adviceOnContent, adviceOnName } from './advice';
import type { Reader } from './reader';

/**
 * Whose a file is: by a signature in it whatever it is called, else by its name.
 *
 * @throws UnrollError FILE_EMPTY; FILE_FORMAT_UNKNOWN and AUDIO_UNDECODED with what to do
 */
export function claimedBy<R extends Pick<Reader, 'claim'>>(
  readers: readonly R[],
  head: Uint8Array,
  shown: string,
): R {
  if (head.length === 0) throw failure('FILE_EMPTY.file', { file: shown });
  const name = posix.basename(shown);
  const claims = readers.map((reader) => reader.claim(head, name));
  const signed = claims.indexOf('signature');
  if (signed !== -1) return readers[signed]!;
  const advice = adviceOnContent(head, shown);
  if (advice !== null) throw advice;
  const named = claims.indexOf('name');
  if (named === -1) throw adviceOnName(shown);
  return readers[named]!;
}
