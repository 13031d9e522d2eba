import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Column, Table } from '../../../src/main/engine/readers/table/table';
import { columnOf, wordAt } from '../../../src/main/engine/readers/table/table';
import { numericFacts } from '../../../src/main/engine/readers/table/table-content';
import type { NumericColumn } from '../../../src/main/engine/readers/table/table';
import { TableReader } from './table/open-table';
import { plainStyle, readNumber } from '../../../src/main/engine/readers/table/values/number-style';
import { writtenMs } from '../../../src/main/engine/readers/table/values/written-time';

let dir: string;
let cacheDir: string;
let reader: TableReader;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'unroll-tables-'));
  cacheDir = mkdtempSync(join(tmpdir(), 'unroll-cache-'));
  reader = new TableReader(cacheDir);
});
afterAll(async () => {
  await reader.close();
  expect(readdirSync(cacheDir)).toEqual([]);
  for (const folder of [dir, cacheDir]) rmSync(folder, { recursive: true });
});

async function read(name: string, content: string | Uint8Array): Promise<Table> {
  writeFileSync(join(dir, name), content);
  return reader.read(join(dir, name), name.endsWith('.tsv') ? 'tsv' : 'csv', name);
}

const column = (table: Table, name: string): Column => {
  const found = columnOf(table, name);
  if (found === undefined) throw new Error(`no ${name} in ${table.columns.map((c) => c.name).join(', ')}`);
  return found;
};
const numbers = (table: Table, name: string): number[] => {
  const found = column(table, name);
  if (found.type === 'text') throw new Error(`${name} is text`);
  return [...found.values];
};
const words = (table: Table, name: string): (string | null)[] =>
  Array.from({ length: table.rows }, (_, row) => wordAt(column(table, name), row));

