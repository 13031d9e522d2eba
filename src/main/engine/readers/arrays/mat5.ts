import { inflateSync } from 'node:zlib';
import type { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import type { NamedArray } from './named-array';
import { fortranOrder } from './npy';

/** Data types of elements, table 1-1 of the specification. */
const readers: Readonly<
  Record<number, [width: number, read: (view: DataView, at: number, isLittle: boolean) => number]>
> = {
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
const MATRIX = 14;
const COMPRESSED = 15;
/** Classes of arrays that hold numbers: double, single, and the integers. */
const isNumbers = (arrayClass: number): boolean => arrayClass >= 6 && arrayClass <= 15;
const CHAR = 4;
const HEADER_BYTES = 128;
const MAX_UNPACKED_BYTES = 2 ** 31 - 1;

interface Element {
  readonly type: number;
  readonly data: DataView;
  /** Byte behind the element and its padding. */
  readonly next: number;
}

/**
 * Variables of numbers in a MATLAB file of level 5 (`save -v6`, `-v7`); structures, cells, sparse and complex parts are left out.
 *
 * Source: MathWorks, "MAT-File Format", R2023b, chapter 1, "MAT-File Level 5".
 *
 * @throws UnrollError FILE_CORRUPT
 */
export function readMat5(bytes: Uint8Array, shown: string): NamedArray[] {
  const whole = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const corrupt = (): UnrollError => failure('FILE_CORRUPT.matlab', { file: shown });
  if (bytes.length < HEADER_BYTES) throw corrupt();
  // "MI" as the machine that wrote it has its letters in memory.
  const isLittle = whole.getUint16(126, true) === 0x4d49;
  const arrays: NamedArray[] = [];
  try {
    for (let at = HEADER_BYTES; at + 8 <= bytes.length;) {
      const element = elementAt(whole, at, isLittle);
      at = element.next;
      const array =
        element.type === COMPRESSED
          ? matrixIn(inflated(element.data), isLittle)
          : matrixOf(element, isLittle);
      if (array !== null) arrays.push(array);
    }
  } catch (cause) {
    // What stands before the damage is whole.
    if (arrays.length === 0) throw Object.assign(corrupt(), { cause });
  }
  return arrays;
}

/** A tag and its data; small elements carry both in eight bytes. Throws RangeError where the file is cut off. */
function elementAt(view: DataView, at: number, isLittle: boolean): Element {
  const first = view.getUint32(at, isLittle);
  const small = first >>> 16;
  const part = (start: number, length: number): DataView =>
    new DataView(view.buffer, view.byteOffset + start, length);
  if (small > 0) {
    if (small > 4) throw new RangeError('a small element of more than four bytes');
    return { type: first & 0xffff, data: part(at + 4, small), next: at + 8 };
  }
  const length = view.getUint32(at + 4, isLittle);
  if (at + 8 + length > view.byteLength) throw new RangeError('an element that is cut off');
  const padded = first === COMPRESSED ? length : Math.ceil(length / 8) * 8;
  return { type: first, data: part(at + 8, length), next: at + 8 + padded };
}

function inflated(data: DataView): DataView {
  const packed = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const bytes = inflateSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES });
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const matrixIn = (view: DataView, isLittle: boolean): NamedArray | null =>
  matrixOf(elementAt(view, 0, isLittle), isLittle);

/** An array with its flags, dimensions, name and real part, in this order; null for what holds no numbers. */
function matrixOf({ type, data }: Element, isLittle: boolean): NamedArray | null {
  if (type !== MATRIX || data.byteLength === 0) return null;
  const flags = elementAt(data, 0, isLittle);
  const dimensions = elementAt(data, flags.next, isLittle);
  const named = elementAt(data, dimensions.next, isLittle);
  const arrayClass = flags.data.getUint8(isLittle ? 0 : 3);
  const shape = numbersOf(dimensions, isLittle);
  const name = Buffer.from(named.data.buffer, named.data.byteOffset, named.data.byteLength).toString(
    'latin1',
  );
  if (!isNumbers(arrayClass) && arrayClass !== CHAR) return null;
  const real = numbersOf(elementAt(data, named.next, isLittle), isLittle);
  const count = shape.reduce((product, n) => product * n, 1);
  if (real.length < count) throw new RangeError('an array that is cut off');
  // MATLAB's first axis is the fastest.
  const order = fortranOrder([...shape]);
  const values = Float64Array.from({ length: count }, (_, k) => real[order(k)]!);
  if (arrayClass !== CHAR) return { name, shape: [...shape], values };
  const [rows = 0, width = 0] = shape;
  const words = Array.from({ length: rows }, (_, row) =>
    String.fromCharCode(...values.subarray(row * width, (row + 1) * width)).trimEnd(),
  );
  return { name, shape: [rows], values: new Float64Array(0), words, isText: true };
}

function numbersOf({ type, data }: Element, isLittle: boolean): Float64Array {
  // Text: UTF-8 and UTF-16.
  const [width, read] = readers[type === 16 ? 2 : type === 17 ? 4 : type] ?? [0, () => 0];
  if (width === 0) throw new RangeError(`elements of type ${type}`);
  return Float64Array.from({ length: Math.floor(data.byteLength / width) }, (_, k) =>
    read(data, k * width, isLittle),
  );
}
