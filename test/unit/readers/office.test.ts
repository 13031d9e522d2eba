import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sources } from '../../../src/main/engine/readers/sources';
import type { Table } from '../../../src/main/engine/readers/table/table';
import { wordAt } from '../../../src/main/engine/readers/table/table';
import type { UnrollError } from '../../../src/shared/domain/error';

const folder = fileURLToPath(new URL('../../fixtures/tables/', import.meta.url));
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<
  string,
  (number | string | null)[]
>;

let dir = '';
let sources: Sources;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'office-'));
  sources = new Sources(dir);
});
afterAll(async () => {
  await sources.close();
  await rm(dir, { recursive: true, force: true });
});

async function tableOf(path: string, shown: string): Promise<Table> {
  const { size } = await stat(path);
  return sources.table({ path, shown, size });
}

async function written(name: string, bytes: Uint8Array | string): Promise<Table> {
  const path = join(dir, name);
  await writeFile(path, bytes);
  return tableOf(path, name);
}

const refusal = (name: string, bytes: Uint8Array | string): Promise<UnrollError> =>
  written(name, bytes).then(
    () => {
      throw new Error('it was read');
    },
    (error: unknown) => error as UnrollError,
  );

function cells(table: Table): Record<string, (number | string | null)[]> {
  return Object.fromEntries(
    table.columns.map((column) => [
      column.name,
      Array.from({ length: table.rows }, (_, row) => {
        if (column.type === 'text') return wordAt(column, row);
        const value = column.values[row]!;
        return Number.isNaN(value) ? null : value;
      }),
    ]),
  );
}

describe('tables of office software', () => {
  it.each(['workbook.xlsx', 'uncompressed.feather', 'lz4.feather', 'zstd.feather'])(
    'reads %s as pandas does',
    async (name) => {
      expect(cells(await tableOf(join(folder, name), name))).toEqual(expected);
    },
  );

  it.each(['workbook.xlsx', 'lz4.feather'])('refuses %s by name when it is cut off', async (name) => {
    const bytes = await readFile(join(folder, name));
    const error = await refusal(name, bytes.subarray(0, bytes.length / 2));
    expect(error).toMatchObject({ code: 'FILE_CORRUPT' });
    expect(error.message).toContain(name);
  });
});

describe('JSON', () => {
  const rows = Array.from({ length: 20 }, (_, k) => ({
    ts: 1_700_000_000_000 + 60_000 * k,
    air: { t: k / 2 },
  }));
  const temperatures = rows.map(({ air }) => air.t);

  it.each([
    ['records.json', JSON.stringify(rows)],
    ['lines.jsonl', rows.map((row) => JSON.stringify(row)).join('\n')],
    ['cut.jsonl', `${rows.map((row) => JSON.stringify(row)).join('\n')}\n{"ts": 17`],
    ['nested.json', JSON.stringify({ meta: { site: 'A' }, result: { data: rows } })],
    ['columns.json', JSON.stringify({ ts: rows.map(({ ts }) => ts), 'air.t': temperatures })],
  ])('reads %s', async (name, text) => {
    const table = cells(await written(name, text));
    expect(table['air.t']).toEqual(temperatures);
    expect(table['ts']).toHaveLength(20);
  });

  it('reads what Edge Impulse collects, with its times', async () => {
    const payload = {
      interval_ms: 20,
      sensors: [{ name: 'accX' }, { name: 'accY' }],
      values: Array.from({ length: 30 }, (_, k) => [k / 10, -k / 7]),
    };
    const table = cells(await written('walk.1.json', JSON.stringify({ payload })));
    expect(Object.keys(table)).toEqual(['time (s)', 'accX', 'accY']);
    expect(table['time (s)']!.slice(0, 3)).toEqual([0, 0.02, 0.04]);
    expect(table['accY']![29]).toBe(-29 / 7);
  });

  it('says what it would need where there is no table', async () => {
    const error = await refusal('config.json', '{"name": "x", "version": 2}');
    expect(error).toMatchObject({ code: 'FILE_CORRUPT' });
    expect(error.message).toContain('save it as CSV');
  });

  it('names the line that is no JSON', async () => {
    expect((await refusal('odd.jsonl', '{"a": 1}\n{"a": \n{"a": 3}\n')).message).toContain('line 2');
  });
});
