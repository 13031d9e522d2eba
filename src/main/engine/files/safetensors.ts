import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { ReadStream } from 'node:fs';
import { createReadStream } from 'node:fs';
import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import type { Why } from '../../../shared/sentences/why';
import { why } from '../../../shared/sentences/why';
import { writeAtomic } from './atomic';
import { FiledFloats } from './filed-floats';
import { readOrdinary } from './ordinary';

export type TensorData = Float32Array | Float64Array | Int32Array | Uint8Array;
export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
}
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

type Header = Record<string, HeaderEntry | Record<string, string>>;

const METADATA = '__metadata__';
/** In the metadata of what the lab writes: SHA-256 of the header without it, and of the tensors. */
const CHECKSUM = 'checksum';
const CHECKSUM_FORM = /^sha256:[0-9a-f]{64}$/;
const ALIGNMENT = 8;
/** Read at a time where a file is copied in. */
const COPIED_BYTES = 2 ** 19;
const MAX_HEADER_BYTES = 100_000_000;

function dtypeOf(data: TensorData): string {
  if (data instanceof Float32Array) return 'F32';
  if (data instanceof Float64Array) return 'F64';
  if (data instanceof Int32Array) return 'I32';
  return 'U8';
}

/** A tensor of 32-bit numbers that lies in a file. */
export interface FiledTensor {
  readonly shape: readonly number[];
  readonly data: FiledFloats;
}

const isFiled = (tensor: NamedTensor | FiledTensor): tensor is FiledTensor =>
  tensor.data instanceof FiledFloats;

/** Where each tensor goes: the widest elements first, so that without gaps all start at a multiple of their size. */
function laidOut<T extends NamedTensor | FiledTensor>(
  tensors: Iterable<readonly [string, T]>,
  metadata: Readonly<Record<string, string>>,
): { readonly header: Header; readonly parts: readonly T[] } {
  const header: Header = { [METADATA]: { ...metadata } };
  const parts: T[] = [];
  let offset = 0;
  const widthOf = (tensor: T): number => (isFiled(tensor) ? 4 : tensor.data.BYTES_PER_ELEMENT);
  const ordered = [...tensors].sort(([, a], [, b]) => widthOf(b) - widthOf(a));
  for (const [name, tensor] of ordered) {
    const { shape } = tensor;
    const size = shape.reduce((product, n) => product * n, 1);
    if (!isFiled(tensor) && size !== tensor.data.length)
      throw new RangeError(`${name}: shape [${shape.join(', ')}] has not ${tensor.data.length} elements`);
    const end = offset + size * widthOf(tensor);
    const dtype = isFiled(tensor) ? 'F32' : dtypeOf(tensor.data);
    header[name] = { dtype, shape: [...shape], data_offsets: [offset, end] };
    parts.push(tensor);
    offset = end;
  }
  return { header, parts };
}

/** The header's length and the header, with a checksum of itself and of what follows. */
function headerBytes(
  header: Header,
  metadata: Readonly<Record<string, string>>,
  checksum: string,
): Uint8Array[] {
  header[METADATA] = { ...metadata, [CHECKSUM]: checksum };
  let json = JSON.stringify(header);
  json = json.padEnd(
    Math.ceil(Buffer.byteLength(json) / ALIGNMENT) * ALIGNMENT - Buffer.byteLength(json) + json.length,
  );
  const jsonBytes = Buffer.from(json);
  const prefix = new Uint8Array(8);
  new DataView(prefix.buffer).setBigUint64(0, BigInt(jsonBytes.byteLength), true);
  return [prefix, jsonBytes];
}

const bytesOf = ({ data }: NamedTensor): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/**
 * Source: the safetensors format, https://github.com/huggingface/safetensors#format
 * (8-byte little-endian header length, JSON header, then the tensors without gaps).
 */
