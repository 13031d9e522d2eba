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

/** A field of the name of {@link folderOf}, counted from 1. */
export function folderFieldOf(
  shown: string,
  level: number | undefined,
  field: number,
  separator = '_',
): string | null {
  return fieldOf(folderOf(shown, level) ?? '', field, separator);
}

function fieldOf(name: string, field: number, separator: string): string | null {
  const value = name.split(separator)[field - 1]?.trim();
  return value === undefined || value === '' ? null : value;
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

export function isFoldFolder(name: string): boolean {
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
function splitFolderOf(shown: string): ReturnType<typeof splitOfWord> {
  for (const part of foldersOf(shown).reverse()) {
    const split = splitOfWord(part);
    if (split !== null) return split;
  }
  return null;
}

/**
 * The part of each file by its folders: {@link splitFolderOf}, and folders that differ in the part at their end alone, as
 * `nsynth-train` beside `nsynth-test`.
 *
 * @returns [files]
 */
export function splitFoldersOf(shown: readonly string[]): ReturnType<typeof splitOfWord>[] {
  const named = shown.map(splitFolderOf);
  if (named.some((part) => part !== null)) return named;
  const levels = Math.max(0, ...shown.map((path) => foldersOf(path).length));
  for (let level = 1; level <= levels; level++) {
    const ends = shown.map((path) => /^(.*\p{L}.*)[-_. ]([^-_. ]+)$/u.exec(foldersOf(path)[level - 1] ?? ''));
    const parts = ends.map((match) => (match === null ? null : splitOfWord(match[2]!)));
    const isOne = new Set(ends.map((match) => match?.[1])).size === 1;
    if (isOne && !parts.includes(null) && new Set(parts).size > 1) return parts;
  }
  return named;
}

/** A file's name without its ending. */
export function stemOf(shown: string): string {
  const name = posix.basename(shown).normalize('NFC');
  return name.slice(0, name.length - posix.extname(name).length);
}

/** A field of a file's name; the letters that it begins with where no field is given. Fields count from 1. */
export function nameFieldOf(shown: string, field?: number, separator = '_'): string | null {
  if (field === undefined) return prefixOf(shown);
  return fieldOf(stemOf(shown), field, separator);
}

/** The letters that a file's name begins with. */
export function prefixOf(shown: string): string | null {
  return /^\p{L}+/u.exec(posix.basename(shown).normalize('NFC'))?.[0] ?? null;
}
