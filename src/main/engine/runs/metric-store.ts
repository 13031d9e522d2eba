import type { EpochMetrics, StepMetrics } from '../../../shared/domain/run';
import type { Connection } from './database';
import { checksumOf, raw, textsOf } from './database';
import type { Raw } from './database';
import type { Layout } from '../training/metric-columns';
import {
  blank,
  decodeInto,
  encodeColumns,
  epochLayout,
  rowsOf,
  rowsUpTo,
  sliceRows,
  stepLayout,
} from '../training/metric-columns';

/**
 * So many chunks of one level become one chunk of the next. A batch of a few steps is one small chunk; a curve of a
 * million points ends up in a few hundred, and every point is rewritten about three times.
 */
const FAN = 64;

type Kind = 'step' | 'epoch';
interface Chunk {
  id: number;
  run: string;
  kind: Kind;
  level: number;
  first: number;
  last: number;
  rows: number;
  data: ArrayBuffer;
  checksum: string | null;
}

/** A run's curves as they are stored. */
export interface Curves {
  readonly steps: StepMetrics;
  readonly epochs: EpochMetrics;
  /** Whether nothing between their first and their last point is missing or damaged. */
  readonly isWhole: boolean;
}
type AnyTable = Record<string, Int32Array | Float32Array | Float64Array>;
const layouts: Record<Kind, Layout<AnyTable>> = {
  step: stepLayout as unknown as Layout<AnyTable>,
  epoch: epochLayout as unknown as Layout<AnyTable>,
};

/** The curves of all runs, in chunks of columns. Callers open the transactions. */
export class MetricStore {
  readonly #insert;
  readonly #count;
  readonly #level;
  readonly #all;
  readonly #range;
  readonly #remove;
  readonly #last;
  readonly #clear;

  constructor(db: Connection) {
    this.#insert = db.prepare(
      'INSERT INTO metrics (run, kind, level, first, last, rows, data, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#count = db.prepare('SELECT count(*) AS n FROM metrics WHERE run = ? AND kind = ? AND level = ?');
    const columns = ['id', 'run', 'kind', 'level', 'first', 'last', 'rows', 'data', 'checksum'].map(raw);
    const chunks = `SELECT ${columns.join(', ')} FROM metrics WHERE run = ? AND kind = ?`;
    this.#level = db.prepare(`${chunks} AND level = ? ORDER BY first`);
    this.#all = db.prepare(`${chunks} ORDER BY first`);
    this.#range = db.prepare(`${chunks} AND last > ? ORDER BY first`);
    this.#remove = db.prepare('DELETE FROM metrics WHERE id = ?');
    this.#last = db.prepare(
      "SELECT max(last) AS last FROM metrics WHERE run = ? AND kind = ? AND typeof(last) = 'integer'",
    );
    this.#clear = db.prepare('DELETE FROM metrics WHERE run = ?');
  }

  /** Appends rows; when they begin before the stored ones end, they take the place of those. */
  append(run: string, kind: Kind, table: StepMetrics | EpochMetrics): void {
    const layout = layouts[kind];
    const rows = table as unknown as AnyTable;
    const first = rows[layout.key]![0];
    if (first === undefined) return;
    if (first <= this.last(run, kind)) this.#cut(run, kind, first - 1);
    this.#write(run, kind, 0, rows);
    for (let level = 0; this.#isFull(run, kind, level); level++) {
      const chunks = chunksOf(this.#level.all(run, kind, level));
      for (const { id } of chunks) this.#remove.run(id);
      this.#write(run, kind, level + 1, decode(layout, chunks));
    }
  }

  /** The last step or epoch that is stored; 0 when none is. */
  last(run: string, kind: Kind): number {
    return (this.#last.get(run, kind) as { last: number | null }).last ?? 0;
  }

  read(run: string): Curves {
    const [steps, epochs] = (['step', 'epoch'] as const).map((kind) => {
      const chunks = chunksOf(this.#all.all(run, kind));
      const sound = chunks.filter(isSound);
      const isWhole = sound.length === chunks.length && followOn(sound);
      return { table: join(layouts[kind], sound), isWhole };
    }) as [{ table: AnyTable; isWhole: boolean }, { table: AnyTable; isWhole: boolean }];
    return {
      steps: steps.table as StepMetrics,
      epochs: epochs.table as EpochMetrics,
      isWhole: steps.isWhole && epochs.isWhole,
    };
  }

  /** Rows after step `step` and epoch `epoch`. */
  readAfter(run: string, step: number, epoch: number): Pick<Curves, 'steps' | 'epochs'> {
    const table = (kind: Kind, limit: number): AnyTable => {
      const layout = layouts[kind];
      const rows = decode(layout, chunksOf(this.#range.all(run, kind, limit)));
      return sliceRows(layout, rows, rowsUpTo(layout, rows, limit));
    };
    return { steps: table('step', step) as StepMetrics, epochs: table('epoch', epoch) as EpochMetrics };
  }

  /** Forgets everything after step `step` and epoch `epoch`, as on going back to a checkpoint. */
  truncate(run: string, step: number, epoch: number): void {
    this.#cut(run, 'step', step);
    this.#cut(run, 'epoch', epoch);
  }

  /** Keeps the rows up to and with `limit`. */
  #cut(run: string, kind: Kind, limit: number): void {
    const layout = layouts[kind];
    for (const chunk of chunksOf(this.#range.all(run, kind, limit))) {
      this.#remove.run(chunk.id);
      const rows = decode(layout, [chunk]);
      const kept = sliceRows(layout, rows, 0, rowsUpTo(layout, rows, limit));
      if (rowsOf(layout, kept) > 0) this.#write(run, kind, 0, kept);
    }
  }

  clear(run: string): void {
    this.#clear.run(run);
  }

  #isFull(run: string, kind: Kind, level: number): boolean {
    return (this.#count.get(run, kind, level) as { n: number }).n >= FAN;
  }

  #write(run: string, kind: Kind, level: number, table: AnyTable): void {
    const layout = layouts[kind];
    const keys = table[layout.key]!;
    const [first, last, rows] = [keys[0]!, keys.at(-1)!, keys.length];
    const data = encodeColumns(layout, table);
    const checksum = checksumOf('metrics', { run, kind, level, first, last, rows, data });
    this.#insert.run(run, kind, level, first, last, rows, data, checksum);
  }
}

const chunksOf = (rows: unknown[]): Chunk[] => rows.map((row) => textsOf<Chunk>(row as Raw));

const isSound = (chunk: Chunk): boolean => chunk.checksum === checksumOf('metrics', chunk);

/** Whether none before or between them is gone. Both curves count from 1. */
function followOn(chunks: readonly Chunk[]): boolean {
  let reached = 0;
  for (const chunk of chunks) {
    if (chunk.first !== reached + 1) return false;
    reached = chunk.last;
  }
  return true;
}

/** The rows of all chunks that are what was written. */
const decode = (layout: Layout<AnyTable>, chunks: readonly Chunk[]): AnyTable =>
  join(layout, chunks.filter(isSound));

function join(layout: Layout<AnyTable>, chunks: readonly Chunk[]): AnyTable {
  const table = blank(
    layout,
    chunks.reduce((sum, { rows }) => sum + rows, 0),
  );
  let at = 0;
  for (const { rows, data } of chunks) {
    decodeInto(layout, data, rows, table, at);
    at += rows;
  }
  return table;
}
