import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FieldSource, ImportPlan } from '../../../shared/domain/dataset';
import { errorFromShape } from '../../../shared/domain/error';
import { channelsNeeded } from '../../../shared/domain/sound-channels';
import { failure } from '../../../shared/sentences/failure';
import type { Sources } from '../readers/sources';
import type { Item } from '../examples/items';
import { makeItems } from '../examples/items';
import type { Reader } from '../readers/reader';
import type { FoundFile, SourceFile } from '../readers/source-file';
import type { Material } from '../scan/material';
import { underTimes } from '../examples/plan-times';
import { readSpan } from '../examples/read-span';
import { flowsInRows } from '../examples/table-rows';
import { answersAhead } from '../../../shared/domain/task';
import type { TableContent } from '../readers/content';
import type { Recording } from './recording';
import { recordingOfSignal, recordingOfSound, recordingOfTable } from './recording';
import type { ReadRecordings } from './sources';
import { readJoined } from './together';

/**
 * Reads new files as the data set's own were read: a sound or a table is one recording, unless its label or group
 * column says that it holds several; each sequence of a `.ts` file is one.
 */
export function recordingReader(sources: Sources): ReadRecordings {
  return async (path, plan, signal) => {
    const file =
      (await readJoined(path, plan, sources, signal)) ?? (await readOne(path, plan, sources, signal));
    requireSoundChannels(file, plan);
    const items = await itemsOf(file, plan, sources);
    return Promise.all(
      items.map(async ({ start, end, length }, k): Promise<Recording> => {
        const name = items.length === 1 ? path : `${path}#${k}`;
        if (file.content.kind === 'audio')
          return recordingOfSound(name, sources, file, file.content, plan, signal);
        // Values that no block could fill in are found only while it is read; as it is known, it has none.
        if (file.content.kind === 'table' && isFlowing(file.content, plan, length))
          return recordingOfTable(name, sources, file, file.content, plan, { start, end }, signal);
        return recordingOfSignal(
          name,
          await readSpan(sources, file, plan, { start, end }, signal),
          plan.features,
        );
      }),
    );
  };
}

/** A table of fewer rows is as soon read whole. */
const LONG_ROWS = 2 ** 18;

/** Whether a table is so long that it is worked on a stretch of rows after the other, and can be. */
function isFlowing(content: TableContent, plan: ImportPlan, rows: number): boolean {
  return rows >= LONG_ROWS && !answersAhead(plan.task) && flowsInRows(content, plan);
}

async function readOne(
  path: string,
  plan: ImportPlan,
  sources: Sources,
  signal?: AbortSignal,
): Promise<SourceFile> {
  const { size, mtimeMs } = await stat(path);
  const found = { path, shown: basename(path), size, mtimeMs, ...(plan.rows && { rows: plan.rows }) };
  return sources.describe(found, await readerFor(plan, found, sources), { signal });
}

/** @throws UnrollError FILE_FORMAT_UNKNOWN for a file of the other kind of data */
async function readerFor(plan: ImportPlan, found: FoundFile, sources: Sources): Promise<Reader> {
  const { shown } = found;
  const reader = await sources.claim(found);
  if ((reader.kind === 'audio') === (plan.modality === 'audio')) return reader;
  throw failure(
    plan.modality === 'audio' ? 'FILE_FORMAT_UNKNOWN.noSound' : 'FILE_FORMAT_UNKNOWN.soundForTables',
    { file: shown },
  );
}

/** @throws UnrollError COLUMN_UNKNOWN for a file with fewer channels than the model hears */
function requireSoundChannels({ shown, content }: SourceFile, { channels: names }: ImportPlan): void {
  if (content.kind !== 'audio' || content.facts === undefined) return;
  const { channels } = content.facts;
  if (channels < channelsNeeded(names))
    throw failure('COLUMN_UNKNOWN.modelSound', { file: shown, channels, names: names.join(', ') });
}

async function itemsOf(file: SourceFile, plan: ImportPlan, sources: Sources): Promise<readonly Item[]> {
  const read: Material = {
    rootDir: '',
    source: file.path,
    kind: file.content.kind,
    files: [file],
    labels: null,
    refused: [],
    filesByFormat: {},
    marks: [],
  };
  const material = await underTimes(read, plan, sources);
  const { items, refused } = await makeItems(
    material,
    {
      task: plan.task,
      timeColumn: plan.timeColumn,
      timeFrom: plan.timeFrom,
      timeFormat: plan.timeFormat,
      label: columnOnly(plan.label, file),
      group: columnOnly(plan.group, file),
      channels: file.content.kind === 'table' ? plan.channels : [],
      resampled: plan.resampled === true,
    },
    sources,
  );
  const [refusal] = refused;
  if (refusal !== undefined)
    throw errorFromShape({
      ...refusal,
      code: 'COLUMN_UNKNOWN',
      message: refusal.reason,
      details: { file: file.shown },
    });
  if (items.length === 0) throw failure('SEQUENCE_EMPTY.noSequence', { file: file.shown });
  return items;
}

/** A label or group that comes from the file's own rows, if this file has it; where else it came from is not known here. */
function columnOnly(source: FieldSource, { content }: SourceFile): FieldSource {
  const isHere =
    source.kind === 'column' &&
    content.kind === 'table' &&
    content.columns.some(({ name, distinct }) => name === source.column && distinct > 0);
  return isHere ? source : { kind: 'none' };
}
