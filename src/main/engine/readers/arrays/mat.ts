import { readFile } from 'node:fs/promises';
import { failure } from '../../../../shared/sentences/failure';
import { fileError, textAt } from '../bytes';
import type { TableContent } from '../content';
import type { FileRef, Reader } from '../reader';
import type { Table } from '../table/table';
import { wholeTableReader } from '../table/whole-table-reader';
import { readMat5 } from './mat5';
import { tableOfArrays } from './named-array';

const MAX_BYTES = 2 ** 31;

/** MATLAB's files of level 5: variables of the same length are the columns of one recording. */
export const matReader: Reader<TableContent> = wholeTableReader({
  format: 'mat',
  endings: ['.mat'],
  claim: (head) => (textAt(head, 0, 10) === 'MATLAB 5.0' ? 'signature' : 'none'),
  load,
});

async function load({ path, shown, size }: FileRef): Promise<Table> {
  if (size > MAX_BYTES) throw failure('FILE_TOO_LARGE.twoGb', { file: shown });
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw fileError(cause, shown);
  });
  return tableOfArrays(readMat5(bytes, shown), shown);
}
