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
  return sources.table({ path, shown, size }, null);
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

describe('Feather that is damaged', () => {
  it('is refused at once where a list is said to be longer than the file', async () => {
    const bytes = await readFile(join(folder, 'zstd.feather'));
    // Its footer's columns begin elsewhere then, where a length stands that is none: found by the torture's mutants.
    bytes[3132] = 5;
    expect(await refusal('zstd.feather', bytes)).toMatchObject({ code: 'FILE_CORRUPT' });
  }, 20_000);

  it('ends with an error of its own, or is read, whatever byte of its metadata is another', async () => {
    const whole = await readFile(join(folder, 'lz4.feather'));
    for (let at = whole.length - 1200; at < whole.length; at++)
      for (const value of [0, 5, 127, 255]) {
        const bytes = Buffer.from(whole);
        bytes[at] = value;
        await refusal('lz4.feather', bytes).catch(() => {});
      }
  }, 60_000);
});

describe('TDMS', () => {
  const own = JSON.parse(readFileSync(join(folder, 'tdms.json'), 'utf8')) as Record<string, number[]>;

  it('is read as nptdms reads it, with the times of its waveform', async () => {
    const table = cells(await tableOf(join(folder, 'waves.tdms'), 'waves.tdms'));
    expect(Object.keys(table)).toEqual(['time (s)', "it's x", 'y']);
    expect(table["it's x"]).toEqual(own["it's x"]);
    expect(table['y']).toEqual(own['y']);
    expect(table['time (s)']![49]).toBeCloseTo(0.49, 9);
  });

  it('is read in either order of bytes', async () => {
    const meta = Buffer.concat([
      u32(1),
      u32(4),
      Buffer.from("/'x'"),
      u32(20),
      u32(10),
      u32(1),
      u64(3),
      u32(0),
    ]);
    const values = Buffer.alloc(24);
    [1.5, -2, 1e9].forEach((value, k) => values.writeDoubleBE(value, k * 8));
    const lead = Buffer.concat([Buffer.from('TDSm'), Buffer.from([0x4e, 0, 0, 0]), u32(4713)]);
    const sizes = Buffer.concat([u64(meta.length + values.length), u64(meta.length)]);
    const table = await written('big.tdms', Buffer.concat([lead, sizes, meta, values]));
    expect(cells(table)['x']).toEqual([1.5, -2, 1e9]);
  });

  it('is read as far as it goes when it is cut off', async () => {
    const bytes = await readFile(join(folder, 'waves.tdms'));
    const table = await written('cut.tdms', bytes.subarray(0, bytes.length - 250));
    expect(cells(table)["it's x"]!.slice(0, 25)).toEqual(own["it's x"]!.slice(0, 25));
  });
});

describe('Parquet of lists', () => {
  it('is a sequence a row', async () => {
    const path = join(folder, 'lists.parquet');
    const file = { path, shown: 'lists.parquet', size: 1, mtimeMs: 0 };
    const { content } = await sources.describe(file, await sources.claim(file));
    expect(content).toMatchObject({ kind: 'cases', channels: 1, lengths: [9, 9, 9, 9, 9, 9] });
    expect(content.kind === 'cases' && content.labels.slice(0, 2)).toEqual(['up', 'down']);
    const rows: number[] = [];
    for await (const { columns } of sources.blocks({ ...file, content }, { start: 0, end: 9, sequence: 2 }))
      for (const column of columns) if (column.type === 'number') rows.push(...column.values);
    expect(rows).toEqual((JSON.parse(readFileSync(join(folder, 'lists.json'), 'utf8')) as number[][])[2]);
  });
});

describe('text that no name gives away', () => {
  const rows = Array.from({ length: 30 }, (_, k) => `${k / 10}\t${-k}\t3`).join('\n');

  it.each(['2004.02.12.10.32.39', 'subject8.asc', 'mHealth.log', 'values'])(
    'is read as a table: %s',
    async (name) => {
      expect((await written(name, rows)).columns).toHaveLength(3);
    },
  );

  it.each(['server.log', 'notes', 'main.c'])('is refused where it is prose: %s', async (name) => {
    const prose = 'GET /index.html 200 ok\nsomebody said that 3 of 4 agree\n'.repeat(20);
    expect(await refusal(name, prose)).toMatchObject({ code: 'FILE_FORMAT_UNKNOWN' });
  });
});

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

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
