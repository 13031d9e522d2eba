import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { failure } from '../../../../shared/sentences/failure';
import { asFileError } from '../opened';
import type { TableContent } from '../content';
import type { DescribeOptions, FileRef, Reader } from '../reader';
import type { ReadTable } from './stored-reader';
import { storedReader } from './stored-reader';
import { AlikeTables } from './text/alike';
import { readText } from './text/text-table';

const alike = new AlikeTables();

/** A reader of text whose rows are those of a table. */
export function textTableReader(own: Pick<Reader, 'format' | 'endings' | 'claim'>): Reader<TableContent> {
  return storedReader({ ...own, read });
}

/** @throws UnrollError FILE_EMPTY, FILE_CORRUPT, FILE_TOO_LARGE, FILE_MISSING, FILE_UNREADABLE, DISK_FULL */
async function read({ path, shown }: FileRef, options: DescribeOptions): Promise<ReadTable> {
  const { signal, spill, onBytes, bytes } = options;
  const source = { shown, signal, spill: spill ?? null, onBytes };
  if (bytes !== undefined) return alike.read(source, bytes);
  let file: FileHandle | null = null;
  try {
    file = await open(path);
    const { size } = await file.stat();
    if (size === 0) throw failure('FILE_EMPTY.file', { file: shown });
    return await readText({ ...source, file, size });
  } catch (cause) {
    throw asFileError(cause, shown);
  } finally {
    await file?.close();
  }
}
