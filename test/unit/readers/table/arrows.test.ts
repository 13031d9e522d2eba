import { describe, expect, it } from 'vitest';
import { withoutArrows } from '../../../../src/main/engine/readers/table/text/arrows';
import { bytesAt, fileOfBytes } from '../../../../src/main/engine/readers/table/text/byte-file';

const lines = Array.from({ length: 20 }, (_, k) => `12:00:${10 + k}.5 -> ${k},-${k}\n`).join('');

describe('arrows of a serial monitor', () => {
  it('are replaced in place, also where a read ends in the middle of one', async () => {
    const bytes = Buffer.from(lines);
    const file = await withoutArrows(fileOfBytes(bytes));
    for (let length = 1; length < 40; length += 1) {
      const parts: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += length) {
        const into = Buffer.alloc(Math.min(length, bytes.length - at));
        await file.read(into, 0, into.length, at);
        parts.push(into);
      }
      expect(Buffer.concat(parts).toString()).toBe(lines.replaceAll('->', ', '));
    }
  });

  it('leave other texts as they are', async () => {
    const text = 'a -> b\n'.repeat(20);
    const file = await withoutArrows(fileOfBytes(Buffer.from(text)));
    expect((await bytesAt(file, 0, 200)).toString()).toBe(text);
  });
});
