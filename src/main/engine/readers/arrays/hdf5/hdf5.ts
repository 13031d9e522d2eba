import { withHdf5File } from '../../../files/hdf5-library';
import type { Hdf5Library } from '../../../files/hdf5-library';
import { UnrollError } from '../../../../../shared/domain/error';
import { failure } from '../../../../../shared/sentences/failure';
import { fileError, textAt } from '../../bytes';
import { loadedCasesReader } from '../../cases/cases-reader';
import type { CasesContent, TableContent } from '../../content';
import type { Claim, FileRef, Reader } from '../../reader';
import { wholeTableReader } from '../../table/whole-table-reader';
import type { NamedArray } from '../named-array';
import { casesOfArrays, countOf, seriesAmong, sequencesAmong, tableOfArrays } from '../named-array';
import { fortranOrder } from '../npy';
import { matlabWords } from './matlab';
import type { Hdf5Array, Hdf5Tree } from './tree';
import { treeOf } from './tree';
import { numbersOf, typeClass, wordsOf } from './values';

/** Of the arrays that are read, all together: a gigabyte as the numbers that they become. */
const MOST_VALUES = 2 ** 27;
const SIGNATURE = '\x89HDF\r\n\x1a\n';
/** Of a matrix that has labels beside it: so many columns are the steps of sequences, fewer are channels of one series. */
const LEAST_STEPS = 16;
const times = /(^|\/)(time|times|timestamps?|t|index|date)$/i;

const CASES = 'hdf5-cases';
const endings = ['.h5', '.hdf5', '.he5', '.mat'] as const;

/** A file may have a block of its own before HDF5 begins: MATLAB's is 512 bytes, and others double that. */
function claim(head: Uint8Array): Claim {
  for (let at = 0; at + SIGNATURE.length <= head.length; at = at === 0 ? 512 : at * 2)
    if (textAt(head, at, SIGNATURE.length) === SIGNATURE) return 'signature';
  return 'none';
}

/** @throws UnrollError FILE_CORRUPT, FILE_MISSING, FILE_UNREADABLE and what `use` throws */
async function within<T>(
  { path, shown }: Omit<FileRef, 'size'>,
  use: (tree: Hdf5Tree, library: Hdf5Library) => T,
): Promise<T> {
  try {
    return await withHdf5File(path, (file, library) => use(treeOf(file, library, shown), library));
  } catch (cause) {
    if (cause instanceof UnrollError) throw cause;
    if (typeof (cause as NodeJS.ErrnoException).syscall === 'string') throw fileError(cause, shown);
    throw failure('FILE_CORRUPT.hdf5', { file: shown }, { cause });
  }
}

/** Whether the largest array is a set of sequences: it has three axes, or two and labels along the first. */
function areSequences({ arrays }: Hdf5Tree): boolean {
  const found = sequencesAmong(arrays);
  if (found === null) return false;
  const { data, labels } = found;
  if (data.shape.length === 3) return true;
  const isTimed = arrays.some(({ name, shape }) => times.test(name) && countOf({ shape }) === data.shape[0]);
  return labels !== null && data.shape[1]! >= LEAST_STEPS && !isTimed;
}

function read(
  wanted: readonly Hdf5Array[],
  { leftOut, hasPickledTable }: Hdf5Tree,
  library: Hdf5Library,
  shown: string,
): NamedArray[] {
  const [first] = leftOut;
  if (wanted.length === 0 && hasPickledTable)
    throw failure('FILE_FORMAT_UNKNOWN.hdf5Pandas', { file: shown });
  if (wanted.length === 0 && first !== undefined)
    throw failure('FILE_FORMAT_UNKNOWN.hdf5Holds', { file: shown, array: first.name, what: first.what });
  const values = wanted.reduce((sum, array) => sum + countOf(array), 0);
  if (values > MOST_VALUES) throw failure('FILE_TOO_LARGE.hdf5', { file: shown, values, most: MOST_VALUES });
  return wanted.map((array) => valuesOf(array, library, shown));
}

function valuesOf(array: Hdf5Array, library: Hdf5Library, shown: string): NamedArray {
  const { name, shape, dataset, field, isMatlab, isText, columns } = array;
  if (isText && dataset.metadata.type !== typeClass.integer) {
    const words = wordsOf(dataset, library, field, shown);
    return { name, shape, values: new Float64Array(0), words, isText };
  }
  const stored = numbersOf(dataset, library, field, shown);
  if (!isMatlab)
    return {
      name,
      shape,
      values: stored,
      ...(columns && { columns: wordsOf(columns, library, null, shown) }),
    };
  // Text is one axis here, rows of letters there.
  const axes = isText ? [shape[0]!, stored.length / shape[0]!] : shape;
  const order = fortranOrder(axes);
  const values = axes.filter((n) => n !== 1).length > 1 ? stored.map((_, k) => stored[order(k)]!) : stored;
  if (!isText) return { name, shape, values };
  return { name, shape, values: new Float64Array(0), words: matlabWords(values, shape[0]!), isText };
}

/** HDF5's arrays, MATLAB's of version 7.3 too, as one series: a vector is a column, a matrix [steps, channels]. */
export const hdf5TableReader: Reader<TableContent> = wholeTableReader({
  format: 'hdf5',
  endings,
  claim,
  instead: (file) => within(file, (tree) => (areSequences(tree) ? CASES : null)),
  load: (file) =>
    within(file, (tree, library) =>
      tableOfArrays(read(seriesAmong(tree.arrays)?.own ?? [], tree, library, file.shown), file.shown),
    ),
});

/** HDF5's arrays as many sequences: [sequences, steps, channels] or [sequences, steps], with labels beside them. */
export const hdf5CasesReader: Reader<CasesContent> = loadedCasesReader({
  format: CASES,
  endings,
  isAnnotated: false,
  claim: () => 'none',
  load: (file) =>
    within(file, (tree, library) => {
      const { data, labels } = sequencesAmong(tree.arrays) ?? {};
      const wanted = [data, labels].filter((array) => array !== undefined && array !== null);
      return casesOfArrays(read(wanted, tree, library, file.shown), file.shown);
    }),
});
