import type { Dataset, Metadata } from 'h5wasm';
import type { Hdf5Library } from '../../../files/hdf5-library';
import { failure } from '../../../../../shared/sentences/failure';
import { numberReader } from '../npy';

/** Classes of types, as HDF5 numbers them (H5T_class_t). */
export const typeClass = {
  integer: 0,
  float: 1,
  string: 3,
  bitfield: 4,
  compound: 6,
  reference: 7,
  enumeration: 8,
  vlen: 9,
} as const;

/** What says how one value lies in memory. */
export type ValueType = Pick<Metadata, 'type' | 'size' | 'signed' | 'littleEndian' | 'vlen' | 'enum_type'>;

const SLICE_BYTES = 2 ** 23;
/** Filters that the library has: deflate to scale-offset. Others are plug-ins. */
const MOST_OWN_FILTER = 6;

/** NumPy's name of a type of numbers; null where it is none. */
export function numberType({ type, size, signed, enum_type: named }: ValueType): string | null {
  const base = type === typeClass.enumeration ? (named?.type ?? type) : type;
  const letter =
    base === typeClass.float
      ? 'f'
      : base === typeClass.bitfield
        ? 'u'
        : base !== typeClass.integer
          ? null
          : signed
            ? 'i'
            : 'u';
  const isRead = letter === 'f' ? [2, 4, 8].includes(size) : [1, 2, 4, 8].includes(size);
  return letter !== null && isRead ? `${letter}${size}` : null;
}

/**
 * Rows that are best read together: whole chunks, which are unpacked once, and about so many bytes.
 *
 * @param axis of the rows
 */
export function rowsTogether({ metadata }: Dataset, axis: number, bytes = SLICE_BYTES): number {
  const { shape, chunks, size } = metadata;
  const axes = shape ?? [];
  const inner = axes.reduce((product, n, k) => (k === axis ? product : product * n), 1);
  const chunk = chunks?.[axis] ?? 1;
  return Math.ceil(bytes / Math.max(1, inner * size * chunk)) * chunk;
}

/** Bytes of rows as they lie in the file. */
function bytesOf(
  dataset: Dataset,
  { module }: Hdf5Library,
  axis: number,
  from: number,
  to: number,
  shown: string,
): Buffer {
  const { shape, size } = dataset.metadata;
  const axes = shape ?? [];
  const count = axes.map((n, k) => BigInt(k === axis ? to - from : n));
  const offset = axes.map((_, k) => (k === axis ? BigInt(from) : 0n));
  const strides = axes.map(() => 1n);
  const length = Number(count.reduce((product, n) => product * n, 1n)) * size;
  const pointer = module._malloc(length);
  if (pointer === 0) throw failure('FILE_CORRUPT.hdf5Array', { file: shown, array: nameOf(dataset) });
  try {
    module.get_dataset_data(dataset.file_id, dataset.path, count, offset, strides, BigInt(pointer));
    return Buffer.from(module.HEAPU8.slice(pointer, pointer + length).buffer);
  } catch (cause) {
    throw unreadable(dataset, shown, cause);
  } finally {
    module._free(pointer);
  }
}

export const nameOf = ({ path }: Pick<Dataset, 'path'>): string => path.replace(/^\//, '');

function unreadable(dataset: Dataset, shown: string, cause: unknown) {
  const array = nameOf(dataset);
  const foreign = dataset.filters.find(({ id }) => id > MOST_OWN_FILTER);
  return foreign === undefined
    ? failure('FILE_CORRUPT.hdf5Array', { file: shown, array }, { cause })
    : failure('FILE_FORMAT_UNKNOWN.hdf5Packed', { file: shown, array, filter: foreign.name }, { cause });
}

/** What is read of a data set: all of its values, or one field of its records. */
export interface ValuesIn {
  readonly dataset: Dataset;
  readonly field: (ValueType & { readonly offset: number }) | null;
}

/**
 * Numbers of rows `from` … `to`, in the order in which HDF5 has them.
 *
 * @throws UnrollError FILE_CORRUPT, FILE_FORMAT_UNKNOWN
 */
export function numbersOf(
  { dataset, field }: ValuesIn,
  library: Hdf5Library,
  axis: number,
  from: number,
  to: number,
  shown: string,
): Float64Array {
  const { size: width } = dataset.metadata;
  const { offset, ...type } = field ?? { offset: 0, ...dataset.metadata };
  // Plain numbers come as this machine has them; those in records as the file has them.
  const isLittle = field === null ? true : type.littleEndian;
  const bytes = bytesOf(dataset, library, axis, from, to, shown);
  const read = numberReader(bytes, numberType(type)!, isLittle)!;
  return Float64Array.from({ length: bytes.length / width }, (_, k) => read(k * width + offset));
}

/** Words of rows `from` … `to`. @throws UnrollError FILE_CORRUPT, FILE_FORMAT_UNKNOWN */
export function wordsOf(
  { dataset, field }: ValuesIn,
  library: Hdf5Library,
  axis: number,
  from: number,
  to: number,
  shown: string,
): string[] {
  const { shape, size: width, vlen } = dataset.metadata;
  if (vlen) {
    // Words of different lengths lie apart from their places; the library brings them together.
    const ranges = (shape ?? []).map((n, k): [number, number] => (k === axis ? [from, to] : [0, n]));
    try {
      const part = dataset.slice(ranges);
      return (Array.isArray(part) ? part : [part]).map(String);
    } catch (cause) {
      throw unreadable(dataset, shown, cause);
    }
  }
  const { offset, size } = field ?? { offset: 0, size: width };
  const bytes = bytesOf(dataset, library, axis, from, to, shown);
  return Array.from({ length: bytes.length / width }, (_, k) =>
    bytes
      .toString('utf8', k * width + offset, k * width + offset + size)
      .replace(/\0[^]*$/, '')
      .trimEnd(),
  );
}
