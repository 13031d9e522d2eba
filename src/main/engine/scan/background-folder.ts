import { basename, posix } from 'node:path';
import type { FoundFile } from '../readers/source-file';
import { walk } from './walk';
import type { Walk, WalkOptions } from './walk';

/** What the files of a folder of other sound are: a class of their own beside the others. */
const BACKGROUND = 'background';

/** {@link walk}, and where what is none of the classes lies. */
export interface WalkChoices extends WalkOptions {
  /** Files and folders. */
  readonly background?: readonly string[] | undefined;
}

/**
 * Files under `paths`, and those of a background as if they lay in a folder of that name beside the folders of the classes: so
 * that whatever is done with folders is done with them too.
 *
 * @throws UnrollError as `walk`
 */
export async function walkWithBackground(
  paths: readonly string[],
  { background = [], ...options }: WalkChoices,
): Promise<Walk> {
  const own = await walk(paths, options);
  if (background.length === 0) return own;
  const other = await walk(background, options);
  const known = new Set(own.files.map(({ path }) => path));
  const beside = commonFolder(own.files.map(({ shown }) => posix.dirname(posix.dirname(shown))));
  const taken = new Set<string>();
  const files = other.files
    .filter(({ path }) => !known.has(path))
    .map((file): FoundFile => ({ ...file, shown: posix.join(beside, BACKGROUND, nameOf(file, taken)) }));
  return {
    ...own,
    files: [...own.files, ...files].sort((a, b) => (a.shown < b.shown ? -1 : 1)),
    refused: [...own.refused, ...other.refused],
    followed: [...own.followed, ...other.followed],
  };
}

/** Its own, with the folders before it where another is called the same. */
function nameOf({ path, shown }: FoundFile, taken: Set<string>): string {
  const short = basename(path);
  const name = taken.has(short) ? shown.replaceAll('/', '-') : short;
  taken.add(name);
  return name;
}

/** The deepest folder that all of these lie in; `.` where there is none. */
function commonFolder(folders: readonly string[]): string {
  const parts = folders.map((folder) => folder.split('/'));
  const [first = ['.']] = parts;
  const differs = first.findIndex((part, k) => parts.some((other) => other[k] !== part));
  const common = first.slice(0, differs === -1 ? first.length : differs).join('/');
  return common === '' ? '.' : common;
}
