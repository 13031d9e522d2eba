import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { writeAtomic } from '../../../src/main/engine/files/atomic';

/** What was asked of the file system, in order. */
const asked: string[] = [];
vi.mock('node:fs/promises', async (importActual) => {
  const actual = await importActual<typeof fs>();
  const nameOf = (path: unknown): string =>
    basename(String(path)).replace(/^\.(.*)\.[^.]*\.part$/, '$1.part');
  return {
    ...actual,
    open: async (path: string, flags: string) => {
      const handle = await actual.open(path, flags);
      const sync = handle.sync.bind(handle);
      handle.sync = async () => {
        asked.push(`sync ${nameOf(path)}`);
        await sync();
      };
      return handle;
    },
    rename: async (from: string, to: string) => {
      asked.push(`rename ${nameOf(from)} ${nameOf(to)}`);
      await actual.rename(from, to);
    },
  };
});

const dir = mkdtempSync(join(tmpdir(), 'unroll-atomic-'));
const file = join(dir, 'a');
beforeEach(() => void asked.splice(0));
afterAll(() => rmSync(dir, { recursive: true }));

it.skipIf(process.platform === 'win32')('flushes a file before its name, and then the name', async () => {
  await writeAtomic(file, 'first');
  expect(asked).toEqual(['sync a.part', 'rename a.part a', `sync ${basename(dir)}`]);
});

it('keeps the one before where it is told to, at no time without either', async () => {
  const previous = join(dir, 'before');
  await writeAtomic(file, 'second', previous);
  await writeAtomic(file, 'third', previous);
  expect(asked.filter((one) => one.startsWith('rename')).slice(-2)).toEqual([
    'rename a before',
    'rename a.part a',
  ]);
  expect(readFileSync(file, 'utf8')).toBe('third');
  expect(readFileSync(previous, 'utf8')).toBe('second');
  expect(readdirSync(dir).sort()).toEqual(['a', 'before']);
});

it('says which file could not be written, and leaves nothing behind', async () => {
  await expect(writeAtomic(join(dir, 'a', 'b'), 'x')).rejects.toThrow();
  expect(readdirSync(dir).sort()).toEqual(['a', 'before']);
});
