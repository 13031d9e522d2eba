import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Modality } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import { fileKindOf } from '../readers/formats';
import { isLabelsName } from '../readers/labels/labels-file';
import { walk } from '../scan/walk';

/**
 * Files as they are, and of folders all files within that a model of this kind of data can read.
 *
 * @throws UnrollError FILE_EMPTY for a folder without any, FILE_TOO_LARGE, CANCELLED
 */
export async function filesUnder(
  paths: readonly string[],
  modality: Modality,
  signal?: AbortSignal,
): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      files.push(path);
      continue;
    }
    const found = (await walk([path], signal)).files
      .filter(({ shown }) => isReadable(shown, modality))
      .map((file) => path + file.path.slice(resolve(path).length));
    if (found.length === 0)
      throw new UnrollError(
        'FILE_EMPTY',
        `${path} has no ${modality === 'audio' ? 'sound files' : 'tables'} that the lab reads.`,
        { file: path },
      );
    files.push(...found);
  }
  return files;
}

function isReadable(shown: string, modality: Modality): boolean {
  if (isLabelsName(basename(shown))) return false;
  try {
    return (fileKindOf(shown).kind === 'audio') === (modality === 'audio');
  } catch {
    return false;
  }
}
