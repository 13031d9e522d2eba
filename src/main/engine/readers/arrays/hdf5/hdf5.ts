import { openHdf5File, withHdf5File } from '../../../files/hdf5-library';
import type { Hdf5Library } from '../../../files/hdf5-library';
import { UnrollError } from '../../../../../shared/domain/error';
import { failure } from '../../../../../shared/sentences/failure';
import { fileError, textAt } from '../../bytes';
import { casesReader } from '../../cases/cases-reader';
import type { CasesContent, TableContent } from '../../content';
import type { Opened } from '../../opened';
import type { Claim, FileRef, Reader } from '../../reader';
import { rowsReader } from '../../table/rows-reader';
import { casesOfArrays, countOf, rowsOfArrays, seriesAmong, sequencesAmong } from '../named-array';
import { openArrays } from './hdf5-rows';
import type { Hdf5Array, Hdf5Tree } from './tree';
import { treeOf } from './tree';

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
async function within<T>({ path, shown }: Omit<FileRef, 'size'>, use: (tree: Hdf5Tree) => T): Promise<T> {
  try {
    return await withHdf5File(path, (file, library) => use(treeOf(file, library, shown)));
  } catch (cause) {
    throw refusal(cause, shown);
  }
}

function refusal(cause: unknown, shown: string): unknown {
  if (cause instanceof UnrollError) return cause;
  if (typeof (cause as NodeJS.ErrnoException).syscall === 'string') return fileError(cause, shown);
  return failure('FILE_CORRUPT.hdf5', { file: shown }, { cause });
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

/** The tree of a file that stays open. @throws UnrollError as {@link within} */
async function treeIn(
  { path, shown }: FileRef,
  opened: Opened,
): Promise<{ readonly tree: Hdf5Tree; readonly library: Hdf5Library }> {
  try {
    const { file, library, close } = await openHdf5File(path);
    opened.onClose(close);
    return { tree: treeOf(file, library, shown), library };
  } catch (cause) {
    throw refusal(cause, shown);
  }
}

/** @throws UnrollError FILE_FORMAT_UNKNOWN where there is nothing but what cannot be read */
function requireSome(
  wanted: readonly Hdf5Array[],
  { leftOut, hasPickledTable }: Hdf5Tree,
  shown: string,
): void {
  const [first] = leftOut;
  if (wanted.length === 0 && hasPickledTable)
    throw failure('FILE_FORMAT_UNKNOWN.hdf5Pandas', { file: shown });
  if (wanted.length === 0 && first !== undefined)
    throw failure('FILE_FORMAT_UNKNOWN.hdf5Holds', { file: shown, array: first.name, what: first.what });
}

/** HDF5's arrays, MATLAB's of version 7.3 too, as one series: a vector is a column, a matrix [steps, channels]. */
export const hdf5TableReader: Reader<TableContent> = rowsReader({
  format: 'hdf5',
  endings,
  claim,
  instead: (file) => within(file, (tree) => (areSequences(tree) ? CASES : null)),
  open: async (file, opened) => {
    const { tree, library } = await treeIn(file, opened);
    const wanted = seriesAmong(tree.arrays)?.own ?? [];
    requireSome(wanted, tree, file.shown);
    return rowsOfArrays(openArrays(wanted, library, file.shown), file.shown);
  },
});

/** HDF5's arrays as many sequences: [sequences, steps, channels] or [sequences, steps], with labels beside them. */
export const hdf5CasesReader: Reader<CasesContent> = casesReader({
  format: CASES,
  endings,
  isAnnotated: false,
  claim: () => 'none',
  async *read(file, opened) {
    const { tree, library } = await treeIn(file, opened);
    const { data, labels } = sequencesAmong(tree.arrays) ?? {};
    const wanted = [data, labels].filter((array) => array !== undefined && array !== null);
    requireSome(wanted, tree, file.shown);
    return yield* casesOfArrays(openArrays(wanted, library, file.shown), file.shown);
  },
});
