import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeNpy, encodeNpz } from '../../../src/main/engine/files/npz';
import type { NamedTensor } from '../../../src/main/engine/files/safetensors';
import {
  decodeSafetensors,
  encodeSafetensors,
  readSafetensors,
  writeSafetensors,
} from '../../../src/main/engine/files/safetensors';

const fixtureDir = join(import.meta.dirname, '../../fixtures/files');
const workDir = mkdtempSync(join(tmpdir(), 'unroll-files-'));
afterAll(() => rmSync(workDir, { recursive: true }));

/** The same as in make.py, which NumPy wrote to numpy.npz. */
const tensors: [string, NamedTensor][] = [
  ['flags', { shape: [3], data: Uint8Array.of(1, 0, 255) }],
  ['weights', { shape: [2, 2], data: Float32Array.of(0.5, -1, 3e38, NaN) }],
  ['index', { shape: [1, 3], data: Int32Array.of(-5, 0, 2147483647) }],
  ['time', { shape: [2], data: Float64Array.of(Math.PI, 1e-300) }],
  ['none', { shape: [0, 7], data: new Float32Array(0) }],
];

describe('safetensors', () => {
  it('reads what Python wrote', async () => {
    const { tensors: read, metadata } = await readSafetensors(join(fixtureDir, 'python.safetensors'));
    expect(metadata).toEqual({ author: 'Python' });
    expect(read.get('floats')).toEqual({ shape: [2, 3], data: Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25) });
    expect(read.get('doubles')).toEqual({ shape: [2], data: Float64Array.of(Math.PI, -1e300) });
    expect(read.get('ints')).toEqual({ shape: [2, 1], data: Int32Array.of(-1, 2147483647) });
    expect(read.get('bytes')).toEqual({ shape: [3], data: Uint8Array.of(0, 255, 7) });
    expect(read.get('empty')).toEqual({ shape: [0, 4], data: new Float32Array(0) });
  });

  it('gives back what was written, through a file', async () => {
    const file = join(workDir, 'round.safetensors');
    await writeSafetensors(file, tensors, { note: 'ünïcode ☃' });
    const { tensors: read, metadata } = await readSafetensors(file);
    expect(metadata).toEqual({ note: 'ünïcode ☃' });
    expect(new Map(read)).toEqual(new Map(tensors));
  });

  it('keeps every tensor at a multiple of its element size, without gaps', () => {
    const bytes = Buffer.concat(encodeSafetensors(tensors, { odd: 'x' }));
    const headerLength = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.subarray(8, 8 + headerLength).toString()) as Record<
      string,
      { dtype: string; data_offsets: [number, number] }
    >;
    expect(headerLength % 8).toBe(0);
    const sizes: Record<string, number> = { F32: 4, F64: 8, I32: 4, U8: 1 };
    let end = 0;
    for (const { dtype, data_offsets: place } of Object.values(header).filter((entry) => 'dtype' in entry)) {
      expect(place[0] % sizes[dtype]!).toBe(0);
      expect(place[0]).toBe(end);
      end = place[1];
    }
    expect(8 + headerLength + end).toBe(bytes.length);
  });

  const header = (json: string, body = 8): Uint8Array => {
    const prefix = Buffer.alloc(8);
    prefix.writeBigUInt64LE(BigInt(Buffer.byteLength(json)));
    return Buffer.concat([prefix, Buffer.from(json), Buffer.alloc(body)]);
  };

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a header longer than the file', Buffer.from([255, 255, 255, 255, 255, 255, 255, 127, 0])],
    ['no JSON', header('{{{')],
    ['null', header('null')],
    ['a list', header('{"a":[]}')],
    ['null for a tensor', header('{"a":null}')],
    ['half an element', header('{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}')],
    ['a place outside', header('{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}')],
    ['a negative place', header('{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}')],
    ['the wrong size', header('{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}')],
    ['an absurd shape', header('{"a":{"dtype":"F32","shape":[1e300,1e300],"data_offsets":[0,8]}}')],
    ['a foreign type', header('{"a":{"dtype":"constructor","shape":[2],"data_offsets":[0,8]}}')],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeSafetensors(bytes)).toThrow(expect.objectContaining({ code: 'FILE_CORRUPT' }));
  });

  it('refuses every cut of a whole file', () => {
    const bytes = Buffer.concat(encodeSafetensors(tensors));
    for (let length = 0; length < bytes.length; length += 7)
      expect(() => decodeSafetensors(bytes.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'FILE_CORRUPT' }),
      );
  });
});

describe('npz', () => {
  it('writes the header that the format asks for', () => {
    const bytes = encodeNpy({ shape: [3], data: Int32Array.of(1, 2, 3) });
    expect([...bytes.subarray(0, 8)]).toEqual([0x93, 78, 85, 77, 80, 89, 1, 0]);
    const headerLength = bytes[8]! + 256 * bytes[9]!;
    expect((10 + headerLength) % 64).toBe(0);
    const header = Buffer.from(bytes.subarray(10, 10 + headerLength)).toString();
    expect(header.trimEnd()).toBe("{'descr': '<i4', 'fortran_order': False, 'shape': (3,), }");
    expect(header.endsWith('\n')).toBe(true);
    expect(bytes.length).toBe(10 + headerLength + 12);
  });

  it('is byte for byte what NumPy writes', () => {
    const numpy = unzipSync(readFileSync(join(fixtureDir, 'numpy.npz')));
    const ours = unzipSync(encodeNpz(new Map(tensors)));
    expect(Object.keys(ours)).toEqual(Object.keys(numpy));
    for (const [name, bytes] of Object.entries(numpy))
      expect(Buffer.from(ours[name]!).equals(bytes), name).toBe(true);
  });

  it('refuses a shape that does not fit', () => {
    expect(() => encodeNpy({ shape: [2, 2], data: new Float32Array(3) })).toThrow(RangeError);
  });
});
