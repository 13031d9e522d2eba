import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { failure } from '../../../shared/sentences/failure';

/** What a person wrote, and where it lies. */
export interface NamedPath {
  readonly given: string;
  readonly path: string;
}

/**
 * Files and folders as they are; patterns such as `calls/*.wav`, which a shell did not replace, by what they fit.
 *
 * @throws UnrollError FILE_MISSING when a pattern fits nothing
 */
export async function namedPaths(words: readonly string[]): Promise<NamedPath[]> {
  const found = new Map<string, NamedPath>();
  for (const word of words) {
    const isPattern = !existsSync(word) && isDynamicPattern(word);
    const names = isPattern ? (await glob(word, { expandDirectories: false })).sort() : [word];
    if (names.length === 0) throw failure('FILE_MISSING.nothingFits', { file: word });
    for (const given of names) {
      const path = resolve(given);
      if (!found.has(path)) found.set(path, { given, path });
    }
  }
  return [...found.values()];
}

/** The engine's name of a file, or of one of its recordings (`…#3`), as the person would write it. */
export function nameAsGiven(paths: readonly NamedPath[], file: string): string {
  const owner =
    paths.find(({ path }) => file === path) ?? paths.find(({ path }) => /^[/\\#]/.test(rest(file, path)));
  return owner === undefined ? file : owner.given.replace(/[/\\]+$/, '') + rest(file, owner.path);
}

function rest(file: string, path: string): string {
  return file.startsWith(path) ? file.slice(path.length) : '';
}
