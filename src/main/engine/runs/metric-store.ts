import type { EpochMetrics, MetricsSnapshot, StepMetrics } from '../../../shared/domain/run';
import type { Connection } from './database';
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
  rows: number;
  data: ArrayBuffer;
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
      'INSERT INTO metrics (run, kind, level, first, last, rows, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#count = db.prepare('SELECT count(*) AS n FROM metrics WHERE run = ? AND kind = ? AND level = ?');
    this.#level = db.prepare(
      'SELECT id, rows, data FROM metrics WHERE run = ? AND kind = ? AND level = ? ORDER BY first',
    );
    this.#all = db.prepare('SELECT id, rows, data FROM metrics WHERE run = ? AND kind = ? ORDER BY first');
    this.#range = db.prepare(
      'SELECT id, rows, data FROM metrics WHERE run = ? AND kind = ? AND last > ? ORDER BY first',
    );
    this.#remove = db.prepare('DELETE FROM metrics WHERE id = ?');
    this.#last = db.prepare('SELECT max(last) AS last FROM metrics WHERE run = ? AND kind = ?');
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
      const chunks = this.#level.all(run, kind, level) as Chunk[];
      for (const { id } of chunks) this.#remove.run(id);
      this.#write(run, kind, level + 1, decode(layout, chunks));
    }
  }

  /** The last step or epoch that is stored; 0 when none is. */
  last(run: string, kind: Kind): number {
    return (this.#last.get(run, kind) as { last: number | null }).last ?? 0;
  }

  read(run: string): Omit<MetricsSnapshot, 'seq'> {
    const table = (kind: Kind): AnyTable => decode(layouts[kind], this.#all.all(run, kind) as Chunk[]);
    return { steps: table('step') as StepMetrics, epochs: table('epoch') as EpochMetrics };
  }

  /** Rows after step `step` and epoch `epoch`. */
  readAfter(run: string, step: number, epoch: number): Omit<MetricsSnapshot, 'seq'> {
    const table = (kind: Kind, limit: number): AnyTable => {
      const layout = layouts[kind];
      const rows = decode(layout, this.#range.all(run, kind, limit) as Chunk[]);
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
    for (const chunk of this.#range.all(run, kind, limit) as Chunk[]) {
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
    this.#insert.run(run, kind, level, keys[0], keys.at(-1), keys.length, encodeColumns(layout, table));
  }
}

function decode(layout: Layout<AnyTable>, chunks: readonly Chunk[]): AnyTable {
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
