import { stat } from 'node:fs/promises';
import { hashFile } from '../readers/hash-file';
import type { HashedFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import { failure } from '../../../shared/sentences/failure';

/** Files that are looked at at the same time. */
const AT_ONCE = 64;

/**
 * Makes sure that files are as they were when they were read. A copy or a touch, which changes the time alone, is not
 * a change.
 *
 * @throws UnrollError FILE_MISSING, DATASET_FILES_CHANGED
 */
export async function requireUnchanged(
  files: readonly HashedFile[],
  sources: Pick<Sources, 'forget'>,
): Promise<void> {
  // A recording that is several files is what these are, and they stand for themselves.
  const own = files.filter(({ joining }) => joining === undefined);
  for (let first = 0; first < own.length; first += AT_ONCE)
    await Promise.all(own.slice(first, first + AT_ONCE).map((file) => requireSame(file, sources)));
}

async function requireSame(
  { path, shown, size, mtimeMs, sha256 }: HashedFile,
  sources: Pick<Sources, 'forget'>,
): Promise<void> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw failure('FILE_MISSING.noLonger', { file: path }, { cause });
  });
  if (stats.size === size && stats.mtimeMs === mtimeMs) return;
  sources.forget(path);
  if (stats.size !== size || (await hashFile(path, shown)) !== sha256)
    throw failure('DATASET_FILES_CHANGED.file', { file: path });
}
