import { posix } from 'node:path';
import { splitOfWord } from '../readers/labels/parts';
import { emptyFolderWords, numberedGroupWords, plainName } from './vocabulary';

/** Folders above a file, the nearest first. */
export function foldersOf(shown: string): string[] {
  return posix
    .dirname(shown)
    .split('/')
    .filter((part) => part !== '.' && part !== '')
    .reverse();
}

/**
 * The folder that names a file's class; null without one.
 *
 * @param level −1 for the folder that the file lies in, −2 for the one above; without it the nearest that is not called train,
 *   test …, `audio`, fold1, a date or the like
 */
export function folderOf(shown: string, level?: number): string | null {
  const folders = foldersOf(shown);
  const found = level === undefined ? folders.find((name) => !saysNothing(name)) : folders[-level - 1];
  return found === undefined || isAside(found) ? null : found;
}

/** Names of folders that are no class: parts, folds, dates, and what only says that there is sound. */
export function saysNothing(name: string): boolean {
  return (
    splitOfWord(name) !== null || isFoldFolder(name) || isDate(name) || emptyFolderWords.has(plainName(name))
  );
}

/** A folder that stands beside the classes, as `_background_noise_`. */
export function isAside(name: string): boolean {
  return /^_.+_$/.test(name) || /^\(.+\)$/.test(name);
}

function isFoldFolder(name: string): boolean {
  return /^(k?-?fold|cv)[ _-]?\d{1,2}$/i.test(name.trim());
}

/** `2023-05-10`, `20230510`, `2023_05`, `10.05.2023`, perhaps with a time behind it. */
export function isDate(name: string): boolean {
  return /^((19|20)\d\d[-_.]?(0[1-9]|1[0-2])([-_.]?[0-3]\d)?|[0-3]?\d[-_.][01]?\d[-_.](19|20)\d\d)([T _-]*\d{2}[-_:.]?\d{2}([-_:.]?\d{2})?)?$/.test(
    name.trim(),
  );
}

/** `Actor_01`, `subject 3`, `id_00`, `P07`: one of many persons or machines. */
export function isNumberedGroup(name: string): boolean {
  const match = /^(\p{L}+)[ _.-]*\d+$/u.exec(name.trim());
  return match !== null && numberedGroupWords.has(plainName(match[1]!));
}

/** The part that a folder assigns a file to (`train/dog/1.wav`), or a table's own name (`train.csv`); null without one. */
export function splitFolderOf(shown: string): ReturnType<typeof splitOfWord> {
  for (const part of foldersOf(shown).reverse()) {
    const split = splitOfWord(part);
    if (split !== null) return split;
  }
  return null;
}

/** A file's name without its ending. */
export function stemOf(shown: string): string {
  const name = posix.basename(shown).normalize('NFC');
  return name.slice(0, name.length - posix.extname(name).length);
}

/** A field of a file's name; the letters that it begins with where no field is given. Fields count from 1. */
export function nameFieldOf(shown: string, field?: number, separator = '_'): string | null {
  if (field === undefined) return prefixOf(shown);
  const value = stemOf(shown).split(separator)[field - 1]?.trim();
  return value === undefined || value === '' ? null : value;
}

/** The letters that a file's name begins with. */
export function prefixOf(shown: string): string | null {
  return /^\p{L}+/u.exec(posix.basename(shown).normalize('NFC'))?.[0] ?? null;
}
