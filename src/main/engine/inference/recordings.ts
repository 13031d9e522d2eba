import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FieldSource, ImportPlan } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import type { ContentReader } from '../readers/content-reader';
import type { FileKind } from '../readers/formats';
import { fileKindOf } from '../readers/formats';
import type { Item } from '../examples/items';
import { makeItems } from '../examples/items';
import type { Material, SourceFile } from '../scan/material';
import { readSource } from '../readers/read-content';
import { readSpan } from '../examples/read-span';
import type { Recording, ReadRecordings } from './predictor';

/**
 * Reads new files as the data set's own were read: a sound or a table is one recording, unless its label or group
 * column says that it holds several; each sequence of a `.ts` file is one.
 */
export function recordingReader(reader: ContentReader): ReadRecordings {
  return async (path, plan, signal) => {
    const shown = basename(path);
    const kind = kindFor(plan, shown);
    const { size, mtimeMs } = await stat(path);
    const file = await readSource({ path, shown, size, mtimeMs }, kind, reader, signal);
    const items = await itemsOf(file, plan, reader);
    return Promise.all(
      items.map(async ({ start, end }, k): Promise<Recording> => {
        const ref = { path, shown, content: file.content };
        return {
          name: items.length === 1 ? path : `${path}#${k}`,
          signal: await readSpan(reader, ref, plan, { start, end }, signal),
        };
      }),
    );
  };
}

/** Sound is told by its content whatever its file is called. */
function kindFor(plan: ImportPlan, shown: string): FileKind {
  if (plan.modality === 'audio') return { kind: 'audio', format: 'wav' };
  const kind = fileKindOf(shown);
  if (kind.kind !== 'audio') return kind;
  throw new UnrollError(
    'FILE_FORMAT_UNKNOWN',
    `${shown} is a sound file, and the model was trained on sensor tables.`,
    { file: shown },
  );
}

async function itemsOf(file: SourceFile, plan: ImportPlan, reader: ContentReader): Promise<readonly Item[]> {
  const material: Material = {
    rootDir: '',
    source: file.path,
    kind: file.content.kind,
    files: [file],
    labels: null,
    refused: [],
    filesByFormat: {},
  };
  const { items, refused } = await makeItems(
    material,
    {
      task: plan.task,
      timeColumn: plan.timeColumn,
      label: columnOnly(plan.label, file),
      group: columnOnly(plan.group, file),
      channels: file.content.kind === 'table' ? plan.channels : [],
      resampled: plan.resampled === true,
    },
    reader,
  );
  const [refusal] = refused;
  if (refusal !== undefined) throw new UnrollError('COLUMN_UNKNOWN', refusal.reason, { file: file.shown });
  if (items.length === 0)
    throw new UnrollError('SEQUENCE_EMPTY', `${file.shown} holds no sequence.`, { file: file.shown });
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
