import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { ImportPlan, Modality } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import { isLabelsName } from '../readers/labels/labels-file';
import type { FoundFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import type { Refusal } from '../scan/walk';
import { walk } from '../scan/walk';
import { namedTogether } from './together';

/**
 * Files as they are, and of folders all files within that a model of this kind of data can read; where several files are one
 * recording, its folder, or its first file. Refused is what links of a folder lead to outside of it.
 *
 * @throws UnrollError FILE_EMPTY for a folder without any, FILE_TOO_LARGE, CANCELLED
 */
export async function filesUnder(
  paths: readonly string[],
  plan: Pick<ImportPlan, 'modality' | 'recordings'>,
  sources: Sources,
  signal?: AbortSignal,
): Promise<{ files: string[]; refused: Refusal[] }> {
  const { modality } = plan;
  const files: string[] = [];
  const outside: Refusal[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      files.push(path);
      continue;
    }
    const readable: FoundFile[] = [];
    const { files: within, refused } = await walk([path], { signal });
    for (const file of within) if (await isReadable(file, modality, sources)) readable.push(file);
    const found = namedTogether(readable, plan.recordings).map(
      (own) => path + own.slice(resolve(path).length),
    );
    outside.push(...refused.filter(({ error }) => error.code === 'LINK_LEADS_OUT'));
    if (found.length === 0) throw failure('FILE_EMPTY.noFiles', { file: path, modality });
    files.push(...found);
  }
  return { files, refused: outside };
}

async function isReadable(file: FoundFile, modality: Modality, sources: Sources): Promise<boolean> {
  if (isLabelsName(basename(file.shown))) return false;
  return sources.claim(file).then(
    ({ kind }) => (kind === 'audio') === (modality === 'audio'),
    () => false,
  );
}
