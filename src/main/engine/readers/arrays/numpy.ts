import { basename, extname } from 'node:path';
import { constants, inflateRawSync } from 'node:zlib';
import type { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import { listZip } from '../../files/zip';
import { casesReader } from '../cases/cases-reader';
import type { CasesContent, TableContent } from '../content';
import type { Opened } from '../opened';
import type { Claim, FileRef, Reader } from '../reader';
import { rowsReader } from '../table/rows-reader';
import { bytesAt } from '../table/text/byte-file';
import type { NamedArray } from './named-array';
import { casesOfArrays, rowsOfArrays } from './named-array';
import { isNpy, openNpy, parseNpyHeader } from './npy';
import { openEntry } from './unpacked';

/** What an archive unpacks to: it lies on the disk meanwhile. */
const MAX_UNPACKED_BYTES = 2 ** 34;

/** Arrays of a .npy or .npz file. Nothing in it is run: arrays of objects, which are pickles, are refused. */
async function arraysOf({ path, shown, size }: FileRef, opened: Opened): Promise<NamedArray[]> {
  const file = await opened.file(path, shown);
  if (isNpy(await bytesAt(file, 0, 8)))
    return [await openNpy(file, size, basename(shown, extname(shown)), shown)];
  const corrupt = (cause: unknown): UnrollError =>
    failure('FILE_CORRUPT.numpyArchive', { file: shown }, { cause });
  const entries = (
    await listZip(path).catch((cause: unknown) => {
      throw corrupt(cause);
    })
  ).filter(({ name }) => name.endsWith('.npy'));
  if (entries.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_UNPACKED_BYTES)
    throw failure('FILE_TOO_LARGE.unpacks', { file: shown, gigabytes: MAX_UNPACKED_BYTES / 2 ** 30 });
  const arrays: NamedArray[] = [];
  for (const entry of entries) {
    const own = await openEntry(path, file, entry, opened).catch((cause: unknown) => {
      throw corrupt(cause);
    });
    arrays.push(await openNpy(own, entry.bytes, entry.name.slice(0, -4), `${shown}/${entry.name}`));
  }
  return arrays;
}

const DEFLATED = 8;

/** What the beginning of packed bytes unpacks to: at most a thousand times as much. */
function beginning(packed: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array(0);
  }
}

interface FirstArray {
  readonly shape: readonly number[];
  readonly isInArchive: boolean;
}

/** The first array by the file's head; null where the file is none of NumPy's. */
function firstArray(head: Uint8Array, name: string): FirstArray | null {
  const isInArchive = head[0] === 0x50 && head[1] === 0x4b && /\.npz$/i.test(name);
  // A local header of a zip: 30 bytes, the name and an extra field, whose lengths stand at 26.
  const start = isInArchive ? 30 + (head[26]! | (head[27]! << 8)) + (head[28]! | (head[29]! << 8)) : 0;
  const first = isInArchive && head[8] === DEFLATED ? beginning(head.subarray(start)) : head.subarray(start);
  if (!isNpy(first)) return isInArchive ? { shape: [], isInArchive } : null;
  try {
    return { shape: parseNpyHeader(first, name).shape, isInArchive };
  } catch {
    return { shape: [], isInArchive };
  }
}

/** So many columns of a matrix in an archive are the steps of sequences; fewer are channels of one series. */
const LEAST_STEPS = 16;

function claim(wanted: 'table' | 'cases'): (head: Uint8Array, name: string) => Claim {
  return (head, name) => {
    const found = firstArray(head, name);
    if (found === null) return 'none';
    const { shape, isInArchive } = found;
    const areSequences =
      shape.length === 3 || (isInArchive && shape.length === 2 && shape[1]! >= LEAST_STEPS);
    return areSequences === (wanted === 'cases') ? 'signature' : 'none';
  };
}

/** NumPy's arrays as one series: a vector is a column, a matrix [steps, channels]. */
export const numpyTableReader: Reader<TableContent> = rowsReader({
  format: 'npy',
  endings: ['.npy', '.npz'],
  claim: claim('table'),
  open: async (file, opened) => rowsOfArrays(await arraysOf(file, opened), file.shown),
});

/** NumPy's arrays as many sequences, [sequences, steps, channels] or [sequences, steps]. */
export const numpyCasesReader: Reader<CasesContent> = casesReader({
  format: 'npy-cases',
  endings: ['.npy', '.npz'],
  isAnnotated: false,
  claim: claim('cases'),
  async *read(file, opened) {
    return yield* casesOfArrays(await arraysOf(file, opened), file.shown);
  },
});
