import { failure } from '../../../../shared/sentences/failure';
import type { Case, CasesFile } from '../cases/cases';
import type { Column, NumericColumn, Table } from '../table/table';

/** What is known of an array before its values are read. */
export interface ArrayHead {
  /** With the groups that it lies in, where a file has them: `group/name`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Words instead of numbers. */
  readonly isText?: true;
}

/** An array of numbers, or of words, as a file of arrays holds it. */
export interface NamedArray extends ArrayHead {
  /** In C order, last axis fastest. */
  readonly values: Float64Array;
  /** Of an array of text, in the same order; `values` is empty then. */
  readonly words?: readonly string[];
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

/**
 * Arrays with the same number of rows side by side: a vector is a column, a matrix is a column for each of its columns.
 * Arrays of other lengths, such as a rate or a title, are left out.
 *
 * @throws UnrollError FILE_EMPTY when no array is a series, FILE_TOO_LARGE
 */
export function tableOfArrays(arrays: readonly NamedArray[], shown: string): Table {
  const found = seriesAmong(arrays);
  if (found === null) throw failure('FILE_EMPTY.noSeries', { file: shown });
  const { rows, own } = found;
  return { rows, columns: own.flatMap((array) => columnsOf(array, rows, shown)) };
}

function columnsOf({ name, values, words, columns }: NamedArray, rows: number, shown: string): Column[] {
  if (words !== undefined) {
    const distinct = [...new Set(words)];
    const codes = new Map(distinct.map((word, code) => [word, code]));
    return words.length === rows
      ? [{ name, type: 'text', words: distinct, codes: Int32Array.from(words, (word) => codes.get(word)!) }]
      : [];
  }
  const width = values.length / rows;
  if (width > MAX_COLUMNS) throw failure('FILE_TOO_LARGE.columns', { file: shown, width, most: MAX_COLUMNS });
  return Array.from({ length: width }, (_, column): NumericColumn => ({
    name: columns?.[column] ?? (width === 1 ? name : `${name} ${column + 1}`),
    type: 'number',
    values: Float64Array.from({ length: rows }, (__, row) => values[row * width + column]!),
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

/**
 * Sequences with their labels: [sequences, steps, channels], as Keras and PyTorch have it, or [sequences, steps].
 *
 * @throws UnrollError FILE_EMPTY
 */
export function casesOfArrays(arrays: readonly NamedArray[], shown: string): CasesFile {
  const found = sequencesAmong(arrays);
  const [count = 0, steps = 0, channels = 1] = found?.data.shape ?? [];
  if (found === null || count * steps * channels === 0)
    throw failure('FILE_EMPTY.noSequences', { file: shown });
  const { data, labels } = found;
  const cases = Array.from({ length: count }, (_, k): Case => ({
    data: Float32Array.from(data.values.subarray(k * steps * channels, (k + 1) * steps * channels)),
    length: steps,
    label: labels === null ? null : (labels.words?.[k] ?? String(labels.values[k])),
  }));
  return { problem: null, channels, cases, missing: data.values.filter(Number.isNaN).length };
}
