import { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import type { ByteFile } from './text/byte-file';
import { bytesAt } from './text/byte-file';

/** Values of a channel that lie at even distances in the file. */
interface Run {
  /** Place of the first within the channel. */
  readonly first: number;
  readonly count: number;
  readonly start: number;
  readonly strideBytes: number;
  readonly isLittle: boolean;
}

/** A channel, and where its values are. */
export interface TdmsChannel {
  readonly name: string;
  readonly length: number;
  /** Milliseconds since 1970. */
  readonly isTime: boolean;
  /** Of a waveform (`wf_increment`); null without. */
  readonly stepSeconds: number | null;
  readonly type: number;
  /** In their order. */
  readonly runs: readonly Run[];
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
  readonly type: number;
  stepSeconds: number | null;
  length: number;
  readonly runs: Run[];
}

/** So much of a segment may be its list of objects. */
const MOST_META_BYTES = 2 ** 26;

/**
 * Where the values of channels of numbers and times are, from segments one after another: each tells what changed in its list of
 * objects, then holds their values in chunks. Values themselves are not read.
 *
 * Source: National Instruments, "TDMS File Format Internal Structure",
 * https://www.ni.com/en/support/documentation/supplemental/07/tdms-file-format-internal-structure.html
 *
 * @param size bytes of the file
 * @throws UnrollError FILE_CORRUPT, FILE_FORMAT_UNKNOWN for DAQmx raw data
 */
export async function tdmsChannels(file: ByteFile, size: number, shown: string): Promise<TdmsChannel[]> {
  const channels = new Map<string, Collected>();
  let objects: ObjectInSegment[] = [];
  const known = new Map<string, ObjectInSegment>();
  try {
    for (let at = 0; at + LEAD_BYTES <= size;) {
      const lead = await bytesAt(file, at, LEAD_BYTES);
      if (lead.toString('latin1', 0, 4) !== 'TDSm') throw new RangeError('no segment');
      const flags = lead.readUInt32LE(4);
      const isLittle = (flags & BIG_ENDIAN) === 0;
      const uint64 = (offset: number): bigint =>
        isLittle ? lead.readBigUInt64LE(offset) : lead.readBigUInt64BE(offset);
      const next = uint64(12);
      const metaBytes = Number(uint64(20));
      const start = at + LEAD_BYTES;
      const end = next === UNFINISHED ? size : Math.min(size, start + Number(next));
      if ((flags & DAQMX) !== 0) throw failure('FILE_FORMAT_UNKNOWN.daqmx', { file: shown });
      if ((flags & META) !== 0) {
        // A segment without values may not say how long its list is.
        const length = Math.min(
          MOST_META_BYTES,
          (metaBytes > 0 ? start + metaBytes : end) - start,
          size - start,
        );
        const meta = await bytesAt(file, start, Math.max(0, length));
        const reader = new MetaReader(
          new DataView(meta.buffer, meta.byteOffset, meta.byteLength),
          0,
          isLittle,
        );
        objects = readObjects(reader, (flags & NEW_OBJECTS) === 0 ? objects : [], known, channels);
      }
      if ((flags & RAW) !== 0)
        addRuns(start + metaBytes, end, objects, (flags & INTERLEAVED) !== 0, isLittle, channels);
      at = end <= at ? size : end;
    }
  } catch (cause) {
    if (cause instanceof UnrollError) throw cause;
    // What stands before the damage is whole.
    if ([...channels.values()].every(({ length }) => length === 0))
      throw failure('FILE_CORRUPT.tdms', { file: shown }, { cause });
  }
  return [...channels].map(([path, own]) => ({ ...own, name: nameOf(path), isTime: own.type === TIME }));
}

/** Values `from` (inclusive) … `to` (exclusive) of a channel. @throws RangeError where the file has become shorter */
export async function tdmsValues(
  file: ByteFile,
  { type, runs }: TdmsChannel,
  from: number,
  to: number,
): Promise<Float64Array> {
  const own = types[type]!;
  const values = new Float64Array(to - from);
  for (let k = runAt(runs, from); k < runs.length && runs[k]!.first < to; k++) {
    const { first, count, start, strideBytes, isLittle } = runs[k]!;
    const [begin, end] = [Math.max(from, first) - first, Math.min(to, first + count) - first];
    const bytes = await bytesAt(
      file,
      start + begin * strideBytes,
      (end - begin - 1) * strideBytes + own.bytes,
    );
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let value = begin; value < end; value++)
      values[first + value - from] = own.read(view, (value - begin) * strideBytes, isLittle);
  }
  return values;
}

/** The last run that does not begin later. */
function runAt(runs: readonly Run[], value: number): number {
  let [low, high] = [0, runs.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (runs[middle]!.first <= value) low = middle;
    else high = middle;
  }
  return low;
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
      if (!channels.has(path))
        channels.set(path, { type: object.type, stepSeconds: null, length: 0, runs: [] });
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
function addRuns(
  start: number,
  end: number,
  objects: readonly ObjectInSegment[],
  isInterleaved: boolean,
  isLittle: boolean,
  channels: Map<string, Collected>,
): void {
  const add = (path: string, count: number, first: number, strideBytes: number): void => {
    const channel = channels.get(path)!;
    const last = channel.runs.at(-1);
    const bytes = types[channel.type]!.bytes;
    if (count <= 0) return;
    // What goes on where the one before ends is one with it.
    if (
      last !== undefined &&
      strideBytes === bytes &&
      last.strideBytes === bytes &&
      last.isLittle === isLittle &&
      last.start + last.count * bytes === first
    )
      channel.runs[channel.runs.length - 1] = { ...last, count: last.count + count };
    else channel.runs.push({ first: channel.length, count, start: first, strideBytes, isLittle });
    channel.length += count;
  };
  const chunkBytes = objects.reduce((sum, { bytes }) => sum + bytes, 0);
  if (chunkBytes === 0) return;
  if (isInterleaved) {
    const stride = objects.reduce((sum, { type }) => sum + types[type]!.bytes, 0);
    let offset = 0;
    for (const { path, type } of objects) {
      add(path, Math.floor((end - start) / stride), start + offset, stride);
      offset += types[type]!.bytes;
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
      add(path, Math.max(0, Math.min(count, Math.floor((end - first) / own.bytes))), first, own.bytes);
    }
  }
}
