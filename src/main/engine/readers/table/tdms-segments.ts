import { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';

export interface TdmsChannel {
  readonly name: string;
  readonly values: Float64Array;
  /** Milliseconds since 1970. */
  readonly isTime: boolean;
  /** Of a waveform (`wf_increment`); null without. */
  readonly stepSeconds: number | null;
}

interface DataType {
  readonly bytes: number;
  read(view: DataView, at: number, isLittle: boolean): number;
}

/** Seconds from 1904-01-01 to 1970-01-01. */
const EPOCH_1904_S = 2_082_844_800;

const types: Readonly<Record<number, DataType>> = {
  1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  2: { bytes: 2, read: (view, at, isLittle) => view.getInt16(at, isLittle) },
  3: { bytes: 4, read: (view, at, isLittle) => view.getInt32(at, isLittle) },
  4: { bytes: 8, read: (view, at, isLittle) => Number(view.getBigInt64(at, isLittle)) },
  5: { bytes: 1, read: (view, at) => view.getUint8(at) },
  6: { bytes: 2, read: (view, at, isLittle) => view.getUint16(at, isLittle) },
  7: { bytes: 4, read: (view, at, isLittle) => view.getUint32(at, isLittle) },
  8: { bytes: 8, read: (view, at, isLittle) => Number(view.getBigUint64(at, isLittle)) },
  9: { bytes: 4, read: (view, at, isLittle) => view.getFloat32(at, isLittle) },
  10: { bytes: 8, read: (view, at, isLittle) => view.getFloat64(at, isLittle) },
  0x19: { bytes: 4, read: (view, at, isLittle) => view.getFloat32(at, isLittle) },
  0x1a: { bytes: 8, read: (view, at, isLittle) => view.getFloat64(at, isLittle) },
  0x21: { bytes: 1, read: (view, at) => view.getUint8(at) },
  // Fractions of 2⁻⁶⁴ s and seconds since 1904; big-endian files have the seconds first.
  0x44: {
    bytes: 16,
    read: (view, at, isLittle) => {
      const seconds = Number(view.getBigInt64(isLittle ? at + 8 : at, isLittle));
      const fraction = Number(view.getBigUint64(isLittle ? at : at + 8, isLittle)) / 2 ** 64;
      return (seconds - EPOCH_1904_S + fraction) * 1000;
    },
  },
};
const STRING = 0x20;
const TIME = 0x44;

const LEAD_BYTES = 28;
const META = 1 << 1;
const NEW_OBJECTS = 1 << 2;
const RAW = 1 << 3;
const INTERLEAVED = 1 << 5;
const BIG_ENDIAN = 1 << 6;
const DAQMX = 1 << 7;
const UNFINISHED = 0xffffffffffffffffn;
const SAME_AS_BEFORE = 0;
const NO_DATA = 0xffffffff;

interface ObjectInSegment {
  readonly path: string;
  readonly type: number;
  readonly count: number;
  /** Of all its values in a chunk; strings have a length of their own. */
  readonly bytes: number;
}

interface Collected {
  type: number;
  stepSeconds: number | null;
  readonly parts: Float64Array[];
}

/**
 * Channels of numbers and times, from segments one after another: each tells what changed in its list of objects, then
 * holds their values in chunks.
 *
 * Source: National Instruments, "TDMS File Format Internal Structure",
 * https://www.ni.com/en/support/documentation/supplemental/07/tdms-file-format-internal-structure.html
 *
 * @throws UnrollError FILE_CORRUPT, FILE_FORMAT_UNKNOWN for DAQmx raw data
 */
export function readTdms(bytes: Buffer, shown: string): TdmsChannel[] {
  const channels = new Map<string, Collected>();
  let objects: ObjectInSegment[] = [];
  const known = new Map<string, ObjectInSegment>();
  try {
    for (let at = 0; at + LEAD_BYTES <= bytes.length;) {
      if (bytes.toString('latin1', at, at + 4) !== 'TDSm') throw new RangeError('no segment');
      const flags = bytes.readUInt32LE(at + 4);
      const isLittle = (flags & BIG_ENDIAN) === 0;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const next = view.getBigUint64(at + 12, isLittle);
      const metaBytes = Number(view.getBigUint64(at + 20, isLittle));
      const start = at + LEAD_BYTES;
      const end = next === UNFINISHED ? bytes.length : Math.min(bytes.length, start + Number(next));
      if ((flags & DAQMX) !== 0) throw failure('FILE_FORMAT_UNKNOWN.daqmx', { file: shown });
      if ((flags & META) !== 0) {
        const reader = new MetaReader(view, start, isLittle);
        objects = readObjects(reader, (flags & NEW_OBJECTS) === 0 ? objects : [], known, channels);
      }
      if ((flags & RAW) !== 0)
        readRaw(view, start + metaBytes, end, objects, (flags & INTERLEAVED) !== 0, isLittle, channels);
      at = end <= at ? bytes.length : end;
    }
  } catch (cause) {
    if (cause instanceof UnrollError) throw cause;
    // What stands before the damage is whole.
    if ([...channels.values()].every(({ parts }) => parts.length === 0))
      throw failure('FILE_CORRUPT.tdms', { file: shown }, { cause });
  }
  return [...channels].map(([path, { type, stepSeconds, parts }]) => {
    const values = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
    let offset = 0;
    for (const part of parts) {
      values.set(part, offset);
      offset += part.length;
    }
    return { name: nameOf(path), values, isTime: type === TIME, stepSeconds };
  });
}

/** `/'group'/'channel'`; a quote within a name is doubled. */
function nameOf(path: string): string {
  const names = [...path.matchAll(/\/'((?:[^']|'')*)'/g)].map(([, name]) => name!.replaceAll("''", "'"));
  return names.at(-1) ?? path;
}

