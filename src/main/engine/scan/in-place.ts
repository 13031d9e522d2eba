import { stat } from 'node:fs/promises';
import type { FoundFile } from '../readers/source-file';

/**
 * What was decoded, under the name of the file that it was decoded from.
 *
 * @param decoded by a file's path where that lies
 * @param rows what a row of a table is, where a person says so
 */
export function inPlace(
  files: readonly FoundFile[],
  decoded: ReadonlyMap<string, string>,
  rows: FoundFile['rows'],
): Promise<FoundFile[]> {
  return Promise.all(
    files.map(async (file) => {
      const path = decoded.get(file.path);
      const stats = path === undefined ? null : await stat(path).catch(() => null);
      return {
        ...file,
        ...(rows && { rows }),
        ...(path !== undefined && stats !== null && { path, size: stats.size, mtimeMs: stats.mtimeMs }),
      };
    }),
  );
}
