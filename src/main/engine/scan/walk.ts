import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import { throwIfCancelled } from '../activities/activity-registry';
import { archivePartners } from '../readers/cases/archive-name';
import { isLabelsName } from '../readers/labels/labels-file';
import type { FoundFile } from '../readers/source-file';
import { isLeftover, isNote } from './notes';

export interface Refusal {
  readonly file: string;
  readonly error: UnrollError;
}

export interface Walk {
  /** The folder that everything lies in. */
  readonly rootDir: string;
  /** What a person dropped, for the data set's name. */
  readonly source: string;
  readonly files: readonly FoundFile[];
  readonly refused: readonly Refusal[];
  /** Files that are no data by their names (README, a PDF), as shown to people. */
  readonly notes: readonly string[];
  /** Links that lead out and were followed: places of their own, to be named where the same is to be read again. */
  readonly followed: readonly string[];
}

export interface WalkOptions {
  readonly signal?: AbortSignal | undefined;
  /** Also links that lead out of what was named. */
  readonly followLinks?: boolean;
}

const MAX_FILES = 200_000;
const MAX_DEPTH = 32;
/** Entries of a folder that are looked at at the same time. */
const AT_ONCE = 64;

/**
 * All files under `paths` in a fixed order. Hidden files and what file managers leave are passed over; notes
 * (README, LICENSE …) are named and not read; symbolic links within are followed, each folder once, so that a loop ends. One that leads out is refused by name unless it was asked
 * for: a folder that somebody sent must not bring in what lies elsewhere on this machine. Naming one of a problem's TRAIN and TEST files finds
 * the other; naming a labels file finds the folder that it speaks of.
 *
 * @throws UnrollError FILE_MISSING, FILE_TOO_LARGE (too many files), CANCELLED
 */
export async function walk(paths: readonly string[], options: WalkOptions = {}): Promise<Walk> {
  const roots = await Promise.all(paths.map((path) => findRoot(resolve(path))));
  const outer = outermost(roots);
  const rootDir = commonDir(
    outer.length === 1 && outer[0]!.stats.isDirectory()
      ? [outer[0]!.path]
      : outer.map(({ path }) => dirname(path)),
  );
  const walker = new Walker(rootDir, await Promise.all(roots.map(({ path }) => realpath(path))), options);
  for (const { path, stats } of roots)
    if (stats.isDirectory()) await walker.folder(path, stats, 0);
    else {
      await walker.file(path, stats);
      await walker.partner(path);
    }
  const source = outer.length === 1 ? outer[0]!.path : rootDir;
  return {
    rootDir,
    source,
    files: walker.sorted(),
    refused: walker.refused,
    notes: walker.notes,
    followed: walker.followed,
  };
}

interface Root {
  readonly path: string;
  readonly stats: Stats;
  readonly isLink: boolean;
}

const liesIn = (path: string, dir: string): boolean =>
  path === dir || path.startsWith(dir.endsWith(sep) ? dir : dir + sep);

/** Without the links that were named beside the folder in which they lie. */
function outermost(roots: readonly Root[]): readonly Root[] {
  const dirs = roots.filter(({ stats }) => stats.isDirectory()).map(({ path }) => path);
  const isWithin = (path: string): boolean => dirs.some((dir) => dir !== path && liesIn(path, dir));
  return roots.filter(({ path, isLink }) => !isLink || !isWithin(path));
}

async function findRoot(path: string): Promise<Root> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw failure('FILE_MISSING.notThere', { file: path }, { cause });
  });
  return stats.isFile() && isLabelsName(basename(path))
    ? findRoot(dirname(path))
    : { path, stats, isLink: (await lstat(path)).isSymbolicLink() };
}

function commonDir(dirs: readonly string[]): string {
  let common = dirs[0]!;
  for (const dir of dirs) while (!liesIn(dir, common)) common = dirname(common);
  return common;
}