/** Takes values one after another. Throws RangeError where the file is cut off. */
class MetaReader {
  constructor(
    readonly view: DataView,
    public at: number,
    readonly isLittle: boolean,
  ) {}

  uint32(): number {
    const value = this.view.getUint32(this.at, this.isLittle);
    this.at += 4;
    return value;
  }

  uint64(): number {
    const value = Number(this.view.getBigUint64(this.at, this.isLittle));
    this.at += 8;
    return value;
  }

  text(): string {
    const length = this.uint32();
    if (this.at + length > this.view.byteLength) throw new RangeError('a text that is cut off');
    const { buffer, byteOffset } = this.view;
    const text = Buffer.from(buffer, byteOffset + this.at, length).toString('utf8');
    this.at += length;
    return text;
  }

  /** Null for a text. */
  value(type: number): number | null {
    if (type === STRING) {
      this.text();
      return null;
    }
    const known = types[type];
    if (known === undefined) throw new RangeError(`a property of type ${type}`);
    const value = known.read(this.view, this.at, this.isLittle);
    this.at += known.bytes;
    return value;
  }
}

/** The list of objects that have values in this segment: the one before, with what changed. */
function readObjects(
  reader: MetaReader,
  before: readonly ObjectInSegment[],
  known: Map<string, ObjectInSegment>,
  channels: Map<string, Collected>,
): ObjectInSegment[] {
  const objects = [...before];
  for (let left = reader.uint32(); left > 0; left--) {
    const path = reader.text();
    const index = reader.uint32();
    const at = objects.findIndex((object) => object.path === path);
    if (index === NO_DATA) {
      if (at !== -1) objects.splice(at, 1);
    } else {
      const object = index === SAME_AS_BEFORE ? known.get(path) : readIndex(reader, path);
      if (object === undefined) throw new RangeError('an object without values before');
      known.set(path, object);
      if (at === -1) objects.push(object);
      else objects[at] = object;
      if (!channels.has(path)) channels.set(path, { type: object.type, stepSeconds: null, parts: [] });
    }
    for (let properties = reader.uint32(); properties > 0; properties--) {
      const name = reader.text();
      const value = reader.value(reader.uint32());
      const channel = channels.get(path);
      if (name === 'wf_increment' && value !== null && value > 0 && channel !== undefined)
        channel.stepSeconds = value;
    }
  }
  return objects;
}

function readIndex(reader: MetaReader, path: string): ObjectInSegment {
  const type = reader.uint32();
  // The dimension, which is always one.
  reader.uint32();
  const count = reader.uint64();
  const bytes = type === STRING ? reader.uint64() : count * (types[type]?.bytes ?? Number.NaN);
  if (Number.isNaN(bytes)) throw new RangeError(`values of type ${type}`);
  return { path, type, count, bytes };
}

/** Chunks of all objects' values, again and again until the segment ends; the last one may be cut off. */
function readRaw(
  view: DataView,
  start: number,
  end: number,
  objects: readonly ObjectInSegment[],
  isInterleaved: boolean,
  isLittle: boolean,
  channels: Map<string, Collected>,
): void {
  const chunkBytes = objects.reduce((sum, { bytes }) => sum + bytes, 0);
  if (chunkBytes === 0) return;
  if (isInterleaved) {
    const stride = objects.reduce((sum, { type }) => sum + types[type]!.bytes, 0);
    let offset = 0;
    for (const { path, type } of objects) {
      const own = types[type]!;
      const rows = Math.floor((end - start) / stride);
      const first = start + offset;
      channels
        .get(path)!
        .parts.push(
          Float64Array.from({ length: rows }, (_, row) => own.read(view, first + row * stride, isLittle)),
        );
      offset += own.bytes;
    }
    return;
  }
  for (let chunk = start; chunk < end; chunk += chunkBytes) {
    let at = chunk;
    for (const { path, type, count, bytes } of objects) {
      const own = types[type];
      const first = at;
      at += bytes;
      if (own === undefined) continue;
      const whole = Math.max(0, Math.min(count, Math.floor((end - first) / own.bytes)));
      channels
        .get(path)!
        .parts.push(
          Float64Array.from({ length: whole }, (_, k) => own.read(view, first + k * own.bytes, isLittle)),
        );
    }
  }
}
