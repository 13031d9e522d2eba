import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import Database from 'libsql';
import { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import { foreign } from '../../../shared/sentences/why';
import { fromDisk } from '../files/disk';
import type { Owner } from './owner';
import { ownerLives } from './owner';

export type Connection = InstanceType<typeof Database>;

/** Each entry brings a catalog from user_version = its index to the next; never edit one that was released. */
const migrations = [
  `CREATE TABLE runs (
     id TEXT PRIMARY KEY,
     dataset TEXT NOT NULL,
     status TEXT NOT NULL,
     createdMs INTEGER NOT NULL,
     -- Grows with every write to any run, so that another engine sees what changed.
     revision INTEGER NOT NULL,
     -- The engine that deleted it and will purge it; NULL while it is not deleted.
     deletedBy TEXT,
     -- The engine that queues or trains it; NULL at rest.
     owner TEXT,
     -- The whole Run (src/shared/domain/run.ts).
     json TEXT NOT NULL
   );
   CREATE INDEX runs_by_dataset ON runs (dataset);
   CREATE INDEX runs_by_revision ON runs (revision);
   -- A chunk holds rows "first" to "last" of one run's step or epoch curve, column by column (metric-columns.ts).
   CREATE TABLE metrics (
     id INTEGER PRIMARY KEY,
     run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
     kind TEXT NOT NULL CHECK (kind IN ('step', 'epoch')),
     -- 0 as it was written; when a level has FAN chunks they become one of the next.
     level INTEGER NOT NULL,
     first INTEGER NOT NULL,
     last INTEGER NOT NULL,
     rows INTEGER NOT NULL,
     data BLOB NOT NULL
   );
   CREATE INDEX metrics_by_run ON metrics (run, kind, level, first);
   CREATE INDEX metrics_by_end ON metrics (run, kind, last);`,
];

/** SQLite's codes for a file that is there but whose content is not a whole catalog. */
const damageCodes = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_ERROR', 'SQLITE_FORMAT']);

/** Lies beside a catalog that was found damaged while it was in use; the next start rebuilds it. */
const markOf = (file: string): string => `${file}.damaged`;

/** @throws UnrollError STATE_CORRUPT when the content is damaged, OUTPUT_UNWRITABLE when the file cannot be used */
function connect(file: string): Connection {
  let db: Connection | undefined;
  try {
    db = new Database(file);
    db.exec('PRAGMA busy_timeout = 5000');
    db.exec('PRAGMA journal_mode = WAL');
    db.exec('PRAGMA synchronous = NORMAL');
    db.exec('PRAGMA foreign_keys = ON');
    migrate(db, file);
    const owners = db.prepare('SELECT DISTINCT owner FROM runs WHERE owner IS NOT NULL').all();
    // Reads the whole file, so only after an engine died at work.
    if ((owners as { owner: Owner }[]).some(({ owner }) => !ownerLives(owner))) check(db);
    return db;
  } catch (cause) {
    db?.close();
    if (cause instanceof UnrollError) throw cause;
    const refused = fromDisk(cause, file);
    if (refused instanceof UnrollError) throw refused;
    const why = cause instanceof Error ? cause.message : String(cause);
    if (damageCodes.has((cause as { code?: string }).code ?? ''))
      throw failure('STATE_CORRUPT.catalog', { file, reason: foreign(why) }, { cause });
    throw failure('OUTPUT_UNWRITABLE.catalog', { file, reason: foreign(why) }, { cause });
  }
}

function check(db: Connection): void {
  const { quick_check: verdict } = db.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
  if (verdict !== 'ok') throw failure('STATE_CORRUPT.catalog', { reason: foreign(verdict) });
}

function migrate(db: Connection, file: string): void {
  const version = (): number =>
    (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  if (version() > migrations.length) throw failure('STATE_CORRUPT.catalogNewer', { file });
  if (version() === migrations.length) return;
  atOnce(db, () => {
    // Another engine may have migrated while this one waited for the lock.
    for (let from = version(); from < migrations.length; from++) {
      db.exec(migrations[from]!);
      db.exec(`PRAGMA user_version = ${from + 1}`);
    }
  });
}

/** All of a change or nothing of it. Not by the package's own, which hides the fault behind that of rolling back. */
export function atOnce(db: Connection, change: () => void): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    change();
    db.exec('COMMIT');
  } catch (thrown) {
    // SQLite rolls back by itself when the disk is full.
    if (db.inTransaction) db.exec('ROLLBACK');
    throw thrown;
  }
}

function moveAside(file: string): string {
  const aside = `${file}.damaged-${Date.now()}`;
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  rmSync(markOf(file), { force: true });
  return aside;
}

/**
 * Opens the catalog. A damaged file is moved aside, beside itself, and a new catalog begun, which the caller fills
 * again from the run folders.
 * @returns `damage`: what to tell the person; null when the file was whole or new
 * @throws UnrollError STATE_CORRUPT when a newer version wrote it, OUTPUT_UNWRITABLE
 */
export function openDatabase(file: string): { db: Connection; damage: UnrollError | null } {
  try {
    if (!existsSync(markOf(file))) return { db: connect(file), damage: null };
  } catch (error) {
    const { code, sentence } = error as UnrollError;
    if (code !== 'STATE_CORRUPT' || sentence === 'STATE_CORRUPT.catalogNewer') throw error;
  }
  const aside = moveAside(file);
  const damage = failure('STATE_CORRUPT.catalogRebuilt', { file, aside });
  return { db: connect(file), damage };
}

/**
 * Runs a query. When SQLite finds the file damaged, the next start will rebuild the catalog.
 * @throws UnrollError STATE_CORRUPT, DISK_FULL, OUTPUT_UNWRITABLE
 */
export function guarded<T>(file: string, query: () => T): T {
  try {
    return query();
  } catch (cause) {
    const { code } = cause as { code?: string };
    if (code !== 'SQLITE_CORRUPT' && code !== 'SQLITE_NOTADB') throw fromDisk(cause, file);
    writeFileSync(markOf(file), '');
    throw failure('STATE_CORRUPT.catalogLater', { file }, { cause });
  }
}