export function encodeSafetensors(
  tensors: Iterable<readonly [string, NamedTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  const { header, parts } = laidOut(tensors, metadata);
  const bytes = parts.map(bytesOf);
  return [...headerBytes(header, metadata, checksumOf(header, bytes)), ...bytes];
}

/**
 * {@link writeSafetensors} of tensors of which some lie in files, which are copied in without being held.
 *
 * @throws UnrollError DISK_FULL, OUTPUT_UNWRITABLE
 */
export async function copySafetensors(
  file: string,
  tensors: Iterable<readonly [string, NamedTensor | FiledTensor]>,
  metadata: Readonly<Record<string, string>>,
): Promise<void> {
  const { header, parts } = laidOut(tensors, metadata);
  const hash = createHash('sha256').update(JSON.stringify(header));
  const streamOf = ({ file: path, offset, length }: FiledFloats): ReadStream =>
    createReadStream(path, { highWaterMark: COPIED_BYTES, start: offset, end: offset + 4 * length - 1 });
  for (const part of parts)
    if (isFiled(part)) for await (const chunk of streamOf(part.data)) hash.update(chunk as Buffer);
    else hash.update(bytesOf(part));
  const checksum = `sha256:${hash.digest('hex')}`;
  await writeAtomic(file, [
    ...headerBytes(header, metadata, checksum),
    ...parts.map((part) => (isFiled(part) ? streamOf(part.data) : bytesOf(part))),
  ]);
}

function checksumOf(header: Header, parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256').update(JSON.stringify(header));
  for (const part of parts) hash.update(part);
  return `sha256:${hash.digest('hex')}`;
}

/** Names at the first level of a JSON object: also those that stand there twice, of which `JSON.parse` keeps one. */
function namesIn(json: string): string[] {
  const names: string[] = [];
  let depth = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1 && token.endsWith(':')) names.push(JSON.parse(token.slice(0, -1)) as string);
  }
  return names;
}

const elementTypes = { F32: Float32Array, F64: Float64Array, I32: Int32Array, U8: Uint8Array } as const;

const typeOf = (dtype: unknown): (typeof elementTypes)[keyof typeof elementTypes] | undefined =>
  Object.entries(elementTypes).find(([name]) => name === dtype)?.[1];

/** Null when the lab does not read the element type or the bytes are not whole elements. */
function arrayOf(dtype: unknown, bytes: Uint8Array): TensorData | null {
  const type = typeOf(dtype);
  if (type === undefined || bytes.byteLength % type.BYTES_PER_ELEMENT !== 0) return null;
  // A copy is aligned whatever the file's offsets are; `slice` of a Buffer would be none.
  return new type(new Uint8Array(bytes).buffer);
}

