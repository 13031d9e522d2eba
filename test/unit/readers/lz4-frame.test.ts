import { expect, it } from 'vitest';
import { requireWholeFrame } from '../../../src/main/engine/readers/table/lz4-frame';

/** Protects: an Arrow file whose blocks lie about their size is refused at once, where `lz4js` would copy for seconds. */

const le = (n: number): number[] => [n & 255, (n >>> 8) & 255, (n >>> 16) & 255, n >>> 24];
const frame = (flags: number, ...rest: number[]): Uint8Array =>
  Uint8Array.from([0x04, 0x22, 0x4d, 0x18, 0x40 | flags, 0x40, ...rest]);

it('takes whole frames', () => {
  for (const whole of [
    frame(0, 0, ...le(0)),
    frame(0, 0, ...le(0x8000_0003), 1, 2, 3, ...le(0)),
    frame(0b1_0000, 0, ...le(2), 1, 2, ...le(7), ...le(0)),
    frame(0b1000, ...le(9), ...le(0), 0, ...le(1), 1, ...le(0)),
  ])
    expect(requireWholeFrame(whole)).toBe(whole);
});

it.each([
  ['a stored block behind the end', frame(0, 0, ...le(0xffff_ffff), 1, 2, 3, ...le(0))],
  ['a block behind the end', frame(0, 0, ...le(0x7fff_ffff), 1, 2, 3, ...le(0))],
  ['no end', frame(0, 0, ...le(0x8000_0002), 1, 2)],
  ['more than it can become', frame(0b1000, ...le(0), ...le(1), 0, ...le(0))],
  ['no head', Uint8Array.from([4, 34])],
])('refuses %s', (_what, bytes) => {
  expect(() => requireWholeFrame(bytes)).toThrow(RangeError);
});
