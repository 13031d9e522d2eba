import { textAt } from '../bytes';
import type { TableContent } from '../content';
import type { Reader } from '../reader';
import { rowsReader } from '../table/rows-reader';
import { openMat5 } from './mat5';
import { rowsOfArrays } from './named-array';

/** MATLAB's files of level 5: variables of the same length are the columns of one recording. */
export const matReader: Reader<TableContent> = rowsReader({
  format: 'mat',
  endings: ['.mat'],
  claim: (head) => (textAt(head, 0, 10) === 'MATLAB 5.0' ? 'signature' : 'none'),
  open: async ({ path, shown, size }, opened) => {
    const file = await opened.file(path, shown);
    return rowsOfArrays(await openMat5(path, file, size, shown, opened), shown);
  },
});
