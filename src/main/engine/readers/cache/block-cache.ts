import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isAlive } from '../../files/process-alive';
import type { Block } from '../reader';
import type { Kept } from './kept';
import { KeptSamples } from './kept-samples';
import { KeptTable } from './kept-table';

const FOLDER_PREFIX = 'decoded-';
/** What was used so lately is not removed for something else: files are read in turn, and would push each other out. */
const RECENT_MS = 600_000;

export interface CacheLimits {
  readonly memoryBytes: number;
  readonly diskBytes: number;
  /** A file with more goes to the disk while it comes. */
  readonly longBytes: number;
  /** A file with more is not kept where any span of it is read from the file itself as soon. */
  readonly inPlaceBytes: number;
}

const defaultLimits: CacheLimits = {
  memoryBytes: 128 * 2 ** 20,
  diskBytes: 4 * 2 ** 30,
  longBytes: 16 * 2 ** 20,
  inPlaceBytes: 16 * 2 ** 20,
};

/** Takes the blocks of a file while it is read. */
export interface Keeping {
  add(block: Block, isInPlace?: boolean): Promise<void>;
  /** The file was read to its end, and its blocks can be had from now on. */
  finish(): void;
  /** It was not. */
  abandon(): void;
}

interface Entry {
  readonly kept: Kept;
  usedMs: number;
}

/**
 * Decoded blocks of the files that were read last, in memory as long as there is room. Sound then goes to files in the
 * cache folder, which last as long as this process does; what is neither here nor there is decoded again.
 */
export class BlockCache {
  /** By path, the one used last at the end. */
  readonly #entries = new Map<string, Entry>();
  readonly #moving = new Set<Kept>();
  readonly #dir: string;
  /** Bytes that came since all were counted. */
  #unseen = 0;
  #files = 0;

  constructor(
    cacheDir: string,
    readonly limits: CacheLimits = defaultLimits,
  ) {
    this.#dir = join(cacheDir, `${FOLDER_PREFIX}${process.pid}-${Math.random().toString(36).slice(2, 10)}`);
    removeRemains(cacheDir);
  }

  get(path: string): Kept | null {
    const entry = this.#entries.get(path);
    if (entry === undefined) return null;
    this.#entries.delete(path);
    this.#entries.set(path, entry);
    entry.usedMs = Date.now();
    return entry.kept;
  }

  /** Samples of sound. */
  keep(path: string): Keeping {
    const kept = new KeptSamples();
    let isRefused = false;
    return {
      add: async (block, isInPlace = false) => {
        if (isRefused) return;
        kept.add(block);
        if (isInPlace && kept.memoryBytes + kept.diskBytes > this.limits.inPlaceBytes) {
          isRefused = true;
          kept.drop();
          return;
        }
        if (kept.memoryBytes > this.limits.longBytes) isRefused = !(await this.#moveToDisk(kept));
      },
      finish: () => {
        if (!isRefused) this.put(path, kept);
      },
      abandon: () => kept.drop(),
    };
  }

  /** Takes what was read of a file. */
  put(path: string, kept: Kept): void {
    this.forget(path);
    this.#entries.set(path, { kept, usedMs: Date.now() });
    this.#unseen += kept.memoryBytes;
    // Small ones by the thousand are not counted up each time.
    if (this.#unseen < this.limits.memoryBytes / 16) return;
    this.#unseen = 0;
    void this.#shrink(path);
  }

  forget(path: string): void {
    this.#entries.get(path)?.kept.drop();
    this.#entries.delete(path);
  }

  close(): void {
    for (const path of [...this.#entries.keys()]) this.forget(path);
    rmSync(this.#dir, { recursive: true, force: true });
  }

  /** Makes room in memory, the oldest first; the newest stays, since it is wanted now. */
  async #shrink(newest: string): Promise<void> {
    for (const [path, { kept }] of [...this.#entries]) {
      if (this.#sum(({ memoryBytes }) => memoryBytes) <= this.limits.memoryBytes) return;
      if (path === newest || kept.memoryBytes === 0 || this.#moving.has(kept)) continue;
      if (kept instanceof KeptSamples) await this.#moveToDisk(kept);
      else if (kept instanceof KeptTable) await this.#fileTable(path, kept);
      else this.forget(path);
    }
  }

  /** Where the disk has no room, the table is read again when it is wanted. */
  async #fileTable(path: string, kept: KeptTable): Promise<void> {
    this.#moving.add(kept);
    try {
      this.#makeRoomOnDisk(kept.memoryBytes);
      const filed = await kept.filed(this.newFile('f64'));
      if (this.#entries.get(path)?.kept === kept)
        this.#entries.set(path, { kept: filed, usedMs: Date.now() });
      else filed.drop();
    } catch {
      this.forget(path);
    } finally {
      this.#moving.delete(kept);
    }
  }

  /** @returns false where the disk has no room, so that nothing is kept */
  async #moveToDisk(kept: KeptSamples): Promise<boolean> {
    this.#moving.add(kept);
    try {
      this.#makeRoomOnDisk(kept.memoryBytes);
      await kept.moveTo(() => this.newFile());
      return true;
    } catch {
      for (const [path, entry] of this.#entries) if (entry.kept === kept) this.#entries.delete(path);
      kept.drop();
      return false;
    } finally {
      this.#moving.delete(kept);
    }
  }

  /** @throws Error when it cannot be had */
  #makeRoomOnDisk(bytes: number): void {
    const most = this.limits.diskBytes - bytes;
    for (const [path, { kept, usedMs }] of [...this.#entries]) {
      if (this.#sum(({ diskBytes }) => diskBytes) <= most) return;
      if (kept.diskBytes > 0 && !this.#moving.has(kept) && Date.now() - usedMs > RECENT_MS) this.forget(path);
    }
    if (this.#sum(({ diskBytes }) => diskBytes) > most) throw new Error('the cache is full');
  }

  #sum(of: (kept: Kept) => number): number {
    let sum = 0;
    for (const { kept } of this.#entries.values()) sum += of(kept);
    return sum;
  }

  /** Where decoded blocks may go; nothing is there yet. */
  newFile(ending = 'f32'): string {
    if (this.#files === 0) mkdirSync(this.#dir, { recursive: true });
    return join(this.#dir, `${this.#files++}.${ending}`);
  }

  /** Removes what may have been written under a name of {@link newFile}, or one that begins so. */
  async removeFile(file: string): Promise<void> {
    const own = readdirSync(this.#dir).filter((name) => name.startsWith(basename(file)));
    await Promise.all(own.map((name) => rm(join(this.#dir, name), { force: true }).catch(() => {})));
  }
}

/** What processes left that ended without closing. */
function removeRemains(cacheDir: string): void {
  for (const name of readdirSync(cacheDir)) {
    const pid = name.startsWith(FOLDER_PREFIX) ? Number(name.slice(FOLDER_PREFIX.length).split('-')[0]) : NaN;
    if (Number.isInteger(pid) && !isAlive(pid))
      rmSync(join(cacheDir, name), { recursive: true, force: true });
  }
}
