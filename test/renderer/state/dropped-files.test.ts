import { expect, it } from 'vitest';
import { filesBelow, filesOf, takeEntries } from '../../../src/renderer/state/dropped-files';

type Tree = { readonly [name: string]: Tree | File };

/** The browser's entries over an invented tree; a folder gives at most a hundred children at a time. */
function entryOf(name: string, node: Tree | File, above = ''): FileSystemEntry {
  const fullPath = `${above}/${name}`;
  if (node instanceof File) {
    const file = (done: (file: File) => void): void => done(node);
    return { name, fullPath, isFile: true, isDirectory: false, file } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    const children = Object.entries(node).map(([child, below]) => entryOf(child, below, fullPath));
    return { readEntries: (done: (batch: FileSystemEntry[]) => void) => done(children.splice(0, 100)) };
  };
  return { name, fullPath, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

const file = (name: string): File => new File(['x'], name);

it('finds every file of a dropped folder, however many a folder holds', async () => {
  const many = Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`${at}.wav`, file(`${at}.wav`)]));
  const tree = {
    de: many,
    en: { 'a.wav': file('a.wav'), '.DS_Store': file('.DS_Store') },
    '.git': { HEAD: file('HEAD') },
  };
  const found = await filesBelow({ entries: [entryOf('speech', tree)], files: [] });
  expect(found.length).toBe(251);
  expect(found.map(({ path }) => path)).toContain('speech/en/a.wav');
  expect(found.some(({ path }) => path.includes('.DS_Store') || path.includes('.git'))).toBe(false);
});

it('takes files without an entry as they are', async () => {
  const loose = file('loose.csv');
  const items = [
    { kind: 'string', webkitGetAsEntry: () => null, getAsFile: () => null },
    { kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => loose },
  ];
  const drop = takeEntries({ items } as unknown as DataTransfer);
  expect((await filesBelow(drop)).map(({ path }) => path)).toEqual(['loose.csv']);
});

it('keeps the folders of a picked folder', () => {
  const inFolder = Object.assign(file('a.wav'), { webkitRelativePath: 'speech/de/a.wav' });
  const alone = Object.assign(file('b.csv'), { webkitRelativePath: '' });
  const picked = [inFolder, alone] as unknown as FileList;
  expect(filesOf(picked).map(({ path }) => path)).toEqual(['speech/de/a.wav', 'b.csv']);
});
