import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { walkWithBackground } from '../../../src/main/engine/scan/background-folder';

let dir = '';
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function place(...files: readonly string[]): void {
  dir = mkdtempSync(join(tmpdir(), 'unroll-background-'));
  for (const file of files) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), file);
  }
}

it('lays a folder of other sound beside the folders of the classes, however deep its files lie', async () => {
  place('set/bark/1.wav', 'set/call/1.wav', 'street/1.wav', 'street/night/2.wav', 'street/day/2.wav');
  const { files } = await walkWithBackground([join(dir, 'set')], { background: [join(dir, 'street')] });
  expect(files.map(({ shown }) => shown)).toEqual([
    'background/1.wav',
    'background/2.wav',
    'background/night-2.wav',
    'bark/1.wav',
    'call/1.wav',
  ]);
  expect(files[0]!.path).toBe(join(dir, 'street/1.wav'));
});

it('lies with the classes where their folders lie deeper, and takes no file twice', async () => {
  place('a/deep/bark/1.wav', 'a/deep/call/2.wav', 'other/3.wav');
  const { files } = await walkWithBackground([join(dir, 'a')], {
    background: [join(dir, 'other'), join(dir, 'a/deep/call')],
  });
  expect(files.map(({ shown }) => shown)).toEqual([
    'deep/background/3.wav',
    'deep/bark/1.wav',
    'deep/call/2.wav',
  ]);
});
