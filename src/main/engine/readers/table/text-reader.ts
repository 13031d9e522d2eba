import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { failure } from '../../../../shared/sentences/failure';
import { cutBlocks } from '../blocks';
import { fileError } from '../bytes';
import type { TableContent } from '../content';
import type { DescribeOptions, FileRef, Reader } from '../reader';
import { tableOf } from './table-columns';
import { AlikeTables } from './text/alike';
import type { ReadTable } from './text/text-table';
import { contentOf, readText } from './text/text-table';

const alike = new AlikeTables();

/** A reader of text whose rows are those of a table. */
export function textTableReader(own: Pick<Reader, 'format' | 'endings' | 'claim'>): Reader<TableContent> {
  return {
    ...own,
    kind: 'table',
    async describe(file, options = {}) {
      const table = await read(file, options);
      try {
        const content = contentOf(table, own.format, file.shown);
        if (options.keepTable !== undefined) options.keepTable(table);
        else {
          await options.keep?.({ start: 0, ...tableOf(table) }, 0);
          table.store.drop();
        }
        return content;
      } catch (error) {
        table.store.drop();
        throw error;
      }
    },
    async *read(file, _content, { start, end }, columns, signal) {
      const table = tableOf(await read(file, { signal }));
      yield* cutBlocks({ start: 0, ...table }, start, end, columns, file.shown);
    },
  };
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
    throw (cause as NodeJS.ErrnoException).syscall === undefined ? cause : fileError(cause, shown);
  } finally {
    await file?.close();
  }
}
