import type { FileHandle } from 'node:fs/promises';
import { open, rm } from 'node:fs/promises';
import type { Block, Span } from '../reader';
import type { ColumnHead } from '../table/column-facts';
import type { Column, Table } from '../table/table';
import type { StoredCells } from '../table/table-store';
import { fileError } from '../bytes';
import type { Kept } from './kept';

const CELL_BYTES = 8;
/** Whole columns are kept for whoever asks for the same ones next, if they are no more than this. */
const MOST_WHOLE_BYTES = 2 ** 26;

/** A column of {@link StoredCells}. */
export interface KeptColumn {
  readonly head: ColumnHead;
  readonly slot: number;
}

/** A table in segments, in memory or in a file; only those columns are read that are asked for. */
export class KeptTable implements Kept {
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly #byName = new Map<string, KeptColumn>();
  #readers = 0;
  #isDropped = false;
  #whole: { readonly key: string; readonly table: Table } | null = null;

  constructor(
    readonly columns: readonly KeptColumn[],
    readonly cells: StoredCells,
  ) {
    const bytes = cells.rows * cells.width * CELL_BYTES;
    this.memoryBytes = typeof cells.segments === 'string' ? 0 : bytes;
    this.diskBytes = bytes - this.memoryBytes;
    for (const column of columns) this.#byName.set(column.head.name, column);
  }

  async *read(
    { start, end }: Span,
    names: readonly string[] | null = null,
    isPassing = false,
  ): AsyncGenerator<Block> {
    const columns = this.#chosen(names);
    const { rows, segmentRows } = this.cells;
    const last = Math.min(end, rows);
    const file = await this.#open();
    const passing = isPassing && file !== null ? new Float64Array(columns.length * segmentRows) : null;
    try {
      for (let row = Math.max(0, start); row < last;) {
        const first = row - (row % segmentRows);
        const to = Math.min(last, first + segmentRows);
        const arrays = await this.#segment(columns, first, file, row - first, to - first, passing);
        const block = columns.map(({ head }, k): Column => columnOf(head, arrays[k]!));
        yield { start: row, rows: to - row, columns: block };
        row = to;
      }
    } finally {
      await this.#close(file);
    }
  }

  async table(names: readonly string[] | null): Promise<Table> {
    const key = JSON.stringify(names);
    if (this.#whole?.key === key) return this.#whole.table;
    const chosen =
      names === null ? this.columns : this.columns.filter(({ head }) => names.includes(head.name));
    const { rows, segmentRows } = this.cells;
    const file = await this.#open();
    try {
      const arrays: (Float64Array | Int32Array)[] = [];
      for (let start = 0; start < rows; start += segmentRows) {
        const to = Math.min(segmentRows, rows - start);
        const parts = await this.#segment(chosen, start, file, 0, to);
        for (const [k, part] of parts.entries()) {
          // A table of one segment is taken as it lies there.
          if (rows <= segmentRows && chosen[k]!.head.type !== 'text') arrays[k] = part;
          else {
            arrays[k] ??= chosen[k]!.head.type === 'text' ? new Int32Array(rows) : new Float64Array(rows);
            arrays[k].set(part, start);
          }
        }
      }
      const columns = chosen.map(({ head }, k): Column =>
        head.type === 'text'
          ? { ...head, codes: (arrays[k] as Int32Array | undefined) ?? new Int32Array(0) }
          : { ...head, values: (arrays[k] as Float64Array | undefined) ?? new Float64Array(0) },
      );
      const table = { rows, columns };
      if (rows * chosen.length * CELL_BYTES <= MOST_WHOLE_BYTES) this.#whole = { key, table };
      return table;
    } finally {
      await this.#close(file);
    }
  }

  /** The same with its cells in a file. @throws Error when it cannot be written */
  async filed(file: string): Promise<KeptTable> {
    const { segments } = this.cells;
    if (typeof segments === 'string') return this;
    const handle = await open(file, 'wx');
    try {
      for (const { buffer, byteOffset, byteLength } of segments)
        await handle.writeFile(new Uint8Array(buffer, byteOffset, byteLength));
    } finally {
      await handle.close();
    }
    return new KeptTable(this.columns, { ...this.cells, segments: file });
  }

  drop(): void {
    this.#isDropped = true;
    this.#whole = null;
    this.#remove();
  }

  /** Names that are not there are passed over: who asks says what is missing. */
  #chosen(names: readonly string[] | null): readonly KeptColumn[] {
    return names === null ? this.columns : names.flatMap((name) => this.#byName.get(name) ?? []);
  }

  /** Columns of the segment that begins at a row: of its rows `from` … `to` (exclusive), [to − from] each. */
  async #segment(
    columns: readonly KeptColumn[],
    start: number,
    file: FileHandle | null,
    from: number,
    to: number,
    passing: Float64Array | null = null,
  ): Promise<Float64Array[]> {
    const { segments, segmentRows, width } = this.cells;
    const rows = Math.min(segmentRows, this.cells.rows - start);
    if (typeof segments !== 'string') {
      const segment = segments[start / segmentRows]!;
      return columns.map(({ slot }) => segment.subarray(slot * rows + from, slot * rows + to));
    }
    const count = to - from;
    const whole = passing ?? new Float64Array(columns.length * count);
    for (let k = 0; k < columns.length;) {
      let next = k + 1;
      // Whole columns that lie beside one another are read at once.
      while (count === rows && next < columns.length && columns[next]!.slot === columns[next - 1]!.slot + 1)
        next++;
      const bytes = new Uint8Array(whole.buffer, k * count * CELL_BYTES, (next - k) * count * CELL_BYTES);
      const place = CELL_BYTES * (start * width + columns[k]!.slot * rows + from);
      const { bytesRead } = await file!.read(bytes, 0, bytes.length, place);
      if (bytesRead < bytes.length) throw fileError(new Error('cut off'), segments);
      k = next;
    }
    return columns.map((_, k) => whole.subarray(k * count, (k + 1) * count));
  }

  async #open(): Promise<FileHandle | null> {
    const { segments } = this.cells;
    this.#readers++;
    if (typeof segments !== 'string') return null;
    try {
      return await open(segments, 'r');
    } catch (cause) {
      this.#readers--;
      throw fileError(cause, segments);
    }
  }

  async #close(file: FileHandle | null): Promise<void> {
    await file?.close();
    this.#readers--;
    this.#remove();
  }

  #remove(): void {
    const { segments } = this.cells;
    if (!this.#isDropped || this.#readers > 0 || typeof segments !== 'string') return;
    // A file that cannot be removed now goes with its folder.
    void rm(segments, { force: true }).catch(() => {});
  }
}

function columnOf(head: ColumnHead, values: Float64Array): Column {
  return head.type === 'text' ? { ...head, codes: Int32Array.from(values) } : { ...head, values };
}
