import * as v from 'valibot';
import type { Unreadable } from '../../../shared/domain/dataset';
import { jsonOf } from '../../../shared/domain/measured';
import type { EpochMetrics, StepMetrics } from '../../../shared/domain/run';
import { Run } from '../../../shared/domain/run';
import type { UnrollError } from '../../../shared/domain/error';
import { unreadable } from './unreadable';
import type { Connection } from './database';
import { atOnce, checksumOf, guarded, openDatabase, raw, textsOf } from './database';
import type { Raw } from './database';
import type { Curves } from './metric-store';
import { MetricStore } from './metric-store';
import type { Owner } from './owner';

/** A run as it lies in the catalog. */
export interface CatalogEntry {
  readonly run: Run;
  /** The engine that queues or trains it; null at rest. */
  readonly owner: Owner | null;
  /** The engine that deleted it; null while it is not deleted. */
  readonly deletedBy: Owner | null;
  /** When it was deleted; null while it is not. */
  readonly deletedMs: number | null;
  readonly revision: number;
}

/** A row that is no run: damaged, or written by a newer lab. It costs itself alone. */
export interface UnreadableEntry extends Unreadable {
  readonly owner: Owner | null;
  readonly deletedBy: Owner | null;
}

interface Row {
  id: string;
  dataset: string;
  status: string;
  createdMs: number;
  json: string;
  owner: Owner | null;
  deletedBy: Owner | null;
  deletedMs: number | null;
  revision: number;
  checksum: string | null;
}

const storedRun = v.pipe(v.string(), v.parseJson(), Run);

const columnNames = [
  ...(['id', 'dataset', 'status', 'createdMs', 'json', 'owner', 'deletedBy', 'deletedMs'] as const),
  ...(['revision', 'checksum'] as const),
];

