import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';

/** Read at a time: less than a millisecond's work. */
const BLOCK_BYTES = 2 ** 18;

/** SHA-256 of a file, in hexadecimal. @throws UnrollError FILE_UNREADABLE, CANCELLED */
export async function hashFile(path: string, shown: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: BLOCK_BYTES })) {
      if (signal?.aborted === true) throw failure('CANCELLED.work');
      hash.update(chunk as Buffer);
    }
  } catch (cause) {
    if (cause instanceof UnrollError) throw cause;
    throw failure('FILE_UNREADABLE.permissions', { file: shown }, { cause });
  }
  return hash.digest('hex');
}
