import { stat } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { hashFile } from './hash-file';
import type { FileRef } from './reader';
import type { HashedFile } from './source-file';

/** Files beside a file, with their hashes; one that is missing is for its reader to say. */
export async function partsOf(
  { path, shown }: Pick<FileRef, 'path' | 'shown'>,
  names: readonly string[],
): Promise<HashedFile[]> {
  const parts: HashedFile[] = [];
  for (const name of new Set(names)) {
    const part = {
      path: join(dirname(path), basename(name)),
      shown: posix.join(posix.dirname(shown), basename(name)),
    };
    const stats = await stat(part.path).catch(() => null);
    if (stats?.isFile() !== true) continue;
    const { size, mtimeMs } = stats;
    parts.push({ ...part, size, mtimeMs, sha256: await hashFile(part.path, part.shown) });
  }
  return parts;
}