describe('TableReader', () => {
  it('says of a file that is gone, or holds no text, what it is', async () => {
    await expect(reader.read(join(dir, 'gone.csv'), 'csv', 'gone.csv')).rejects.toMatchObject({
      code: 'FILE_MISSING',
    });
    // It has a size, and nothing lies on the disk.
    writeFileSync(join(dir, 'large.csv'), 'a,b\n');
    truncateSync(join(dir, 'large.csv'), 2 ** 31 + 2);
    await expect(reader.read(join(dir, 'large.csv'), 'csv', 'large.csv')).rejects.toMatchObject({
      code: 'FILE_CORRUPT',
    });
  });

  it.each([
    ['commas', 't,x,name\n0,1.5,a\n1,-2e3,b\n'],
    ['semicolons and decimal commas', 't;x;name\n0;1,5;a\n1;-2000,0;b\n'],
    ['tabs', 't\tx\tname\n0\t1.5\ta\n1\t-2000\tb\n'],
    ['quotes', '"t","x","name"\n"0","1.5","a"\n"1","-2000","b"\n'],
    ['carriage returns', 't,x,name\r\n0,1.5,a\r\n1,-2000,b\r\n'],
    ['a byte order mark', '\uFEFFt,x,name\n0,1.5,a\n1,-2000,b\n'],
  ])('reads %s', async (_, text) => {
    const table = await read('dialect.csv', text);
    expect(numbers(table, 't')).toEqual([0, 1]);
    expect(numbers(table, 'x')).toEqual([1.5, -2000]);
    expect(words(table, 'name')).toEqual(['a', 'b']);
  });

  it('reads numbers without a header', async () => {
    const table = await read('bare.csv', '530\n518\n506\n');
    expect(table.columns).toHaveLength(1);
    expect(numbers(table, table.columns[0]!.name)).toEqual([530, 518, 506]);
  });

  it('knows missing values by all their names, and words among numbers', async () => {
    const table = await read(
      'missing.csv',
      `x,y\n${['', 'NA', '?', 'null', '7'].map((x) => `1,${x}`).join('\n')}\n`,
    );
    expect(numbers(table, 'y')).toEqual([NaN, NaN, NaN, NaN, 7]);
    expect(await numericFacts(column(table, 'y') as NumericColumn)).toMatchObject({
      type: 'number',
      missing: 4,
      distinct: 1,
    });
    const rows = Array.from({ length: 40 }, (_, k) => `${k},${k === 20 ? 'broken' : k}`);
    const odd = column(await read('odd.csv', `t,x\n${rows.join('\n')}\n`), 'x');
    expect(odd).toMatchObject({ type: 'number', oddWord: 'broken' });
    expect(odd.type !== 'text' && odd.values[20]).toBeNaN();
  });

  it('reads thousands in quotes as one number', async () => {
    expect(numbers(await read('money.csv', 'x,y\n"1,234",2\n"12,345.5",3\n'), 'x')).toEqual([1234, 12345.5]);
  });

  it.each([
    ['ISO with zone', '2012-01-01T00:30:00Z', Date.UTC(2012, 0, 1, 0, 30)],
    ['ISO without zone', '2012-01-01 00:30:00.250', Date.UTC(2012, 0, 1, 0, 30, 0, 250)],
    ['a day', '2012-02-29', Date.UTC(2012, 1, 29)],
    ['a month', '1949-01', Date.UTC(1949, 0)],
    ['a named month', 'Mar 1949', Date.UTC(1949, 2)],
    ['a Korean month', '1949년 3월', Date.UTC(1949, 2)],
    ['a quarter', '1949-Q2', Date.UTC(1949, 3)],
  ])('reads times: %s', async (_, written, ms) => {
    const found = column(await read('times.csv', `when,x\n${written},1\n${written},2\n`), 'when');
    expect(found.type).toBe('time');
    expect(found.type !== 'text' && found.values[0]).toBe(ms);
  });

  it('reads truth values as 0 and 1', async () => {
    const table = await read('truth.csv', 'x,holiday\n1,TRUE\n2,FALSE\n');
    expect(column(table, 'holiday').type).toBe('boolean');
    expect(numbers(table, 'holiday')).toEqual([1, 0]);
  });

  it('reads Korean in the old code page, and names with the signs of patterns', async () => {
    const eucKr = Buffer.concat([Buffer.from('bdc3b0a3', 'hex'), Buffer.from(',x\n1,2\n3,4\n')]);
    expect(numbers(await read('kr.csv', eucKr), '시간')).toEqual([1, 3]);
    expect(numbers(await read("[a]*'?.csv", 'x,y\n1,2\n3,4\n'), 'y')).toEqual([2, 4]);
  });

  it('reads the same from Parquet as from CSV', async () => {
    const file = (ending: string): string =>
      fileURLToPath(new URL(`../../fixtures/datasets/demand.${ending}`, import.meta.url));
    const csv = await reader.read(file('csv'), 'csv', 'demand.csv');
    const parquet = await reader.read(file('parquet'), 'parquet', 'demand.parquet');
    expect(csv.rows).toBe(1_008);
    for (const name of ['Time', 'Demand', 'Temperature', 'Holiday'])
      expect(numbers(parquet, name)).toEqual(numbers(csv, name));
    expect(numbers(csv, 'Demand').slice(0, 2)).toEqual([4382.825174, 4263.365526]);
  });

  it('reads many tables at once without mixing them up', async () => {
    for (let k = 0; k < 12; k++)
      writeFileSync(join(dir, `many${k}.csv`), `x,y\n${`${k},${2 * k}\n`.repeat(50 + k)}`);
    const tables = await Promise.all(
      Array.from({ length: 12 }, (_, k) => reader.read(join(dir, `many${k}.csv`), 'csv', `many${k}.csv`)),
    );
    for (const [k, table] of tables.entries()) {
      expect(table.rows).toBe(50 + k);
      expect(new Set(numbers(table, 'y'))).toEqual(new Set([2 * k]));
    }
  });

  it.each([
    ['no byte', '', 'FILE_EMPTY'],
    ['a header alone', 'a,b\n', 'FILE_EMPTY'],
    ['zero bytes', Buffer.from([97, 44, 0, 1, 10, 0, 44, 2]), 'FILE_CORRUPT'],
  ])('refuses %s', async (_, content, code) => {
    await expect(read('refused.csv', content)).rejects.toMatchObject({ code });
  });

  it('refuses a Parquet file that is none', async () => {
    writeFileSync(join(dir, 'fake.parquet'), 'PAR1 but no more');
    await expect(reader.read(join(dir, 'fake.parquet'), 'parquet', 'fake.parquet')).rejects.toMatchObject({
      code: 'FILE_CORRUPT',
    });
  });
});

describe('written values', () => {
  it('are times only when they are written as times', () => {
    expect(['12', '1949', 'May', '2012-13', '2012-01-32', 'walk', ''].map(writtenMs)).toEqual(
      Array(7).fill(null),
    );
  });
  it('are numbers as people write them', () => {
    const thousands = { decimal: '.', group: ',', unit: '%' } as const;
    expect(['1,234', '12 %', '-.5', '1e3', '+7'].map((word) => readNumber(word, thousands))).toEqual([
      1234, 12, -0.5, 1000, 7,
    ]);
    for (const word of ['1,23', 'a', '', '1 2', '0x10']) expect(readNumber(word, thousands)).toBeNaN();
    expect(readNumber('1,234', plainStyle)).toBeNaN();
  });
});
