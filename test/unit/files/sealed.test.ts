import { expect, it } from 'vitest';
import { sealed, unsealed } from '../../../src/main/engine/files/sealed';

/** Protects: a flipped bit or a cut in the lab's JSON is found, wherever it lies. */

const content = { formatVersion: 1, name: '모음 "a"', numbers: [1, 0.5, Number.NaN], nested: { note: 'x' } };
const stored = { ...content, numbers: [1, 0.5, 'NaN'] };
const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');

it.each([undefined, 2])('gives back what was written (indentation %s)', (space) => {
  const text = sealed(content, space);
  expect(JSON.parse(text)).toMatchObject(stored);
  expect(unsealed(bytesOf(text), 'a')).toEqual(stored);
});

it('reads what an earlier lab wrote without a checksum', () => {
  expect(unsealed(bytesOf('{"formatVersion":1}'), 'a')).toEqual({ formatVersion: 1 });
});

it.each([undefined, 2])(
  'finds every flipped bit and every cut, or they change nothing (indentation %s)',
  (space) => {
    const whole = bytesOf(sealed(content, space));
    const read = (bytes: Buffer): unknown => {
      try {
        return unsealed(bytes, 'a');
      } catch (thrown) {
        return (thrown as { code: string }).code;
      }
    };
    const outcomes = new Set<string>();
    const note = (outcome: unknown): void => {
      outcomes.add(outcome === 'FILE_CORRUPT' ? 'found' : 'without effect');
      if (outcome !== 'FILE_CORRUPT') expect(outcome).toEqual(stored);
    };
    for (let bit = 0; bit < 8 * whole.length; bit++) {
      const bytes = Buffer.from(whole);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      note(read(bytes));
    }
    for (let length = 0; length < whole.length; length++) note(read(whole.subarray(0, length)));
    expect(outcomes).toContain('found');
  },
);
