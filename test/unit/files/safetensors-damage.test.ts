import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../../src/main/engine/files/safetensors';

/** Protects: no byte of what the lab has written can change in silence, and no file means two things. */

const tensors = [
  ['weights', { shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 0, Number.NaN, 1e-20) }],
  ['0', { shape: [2], data: Int32Array.of(7, -7) }],
  ['empty', { shape: [0], data: new Float32Array(0) }],
] as const;
const whole = Buffer.concat(encodeSafetensors(tensors, { unroll: '{"formatVersion":1}' }));

/** A file as another program might make it. */
function made(header: string, bodyBytes: number): Uint8Array {
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Buffer.concat([prefix, Buffer.from(header), Buffer.alloc(bodyBytes)]);
}
const entry = (start: number, end: number): string =>
  `{"dtype":"U8","shape":[${end - start}],"data_offsets":[${start},${end}]}`;

describe('a file of the lab', () => {
  it('gives back what was written, without its checksum', () => {
    const read = decodeSafetensors(whole);
    expect(read.metadata).toEqual({ unroll: '{"formatVersion":1}' });
    for (const [name, { data }] of tensors) expect(read.tensors.get(name)!.data).toEqual(data);
  });

  it('is refused wherever a bit is flipped in it, unless that is without effect', () => {
    const before = decodeSafetensors(whole);
    let refused = 0;
    for (let bit = 0; bit < 8 * whole.length; bit++) {
      const damaged = Buffer.from(whole);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      try {
        expect(decodeSafetensors(damaged)).toEqual(before);
      } catch (thrown) {
        if ((thrown as { code?: string }).code !== 'FILE_CORRUPT') throw thrown;
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(0.95 * 8 * whole.length);
  });

  it('is refused wherever it is cut, and when something was added', () => {
    for (let length = 0; length < whole.length; length++)
      expect(() => decodeSafetensors(whole.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'FILE_CORRUPT' }),
      );
    expect(() => decodeSafetensors(Buffer.concat([whole, Buffer.alloc(1)]))).toThrow(/more behind/);
  });
});

describe('a file from elsewhere', () => {
  it('needs no checksum', () => {
    const read = decodeSafetensors(made(`{"a":${entry(0, 2)},"b":${entry(2, 3)}}`, 3));
    expect([...read.tensors.keys()]).toEqual(['a', 'b']);
  });

  it.each([
    ['overlapping tensors', `{"a":${entry(0, 2)},"b":${entry(1, 3)}}`, 3, /overlap/],
    ['the same bytes twice', `{"a":${entry(0, 2)},"b":${entry(0, 2)}}`, 2, /overlap/],
    ['a gap', `{"a":${entry(0, 2)},"b":${entry(3, 4)}}`, 4, /gaps/],
    ['a gap at the start', `{"a":${entry(1, 2)}}`, 2, /gaps/],
    ['bytes behind the last', `{"a":${entry(0, 2)}}`, 3, /more behind/],
    ['a name twice', `{"a":${entry(0, 2)},"a":${entry(0, 2)}}`, 2, /twice/],
    ['a name twice, once in other letters', `{"a":${entry(0, 2)},"\\u0061":${entry(0, 2)}}`, 2, /twice/],
  ])('is refused with %s', (_, header, bodyBytes, reason) => {
    expect(() => decodeSafetensors(made(header, bodyBytes))).toThrow(reason);
  });
});
