import type { Dirent, Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { UnrollError } from '../../../shared/domain/error';
import { throwIfCancelled } from '../activities/activity-registry';
import { archivePartners } from '../readers/cases/archive-name';
import { isLabelsName } from '../readers/labels/labels-file';
import type { FoundFile } from '../readers/source-file';
import { isNote } from './notes';

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
}

const MAX_FILES = 200_000;
const MAX_DEPTH = 32;

/**
 * All files under `paths` in a fixed order. Hidden files and notes (README, LICENSE …) are passed over; symbolic
 * links are followed, each folder once, so that a loop ends. Naming one of a problem's TRAIN and TEST files finds
 * the other; naming a labels file finds the folder that it speaks of.
 *
 * @throws UnrollError FILE_MISSING, FILE_TOO_LARGE (too many files), CANCELLED
 */
export async function walk(paths: readonly string[], signal?: AbortSignal): Promise<Walk> {
  const roots = await Promise.all(paths.map((path) => findRoot(resolve(path))));
  const rootDir = commonDir(
    roots.length === 1 && roots[0]!.stats.isDirectory()
      ? [roots[0]!.path]
      : roots.map(({ path }) => dirname(path)),
  );
  const walker = new Walker(rootDir, signal);
  for (const { path, stats } of roots)
    if (stats.isDirectory()) await walker.folder(path, stats, 0);
    else {
      await walker.file(path, stats);
      await walker.partner(path);
    }
  const source = roots.length === 1 ? roots[0]!.path : rootDir;
  return { rootDir, source, files: walker.sorted(), refused: walker.refused };
}

async function findRoot(path: string): Promise<{ path: string; stats: Stats }> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw new UnrollError('FILE_MISSING', `${path} is not there.`, { file: path }, { cause });
  });
  return stats.isFile() && isLabelsName(basename(path)) ? findRoot(dirname(path)) : { path, stats };
}

function commonDir(dirs: readonly string[]): string {
  let common = dirs[0]!;
  for (const dir of dirs)
    while (dir !== common && !dir.startsWith(common.endsWith(sep) ? common : common + sep))
      common = dirname(common);
  return common;
}

class Walker {
  readonly refused: Refusal[] = [];
  readonly #files = new Map<string, FoundFile>();
  readonly #seenDirs = new Set<string>();

  constructor(
    readonly rootDir: string,
    readonly signal: AbortSignal | undefined,
  ) {}

  sorted(): FoundFile[] {
    return [...this.#files.values()].sort((a, b) => (a.shown < b.shown ? -1 : 1));
  }

  async folder(dir: string, stats: Stats, depth: number): Promise<void> {
    throwIfCancelled(this.signal);
    const identity = stats.ino === 0 ? dir : `${stats.dev}:${stats.ino}`;
    if (this.#seenDirs.has(identity) || depth > MAX_DEPTH) return;
    this.#seenDirs.add(identity);
    let entries: Dirent[];
    try {
      entries = await readdir(dir, { withFileTypes: true });
    } catch {
      this.#refuse(dir, 'FILE_UNREADABLE', 'is a folder that cannot be opened; check its permissions');
      return;
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name } of entries) {
      if (name.startsWith('.') || name === '__MACOSX') continue;
      await this.#entry(join(dir, name), depth);
    }
  }

  async #entry(path: string, depth: number): Promise<void> {
    let stats: Stats;
    try {
      stats = await stat(path);
    } catch {
      this.#refuse(path, 'FILE_MISSING', 'points to something that is not there');
      return;
    }
    if (stats.isDirectory()) await this.folder(path, stats, depth + 1);
    else if (!isNote(basename(path))) await this.file(path, stats);
  }

  async file(path: string, stats: Stats): Promise<void> {
    if (!stats.isFile()) this.#refuse(path, 'FILE_UNREADABLE', 'is not an ordinary file');
    else this.#files.set(path, { path, shown: this.#shown(path), size: stats.size, mtimeMs: stats.mtimeMs });
    if (this.#files.size > MAX_FILES)
      throw new UnrollError(
        'FILE_TOO_LARGE',
        `There are more than ${MAX_FILES.toLocaleString('en')} files here; choose a smaller folder.`,
        { limit: MAX_FILES },
      );
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

  #refuse(path: string, code: 'FILE_UNREADABLE' | 'FILE_MISSING', what: string): void {
    const file = this.#shown(path);
    this.refused.push({ file, error: new UnrollError(code, `${file} ${what}.`, { file }) });
  }
}
