import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Walk } from '../../../src/main/engine/scan/walk';
import { walk } from '../../../src/main/engine/scan/walk';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'unroll-walk-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

function put(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), 'x');
  }
}
const shown = async (...paths: string[]): Promise<string[]> =>
  (await walk(paths.map((path) => join(dir, path)))).files.map((file) => file.shown);

describe('walk', () => {
  it('passes over hidden files and notes, and comes in one order', async () => {
    put(
      'b/2.wav',
      'a/1.wav',
      '.git/x.wav',
      'a/.DS_Store',
      '__MACOSX/a.wav',
      'README.md',
      'LICENSE',
      'a/picture.png',
    );
    expect(await shown('.')).toEqual(['a/1.wav', 'b/2.wav']);
  });

  it('names notes and reads them not, and passes over what no person put there', async () => {
    put('a/1.wav', 'README.txt', 'a/protocol.pdf', 'Thumbs.db', 'desktop.ini', '.DS_Store');
    const { files, notes, refused } = await walk([dir]);
    expect(files.map((file) => file.shown)).toEqual(['a/1.wav']);
    expect([...notes].sort()).toEqual(['README.txt', 'a/protocol.pdf']);
    expect(refused).toEqual([]);
  });

  it('follows links once, and ends in a loop', async () => {
    put('a/1.wav', 'b/2.wav');
    symlinkSync(dir, join(dir, 'a', 'up'));
    symlinkSync(join(dir, 'b'), join(dir, 'a', 'other'));
    const files = await shown('.');
    expect(files.filter((file) => file.endsWith('1.wav'))).toHaveLength(1);
    expect(files.filter((file) => file.endsWith('2.wav'))).toHaveLength(1);
  });

  it('names links that lead out, and follows them only when asked or named', async () => {
    put('set/a/1.wav', 'elsewhere/secret.wav', 'elsewhere/deep/more.wav', 'third/3.wav');
    symlinkSync(join(dir, 'elsewhere'), join(dir, 'set', 'out'));
    symlinkSync(join(dir, 'elsewhere', 'secret.wav'), join(dir, 'set', 'a', 'one.wav'));
    symlinkSync(join(dir, 'third'), join(dir, 'elsewhere', 'on'));
    const shown = ({ files }: Walk): string[] => files.map((file) => file.shown);
    const plain = await walk([join(dir, 'set')]);
    expect(shown(plain)).toEqual(['a/1.wav']);
    expect(plain.refused.map(({ file, error }) => [file, error.code, error.details['target']])).toEqual([
      ['a/one.wav', 'LINK_LEADS_OUT', realpathSync(join(dir, 'elsewhere', 'secret.wav'))],
      ['out', 'LINK_LEADS_OUT', realpathSync(join(dir, 'elsewhere'))],
    ]);
    // The same sentence is read in a terminal, where there are no buttons.
    for (const { error } of plain.refused) expect(error.message).not.toContain('button');
    const asked = await walk([join(dir, 'set')], { followLinks: true });
    expect(shown(asked)).toEqual([
      'a/1.wav',
      'a/one.wav',
      'out/deep/more.wav',
      'out/on/3.wav',
      'out/secret.wav',
    ]);
    expect(asked.refused).toEqual([]);
    // The same again, by the places that it was made of.
    const again = await walk([join(dir, 'set'), ...asked.followed]);
    expect(shown(again)).toEqual(shown(asked));
    expect([again.source, again.refused]).toEqual([join(dir, 'set'), []]);
    const named = await walk([join(dir, 'set'), join(dir, 'set', 'out')]);
    expect(shown(named)).toEqual(['a/1.wav', 'a/one.wav', 'out/deep/more.wav', 'out/secret.wav']);
    expect(named.refused.map(({ file }) => file)).toEqual(['out/on']);
  });

  it('refuses by name what cannot be opened and goes on', async () => {
    put('a/1.wav');
    symlinkSync(join(dir, 'nowhere.wav'), join(dir, 'a', 'broken.wav'));
    execFileSync('mkfifo', [join(dir, 'a', 'pipe.wav')]);
    const { files, refused } = await walk([dir]);
    expect(files.map((file) => file.shown)).toEqual(['a/1.wav']);
    expect(refused.map(({ file, error }) => [file, error.code])).toEqual([
      ['a/broken.wav', 'FILE_MISSING'],
      ['a/pipe.wav', 'FILE_UNREADABLE'],
    ]);
  });

  it('finds both parts of a problem by the name of one, and not the neighbour', async () => {
    put('A_TRAIN.ts', 'A_TEST.ts', 'B_TRAIN.ts', 'A_TRAIN.tsv');
    expect(await shown('A_TEST.ts')).toEqual(['A_TEST.ts', 'A_TRAIN.ts']);
  });

  it('finds the folder by the name of its labels file', async () => {
    put('set/labels.csv', 'set/1.wav');
    expect(await shown('set/labels.csv')).toEqual(['1.wav', 'labels.csv']);
  });

  it('shows several places from the folder that they share', async () => {
    put('set/dog/1.wav', 'set/cat/1.wav', 'set/else/1.wav');
    expect(await shown('set/dog', 'set/cat')).toEqual(['cat/1.wav', 'dog/1.wav']);
    expect(await shown('set/dog', 'set/dog/1.wav')).toEqual(['dog/1.wav']);
  });

  it('says what is not there', async () => {
    await expect(walk([join(dir, 'nothing')])).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });
});
