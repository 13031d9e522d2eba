import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { UnrollError } from '../../../shared/domain/error';
import type { CasesFile } from './cases/cases';
import { clockOf, MAX_RESTART_SHARE, secondsPerUnit } from './table/clock';
import type { ContentReader, FileRef } from './content-reader';
import type { FileKind } from './formats';
import { archiveNameOf } from './formats';
import type { CasesContent, ColumnFacts, Content, TableContent } from './content';
import type { SourceFile } from '../scan/material';
import type { Column, Table } from './table/table';
import { columnInfo, wordAt } from './table/table';
import type { FoundFile } from '../scan/walk';

/** Quieter than this there is nothing to hear: −80 dB of full scale. */
const SILENCE = 1e-4;

/**
 * Reads one file whole: its hash and what it holds.
 *
 * @throws UnrollError why this file cannot be used
 */
export async function readSource(
  found: FoundFile,
  kind: FileKind,
  reader: ContentReader,
  signal?: AbortSignal,
): Promise<SourceFile> {
  const { path, shown, size, mtimeMs } = found;
  if (size === 0) throw new UnrollError('FILE_EMPTY', `${shown} is empty.`, { file: shown });
  reader.forget(path);
  const [sha256, content] = await Promise.all([
    hashFile(path, shown),
    readContent({ path, shown, content: kind }, kind, reader, signal),
  ]);
  return { path, shown, size, mtimeMs, sha256, content };
}

async function readContent(
  file: FileRef,
  kind: FileKind,
  reader: ContentReader,
  signal: AbortSignal | undefined,
): Promise<Content> {
  if (kind.kind === 'audio') {
    const { rateHz, samples } = await reader.audio(file.path, signal);
    if (samples.length === 0)
      throw new UnrollError('FILE_EMPTY', `${file.shown} has no sound in it.`, { file: file.shown });
    const isSilent = samples.every((sample) => Math.abs(sample) < SILENCE);
    return { ...kind, rateHz, length: samples.length, isSilent };
  }
  if (kind.kind === 'table') return tableContent(await reader.table(file), kind.format, file.shown);
  return casesContent(await reader.cases(file), kind.format, file.path);
}

function tableContent(table: Table, format: TableContent['format'], shown: string): TableContent {
  if (!table.columns.some(({ type }) => type === 'number' || type === 'boolean'))
    throw new UnrollError('FILE_CORRUPT', `${shown} has no column of numbers.`, { file: shown });
  return { kind: 'table', format, rows: table.rows, columns: table.columns.map(columnFacts) };
}

function columnFacts(column: Column): ColumnFacts {
  const info = columnInfo(column);
  const isConstant = info.distinct <= 1;
  const words = wordsOf(column, info.distinct);
  if (column.type === 'text' || column.type === 'boolean')
    return { ...info, isConstant, isRowNumber: false, oddWord: null, words, clock: null };
  const { values } = column;
  const isRowNumber =
    column.type === 'number' &&
    values.length > 1 &&
    values.every((value, row) => Number.isInteger(value) && value === values[0]! + row);
  const unitSeconds = column.type === 'time' ? 1e-3 : secondsPerUnit(column.name, values[0]!);
  const mayBeTime = column.type === 'time' || isAscending(values);
  return {
    ...info,
    isConstant,
    isRowNumber,
    oddWord: column.oddWord ?? null,
    words,
    clock: mayBeTime ? clockOf(values, unitSeconds, isRowNumber) : null,
  };
}

const MAX_WORDS = 64;

function wordsOf(column: Column, distinct: number): string[] | null {
  if (distinct > MAX_WORDS) return null;
  if (column.type === 'text') return [...column.words];
  const words = new Set<string>();
  for (let row = 0; row < column.values.length; row++) {
    const word = wordAt(column, row);
    if (word !== null) words.add(word);
  }
  return [...words];
}

/** Numbers that grow from row to row, but for a few restarts. */
function isAscending(values: Float64Array): boolean {
  let falls = 0;
  for (let row = 1; row < values.length; row++) if (!(values[row]! >= values[row - 1]!)) falls++;
  return falls <= MAX_RESTART_SHARE * values.length;
}

function casesContent(file: CasesFile, format: CasesContent['format'], path: string): CasesContent {
  const name = archiveNameOf(basename(path));
  const constantChannels = Array.from({ length: file.channels }, (_, channel) => channel).filter(
    (channel) => {
      const first = file.cases.find(({ length }) => length > 0)?.data[channel];
      return file.cases.every(({ data, length }) => {
        for (let t = 0; t < length; t++) if (data[t * file.channels + channel] !== first) return false;
        return true;
      });
    },
  );
  return {
    kind: 'cases',
    format,
    problem: name?.problem ?? file.problem ?? basename(path, extname(path)),
    part: name?.part ?? null,
    channels: file.channels,
    lengths: file.cases.map(({ length }) => length),
    labels: file.cases.map(({ label }) => label),
    hasValues: file.hasValues === true,
    hashes: file.cases.map(({ data }) => createHash('sha1').update(data).digest('hex')),
    missing: file.missing,
    constantChannels,
  };
}

/** @throws UnrollError FILE_UNREADABLE */
export async function hashFile(path: string, shown: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (cause) {
    throw new UnrollError(
      'FILE_UNREADABLE',
      `${shown} cannot be read; check its permissions.`,
      { file: shown },
      { cause },
    );
  }
  return hash.digest('hex');
}
