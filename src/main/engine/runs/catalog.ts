import * as v from 'valibot';
import type { Unreadable } from '../../../shared/domain/dataset';
import { jsonOf } from '../../../shared/domain/measured';
import type { EpochMetrics, MetricsSnapshot, StepMetrics } from '../../../shared/domain/run';
import { Run } from '../../../shared/domain/run';
import type { UnrollError } from '../../../shared/domain/error';
import { unreadable } from './unreadable';
import type { Connection } from './database';
import { atOnce, guarded, openDatabase } from './database';
import { MetricStore } from './metric-store';
import type { Owner } from './owner';

/** A run as it lies in the catalog. */
export interface CatalogEntry {
  readonly run: Run;
  /** The engine that queues or trains it; null at rest. */
  readonly owner: Owner | null;
  /** The engine that deleted it; null while it is not deleted. */
  readonly deletedBy: Owner | null;
  readonly revision: number;
}

/** A row that is no run: damaged, or written by a newer lab. It costs itself alone. */
export interface UnreadableEntry extends Unreadable {
  readonly owner: Owner | null;
  readonly deletedBy: Owner | null;
}

interface Row {
  id: string;
  json: string;
  owner: Owner | null;
  deletedBy: Owner | null;
  revision: number;
}

const storedRun = v.pipe(v.string(), v.parseJson(), Run);

/** Runs and their curves in SQLite. Synchronous; every method is one transaction. */
export class RunCatalog {
  /** What happened to the file when it was opened; null when it was whole. */
  readonly damage: UnrollError | null;
  readonly #file: string;
  readonly #db: Connection;
  readonly #metrics: MetricStore;
  readonly #save;
  readonly #get;
  readonly #list;
  readonly #held;
  readonly #since;
  readonly #deleted;
  readonly #mark;
  readonly #remove;

  /** @throws UnrollError STATE_CORRUPT, OUTPUT_UNWRITABLE (`openDatabase`) */
  constructor(file: string) {
    const { db, damage } = openDatabase(file);
    this.#file = file;
    this.#db = db;
    this.damage = damage;
    this.#metrics = new MetricStore(db);
    // At least the time in ms, so that a revision is not given out again after its run was purged.
    const next = 'max((SELECT coalesce(max(revision), 0) + 1 FROM runs), ?)';
    this.#save = db.prepare(
      `INSERT INTO runs (id, dataset, status, createdMs, revision, owner, json) VALUES (?, ?, ?, ?, ${next}, ?, ?)
       ON CONFLICT (id) DO UPDATE SET status = excluded.status, revision = excluded.revision,
         owner = excluded.owner, json = excluded.json`,
    );
    const columns = 'id, json, owner, deletedBy, revision';
    this.#get = db.prepare(`SELECT ${columns} FROM runs WHERE id = ?`);
    this.#list = db.prepare(`SELECT ${columns} FROM runs ORDER BY createdMs, id`);
    this.#held = db.prepare(`SELECT ${columns} FROM runs WHERE owner IS NOT NULL`);
    this.#since = db.prepare(`SELECT ${columns} FROM runs WHERE revision > ? ORDER BY revision`);
    this.#deleted = db.prepare('SELECT id, deletedBy FROM runs WHERE deletedBy IS NOT NULL');
    this.#mark = db.prepare(`UPDATE runs SET deletedBy = ?, revision = ${next} WHERE id = ?`);
    this.#remove = db.prepare('DELETE FROM runs WHERE id = ?');
  }

  get(id: string): CatalogEntry | UnreadableEntry | undefined {
    const row = guarded(this.#file, () => this.#get.get(id));
    return row === undefined ? undefined : entryOf(row as Row);
  }

  /** Oldest first, with those that are marked as deleted. */
  list(): CatalogEntry[] {
    return this.#entries(() => this.#list.all()).filter(isReadable);
  }

  /** What `list` leaves out. */
  unreadable(): UnreadableEntry[] {
    return this.#entries(() => this.#list.all()).filter(
      (entry): entry is UnreadableEntry => !isReadable(entry),
    );
  }

  /** What an engine, this or another, queues or trains. */
  held(): CatalogEntry[] {
    return this.#entries(() => this.#held.all()).filter(isReadable);
  }

  /** What was written after `revision`, by this or another engine. */
  changedSince(revision: number): CatalogEntry[] {
    return this.#entries(() => this.#since.all(revision)).filter(isReadable);
  }

  save(run: Run, owner: Owner | null): void {
    this.#write(() => this.#saveRow(run, owner));
  }

  /** A run and what was added to its curves, together or not at all. */
  record(run: Run, owner: Owner | null, steps: StepMetrics | null, epochs: EpochMetrics | null): void {
    this.#write(() => {
      this.#saveRow(run, owner);
      if (steps !== null) this.#metrics.append(run.id, 'step', steps);
      if (epochs !== null) this.#metrics.append(run.id, 'epoch', epochs);
    });
  }

  metrics(id: string): Omit<MetricsSnapshot, 'seq'> {
    return guarded(this.#file, () => this.#metrics.read(id));
  }

  metricsAfter(id: string, step: number, epoch: number): Omit<MetricsSnapshot, 'seq'> {
    return guarded(this.#file, () => this.#metrics.readAfter(id, step, epoch));
  }

  truncateMetrics(id: string, step: number, epoch: number): void {
    this.#write(() => this.#metrics.truncate(id, step, epoch));
  }

  /** What is marked as deleted, readable or not. */
  deleted(): { id: string; deletedBy: Owner }[] {
    return guarded(this.#file, () => this.#deleted.all()) as { id: string; deletedBy: Owner }[];
  }

  markDeleted(id: string, deletedBy: Owner | null): void {
    this.#write(() => this.#mark.run(deletedBy, Date.now(), id));
  }

  purge(id: string): void {
    this.#write(() => this.#remove.run(id));
  }

  /** Grows whenever another connection, of this or another process, has written. */
  dataVersion(): number {
    return (this.#db.prepare('PRAGMA data_version').get() as { data_version: number }).data_version;
  }

  close(): void {
    try {
      // Prepared statements keep the file open until they are collected, so the log is folded in here.
      this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // A full disk: the log is folded in by whoever opens the catalog next.
    }
    this.#db.close();
  }

  #saveRow(run: Run, owner: Owner | null): void {
    const { id, datasetId, status, createdMs } = run;
    this.#save.run(id, datasetId, status, createdMs, Date.now(), owner, jsonOf(run));
  }

  #entries(query: () => unknown[]): (CatalogEntry | UnreadableEntry)[] {
    return (guarded(this.#file, query) as Row[]).map(entryOf);
  }

  #write(change: () => void): void {
    guarded(this.#file, () => atOnce(this.#db, change));
  }
}

export const isReadable = (entry: CatalogEntry | UnreadableEntry): entry is CatalogEntry => 'run' in entry;

/** Also of a row as an earlier version wrote it, with all fields of today's model. */
function entryOf({ id, json, owner, deletedBy, revision }: Row): CatalogEntry | UnreadableEntry {
  const read = v.safeParse(storedRun, json);
  if (read.success && read.output.id === id) return { run: read.output, owner, deletedBy, revision };
  return { id, owner, deletedBy, reason: unreadable(id, read.issues) };
}
