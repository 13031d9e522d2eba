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
/** A word may be as long as its writer likes; so many values are words at most. */
const SLICE_WORDS = 2 ** 16;
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

interface Slice {
  /** Of the first value, counted over the whole array. */
  readonly at: number;
  readonly bytes: Buffer;
}

/** A data set's bytes as they lie in the file, a part of bounded size at a time. */
function* slicesOf(dataset: Dataset, { module }: Hdf5Library, shown: string): Generator<Slice> {
  const { shape, chunks, size } = dataset.metadata;
  const axes = shape ?? [];
  const cut = partsOf(axes, chunks ?? [], size);
  const count = axes.map(BigInt);
  const offset = axes.map(() => 0n);
  const strides = axes.map(() => 1n);
  for (let start = 0; start < cut.length; start += cut.step) {
    const rows = Math.min(cut.step, cut.length - start);
    if (cut.axis !== -1) {
      count[cut.axis] = BigInt(rows);
      offset[cut.axis] = BigInt(start);
    }
    const length = rows * cut.inner * size;
    const pointer = module._malloc(length);
    if (pointer === 0) throw failure('FILE_CORRUPT.hdf5Array', { file: shown, array: nameOf(dataset) });
    let bytes: Buffer;
    try {
      module.get_dataset_data(dataset.file_id, dataset.path, count, offset, strides, BigInt(pointer));
      bytes = Buffer.from(module.HEAPU8.slice(pointer, pointer + length).buffer);
    } catch (cause) {
      throw unreadable(dataset, shown, cause);
    } finally {
      module._free(pointer);
    }
    yield { at: start * cut.inner, bytes };
  }
}

/** Along the first axis that is longer than one, so that values follow each other; whole chunks, which are unpacked once. */
function partsOf(shape: readonly number[], chunks: readonly number[], size: number) {
  const axis = shape.findIndex((n) => n !== 1);
  if (axis === -1) return { axis, length: 1, inner: 1, step: 1 };
  const inner = shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  const chunk = chunks[axis] ?? 1;
  const step = Math.ceil(SLICE_BYTES / Math.max(1, inner * size * chunk)) * chunk;
  return { axis, length: shape[axis]!, inner, step };
}

export const nameOf = ({ path }: Pick<Dataset, 'path'>): string => path.replace(/^\//, '');

function unreadable(dataset: Dataset, shown: string, cause: unknown) {
  const array = nameOf(dataset);
  const foreign = dataset.filters.find(({ id }) => id > MOST_OWN_FILTER);
  return foreign === undefined
    ? failure('FILE_CORRUPT.hdf5Array', { file: shown, array }, { cause })
    : failure('FILE_FORMAT_UNKNOWN.hdf5Packed', { file: shown, array, filter: foreign.name }, { cause });
}

/**
 * Numbers of a data set, or of one field of its records, in C order.
 *
 * @throws UnrollError FILE_CORRUPT, FILE_FORMAT_UNKNOWN
 */
export function numbersOf(
  dataset: Dataset,
  library: Hdf5Library,
  field: (ValueType & { readonly offset: number }) | null,
  shown: string,
): Float64Array {
  const { total_size: total, size: width } = dataset.metadata;
  const { offset, ...type } = field ?? { offset: 0, ...dataset.metadata };
  // Plain numbers come as this machine has them; those in records as the file has them.
  const isLittle = field === null ? true : type.littleEndian;
  const values = new Float64Array(total);
  for (const { at, bytes } of slicesOf(dataset, library, shown)) {
    const read = numberReader(bytes, numberType(type)!, isLittle)!;
    for (let k = 0; k * width < bytes.length; k++) values[at + k] = read(k * width + offset);
  }
  return values;
}

/** Words of a data set, or of one field of its records. @throws UnrollError FILE_CORRUPT, FILE_FORMAT_UNKNOWN */
export function wordsOf(
  dataset: Dataset,
  library: Hdf5Library,
  field: (ValueType & { readonly offset: number }) | null,
  shown: string,
): string[] {
  const { shape, size: width, vlen } = dataset.metadata;
  if (vlen) return listedWords(dataset, shape ?? [], shown);
  const { offset, size } = field ?? { offset: 0, size: width };
  const words: string[] = [];
  for (const { bytes } of slicesOf(dataset, library, shown))
    for (let at = offset; at < bytes.length; at += width)
      words.push(
        bytes
          .toString('utf8', at, at + size)
          .replace(/\0[^]*$/, '')
          .trimEnd(),
      );
  return words;
}

/** Words of different lengths lie apart from their places; the library brings them together. */
function listedWords(dataset: Dataset, shape: readonly number[], shown: string): string[] {
  const axis = Math.max(
    0,
    shape.findIndex((n) => n !== 1),
  );
  const length = shape[axis] ?? 1;
  const words: string[] = [];
  try {
    for (let start = 0; start < length; start += SLICE_WORDS) {
      const range: [number, number] = [start, Math.min(length, start + SLICE_WORDS)];
      const part = dataset.slice(shape.map((n, k) => (k === axis ? range : [0, n])));
      words.push(...(Array.isArray(part) ? part : [part]).map(String));
    }
  } catch (cause) {
    throw unreadable(dataset, shown, cause);
  }
  return words;
}
