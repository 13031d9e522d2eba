import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UploadStore } from '../../../src/main/engine/scan/uploads';

let dir: string;
let store: UploadStore;
let id: string;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'unroll-uploads-'));
  store = new UploadStore(dir);
  id = await store.begin();
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const invalid = expect.objectContaining({ code: 'UPLOAD_INVALID' }) as Error;

describe('UploadStore', () => {
  it('puts chunks together and answers with what was dropped', async () => {
    await store.write(id, '노래/a.wav', 0, bytes('one '));
    await store.write(id, '노래/a.wav', 4, bytes('two'));
    const [folder, ...others] = await store.finish(id);
    expect(others).toEqual([]);
    expect(readFileSync(join(folder!, 'a.wav'), 'utf8')).toBe('one two');
    await expect(store.write(id, 'late.wav', 0, bytes('x'))).rejects.toEqual(invalid);
  });

  it('refuses a chunk that is out of place', async () => {
    await store.write(id, 'a.wav', 0, bytes('one'));
    for (const offset of [0, 2, 4, -1, Number.NaN])
      await expect(store.write(id, 'a.wav', offset, bytes('x'))).rejects.toEqual(invalid);
    await expect(store.finish('upload-unknown')).rejects.toEqual(invalid);
  });

  it.each([
    '../a',
    'a/../../b',
    '/etc/passwd',
    'C:\\a',
    'a//b',
    '',
    '.',
    'a/./b',
    'a\0b',
    '..\\..\\a',
    'a/b:stream',
    `${'x/'.repeat(600)}a`,
  ])('refuses the path %j', async (path) => {
    await expect(store.write(id, path, 0, bytes('x'))).rejects.toEqual(invalid);
  });

  it('stays in its folder whatever the path is', async () => {
    const part = fc.constantFrom('..', '.', '', 'a', 'b', '~', 'c:', '\\', '/', '%2e%2e', '한');
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        const own = await store.begin();
        await store.write(own, parts.join('/'), 0, bytes('x')).catch((error: unknown) => {
          expect(error).toEqual(invalid);
        });
        expect(existsSync(join(dir, 'a'))).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('does not write through a link', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'unroll-outside-'));
    symlinkSync(join(outside, 'target'), join(dir, id, 'a.wav'));
    await expect(store.write(id, 'a.wav', 0, bytes('x'))).rejects.toEqual(invalid);
    expect(existsSync(join(outside, 'target'))).toBe(false);
    rmSync(outside, { recursive: true });
  });

  it('cleans up what nobody uses, a day later', async () => {
    await store.write(id, 'a.wav', 0, bytes('x'));
    const [used] = await store.finish(id);
    const unused = await store.begin();
    await store.write(unused, 'b.wav', 0, bytes('x'));
    await store.finish(unused);
    const yesterday = Date.now() / 1000 - 2 * 86_400;
    for (const name of [id, unused]) utimesSync(join(dir, name), yesterday, yesterday);
    const active = await store.begin();
    await store.clean(new Set([used!]));
    expect([id, unused, active].map((name) => existsSync(join(dir, name)))).toEqual([true, false, true]);
  });
});
