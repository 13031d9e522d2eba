import type { EpochMetrics, StepMetrics } from '../../../shared/domain/run';
import type { NamedTensor } from '../files/safetensors';

type Column = Int32Array | Float32Array | Float64Array;
type ColumnType = Int32ArrayConstructor | Float32ArrayConstructor | Float64ArrayConstructor;
type Columns = Record<string, Column>;

/** How a table of equally long columns lies in a blob: one column after the other, the widest elements first. */
export interface Layout<T extends Columns> {
  /** The column that orders the rows and is unique. */
  readonly key: keyof T & string;
  readonly columns: readonly (readonly [keyof T & string, ColumnType])[];
}

export const stepLayout: Layout<StepMetrics> = {
  key: 'step',
  columns: [
    ['step', Int32Array],
    ['loss', Float32Array],
    ['metric', Float32Array],
    ['gradientNorm', Float32Array],
    ['learningRate', Float32Array],
  ],
};

export const epochLayout: Layout<EpochMetrics> = {
  key: 'epoch',
  columns: [
    ['seconds', Float64Array],
    ['epoch', Int32Array],
    ['step', Int32Array],
    ['trainLoss', Float32Array],
    ['trainMetric', Float32Array],
    ['validationLoss', Float32Array],
    ['validationMetric', Float32Array],
  ],
};

export type RowOf<T> = { readonly [Name in keyof T]: number };

export function columnsOf<T extends Columns>(layout: Layout<T>, rows: readonly RowOf<T>[]): T {
  const table = blank(layout, rows.length);
  for (const [name] of layout.columns) rows.forEach((row, k) => (table[name]![k] = row[name]));
  return table;
}

/** `rows` rows of zeros. */
export function blank<T extends Columns>(layout: Layout<T>, rows: number): T {
  return Object.fromEntries(layout.columns.map(([name, type]) => [name, new type(rows)])) as T;
}

export function rowsOf<T extends Columns>(layout: Layout<T>, table: T): number {
  return table[layout.key]!.length;
}

export function encodeColumns<T extends Columns>(layout: Layout<T>, table: T): Uint8Array {
  const rows = rowsOf(layout, table);
  const bytes = new Uint8Array(
    layout.columns.reduce((sum, [, type]) => sum + rows * type.BYTES_PER_ELEMENT, 0),
  );
  let offset = 0;
  for (const [name] of layout.columns) {
    const { buffer, byteOffset, byteLength } = table[name]!;
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += byteLength;
  }
  return bytes;
}

/** Copies an encoded table of `rows` rows into `target` from row `at`. */
export function decodeInto<T extends Columns>(
  layout: Layout<T>,
  blob: ArrayBuffer,
  rows: number,
  target: T,
  at: number,
): void {
  let offset = 0;
  for (const [name, type] of layout.columns) {
    target[name]!.set(new type(blob, offset, rows), at);
    offset += rows * type.BYTES_PER_ELEMENT;
  }
}

/** Rows `from` to `to` (exclusive) as views. */
export function sliceRows<T extends Columns>(layout: Layout<T>, table: T, from: number, to?: number): T {
  return Object.fromEntries(layout.columns.map(([name]) => [name, table[name]!.subarray(from, to)])) as T;
}

/** One table of several; where a later part begins before an earlier one ends, it takes the place of those rows. */
export function joinRows<T extends Columns>(layout: Layout<T>, parts: readonly T[]): T {
  const kept: T[] = [];
  for (const part of parts.filter((each) => rowsOf(layout, each) > 0)) {
    const first = part[layout.key]![0]!;
    while (kept.length > 0 && kept.at(-1)![layout.key]!.at(-1)! >= first) {
      const cut = kept.pop()!;
      const rows = rowsUpTo(layout, cut, first - 1);
      if (rows > 0) kept.push(sliceRows(layout, cut, 0, rows));
    }
    kept.push(part);
  }
  if (kept.length === 1) return kept[0]!;
  const joined = blank(
    layout,
    kept.reduce((sum, part) => sum + rowsOf(layout, part), 0),
  );
  let at = 0;
  for (const part of kept) {
    for (const [name] of layout.columns) joined[name]!.set(part[name]!, at);
    at += rowsOf(layout, part);
  }
  return joined;
}

/** All rows that either table has, in order; of one that both have, `a`'s. */
export function uniteRows<T extends Columns>(layout: Layout<T>, a: T, b: T): T {
  const has = new Set<number>(a[layout.key] as Iterable<number>);
  const [keysOfA, keysOfB] = [a[layout.key]!, b[layout.key]!];
  const rows = [
    ...Array.from(keysOfA, (key, row) => ({ key, row, from: a })),
    ...Array.from(keysOfB, (key, row) => ({ key, row, from: b })).filter(({ key }) => !has.has(key)),
  ].sort((one, other) => one.key - other.key);
  const united = blank(layout, rows.length);
  for (const [name] of layout.columns)
    rows.forEach(({ row, from }, at) => (united[name]![at] = from[name]![row]!));
  return united;
}

/** How many rows have a key ≤ `limit`. */
export function rowsUpTo<T extends Columns>(layout: Layout<T>, table: T, limit: number): number {
  const keys = table[layout.key]!;
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A table as safetensors, a tensor per column: `steps/loss` and so on. */
export function tensorsOf<T extends Columns>(
  prefix: string,
  layout: Layout<T>,
  table: T,
): [string, NamedTensor][] {
  const shape = [rowsOf(layout, table)];
  return layout.columns.map(([name]) => [`${prefix}/${name}`, { shape, data: table[name]! }]);
}

/** @throws RangeError when a column is missing or has another length */
export function tableOf<T extends Columns>(
  prefix: string,
  layout: Layout<T>,
  tensors: ReadonlyMap<string, NamedTensor>,
): T {
  const rows = tensors.get(`${prefix}/${layout.key}`)?.shape[0] ?? 0;
  const table = blank(layout, rows);
  for (const [name] of layout.columns) {
    const column = tensors.get(`${prefix}/${name}`)?.data;
    if (column?.length !== rows) throw new RangeError(`${prefix}/${name} has not ${rows} rows`);
    table[name]!.set(column);
  }
  return table;
}