class Walker {
  readonly refused: Refusal[] = [];
  readonly notes: string[] = [];
  readonly followed: string[] = [];
  readonly #files = new Map<string, FoundFile>();
  readonly #seenDirs = new Set<string>();
  /** Where everything lies that was named, and what was followed from there. */
  readonly #inside: string[];
  readonly #signal: AbortSignal | undefined;
  readonly #followLinks: boolean;

  constructor(
    readonly rootDir: string,
    inside: readonly string[],
    { signal, followLinks = false }: WalkOptions,
  ) {
    this.#inside = [...inside];
    this.#signal = signal;
    this.#followLinks = followLinks;
  }

  sorted(): FoundFile[] {
    return [...this.#files.values()].sort((a, b) => (a.shown < b.shown ? -1 : 1));
  }

  async folder(dir: string, stats: Stats, depth: number): Promise<void> {
    throwIfCancelled(this.#signal);
    const identity = stats.ino === 0 ? dir : `${stats.dev}:${stats.ino}`;
    if (this.#seenDirs.has(identity) || depth > MAX_DEPTH) return;
    this.#seenDirs.add(identity);
    let entries: Dirent[];
    try {
      entries = await readdir(dir, { withFileTypes: true });
    } catch {
      this.#refuse(dir, 'FILE_UNREADABLE.folder');
      return;
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const own = entries.filter(({ name }) => !name.startsWith('.') && name !== '__MACOSX');
    for (let first = 0; first < own.length; first += AT_ONCE) {
      const some = own.slice(first, first + AT_ONCE);
      const known = await Promise.all(some.map(({ name }) => stat(join(dir, name)).catch(() => null)));
      for (const [k, entry] of some.entries())
        await this.#entry(join(dir, entry.name), entry, known[k]!, depth);
    }
  }

  async #entry(path: string, entry: Dirent, stats: Stats | null, depth: number): Promise<void> {
    if (stats === null) {
      this.#refuse(path, 'FILE_MISSING.pointsNowhere');
      return;
    }
    if (entry.isSymbolicLink() && !(await this.#mayEnter(path))) return;
    if (stats.isDirectory()) await this.folder(path, stats, depth + 1);
    else if (isLeftover(basename(path))) return;
    else if (isNote(basename(path))) this.notes.push(this.#shown(path));
    else await this.file(path, stats);
  }

  /** Names a link that leads out and is not to be followed. @param path of a link */
  async #mayEnter(path: string): Promise<boolean> {
    const target = await realpath(path);
    if (this.#inside.some((dir) => liesIn(target, dir))) return true;
    if (this.#followLinks) {
      this.followed.push(path);
      this.#inside.push(target);
      return true;
    }
    const file = this.#shown(path);
    this.refused.push({ file, error: failure('LINK_LEADS_OUT.link', { file, target }) });
    return false;
  }

  async file(path: string, stats: Stats): Promise<void> {
    if (!stats.isFile()) this.#refuse(path, 'FILE_UNREADABLE.notOrdinary');
    else this.#files.set(path, { path, shown: this.#shown(path), size: stats.size, mtimeMs: stats.mtimeMs });
    if (this.#files.size > MAX_FILES)
      throw failure('FILE_TOO_LARGE.files', { most: MAX_FILES.toLocaleString('en'), limit: MAX_FILES });
  }

  async partner(path: string): Promise<void> {
    for (const name of archivePartners(basename(path))) {
      const other = join(dirname(path), name);
      const stats = await stat(other).catch(() => null);
      if (stats !== null) await this.file(other, stats);
    }
  }

  #shown(path: string): string {
    return relative(this.rootDir, path).split(sep).join('/');
  }

  #refuse(
    path: string,
    code: 'FILE_UNREADABLE.folder' | 'FILE_MISSING.pointsNowhere' | 'FILE_UNREADABLE.notOrdinary',
  ): void {
    const file = this.#shown(path);
    this.refused.push({ file, error: failure(code, { file }) });
  }
}
