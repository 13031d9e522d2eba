import { stat } from 'node:fs/promises';
import { hashFile } from '../readers/hash-file';
import type { HashedFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import { failure } from '../../../shared/sentences/failure';

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
  for (const { path, shown, size, mtimeMs, sha256, joining } of files) {
    // A recording that is several files is what these are, and they stand for themselves.
    if (joining !== undefined) continue;
    const stats = await stat(path).catch((cause: unknown) => {
      throw failure('FILE_MISSING.noLonger', { file: path }, { cause });
    });
    if (stats.size === size && stats.mtimeMs === mtimeMs) continue;
    sources.forget(path);
    if (stats.size !== size || (await hashFile(path, shown)) !== sha256)
      throw failure('DATASET_FILES_CHANGED.file', { file: path });
  }
}
