import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { checksumOf, openDatabase, raw, textsOf } from './database';
import type { Raw } from './database';

/** A catalog of ours that holds what could be read of another. */
export interface ReadableCopy {
  readonly file: string;
  remove(): void;
}

interface ForeignRun {
  readonly id: string;
  readonly json: string;
}

/**
 * What this lab can read of a catalog that a newer lab wrote, in a catalog of its own beyond the home: the newer one is neither
 * opened where it lies nor changed. A run is read as far as its fields are known, and otherwise named.
 */
export function copyReadable(file: string): ReadableCopy {
  const dir = mkdtempSync(join(tmpdir(), 'unroll-newer-'));
  const theirs = join(dir, 'theirs.sqlite');
  const ours = join(dir, 'catalog.sqlite');
  for (const suffix of ['', '-wal'])
    if (existsSync(file + suffix)) copyFileSync(file + suffix, theirs + suffix);
  const { db } = openDatabase(ours);
  // Curves of runs that are left out.
  db.exec('PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF');
  const source = new Database(theirs);
  try {
    const runs = db.prepare(
      `INSERT INTO runs (id, dataset, status, createdMs, revision, owner, json, checksum) VALUES (?, ?, ?, ?, ?, NULL, ?, ?)`,
    );
    for (const { id, json } of runsOf(source)) {
      const row = { id, dataset: '', status: '', createdMs: createdMsOf(json), json };
      runs.run(id, '', '', row.createdMs, 1, json, checksumOf('runs', row));
    }
    const metrics = db.prepare(
      'INSERT INTO metrics (run, kind, level, first, last, rows, data, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    const columns = 'run, kind, level, first, last, rows, data';
    for (const row of queried<Record<string, unknown>>(
      source,
      `SELECT ${columns.split(', ').map(raw).join(', ')} FROM metrics`,
    ) ?? [])
      metrics.run(...columns.split(', ').map((name) => bound(row[name])), checksumOf('metrics', row));
  } finally {
    source.close();
    db.close();
  }
  return { file: ours, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Without those that are deleted, as far as they can be told. */
function runsOf(db: InstanceType<typeof Database>): ForeignRun[] {
  return (
    queried<ForeignRun>(db, `SELECT ${raw('id')}, ${raw('json')} FROM runs WHERE deletedBy IS NULL`) ??
    queried<ForeignRun>(db, `SELECT ${raw('id')}, ${raw('json')} FROM runs`) ??
    []
  );
}

/** The package gives bytes out in another form than it takes them in. */
const bound = (cell: unknown): unknown => (cell instanceof ArrayBuffer ? Buffer.from(cell) : cell);

/** Null where the newer lab keeps it in another way. */
function queried<Row>(db: InstanceType<typeof Database>, query: string): Row[] | null {
  try {
    return db
      .prepare(query)
      .all()
      .map((row) => textsOf<Row & object>(row as Raw));
  } catch {
    return null;
  }
}

function createdMsOf(json: string): number {
  try {
    const { createdMs } = JSON.parse(json) as { createdMs?: unknown };
    return Number.isSafeInteger(createdMs) ? (createdMs as number) : 0;
  } catch {
    return 0;
  }
}
