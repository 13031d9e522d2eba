import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import type { BinKind } from '../../../shared/domain/bin';
import { BIN_DAYS, BinEntry } from '../../../shared/domain/bin';
import { writeAtomic } from './atomic';
import { fromDisk } from './disk';
import { sealed, unsealed } from './sealed';

const ENTRY_FILE = 'entry.json';
const DAY_MS = 24 * 3_600_000;
const StoredEntry = v.object({ formatVersion: v.literal(1), entry: BinEntry });

/**
 * What was deleted, `<dir>/<kind>-<id>/`: an entry.json that says what it is, and beside it the file or folder itself under its
 * own name, so that it can also be taken back by hand.
 */
export class Bin {
  /** @param dir is made when something is first deleted */
  constructor(readonly dir: string) {}

  /**
   * Moves `path` into the bin. Nothing is moved when it is not there.
   *
   * @throws UnrollError DISK_FULL, OUTPUT_UNWRITABLE; then `path` is where it was
   */
  async put(kind: BinKind, id: string, name: string, path: string): Promise<void> {
    const place = this.#placeOf(kind, id);
    try {
      // What was deleted before under the same name is older.
      await rm(place, { recursive: true, force: true });
      await mkdir(place, { recursive: true });
      const entry: BinEntry = { kind, id, name, deletedMs: Date.now() };
      await writeAtomic(join(place, ENTRY_FILE), sealed({ formatVersion: 1, entry }, 2));
      if (existsSync(path)) await rename(path, join(place, basename(path)));
    } catch (thrown) {
      if (existsSync(path)) await rm(place, { recursive: true, force: true }).catch(() => {});
      throw fromDisk(thrown, place);
    }
  }

  /** Moves what was deleted back to `path`. False when the bin does not hold it. @throws UnrollError OUTPUT_UNWRITABLE */
  async take(kind: BinKind, id: string, path: string): Promise<boolean> {
    const place = this.#placeOf(kind, id);
    const content = join(place, basename(path));
    if (!existsSync(content)) return false;
    try {
      await rename(content, path);
      await rm(place, { recursive: true, force: true });
    } catch (thrown) {
      throw fromDisk(thrown, path);
    }
    return true;
  }

  /** Where the content of what was deleted lies; null when the bin does not hold it. @param base the content's own name */
  contentOf(kind: BinKind, id: string, base: string): string | null {
    const path = join(this.#placeOf(kind, id), base);
    return existsSync(path) ? path : null;
  }

  /** Newest first. A place whose entry cannot be read is called by its folder. */
  list(): BinEntry[] {
    const folders = existsSync(this.dir) ? readdirSync(this.dir) : [];
    return folders.flatMap((folder) => this.#read(folder) ?? []).sort((a, b) => b.deletedMs - a.deletedMs);
  }

  /** What is older than {@link BIN_DAYS}, or all of it, is gone for good. @returns what was removed */
  empty(nowMs: number, all = false): BinEntry[] {
    const due = this.list().filter(({ deletedMs }) => all || isOverdue(deletedMs, nowMs));
    for (const { kind, id } of due) this.remove(kind, id);
    return due;
  }

  remove(kind: BinKind, id: string): void {
    const place = this.#placeOf(kind, id);
    if (!existsSync(place)) return;
    // Renamed first, so that what is gone by half is not taken for what can be brought back.
    const going = join(this.dir, `.going-${process.pid}-${basename(place)}`);
    renameSync(place, going);
    rmSync(going, { recursive: true, force: true });
  }

  #read(folder: string): BinEntry | null {
    const kind = BinEntry.entries.kind.options.find((each) => folder.startsWith(`${each}-`));
    if (kind === undefined) return null;
    const file = join(this.dir, folder, ENTRY_FILE);
    try {
      return v.parse(StoredEntry, unsealed(readFileSync(file), file)).entry;
    } catch {
      const id = folder.slice(kind.length + 1);
      // Kept for as long as nobody empties the bin by hand.
      return { kind, id, name: id, deletedMs: Date.now() };
    }
  }

  #placeOf(kind: BinKind, id: string): string {
    return join(this.dir, `${kind}-${id}`);
  }
}

/** Whether something that was deleted then has been kept long enough. */
export const isOverdue = (deletedMs: number, nowMs: number): boolean => nowMs - deletedMs > BIN_DAYS * DAY_MS;
