import { failure } from '../../../../shared/sentences/failure';
import type { Case, CasesFacts } from '../cases/cases';
import type { Block } from '../reader';
import type { ColumnHead } from '../table/column-facts';
import type { TableRows } from '../table/rows-reader';
import type { Column } from '../table/table';
import { segmentRows } from '../table/table-store';

/** What is known of an array before its values are read. */
export interface ArrayHead {
  /** With the groups that it lies in, where a file has them: `group/name`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Words instead of numbers. */
  readonly isText?: true;
}

/** An array of numbers, or of words, as a file of arrays holds it. A row is what stands at one place of its first axis, or one value of a vector. */
export interface NamedArray extends ArrayHead {
  /** Rows `from` (inclusive) … `to` (exclusive) in C order, last axis fastest; of an array of numbers. */
  numbers(from: number, to: number): Promise<Float64Array>;
  /** The same of an array of text. */
  words(from: number, to: number): Promise<readonly string[]>;
  /** Names of a matrix's columns, where the file has them. */
  readonly columns?: readonly string[];
}

const MAX_COLUMNS = 4096;

export const countOf = ({ shape }: Pick<ArrayHead, 'shape'>): number =>
  shape.reduce((product, n) => product * n, 1);
const isOfNumbers = (array: ArrayHead): boolean => array.isText !== true && countOf(array) > 0;

/** Axes that are longer than one. */
const longAxes = ({ shape }: ArrayHead): number[] => shape.filter((n) => n !== 1);
/** A vector is a series whichever way it lies. */
const rowsOf = (array: ArrayHead): number =>
  longAxes(array).length === 1 ? longAxes(array)[0]! : (array.shape[0] ?? 1);

/** The arrays that stand side by side in one series: those of the length that most values have; null where there is none. */
export function seriesAmong<A extends ArrayHead>(
  arrays: readonly A[],
): { readonly rows: number; readonly own: readonly A[] } | null {
  const series = arrays.filter((array) => [1, 2].includes(longAxes(array).length));
  const valuesByRows = new Map<number, number>();
  for (const array of series)
    if (isOfNumbers(array))
      valuesByRows.set(rowsOf(array), (valuesByRows.get(rowsOf(array)) ?? 0) + countOf(array));
  const [best] = [...valuesByRows].sort(([, a], [, b]) => b - a);
  if (best === undefined) return null;
  const [rows] = best;
  return { rows, own: series.filter((array) => rowsOf(array) === rows) };
}

interface ArrayColumn {
  readonly head: ColumnHead;
  readonly array: NamedArray;
  /** Of the values of a row. */
  readonly at: number;
}

/**
 * Arrays with the same number of rows side by side: a vector is a column, a matrix is a column for each of its columns.
 * Arrays of other lengths, such as a rate or a title, are left out.
 *
 * @throws UnrollError FILE_EMPTY when no array is a series, FILE_TOO_LARGE
 */
export function rowsOfArrays(arrays: readonly NamedArray[], shown: string): TableRows {
  const found = seriesAmong(arrays);
  if (found === null) throw failure('FILE_EMPTY.noSeries', { file: shown });
  const { rows, own } = found;
  const all = own.flatMap((array) => columnsOf(array, rows, shown));
  return {
    columns: all.map(({ head }) => head),
    blocks: (start, end, columns) =>
      blocks(
        columns.map((column) => all[column]!),
        start,
        Math.min(end, rows),
      ),
  };
}

async function* blocks(columns: readonly ArrayColumn[], start: number, end: number): AsyncGenerator<Block> {
  const step = segmentRows(columns.length);
  for (let row = start; row < end; row += step) {
    const to = Math.min(end, row + step);
    const values = new Map<NamedArray, Float64Array>();
    const own: Column[] = [];
    for (const { head, array, at } of columns) {
      if (head.type === 'text') {
        own.push(wordColumn(head.name, await array.words(row, to)));
        continue;
      }
      if (!values.has(array)) values.set(array, await array.numbers(row, to));
      const read = values.get(array)!;
      const width = read.length / (to - row);
      own.push({
        ...head,
        values: width === 1 ? read : Float64Array.from({ length: to - row }, (_, k) => read[k * width + at]!),
      });
    }
    yield { start: row, rows: to - row, columns: own };
  }
}

function wordColumn(name: string, words: readonly string[]): Column {
  const distinct = [...new Set(words)];
  const codes = new Map(distinct.map((word, code) => [word, code]));
  return { name, type: 'text', words: distinct, codes: Int32Array.from(words, (word) => codes.get(word)!) };
}

function columnsOf(array: NamedArray, rows: number, shown: string): ArrayColumn[] {
  const { name, columns } = array;
  const width = countOf(array) / rows;
  if (array.isText) return width === 1 ? [{ head: { name, type: 'text', words: [] }, array, at: 0 }] : [];
  if (width > MAX_COLUMNS) throw failure('FILE_TOO_LARGE.columns', { file: shown, width, most: MAX_COLUMNS });
  return Array.from({ length: width }, (_, at) => ({
    head: { name: columns?.[at] ?? (width === 1 ? name : `${name} ${at + 1}`), type: 'number' },
    array,
    at,
  }));
}

const labelNames = /^(y|labels?|targets?|class(es)?|y_?(train|test))$/i;

const groupOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('/')));
const ownName = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** The largest array as sequences, if it is; and the array that labels them, in its own group or else in another. */
export function sequencesAmong<A extends ArrayHead>(
  arrays: readonly A[],
): { readonly data: A; readonly labels: A | null } | null {
  const [data] = arrays.filter(isOfNumbers).sort((a, b) => countOf(b) - countOf(a));
  if (data === undefined || data.shape.length < 2 || data.shape.length > 3) return null;
  const labels = arrays.filter(
    (array) =>
      array !== data &&
      labelNames.test(ownName(array.name)) &&
      longAxes(array).length <= 1 &&
      rowsOf(array) === data.shape[0],
  );
  const beside = labels.find(({ name }) => groupOf(name) === groupOf(data.name));
  return { data, labels: beside ?? labels[0] ?? null };
}

/** Values that are read at a time, of as many sequences as these are. */
const VALUES_AT_ONCE = 2 ** 20;

/**
 * Sequences with their labels: [sequences, steps, channels], as Keras and PyTorch have it, or [sequences, steps].
 *
 * @throws UnrollError FILE_EMPTY
 */
export async function* casesOfArrays(
  arrays: readonly NamedArray[],
  shown: string,
): AsyncGenerator<Case, CasesFacts, undefined> {
  const found = sequencesAmong(arrays);
  const [count = 0, steps = 0, channels = 1] = found?.data.shape ?? [];
  const size = steps * channels;
  if (found === null || count * size === 0) throw failure('FILE_EMPTY.noSequences', { file: shown });
  const { data, labels } = found;
  const together = Math.max(1, Math.floor(VALUES_AT_ONCE / size));
  let missing = 0;
  for (let from = 0; from < count; from += together) {
    const to = Math.min(count, from + together);
    const values = await data.numbers(from, to);
    const words =
      labels === null ? null : labels.isText ? await labels.words(from, to) : await labels.numbers(from, to);
    for (const value of values) if (Number.isNaN(value)) missing++;
    for (let k = 0; k < to - from; k++)
      yield {
        data: Float32Array.from(values.subarray(k * size, (k + 1) * size)),
        length: steps,
        channels,
        label: words === null ? null : String(words[k]),
      };
  }
  return { problem: null, channels, missing };
}
