import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Modality } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import { isLabelsName } from '../readers/labels/labels-file';
import type { FoundFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import { walk } from '../scan/walk';

/**
 * Files as they are, and of folders all files within that a model of this kind of data can read.
 *
 * @throws UnrollError FILE_EMPTY for a folder without any, FILE_TOO_LARGE, CANCELLED
 */
export async function filesUnder(
  paths: readonly string[],
  modality: Modality,
  sources: Sources,
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
    const found: string[] = [];
    for (const file of (await walk([path], signal)).files)
      if (await isReadable(file, modality, sources)) found.push(path + file.path.slice(resolve(path).length));
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

async function isReadable(file: FoundFile, modality: Modality, sources: Sources): Promise<boolean> {
  if (isLabelsName(basename(file.shown))) return false;
  return sources.claim(file).then(
    ({ kind }) => (kind === 'audio') === (modality === 'audio'),
    () => false,
  );
}
