import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { UnrollError } from '../../../shared/domain/error';

/** SHA-256 of a file, in hexadecimal. @throws UnrollError FILE_UNREADABLE */
export async function hashFile(path: string, shown: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (cause) {
    throw new UnrollError(
      'FILE_UNREADABLE',
      `${shown} cannot be read; check its permissions.`,
      { file: shown },
      { cause },
    );
  }
  return hash.digest('hex');
}
