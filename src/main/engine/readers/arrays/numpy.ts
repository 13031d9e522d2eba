import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { constants, inflateRawSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { failure } from '../../../../shared/sentences/failure';
import { fileError } from '../bytes';
import { loadedCasesReader } from '../cases/cases-reader';
import type { CasesContent, TableContent } from '../content';
import type { Claim, FileRef, Reader } from '../reader';
import { wholeTableReader } from '../table/whole-table-reader';
import type { NamedArray } from './named-array';
import { casesOfArrays, tableOfArrays } from './named-array';
import { isNpy, parseNpyHeader, readNpy } from './npy';

/** Of a file, and of what an archive unpacks to. */
const MAX_BYTES = 2 ** 31;

/** Arrays of a .npy or .npz file. Nothing in it is run: arrays of objects, which are pickles, are refused. */
async function arraysOf({ path, shown, size }: FileRef): Promise<NamedArray[]> {
  const tooLarge = failure('FILE_TOO_LARGE.holdsTwoGb', { file: shown });
  if (size > MAX_BYTES) throw tooLarge;
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw fileError(cause, shown);
  });
  if (isNpy(bytes)) return [readNpy(bytes, basename(shown, extname(shown)), shown)];
  let unpacked = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        unpacked += originalSize;
        return name.endsWith('.npy') && unpacked <= MAX_BYTES;
      },
    });
  } catch (cause) {
    throw failure('FILE_CORRUPT.numpyArchive', { file: shown }, { cause });
  }
  if (unpacked > MAX_BYTES) throw tooLarge;
  return Object.entries(files).map(([name, file]) => readNpy(file, name.slice(0, -4), `${shown}/${name}`));
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
export const numpyTableReader: Reader<TableContent> = wholeTableReader({
  format: 'npy',
  endings: ['.npy', '.npz'],
  claim: claim('table'),
  load: async (file) => tableOfArrays(await arraysOf(file), file.shown),
});

/** NumPy's arrays as many sequences, [sequences, steps, channels] or [sequences, steps]. */
export const numpyCasesReader: Reader<CasesContent> = loadedCasesReader({
  format: 'npy-cases',
  endings: ['.npy', '.npz'],
  isAnnotated: false,
  claim: claim('cases'),
  load: async (file) => casesOfArrays(await arraysOf(file), file.shown),
});
