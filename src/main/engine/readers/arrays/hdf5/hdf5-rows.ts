import type { Dataset } from 'h5wasm';
import type { Hdf5Library } from '../../../files/hdf5-library';
import { fortranOrder } from '../fortran-order';
import type { NamedArray } from '../named-array';
import { matlabWords } from './matlab';
import type { Hdf5Array } from './tree';
import { numbersOf, rowsTogether, typeClass, wordsOf } from './values';

/** What all arrays that are read side by side may have in memory. */
const WINDOW_BYTES = 2 ** 26;
const LEAST_WINDOW_BYTES = 2 ** 16;

/** Rows of one data set; those that are unpacked together are kept until others are wanted. */
class Window<T extends Float64Array | readonly string[]> {
  #from = 0;
  #to = 0;
  #values: T | null = null;

  /**
   * @param rows of the data set
   * @param together rows that are read at once
   */
  constructor(
    readonly rows: number,
    readonly together: number,
    readonly read: (from: number, to: number) => T,
  ) {}

  /** The rows' values, one piece after the other. */
  *pieces(from: number, to: number): Generator<T> {
    for (let row = from; row < to;) {
      if (this.#values === null || row < this.#from || row >= this.#to) {
        this.#from = row - (row % this.together);
        this.#to = Math.min(this.rows, this.#from + this.together);
        this.#values = this.read(this.#from, this.#to);
      }
      const end = Math.min(to, this.#to);
      const each = this.#values.length / (this.#to - this.#from);
      yield this.#values.slice((row - this.#from) * each, (end - this.#from) * each) as T;
      row = end;
    }
  }
}

/**
 * Arrays whose rows are read from an open file as they are wanted.
 *
 * @throws UnrollError FILE_CORRUPT, FILE_FORMAT_UNKNOWN, of what is read
 */
export function openArrays(wanted: readonly Hdf5Array[], library: Hdf5Library, shown: string): NamedArray[] {
  const bytes = Math.max(LEAST_WINDOW_BYTES, Math.floor(WINDOW_BYTES / Math.max(1, wanted.length)));
  return wanted.map((array) => openArray(array, library, bytes, shown));
}

function openArray(array: Hdf5Array, library: Hdf5Library, bytes: number, shown: string): NamedArray {
  const { name, shape, dataset, isMatlab, isText, columns } = array;
  const axes = dataset.metadata.shape ?? [];
  /** MATLAB's text is numbers, a letter each. */
  const isLetters = isText === true && dataset.metadata.type === typeClass.integer;
  const isVector = axes.filter((n) => n !== 1).length <= 1 && !isLetters;
  // MATLAB's first axis is HDF5's last.
  const axis = isVector
    ? Math.max(
        0,
        axes.findIndex((n) => n !== 1),
      )
    : isMatlab
      ? axes.length - 1
      : 0;
  const rows = axes[axis] ?? 1;
  const together = rowsTogether(dataset, axis, bytes);
  const stored = new Window(rows, together, (from, to) => {
    const values = numbersOf(array, library, axis, from, to, shown);
    if (!isMatlab || isVector) return values;
    const order = fortranOrder([to - from, ...(isLetters ? [values.length / (to - from)] : shape.slice(1))]);
    return values.map((_, k) => values[order(k)]!);
  });
  const listed = new Window(rows, together, (from, to) => wordsOf(array, library, axis, from, to, shown));
  const numbers = (from: number, to: number): Promise<Float64Array> =>
    Promise.resolve(joined([...stored.pieces(from, to)]));
  return {
    name,
    shape,
    ...(isText && { isText }),
    ...(columns && { columns: namesIn(columns, library, shown) }),
    numbers,
    words: async (from, to) =>
      isLetters ? matlabWords(await numbers(from, to), to - from) : [...listed.pieces(from, to)].flat(),
  };
}

function namesIn(dataset: Dataset, library: Hdf5Library, shown: string): string[] {
  return wordsOf({ dataset, field: null }, library, 0, 0, dataset.metadata.shape?.[0] ?? 1, shown);
}

function joined(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
