import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import Database from 'libsql';
import { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import { foreign } from '../../../shared/sentences/why';
import { fromDisk } from '../files/disk';
import { ownerLives } from './owner';

export type Connection = InstanceType<typeof Database>;

type Cell = string | number | ArrayBuffer | Uint8Array | null;

/**
 * Each entry brings a catalog from user_version = its index to the next, forwards only; never edit one that was released. A
 * catalog of every version lies under test/fixtures/homes.
 */
const migrations: readonly (string | ((db: Connection) => void))[] = [
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
  (db) => {
    db.exec(`
      -- When it was deleted; it stays in the bin for a while.
      ALTER TABLE runs ADD COLUMN deletedMs INTEGER;
      -- checksumOf(what \`sealedColumns\` names); a row without is damaged.
      ALTER TABLE runs ADD COLUMN checksum TEXT;
      ALTER TABLE metrics ADD COLUMN checksum TEXT;
      UPDATE runs SET deletedMs = CAST(unixepoch('subsec') * 1000 AS INTEGER) WHERE deletedBy IS NOT NULL;`);
    sealAll(db, 'runs');
    sealAll(db, 'metrics');
  },
];

function sealAll(db: Connection, table: keyof typeof sealedColumns): void {
  const seal = db.prepare(`UPDATE ${table} SET checksum = ? WHERE rowid = ?`);
  const row = db.prepare(`SELECT ${sealedColumns[table].map(raw).join(', ')} FROM ${table} WHERE rowid = ?`);
  for (const { at } of db.prepare(`SELECT rowid AS at FROM ${table}`).all() as { at: number }[])
    seal.run(checksumOf(table, textsOf(row.get(at) as Raw)), at);
}

/** A row as `raw` columns give it. */
export type Raw = Readonly<Record<string, Cell>>;

const textColumns: ReadonlySet<string> = new Set(
  'id dataset status owner deletedBy json checksum run kind'.split(' '),
);

/**
 * A column as it is to be selected: the package ends the whole process at a text that is no UTF-8, so texts come as bytes. A flipped
 * bit makes a text of any column.
 */
export const raw = (column: string): string =>
  `CASE typeof(${column}) WHEN 'text' THEN CAST(${column} AS BLOB) ELSE ${column} END AS ${column}`;

/** The texts of a row again. Bytes that are no UTF-8 become other signs, by which the row's checksum is wrong. */
export function textsOf<Row extends object = Record<string, Cell>>(row: Raw): Row {
  const texts: Record<string, Cell> = { ...row };
  for (const column of textColumns) {
    const cell = texts[column];
    if (cell instanceof ArrayBuffer) texts[column] = Buffer.from(cell).toString('utf8');
    else if (cell instanceof Uint8Array) texts[column] = Buffer.from(cell).toString('utf8');
  }
  return texts as Row;
}

/** What a row's checksum is of: all but where it lies, and how new it is. */
const sealedColumns = {
  runs: ['id', 'dataset', 'status', 'createdMs', 'owner', 'deletedBy', 'deletedMs', 'json'],
  metrics: ['run', 'kind', 'level', 'first', 'last', 'rows', 'data'],
} as const;

/** SHA-256 of a row, by which flipped bits are found: SQLite itself looks only at how a file hangs together. */
export function checksumOf(table: keyof typeof sealedColumns, row: object): string {
  const hash = createHash('sha256');
  for (const name of sealedColumns[table]) {
    const cell = (row as Readonly<Record<string, Cell>>)[name] ?? null;
    if (cell !== null && typeof cell === 'object') hash.update(new Uint8Array(cell));
    else hash.update(`${typeof cell}:${cell}\0`);
  }
  return hash.digest('hex');
}

/**
 * Checking reads the whole file, 0.1 s for 30 MB: a thousand runs with a thousand points each. A larger catalog is checked only
 * after an engine died at work; its rows carry checksums all the same.
 */
const ALWAYS_CHECKED_BYTES = 64e6;

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
    db.exec('PRAGMA synchronous = FULL');
    db.exec('PRAGMA foreign_keys = ON');
    const isSmall = statSync(file).size <= ALWAYS_CHECKED_BYTES;
    if (isSmall) check(db);
    migrate(db, file);
    const owners = db.prepare(`SELECT DISTINCT ${raw('owner')} FROM runs WHERE owner IS NOT NULL`).all();
    if (!isSmall && owners.some((row) => !ownerLives(String(textsOf(row as Raw)['owner'])))) check(db);
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
  const { integrity_check: verdict } = db.prepare('PRAGMA integrity_check(1)').get() as {
    integrity_check: string;
  };
  if (verdict !== 'ok') throw failure('STATE_CORRUPT.catalog', { reason: foreign(verdict) });
}

function migrate(db: Connection, file: string): void {
  const version = (): number =>
    (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  if (version() > migrations.length) throw failure('STATE_CORRUPT.catalogNewer', { file });
  if (version() === migrations.length) return;
  if (version() > 0) backUp(db, file, version());
  atOnce(db, () => {
    // Another engine may have migrated while this one waited for the lock.
    for (let from = version(); from < migrations.length; from++) {
      const step = migrations[from]!;
      if (typeof step === 'string') db.exec(step);
      else step(db);
      db.exec(`PRAGMA user_version = ${from + 1}`);
    }
  });
}

/** A copy of the catalog as it was before it is changed for good: `catalog.sqlite.v1`. */
function backUp(db: Connection, file: string, version: number): void {
  const target = `${file}.v${version}`;
  const temporary = `${target}.${process.pid}.part`;
  rmSync(temporary, { force: true });
  db.prepare('VACUUM INTO ?').run(temporary);
  const handle = openSync(temporary, 'r+');
  fsyncSync(handle);
  closeSync(handle);
  renameSync(temporary, target);
}

/**
 * The version of a catalog as its first page says, in the log or else in the file, without opening it; 0 when there is none.
 * Sources: sqlite.org/fileformat.html 1.3 and 4.
 */
function versionOf(file: string): number {
  const page = bytesOf(file, 0, HEADER_BYTES);
  if (page?.toString('latin1', 0, 15) !== 'SQLite format 3') return 0;
  let version = page.readUInt32BE(USER_VERSION_AT);
  const log = bytesOf(`${file}-wal`, 0, WAL_HEADER_BYTES);
  if (log === null) return version;
  const [frameBytes, salts] = [FRAME_HEADER_BYTES + log.readUInt32BE(8), log.subarray(16, 24)];
  for (let at = WAL_HEADER_BYTES; ; at += frameBytes) {
    const frame = bytesOf(`${file}-wal`, at, FRAME_HEADER_BYTES + HEADER_BYTES);
    if (frame === null || !frame.subarray(8, 16).equals(salts)) return version;
    if (frame.readUInt32BE(0) === 1) version = frame.readUInt32BE(FRAME_HEADER_BYTES + USER_VERSION_AT);
  }
}

/** Null when they are not there. */
function bytesOf(file: string, at: number, length: number): Buffer | null {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return null;
  }
  try {
    const bytes = Buffer.alloc(length);
    return readSync(handle, bytes, 0, length, at) === length ? bytes : null;
  } finally {
    closeSync(handle);
  }
}

const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const HEADER_BYTES = 100;
const USER_VERSION_AT = 60;
/** Versions that are believed: a flipped bit must not make a catalog one of the far future. */
const MOST_VERSION = 1000;

/** Whether a newer lab wrote this catalog; then it is not opened for writing. */
export function isNewer(file: string): boolean {
  const version = versionOf(file);
  return version > migrations.length && version < MOST_VERSION;
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