/** Runs and their curves in SQLite. Synchronous; every method is one transaction. */
export class RunCatalog {
  /** What happened to the file when it was opened; null when it was whole. */
  readonly damage: UnrollError | null;
  readonly #file: string;
  readonly #db: Connection;
  readonly #metrics: MetricStore;
  /** Rows as they were read last: checking a thousand of them takes a second. */
  readonly #read = new Map<string, { row: Row; entry: CatalogEntry | UnreadableEntry }>();
  /** All rows, oldest first, until this or another connection writes. */
  #listed: { version: number; entries: (CatalogEntry | UnreadableEntry)[] } | null = null;
  readonly #save;
  readonly #get;
  readonly #list;
  readonly #held;
  readonly #ids;
  readonly #newest;
  readonly #since;
  readonly #deleted;
  readonly #remove;
  readonly #version;

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
      `INSERT INTO runs (id, dataset, status, createdMs, owner, deletedBy, deletedMs, json, checksum, revision)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ${next})
       ON CONFLICT (id) DO UPDATE SET dataset = excluded.dataset, status = excluded.status, createdMs = excluded.createdMs,
         owner = excluded.owner, deletedBy = excluded.deletedBy, deletedMs = excluded.deletedMs, json = excluded.json,
         checksum = excluded.checksum, revision = excluded.revision`,
    );
    const columns = columnNames.map(raw).join(', ');
    this.#get = db.prepare(`SELECT ${columns} FROM runs WHERE id = ?`);
    this.#list = db.prepare(`SELECT ${columns} FROM runs ORDER BY createdMs, id`);
    this.#ids = db.prepare(`SELECT ${raw('id')} FROM runs`);
    this.#newest = db.prepare("SELECT max(revision) AS newest FROM runs WHERE typeof(revision) = 'integer'");
    this.#held = db.prepare(`SELECT ${columns} FROM runs WHERE owner IS NOT NULL`);
    this.#since = db.prepare(`SELECT ${columns} FROM runs WHERE revision > ? ORDER BY revision`);
    this.#deleted = db.prepare(
      `SELECT ${raw('id')}, ${raw('deletedMs')} FROM runs WHERE deletedBy IS NOT NULL`,
    );
    this.#remove = db.prepare('DELETE FROM runs WHERE id = ?');
    this.#version = db.prepare('PRAGMA data_version');
  }

  get(id: string): CatalogEntry | UnreadableEntry | undefined {
    const row = guarded(this.#file, () => this.#get.get(id));
    return row === undefined ? undefined : this.#entryOf(textsOf<Row>(row as Raw));
  }

  /** Of every row, readable or not. */
  ids(): string[] {
    const rows = guarded(this.#file, () => this.#ids.all()) as Raw[];
    return rows.map((row) => String(textsOf(row)['id']));
  }

  newestRevision(): number {
    const { newest } = guarded(this.#file, () => this.#newest.get()) as { newest: number | null };
    return newest ?? 0;
  }

  /** Oldest first, with those that are marked as deleted. */
  list(): CatalogEntry[] {
    return this.#all().filter(isReadable);
  }

  /** What `list` leaves out. */
  unreadable(): UnreadableEntry[] {
    return this.#all().filter((entry): entry is UnreadableEntry => !isReadable(entry));
  }

  #all(): (CatalogEntry | UnreadableEntry)[] {
    const version = guarded(this.#file, () => this.dataVersion());
    if (this.#listed?.version !== version)
      this.#listed = { version, entries: this.#entries(() => this.#list.all()) };
    return this.#listed.entries;
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

  /**
   * A run and what was added to its curves, together or not at all. An epoch is committed with its checkpoint, and so flushed
   * to the disk; steps in between are told again by the checkpoint after a power cut.
   */
  record(run: Run, owner: Owner | null, steps: StepMetrics | null, epochs: EpochMetrics | null): void {
    const record = (): void => {
      this.#saveRow(run, owner);
      if (steps !== null) this.#metrics.append(run.id, 'step', steps);
      if (epochs !== null) this.#metrics.append(run.id, 'epoch', epochs);
    };
    if (epochs !== null) this.#write(record);
    else this.#writeUnflushed(record);
  }

  metrics(id: string): Curves {
    return guarded(this.#file, () => this.#metrics.read(id));
  }

  /** Curves in place of those that are stored. */
  replaceMetrics(id: string, { steps, epochs }: Pick<Curves, 'steps' | 'epochs'>): void {
    this.#write(() => {
      this.#metrics.clear(id);
      this.#metrics.append(id, 'step', steps);
      this.#metrics.append(id, 'epoch', epochs);
    });
  }

  metricsAfter(id: string, step: number, epoch: number): Pick<Curves, 'steps' | 'epochs'> {
    return guarded(this.#file, () => this.#metrics.readAfter(id, step, epoch));
  }

  truncateMetrics(id: string, step: number, epoch: number): void {
    this.#write(() => this.#metrics.truncate(id, step, epoch));
  }

  /** What is marked as deleted, readable or not. */
  deleted(): { id: string; deletedMs: number | null }[] {
    const rows = guarded(this.#file, () => this.#deleted.all()) as Raw[];
    return rows.map((row) => textsOf<{ id: string; deletedMs: number | null }>(row));
  }

  markDeleted(id: string, deletedBy: Owner | null): void {
    const deletedMs = deletedBy === null ? null : Date.now();
    this.#write(() => {
      const row = this.#row(id);
      // What is damaged gets no right checksum.
      if (row !== undefined && isWhole(row)) this.#put({ ...row, deletedBy, deletedMs });
    });
  }

  purge(id: string): void {
    this.#write(() => this.#remove.run(id));
    this.#read.delete(id);
  }

  /** Grows whenever another connection, of this or another process, has written. */
  dataVersion(): number {
    return (this.#version.get() as { data_version: number }).data_version;
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
    const { id, datasetId: dataset, status, createdMs } = run;
    const before = this.#row(id);
    // A damaged row may only look deleted.
    const { deletedBy, deletedMs } =
      before !== undefined && isWhole(before) ? before : { deletedBy: null, deletedMs: null };
    this.#put({ id, dataset, status, createdMs, owner, deletedBy, deletedMs, json: jsonOf(run) });
  }

  #put(row: Omit<Row, 'revision' | 'checksum'>): void {
    const { id, dataset, status, createdMs, owner, deletedBy, deletedMs, json } = row;
    const [checksum, nowMs] = [checksumOf('runs', row), Date.now()];
    this.#save.run(id, dataset, status, createdMs, owner, deletedBy, deletedMs, json, checksum, nowMs);
  }

  #entries(query: () => unknown[]): (CatalogEntry | UnreadableEntry)[] {
    return (guarded(this.#file, query) as Raw[]).map((row) => this.#entryOf(textsOf<Row>(row)));
  }

  #row(id: string): Row | undefined {
    const row = this.#get.get(id) as Raw | undefined;
    return row === undefined ? undefined : textsOf<Row>(row);
  }

  #entryOf(row: Row): CatalogEntry | UnreadableEntry {
    const known = this.#read.get(row.id);
    if (known !== undefined && columnNames.every((name) => known.row[name] === row[name])) return known.entry;
    const entry = entryOf(row);
    this.#read.set(row.id, { row, entry });
    return entry;
  }

  #write(change: () => void): void {
    this.#listed = null;
    guarded(this.#file, () => atOnce(this.#db, change));
  }

  /** What a power cut may undo, though never in part. */
  #writeUnflushed(change: () => void): void {
    this.#db.exec('PRAGMA synchronous = NORMAL');
    try {
      this.#write(change);
    } finally {
      this.#db.exec('PRAGMA synchronous = FULL');
    }
  }
}

const isWhole = (row: Row): boolean => row.checksum === checksumOf('runs', row);

export const isReadable = (entry: CatalogEntry | UnreadableEntry): entry is CatalogEntry => 'run' in entry;

/** Also of a row as an earlier version wrote it, with all fields of today's model. */
function entryOf(row: Row): CatalogEntry | UnreadableEntry {
  const { id, json, owner, deletedBy, deletedMs, revision } = row;
  const isSound = isWhole(row);
  const read = v.safeParse(storedRun, json);
  if (isSound && read.success && read.output.id === id)
    return { run: read.output, owner, deletedBy, deletedMs, revision };
  // Whether a damaged row was deleted, and who holds it, is not known.
  const known = isSound ? { owner, deletedBy } : { owner: null, deletedBy: null };
  return { id: String(id), ...known, reason: unreadable(String(id), read.issues) };
}
