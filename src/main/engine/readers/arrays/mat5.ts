import { inflateSync } from 'node:zlib';
import type { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import type { Opened } from '../opened';
import type { ByteFile } from '../table/text/byte-file';
import { bytesAt, fileFrom, fileOfBytes } from '../table/text/byte-file';
import type { NamedArray } from './named-array';
import { StoredRows } from './stored-array';
import { inflated } from './unpacked';

type ReadNumber = (bytes: DataView, at: number, isLittle: boolean) => number;

/** Data types of elements, table 1-1 of the specification. */
const readers: Readonly<Record<number, [width: number, read: ReadNumber]>> = {
  1: [1, (view, at) => view.getInt8(at)],
  2: [1, (view, at) => view.getUint8(at)],
  3: [2, (view, at, isLittle) => view.getInt16(at, isLittle)],
  4: [2, (view, at, isLittle) => view.getUint16(at, isLittle)],
  5: [4, (view, at, isLittle) => view.getInt32(at, isLittle)],
  6: [4, (view, at, isLittle) => view.getUint32(at, isLittle)],
  7: [4, (view, at, isLittle) => view.getFloat32(at, isLittle)],
  9: [8, (view, at, isLittle) => view.getFloat64(at, isLittle)],
  12: [8, (view, at, isLittle) => Number(view.getBigInt64(at, isLittle))],
  13: [8, (view, at, isLittle) => Number(view.getBigUint64(at, isLittle))],
};
/** Text: UTF-8 and UTF-16. */
const asNumbers: Readonly<Record<number, number>> = { 16: 2, 17: 4 };
const MATRIX = 14;
const COMPRESSED = 15;
/** Classes of arrays that hold numbers: double, single, and the integers. */
const isNumbers = (arrayClass: number): boolean => arrayClass >= 6 && arrayClass <= 15;
const CHAR = 4;
const HEADER_BYTES = 128;
/** What is packed into no more is unpacked in memory, if it is no more than so much there; else on the disk. */
const SMALL_PACKED_BYTES = 2 ** 18;
const SMALL_BYTES = 2 ** 23;
/** Of dimensions and names. */
const MOST_DESCRIBING_BYTES = 2 ** 16;

/** Where an element's data lie. */
interface Element {
  readonly type: number;
  readonly start: number;
  readonly bytes: number;
  /** Byte behind the element and its padding. */
  readonly next: number;
}

/**
 * Variables of numbers in a MATLAB file of level 5 (`save -v6`, `-v7`), whose rows are read as they are wanted; structures,
 * cells, sparse and complex parts are left out.
 *
 * Source: MathWorks, "MAT-File Format", R2023b, chapter 1, "MAT-File Level 5".
 *
 * @param size bytes of the file
 * @throws UnrollError FILE_CORRUPT
 */
export async function openMat5(
  path: string,
  file: ByteFile,
  size: number,
  shown: string,
  opened: Opened,
): Promise<NamedArray[]> {
  const corrupt = (): UnrollError => failure('FILE_CORRUPT.matlab', { file: shown });
  if (size < HEADER_BYTES) throw corrupt();
  // "MI" as the machine that wrote it has its letters in memory.
  const isLittle = (await bytesAt(file, 126, 2)).readUInt16LE(0) === 0x4d49;
  const arrays: NamedArray[] = [];
  try {
    for (let at = HEADER_BYTES; at + 8 <= size;) {
      const element = await elementAt(file, at, size, isLittle);
      at = element.next;
      const packed = element.type === COMPRESSED ? await unpackedAt(path, file, element, opened) : null;
      const array =
        packed === null
          ? await matrixOf(file, element, isLittle)
          : await matrixOf(packed, await elementAt(packed, 0, Infinity, isLittle), isLittle);
      if (array !== null) arrays.push(array);
    }
  } catch (cause) {
    // What stands before the damage is whole.
    if (arrays.length === 0) throw Object.assign(corrupt(), { cause });
  }
  return arrays;
}

/** A tag; small elements carry it and their data in eight bytes. Throws RangeError where the file is cut off. */
async function elementAt(file: ByteFile, at: number, end: number, isLittle: boolean): Promise<Element> {
  const tag = await bytesAt(file, at, 8);
  if (tag.length < 8) throw new RangeError('a tag that is cut off');
  const first = isLittle ? tag.readUInt32LE(0) : tag.readUInt32BE(0);
  const small = first >>> 16;
  if (small > 4) throw new RangeError('a small element of more than four bytes');
  if (small > 0) return { type: first & 0xffff, start: at + 4, bytes: small, next: at + 8 };
  const bytes = isLittle ? tag.readUInt32LE(4) : tag.readUInt32BE(4);
  if (at + 8 + bytes > end) throw new RangeError('an element that is cut off');
  const padded = first === COMPRESSED ? bytes : Math.ceil(bytes / 8) * 8;
  return { type: first, start: at + 8, bytes, next: at + 8 + padded };
}

/** What a packed element holds, which is another one. */
async function unpackedAt(
  path: string,
  file: ByteFile,
  { start, bytes }: Element,
  opened: Opened,
): Promise<ByteFile> {
  if (bytes <= SMALL_PACKED_BYTES)
    try {
      const packed = await bytesAt(file, start, bytes);
      return fileOfBytes(inflateSync(packed, { maxOutputLength: SMALL_BYTES }));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error;
    }
  return inflated(path, start, start + bytes - 1, opened);
}

/** An array with its flags, dimensions, name and real part, in this order; null for what holds no numbers. */
async function matrixOf(file: ByteFile, matrix: Element, isLittle: boolean): Promise<NamedArray | null> {
  if (matrix.type !== MATRIX || matrix.bytes === 0) return null;
  const end = matrix.start + matrix.bytes;
  const flags = await elementAt(file, matrix.start, end, isLittle);
  const dimensions = await elementAt(file, flags.next, end, isLittle);
  const named = await elementAt(file, dimensions.next, end, isLittle);
  const arrayClass = (await dataOf(file, flags)).readUInt8(isLittle ? 0 : 3);
  const shape = numbersIn(await dataOf(file, dimensions), readerOf(dimensions), isLittle);
  const name = (await dataOf(file, named)).toString('latin1');
  if (!isNumbers(arrayClass) && arrayClass !== CHAR) return null;
  const real = await elementAt(file, named.next, end, isLittle);
  const reader = readerOf(real);
  const count = shape.reduce((product, n) => product * n, 1);
  if (Math.floor(real.bytes / reader[0]) < count) throw new RangeError('an array that is cut off');
  // MATLAB's first axis is the fastest.
  const stored = {
    file: fileFrom(file, real.start),
    start: 0,
    width: reader[0],
    shape: [...shape],
    isFortran: true,
  };
  const rows = new StoredRows(stored);
  const numbers = async (from: number, to: number): Promise<Float64Array> =>
    numbersIn(await rows.bytes(from, to), reader, isLittle);
  const words = async (from: number, to: number): Promise<string[]> => {
    const [height = 0, width = 0] = shape;
    const codes = height === 1 ? await numbers(0, width) : await numbers(from, to);
    return Array.from({ length: height === 1 ? 1 : to - from }, (_, row) =>
      String.fromCharCode(...codes.subarray(row * width, (row + 1) * width)).trimEnd(),
    );
  };
  return arrayClass === CHAR
    ? { name, shape: [shape[0] ?? 0], isText: true, numbers, words }
    : { name, shape: [...shape], numbers, words };
}

async function dataOf(file: ByteFile, { start, bytes }: Element): Promise<Buffer> {
  if (bytes > MOST_DESCRIBING_BYTES) throw new RangeError('an element that cannot be so long');
  return bytesAt(file, start, bytes);
}

function readerOf({ type }: Element): [width: number, read: ReadNumber] {
  const reader = readers[asNumbers[type] ?? type];
  if (reader === undefined) throw new RangeError(`elements of type ${type}`);
  return reader;
}

function numbersIn(bytes: Buffer, [width, read]: [number, ReadNumber], isLittle: boolean): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: Math.floor(bytes.length / width) }, (_, k) =>
    read(view, k * width, isLittle),
  );
}
