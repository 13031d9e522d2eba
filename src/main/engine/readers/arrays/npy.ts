import type { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import type { Why } from '../../../../shared/sentences/why';
import { why } from '../../../../shared/sentences/why';
import type { ByteFile } from '../table/text/byte-file';
import { bytesAt } from '../table/text/byte-file';
import type { NamedArray } from './named-array';
import { StoredRows } from './stored-array';

const MAGIC = '\x93NUMPY';

/** What a .npy file says of its array. */
export interface NpyHeader {
  readonly descr: string;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  /** Byte at which the values begin. */
  readonly start: number;
}

export function isNpy(head: Uint8Array): boolean {
  return Buffer.from(head.buffer, head.byteOffset, Math.min(6, head.length)).toString('latin1') === MAGIC;
}

/**
 * NumPy's header, a Python dictionary of three fields that is read as text and never run.
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @throws UnrollError FILE_CORRUPT
 */
export function parseNpyHeader(bytes: Uint8Array, shown: string): NpyHeader {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const corrupt = (reason: Why): UnrollError => failure('FILE_CORRUPT.numpy', { file: shown, ...reason });
  if (!isNpy(bytes) || buffer.length < 12) throw corrupt(why('why.headerCut'));
  const isLong = buffer[6]! >= 2;
  const start = isLong ? 12 + buffer.readUInt32LE(8) : 10 + buffer.readUInt16LE(8);
  if (start > buffer.length) throw corrupt(why('why.headerCut'));
  const text = buffer.toString('latin1', isLong ? 12 : 10, start);
  const descr = /'descr':\s*'([^']+)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d,\sL]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || shape === undefined)
    throw corrupt(why('why.numpy.plain'));
  return {
    descr,
    isFortran: order === 'True',
    shape: shape.split(',').flatMap((part) => (part.trim() === '' ? [] : [Number.parseInt(part, 10)])),
    start,
  };
}

/** So much of an array's file may be its header. */
const MOST_HEADER_BYTES = 2 ** 20;

/**
 * An array whose rows are read from its file as they are wanted.
 *
 * @param size bytes of the file
 * @throws UnrollError FILE_CORRUPT; FILE_FORMAT_UNKNOWN for objects, which are pickles
 */
export async function openNpy(
  file: ByteFile,
  size: number,
  name: string,
  shown: string,
): Promise<NamedArray> {
  const head = await bytesAt(file, 0, Math.min(size, MOST_HEADER_BYTES));
  const { descr, isFortran, shape, start } = parseNpyHeader(head, shown);
  const count = shape.reduce((product, n) => product * n, 1);
  if (/^[|<>=]?O/.test(descr)) throw failure('FILE_FORMAT_UNKNOWN.pickle', { file: shown });
  const [, endian = '<', type = '', bytes = ''] = /^([|<>=]?)([a-zA-Z])(\d*)/.exec(descr) ?? [];
  const width = Number(bytes) * (type === 'U' ? 4 : 1);
  if (!(width > 0) || size - start < count * width)
    throw failure('FILE_CORRUPT.cutArray', { file: shown, count });
  const rows = new StoredRows({ file, start, width, shape, isFortran });
  const isText = type === 'U' || type === 'S';
  if (!isText && numberReader(Buffer.alloc(0), `${type}${bytes}`, true) === null)
    throw failure('FILE_FORMAT_UNKNOWN.numpyType', { file: shown, type: descr });
  return {
    name,
    shape,
    ...(isText && { isText }),
    numbers: async (from, to) => {
      const body = await rows.bytes(from, to);
      const read = numberReader(body, `${type}${bytes}`, endian !== '>')!;
      return Float64Array.from({ length: body.length / width }, (_, k) => read(k * width));
    },
    words: async (from, to) => {
      const body = await rows.bytes(from, to);
      return Array.from({ length: body.length / width }, (_, k) =>
        wordAt(body, k * width, width, type, endian === '>'),
      );
    },
  };
}

function wordAt(body: Buffer, at: number, width: number, type: string, isBig: boolean): string {
  if (type === 'S') return body.toString('utf8', at, at + width).replace(/\0+$/, '');
  let word = '';
  for (let k = at; k < at + width; k += 4) {
    const code = isBig ? body.readUInt32BE(k) : body.readUInt32LE(k);
    if (code > 0 && code <= 0x10ffff) word += String.fromCodePoint(code);
  }
  return word;
}

export function numberReader(body: Buffer, type: string, isLittle: boolean): ((at: number) => number) | null {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  switch (type) {
    case 'f8':
      return (at) => view.getFloat64(at, isLittle);
    case 'f4':
      return (at) => view.getFloat32(at, isLittle);
    case 'f2':
      return (at) => half(view.getUint16(at, isLittle));
    case 'i8':
      return (at) => Number(view.getBigInt64(at, isLittle));
    case 'u8':
      return (at) => Number(view.getBigUint64(at, isLittle));
    case 'i4':
      return (at) => view.getInt32(at, isLittle);
    case 'u4':
      return (at) => view.getUint32(at, isLittle);
    case 'i2':
      return (at) => view.getInt16(at, isLittle);
    case 'u2':
      return (at) => view.getUint16(at, isLittle);
    case 'i1':
      return (at) => view.getInt8(at);
    case 'u1':
    case 'b1':
      return (at) => view.getUint8(at);
    default:
      return null;
  }
}

/** IEEE 754 binary16. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
