import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { Desk } from '../../../shared/domain/desk';
import type { DeskStep } from '../../../shared/domain/desk';
import { failure } from '../../../shared/sentences/failure';
import { writeAtomic } from '../files/atomic';
import type { Bin } from '../files/bin';
import { sealed, unsealed } from '../files/sealed';
import { appendSteps, readJournal } from './journal';

const FILE = 'desk.json';
const JOURNAL = 'journal.jsonl';
const DeskFile = v.object({ formatVersion: v.literal(1), ...Desk.entries });

/** What is known of a journal: enough to append to it. */
interface Known {
  readonly ids: Set<string>;
  bytes: number;
  isTorn: boolean;
}

/** The desks of a home: desksDir/<id>/desk.json, what they began with, and journal.jsonl, what was done since. */
export class DeskStore {
  readonly #known = new Map<string, Known>();
  /** Writes of a desk follow one another. */
  readonly #last = new Map<string, Promise<unknown>>();

  constructor(
    private readonly dir: string,
    private readonly bin: Bin,
  ) {}

  /** Those that can be read, the newest first. */
  async list(): Promise<Desk[]> {
    if (!existsSync(this.dir)) return [];
    const ids = await readdir(this.dir);
    const read = await Promise.all(ids.map((id) => this.get(id).catch(() => null)));
    return read.filter((desk) => desk !== null).sort((a, b) => b.createdMs - a.createdMs);
  }

  /** As it began. @throws UnrollError DESK_UNKNOWN, FILE_CORRUPT */
  async get(id: string): Promise<Desk> {
    const file = join(this.dir, id, FILE);
    if (!existsSync(file)) throw failure('DESK_UNKNOWN.id', { desk: id });
    const parsed = v.safeParse(DeskFile, unsealed(await readFile(file), file));
    if (!parsed.success) throw failure('FILE_CORRUPT.sealed', { file });
    const { formatVersion: _, ...desk } = parsed.output;
    return desk;
  }

  async add(desk: Desk): Promise<void> {
    await mkdir(join(this.dir, desk.id), { recursive: true });
    await writeAtomic(join(this.dir, desk.id, FILE), sealed({ formatVersion: 1, ...desk }));
  }

  /** All that was done on it. @throws UnrollError DESK_UNKNOWN */
  async steps(id: string): Promise<{ steps: DeskStep[]; damaged: number }> {
    await this.get(id);
    return readJournal(join(this.dir, id, JOURNAL));
  }

  /** @returns how many steps there are, once these are on the disk */
  write(id: string, steps: readonly DeskStep[]): Promise<number> {
    const before = this.#last.get(id) ?? Promise.resolve();
    const written = before.catch(() => {}).then(() => this.#append(id, steps));
    this.#last.set(id, written);
    return written;
  }

  async delete(id: string): Promise<void> {
    const { name } = await this.get(id);
    await this.bin.put('desk', id, name, join(this.dir, id));
    this.#known.delete(id);
  }

  /** @throws UnrollError DESK_UNKNOWN when the bin does not hold it */
  async restore(id: string): Promise<void> {
    await mkdir(this.dir, { recursive: true });
    if (!(await this.bin.take('desk', id, join(this.dir, id))))
      throw failure('DESK_UNKNOWN.id', { desk: id });
  }

  async #append(id: string, steps: readonly DeskStep[]): Promise<number> {
    const file = join(this.dir, id, JOURNAL);
    const known = await this.#knownOf(id, file);
    const isNew = (step: DeskStep, at: number): boolean =>
      !known.ids.has(step.id) && steps.findIndex((one) => one.id === step.id) === at;
    const fresh = steps.filter(isNew);
    if (fresh.length === 0) return known.ids.size;
    try {
      known.bytes += await appendSteps(file, fresh, known.isTorn);
    } catch (thrown) {
      // Some of it may be there; the next write looks.
      this.#known.delete(id);
      throw thrown;
    }
    known.isTorn = false;
    for (const step of fresh) known.ids.add(step.id);
    return known.ids.size;
  }

  /** Reads the journal again where another process has written to it. */
  async #knownOf(id: string, file: string): Promise<Known> {
    const known = this.#known.get(id);
    const bytes = existsSync(file) ? statSync(file).size : 0;
    if (known?.bytes === bytes) return known;
    await this.get(id);
    const read = await readJournal(file);
    const found = {
      ids: new Set(read.steps.map((step) => step.id)),
      bytes: read.bytes,
      isTorn: read.isTorn,
    };
    this.#known.set(id, found);
    return found;
  }
}
