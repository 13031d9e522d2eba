import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { extractZipEntry, listZip } from '../../../src/main/engine/files/zip';

/** Protects: archives of others (PyPI's wheels) are read whole and right, and damaged ones are noticed. fflate writes them. */
const dir = mkdtempSync(join(tmpdir(), 'unroll-zip-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const text = new TextEncoder().encode('one line and another\n'.repeat(20_000));
const noise = Uint8Array.from({ length: 50_000 }, (_, k) => (k * 2654435761) >>> 13);
const archive = zipSync({
  'tensorflow/lib.so': [text, { level: 9 }],
  'stored.bin': [noise, { level: 0 }],
  'empty/__init__.py': new Uint8Array(),
});
const file = join(dir, 'a.whl');
writeFileSync(file, archive);
const never = new AbortController().signal;

describe('zip archives', () => {
  it('are listed and read, whether packed, stored or empty', async () => {
    const entries = await listZip(file);
    expect(entries.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['tensorflow/lib.so', text.length],
      ['stored.bin', noise.length],
      ['empty/__init__.py', 0],
    ]);
    for (const [k, expected] of [text, noise, new Uint8Array()].entries()) {
      let counted = 0;
      const target = join(dir, 'out', String(k), 'file');
      await extractZipEntry(file, entries[k]!, target, (bytes) => (counted += bytes), never);
      expect(Buffer.compare(readFileSync(target), expected)).toBe(0);
      expect(counted).toBe(expected.length);
    }
  });

  it('are found at the end of a file with a comment', async () => {
    const comment = Buffer.from('a comment');
    const commented = Buffer.concat([archive, comment]);
    commented.writeUInt16LE(comment.length, archive.length - 2);
    const other = join(dir, 'commented.zip');
    writeFileSync(other, commented);
    expect(await listZip(other)).toHaveLength(3);
  });

  it('are refused when they are cut off or something else', async () => {
    const cut = join(dir, 'cut.zip');
    writeFileSync(cut, archive.subarray(0, archive.length - 60));
    await expect(listZip(cut)).rejects.toThrow(/no zip archive/);
    writeFileSync(cut, 'x');
    await expect(listZip(cut)).rejects.toThrow(/no zip archive/);
  });

  it('are let go of when the work is cancelled', async () => {
    const [entry] = await listZip(file);
    const abort = new AbortController();
    const extracting = extractZipEntry(
      file,
      entry!,
      join(dir, 'cancelled'),
      () => abort.abort(),
      abort.signal,
    );
    await expect(extracting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
