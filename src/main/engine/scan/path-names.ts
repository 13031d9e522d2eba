import { posix } from 'node:path';
import { splitOfWord } from '../readers/labels/labels-file';

/** The folder that names a file's class: the nearest one that is not called train, test …; null without one. */
export function folderOf(shown: string): string | null {
  const folders = posix
    .dirname(shown)
    .split('/')
    .filter((part) => part !== '.' && part !== '');
  return folders.reverse().find((part) => splitOfWord(part) === null) ?? null;
}

/** The part that a folder assigns a file to (`train/dog/1.wav`); null without one. */
export function splitFolderOf(shown: string): ReturnType<typeof splitOfWord> {
  for (const part of posix.dirname(shown).split('/')) {
    const split = splitOfWord(part);
    if (split !== null) return split;
  }
  return null;
}

/** The letters that a file's name begins with. */
export function prefixOf(shown: string): string | null {
  return /^\p{L}+/u.exec(posix.basename(shown).normalize('NFC'))?.[0] ?? null;
}
