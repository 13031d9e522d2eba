import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { answersAhead } from '../../../shared/domain/task';
import type { ImportPlan } from '../../../shared/domain/dataset';
import { errorFromShape } from '../../../shared/domain/error';
import { isLabelsName } from '../readers/labels/labels-file';
import type { FoundFile, SourceFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import { isFactsName } from '../scan/facts-file';
import { byFolder } from '../scan/together/by-folder';
import { byName } from '../scan/together/by-name';
import type { Together } from '../scan/together/grouping';
import { joinRecordings } from '../scan/together/join';
import { isStreamName } from '../scan/together/stream-names';
import { walk } from '../scan/walk';
import { failure } from '../../../shared/sentences/failure';

type By = ImportPlan['recordings'];

function groupsOf(by: By, files: readonly { readonly shown: string }[]): Together[] {
  return by === 'folder' ? byFolder(files) : byName(files);
}

/** What stands for each recording of some files: its folder, its first file, or the file that it is. */
export function namedTogether(files: readonly FoundFile[], by: By): string[] {
  if (by === undefined || by === 'file') return files.map(({ path }) => path);
  const groups = groupsOf(by, files);
  const first = new Map(groups.map(({ parts }) => [parts[0]!.file, dirname(files[parts[0]!.file]!.path)]));
  const taken = new Set(groups.flatMap(({ parts }) => parts.map(({ file }) => file)));
  return files.flatMap(({ path }, index) => {
    const folder = first.get(index);
    if (folder !== undefined) return [by === 'folder' ? folder : path];
    // A recording that lacks a file is named, so that it is refused by name.
    return taken.has(index) ? [] : [path];
  });
}

/** Where the other files of a recording lie: beside it, or in folders beside its own where those are called by the instrument. */
function topOf(path: string, by: By): string {
  const folder = dirname(path);
  return by === 'name' && isStreamName(basename(folder)) ? dirname(folder) : folder;
}

/**
 * The recording that a folder, or one of several files that are one recording, stands for; null where the model's recordings
 * are a file each.
 *
 * @throws UnrollError FILE_*; FILE_CORRUPT where the files cannot be put together
 */
export async function readJoined(
  path: string,
  plan: ImportPlan,
  sources: Sources,
  signal?: AbortSignal,
): Promise<SourceFile | null> {
  const { recordings: by, rateHz, channels, task } = plan;
  if (by === undefined || by === 'file') return null;
  const isFolder = (await stat(path)).isDirectory();
  const { files, rootDir } = await walk([isFolder ? path : topOf(path, by)], { signal });
  const readable = files.filter(({ shown }) => !isLabelsName(basename(shown)) && !isFactsName(shown));
  const group = groupsOf(by, readable).find(({ shown, parts }) =>
    isFolder ? shown === '.' : parts.some(({ file }) => readable[file]!.path === path),
  );
  if (group === undefined) return null;
  const parts: SourceFile[] = [];
  for (const { file } of group.parts) {
    const found = readable[file]!;
    const part = await sources
      .claim(found)
      .then((reader) => (reader.kind === 'table' ? sources.describe(found, reader, { signal }) : null))
      .catch(() => null);
    if (part !== null) parts.push(part);
  }
  const material = {
    rootDir,
    source: path,
    kind: 'table',
    files: parts,
    labels: null,
    refused: [],
    marks: [],
    filesByFormat: {},
  } as const;
  const method = answersAhead(task) ? 'past' : 'even';
  const joined = await joinRecordings(material, sources, { by, rateHz, method, channels });
  const [recording] = joined.material.files;
  if (recording !== undefined) return { ...recording, shown: basename(path) };
  const [refusal] = joined.material.refused;
  const file = basename(path);
  if (refusal === undefined) throw failure('FILE_CORRUPT.noRecording', { file });
  const { reason: message, sentence, params } = refusal;
  throw errorFromShape({ code: 'FILE_CORRUPT', message, details: { ...params, file }, sentence });
}
