import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinBlocks } from '../../../../src/main/engine/readers/blocks';
import type { Block } from '../../../../src/main/engine/readers/reader';
import type { Column, Table } from '../../../../src/main/engine/readers/table/table';
import { columnOf, wordAt } from '../../../../src/main/engine/readers/table/table';
import { openReaders } from '../../../../src/main/engine/readers/registry';
import { ParquetTables } from '../../../../src/main/engine/readers/table/parquet-table';

/** Tables as the lab's readers read them, whole. */
export class TableReader {
  readonly #parquet: ParquetTables;

  constructor(cacheDir: string) {
    this.#parquet = new ParquetTables(cacheDir);
  }

  async read(path: string, format: string, shown: string): Promise<Table> {
    const reader = openReaders(this.#parquet).find((own) => own.format === format)!;
    const blocks: Block[] = [];
    const content = await reader.describe(
      { path, shown, size: statSync(path, { throwIfNoEntry: false })?.size ?? 0 },
      { keep: (block) => void blocks.push(block) },
    );
    const notes = content.kind === 'table' ? content.notes : undefined;
    return { ...joinBlocks(blocks), ...(notes !== undefined && { notes }) };
  }

  async close(): Promise<void> {
    await this.#parquet.close();
  }
}

/** The table that a file with this text is read as. */
export async function tableOf(content: string | Uint8Array): Promise<Table> {
  const dir = mkdtempSync(join(tmpdir(), 'unroll-table-'));
  const reader = new TableReader(dir);
  try {
    writeFileSync(join(dir, 'x.csv'), content);
    return await reader.read(join(dir, 'x.csv'), 'csv', 'x.csv');
  } finally {
    await reader.close();
    rmSync(dir, { recursive: true });
  }
}

export function columnIn(table: Table, name: string): Column {
  const found = columnOf(table, name);
  if (found === undefined) throw new Error(`no ${name} in ${namesIn(table).join(', ')}`);
  return found;
}

export function namesIn(table: Table): string[] {
  return table.columns.map(({ name }) => name);
}

export function numbersIn(table: Table, name: string): number[] {
  const column = columnIn(table, name);
  if (column.type === 'text') throw new Error(`${name} holds words`);
  return [...column.values];
}

export function wordsIn(table: Table, name: string): (string | null)[] {
  return Array.from({ length: table.rows }, (_, row) => wordAt(columnIn(table, name), row));
}

/** Lines of `t,x` with these x, and a header. */
export function columnText(words: readonly string[], delimiter = ','): string {
  return `t${delimiter}x\n${words.map((word, k) => `${k}${delimiter}${word}`).join('\n')}\n`;
}