function isShape(shape: unknown): shape is number[] {
  return Array.isArray(shape) && shape.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** Where a tensor lies among the bytes behind the header. */
export interface TensorPlace {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** What a header says, once it is consistent with the size of the file. */
export interface TensorPlaces {
  readonly places: ReadonlyMap<string, TensorPlace>;
  readonly metadata: Readonly<Record<string, string>>;
  /** What the checksum is of, before the tensors' bytes; null where the file carries none. */
  readonly signed: { readonly text: string; readonly checksum: string } | null;
}

/** Bytes of the header behind the first eight. @throws UnrollError FILE_CORRUPT when they are more than the file has */
export function headerLengthOf(prefix: Uint8Array, fileBytes: number, file: string): number {
  const corrupt = (reason: Why): UnrollError => failure('FILE_CORRUPT.safetensors', { file, ...reason });
  if (prefix.byteLength < 8) throw corrupt(why('why.safetensors.short'));
  const length = Number(new DataView(prefix.buffer, prefix.byteOffset, 8).getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES || 8 + length > fileBytes) throw corrupt(why('why.headerCut'));
  return length;
}

/** @param bodyBytes bytes behind the header @throws UnrollError FILE_CORRUPT when the header is not consistent */
export function placesIn(json: string, bodyBytes: number, file: string): TensorPlaces {
  const corrupt = (reason: Why): UnrollError => failure('FILE_CORRUPT.safetensors', { file, ...reason });
  let header: Header;
  let names: readonly string[];
  try {
    header = JSON.parse(json) as Header;
    names = namesIn(json);
  } catch {
    throw corrupt(why('why.safetensors.json'));
  }
  const places = new Map<string, TensorPlace>();
  if (typeof header !== 'object' || header === null) throw corrupt(why('why.safetensors.object'));
  if (new Set(names).size < names.length) throw corrupt(why('why.safetensors.twice'));
  const { [CHECKSUM]: checksum, ...metadata } = (header[METADATA] ?? {}) as Record<string, string>;
  for (const [name, entry] of Object.entries(header)) {
    if (name === METADATA) continue;
    const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Partial<HeaderEntry>;
    if (!isShape(shape) || !isShape(offsets)) throw corrupt(why('why.safetensors.place', { tensor: name }));
    const [start = 0, end = -1] = offsets;
    if (start > end || end > bodyBytes) throw corrupt(why('why.safetensors.outside', { tensor: name }));
    const width = typeOf(dtype)?.BYTES_PER_ELEMENT;
    if (width === undefined || (end - start) % width !== 0)
      throw corrupt(why('why.safetensors.elements', { tensor: name, type: String(dtype) }));
    if (shape.reduce((product, n) => product * n, 1) !== (end - start) / width)
      throw corrupt(why('why.safetensors.size', { tensor: name }));
    places.set(name, { dtype: dtype!, shape, start, end });
  }
  let reached = 0;
  for (const { start, end } of [...places.values()].sort((a, b) => a.start - b.start)) {
    if (end === start) continue;
    if (start !== reached)
      throw corrupt(start < reached ? why('why.safetensors.overlap') : why('why.safetensors.gaps'));
    reached = end;
  }
  if (reached !== bodyBytes) throw corrupt(why('why.safetensors.behind'));
  // Files of other makers, and of the first lab, carry none; one under another name is a damaged name.
  if (Object.values(metadata).some((value) => CHECKSUM_FORM.test(value)))
    throw corrupt(why('why.safetensors.header'));
  if (checksum === undefined) return { places, metadata, signed: null };
  header[METADATA] = metadata;
  return { places, metadata, signed: { text: JSON.stringify(header), checksum } };
}

/** The tensor that lies at a place. @param bytes those of the place alone */
export function tensorAt({ dtype, shape }: TensorPlace, bytes: Uint8Array): NamedTensor {
  return { shape, data: arrayOf(dtype, bytes)! };
}

/** @throws UnrollError FILE_CORRUPT when the bytes are not a whole, consistent safetensors file. */
export function decodeSafetensors(bytes: Uint8Array, file = 'safetensors'): Safetensors {
  const headerLength = headerLengthOf(bytes, bytes.byteLength, file);
  const json = Buffer.from(bytes.buffer, bytes.byteOffset + 8, headerLength).toString('utf8');
  const body = bytes.subarray(8 + headerLength);
  const { places, metadata, signed } = placesIn(json, body.byteLength, file);
  const tensors = new Map<string, NamedTensor>();
  for (const [name, place] of places)
    tensors.set(name, tensorAt(place, body.subarray(place.start, place.end)));
  if (signed !== null) requireSigned(signed, createHash('sha256').update(signed.text).update(body), file);
  return { tensors, metadata };
}

/** @param hash over the signed text and all tensors' bytes @throws UnrollError FILE_CORRUPT */
export function requireSigned(
  { checksum }: NonNullable<TensorPlaces['signed']>,
  hash: Hash,
  file: string,
): void {
  if (`sha256:${hash.digest('hex')}` !== checksum)
    throw failure('FILE_CORRUPT.safetensors', { file, ...why('why.safetensors.content') });
}

/**
 * What of a damaged file still lies where its header says: tensors that are not cut off, whatever they hold. Whoever asks must
 * have a checksum of each.
 *
 * @throws UnrollError FILE_CORRUPT when the header itself cannot be read
 */
export function remainsOf(bytes: Uint8Array, file = 'safetensors'): Safetensors {
  const corrupt = failure('FILE_CORRUPT.safetensors', { file, ...why('why.headerCut') });
  if (bytes.byteLength < 8) throw corrupt;
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (headerLength > MAX_HEADER_BYTES || 8 + headerLength > bytes.byteLength) throw corrupt;
  const body = bytes.subarray(8 + headerLength);
  const tensors = new Map<string, NamedTensor>();
  let header: Header;
  try {
    header = JSON.parse(Buffer.from(bytes.subarray(8, 8 + headerLength)).toString('utf8')) as Header;
  } catch {
    throw corrupt;
  }
  for (const [name, entry] of Object.entries(header ?? {})) {
    const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Partial<HeaderEntry>;
    if (name === METADATA || !isShape(shape) || !isShape(offsets)) continue;
    const [start = 0, end = -1] = offsets;
    const data = start <= end && end <= body.byteLength ? arrayOf(dtype, body.subarray(start, end)) : null;
    if (data !== null && shape.reduce((product, n) => product * n, 1) === data.length)
      tensors.set(name, { shape, data });
  }
  return { tensors, metadata: (header[METADATA] ?? {}) as Record<string, string> };
}

export async function writeSafetensors(
  file: string,
  tensors: Iterable<readonly [string, NamedTensor]>,
  metadata: Readonly<Record<string, string>> = {},
  previousFile?: string,
): Promise<void> {
  await writeAtomic(file, encodeSafetensors(tensors, metadata), previousFile);
}

/** @throws UnrollError FILE_MISSING, FILE_CORRUPT */
export async function readSafetensors(file: string): Promise<Safetensors> {
  let bytes: Uint8Array;
  try {
    bytes = await readOrdinary(file);
  } catch (cause) {
    throw failure('FILE_MISSING.notOpened', { file }, { cause });
  }
  return decodeSafetensors(bytes, file);
}
