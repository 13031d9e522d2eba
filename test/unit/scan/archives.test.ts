import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Archives } from '../../../src/main/engine/scan/archives';
import type { Walk } from '../../../src/main/engine/scan/walk';
import { walk } from '../../../src/main/engine/scan/walk';

let dir = '';
let home = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dropped-'));
  home = await mkdtemp(join(tmpdir(), 'unpacked-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
  await rm(home, { recursive: true, force: true });
});

async function open(name: string, bytes?: Uint8Array): Promise<Walk> {
  if (bytes !== undefined) await writeFile(join(dir, name), bytes);
  return new Archives(home).open(await walk([dir]));
}

const shown = ({ files }: Walk): string[] => files.map((file) => file.shown);
const reasons = ({ refused }: Walk): Record<string, string> =>
  Object.fromEntries(refused.map(({ file, error }) => [file, error.message]));

describe('archives that are dropped', () => {
  it('stand for what lies in a zip, without what systems leave behind', async () => {
    const files = {
      'data/dog/1.csv': strToU8('a\n1'),
      'data/.DS_Store': strToU8('x'),
      '__MACOSX/a': strToU8('x'),
    };
    const found = await open('set.zip', zipSync(files));
    expect(shown(found)).toEqual(['set.zip/data/dog/1.csv']);
    expect(await readFile(found.files[0]!.path, 'utf8')).toBe('a\n1');
    expect(found.files[0]!.size).toBe(3);
  });

  it('are opened as gz and tar.gz too, long names and all', async () => {
    const long = `${'long/'.repeat(30)}recording.csv`;
    await mkdir(join(home, 'in', 'long/'.repeat(30)), { recursive: true });
    await writeFile(join(home, 'in', long), 'b\n2');
    execFileSync('tar', ['-czf', join(dir, 'a.tar.gz'), '-C', join(home, 'in'), '.']);
    execFileSync('tar', ['--format=pax', '-cf', join(dir, 'b.tar'), '-C', join(home, 'in'), '.']);
    const found = await open('series.csv.gz', gzipSync('c\n3'));
    expect(shown(found)).toEqual([`a.tar.gz/${long}`, `b.tar/${long}`, 'series.csv.gz/series.csv']);
    expect(await Promise.all(found.files.map(({ path }) => readFile(path, 'utf8')))).toEqual([
      'b\n2',
      'b\n2',
      'c\n3',
    ]);
  });

  it('are unpacked once', async () => {
    const [first] = (await open('set.zip', zipSync({ 'a.csv': strToU8('1') }))).files;
    const { mtimeMs } = await stat(first!.path);
    const [again] = (await open('set.zip')).files;
    expect(again!.path).toBe(first!.path);
    expect((await stat(again!.path)).mtimeMs).toBe(mtimeMs);
  });
});

describe('hostile archives', () => {
  it('write nothing outside their folder', async () => {
    const found = await open('set.zip', zipSync({ '../../out.csv': strToU8('1'), 'in.csv': strToU8('1') }));
    expect(shown(found)).toEqual(['set.zip/in.csv']);
    expect(Object.values(reasons(found))[0]).toContain('leads out of its archive');
    await expect(stat(join(home, '..', 'out.csv'))).rejects.toThrow();
  });

  it('bring no links along', async () => {
    await mkdir(join(home, 'in'));
    await symlink('/etc/passwd', join(home, 'in', 'passwd.csv'));
    execFileSync('tar', ['-cf', join(dir, 'a.tar'), '-C', join(home, 'in'), '.']);
    const found = await open('none.txt', strToU8('x'));
    expect(shown(found)).toEqual(['none.txt']);
    expect(Object.values(reasons(found))[0]).toContain('link');
  });

  it('are refused when they unpack to much more than they are', async () => {
    const found = await open('bomb.csv.gz', gzipSync(new Uint8Array(300 * 2 ** 20)));
    expect(shown(found)).toEqual([]);
    expect(found.refused[0]!.error).toMatchObject({ code: 'FILE_TOO_LARGE' });
  });

  it('are opened in one another once, and named where they lie deeper', async () => {
    const deepest = zipSync({ 'c.csv': strToU8('1') });
    const inner = zipSync({ 'a.csv': strToU8('1'), 'deep.zip': deepest });
    const found = await open('outer.zip', zipSync({ 'inner.zip': inner, 'b.csv': strToU8('1') }));
    expect(shown(found)).toEqual(['outer.zip/b.csv', 'outer.zip/inner.zip/a.csv']);
    expect(reasons(found)['outer.zip/inner.zip/deep.zip']).toContain('archive within an archive');
  });

  it.each(['a.zip', 'a.tar', 'a.tar.gz', 'a.csv.gz'])(
    'are refused by name when %s is damaged',
    async (name) => {
      const found = await open(name, strToU8('this is no archive, but '.repeat(60)));
      expect(found.refused[0]).toMatchObject({ file: name, error: { code: 'FILE_CORRUPT' } });
    },
  );

  it('are refused when they are cut off, and leave nothing behind', async () => {
    await mkdir(join(home, 'in'));
    await writeFile(join(home, 'in', 'a.csv'), '1,2\n'.repeat(5000));
    execFileSync('tar', ['-cf', join(dir, 'a.tar'), '-C', join(home, 'in'), '.']);
    await writeFile(join(dir, 'a.tar'), (await readFile(join(dir, 'a.tar'))).subarray(0, 5000));
    const found = await new Archives(join(home, 'out')).open(await walk([dir]));
    expect(found.refused[0]!.error).toMatchObject({ code: 'FILE_CORRUPT' });
    expect(execFileSync('ls', [join(home, 'out')], { encoding: 'utf8' })).toBe('');
  });
});
