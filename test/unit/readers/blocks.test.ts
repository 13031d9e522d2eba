import { createWriteStream } from 'node:fs';
import { mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createDeflate } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TableStore } from '../../../src/main/engine/readers/table/table-store';
import { ParquetTables } from '../../../src/main/engine/readers/table/parquet-table';
import { openReaders } from '../../../src/main/engine/readers/registry';
import type { StoredTable } from '../../../src/main/engine/readers/table/table-columns';
import type { Block } from '../../../src/main/engine/readers/reader';

/** Protects: that a long file is read block by block, and a span of it without what comes before. */

/** A block of many rows and columns, and what is read beside it. */
const MOST_BYTES = 16 * 2 ** 20;
const GIGABYTE = 2 ** 30;

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'blocks-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** A file that begins with these bytes and ends with those; what lies between is zeros that take no room on the disk. */
async function sparse(
  name: string,
  head: Uint8Array,
  size: number,
  tail = new Uint8Array(0),
): Promise<string> {
  const path = join(dir, name);
  const file = await open(path, 'w');
  try {
    await file.write(head, 0, head.length, 0);
    await file.truncate(size);
    if (tail.length > 0) await file.write(tail, 0, tail.length, size - tail.length);
  } finally {
    await file.close();
  }
  return path;
}

async function readerOf(format: string, path: string) {
  const reader = openReaders(new ParquetTables(dir)).find((one) => one.format === format)!;
  return { reader, file: { path, shown: path.slice(dir.length + 1), size: (await stat(path)).size } };
}

/** Rows of a span, and the largest block. */
async function span(format: string, path: string, start: number, end: number) {
  const { reader, file } = await readerOf(format, path);
  const blocks: Block[] = [];
  let most = 0;
  for await (const block of reader.read(file, null as never, { start, end }, null)) {
    most = Math.max(most, block.rows * block.columns.length * 8);
    blocks.push(block);
  }
  return { blocks, most };
}

function last({ blocks }: { readonly blocks: readonly Block[] }, column: number): number {
  const found = blocks.at(-1)!.columns[column]!;
  return found.type === 'text' ? Number.NaN : found.values.at(-1)!;
}

/** [signals] of 16 bits in records of a second. */
function edfHeader(signals: number, samples: number): Buffer {
  const text = (value: string | number, width: number): string => String(value).padEnd(width);
  const all = (value: (k: number) => string | number, width: number): string =>
    Array.from({ length: signals }, (_, k) => text(value(k), width)).join('');
  return Buffer.from(
    text('0', 8) +
      text('X', 80) +
      text('X', 80) +
      text('01.01.20', 8) +
      text('00.00.00', 8) +
      text(256 * (signals + 1), 8) +
      text('', 44) +
      text(-1, 8) +
      text(1, 8) +
      text(signals, 4) +
      all((k) => `s${k}`, 16) +
      all(() => '', 80) +
      all(() => 'uV', 8) +
      all(() => -1000, 8) +
      all(() => 1000, 8) +
      all(() => -1000, 8) +
      all(() => 1000, 8) +
      all(() => '', 80) +
      all(() => samples, 8) +
      all(() => '', 32),
    'latin1',
  );
}

function npyHeader(descr: string, shape: string, isFortran: boolean): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': ${isFortran ? 'True' : 'False'}, 'shape': (${shape}), }`;
  const head = Buffer.from(`\x93NUMPY\x01\x00__${text.padEnd(117)}\n`, 'latin1');
  head.writeUInt16LE(118, 8);
  return head;
}

function mat5(rows: number, columns: number): { readonly head: Buffer; readonly array: Buffer } {
  const head = Buffer.alloc(128, ' ');
  head.write('MATLAB 5.0 MAT-file', 'latin1');
  head.writeUInt16LE(0x0100, 124);
  head.write('IM', 126, 'latin1');
  const element = (type: number, data: Buffer, bytes = data.length): Buffer => {
    const tag = Buffer.alloc(8);
    tag.writeUInt32LE(type, 0);
    tag.writeUInt32LE(bytes, 4);
    return Buffer.concat([tag, data, Buffer.alloc((8 - (data.length % 8)) % 8)]);
  };
  const integers = (...values: number[]): Buffer => Buffer.from(Int32Array.from(values).buffer);
  const bytes = rows * columns * 8;
  const inner = Buffer.concat([
    element(6, integers(6, 0)),
    element(5, integers(rows, columns)),
    element(1, Buffer.from('eeg')),
    element(9, Buffer.alloc(0), bytes),
  ]);
  return { head, array: Buffer.concat([element(14, Buffer.alloc(0), inner.length + bytes), inner]) };
}

describe('a span at the end of a large file', () => {
  it('of EDF is read by its records', async () => {
    const head = edfHeader(4, 256);
    const record = 4 * 256 * 2;
    const records = Math.floor((6 * GIGABYTE) / record);
    const tail = Buffer.alloc(2);
    tail.writeInt16LE(123);
    const path = await sparse('long.edf', head, head.length + records * record, tail);
    const read = await span('edf', path, records * 256 - 1000, Infinity);
    expect(read.blocks.reduce((sum, { rows }) => sum + rows, 0)).toBe(1000);
    expect(last(read, 4)).toBe(123);
    expect(last(read, 0)).toBeCloseTo(records - 1 / 256, 6);
  });

  it('of EDF with one record is read without all of it', async () => {
    const samples = 4_000_000;
    const path = await sparse(
      'one.edf',
      edfHeader(8, samples),
      256 * 9 + 8 * samples * 2,
      Buffer.from([7, 0]),
    );
    const read = await span('edf', path, samples - 300_000, Infinity);
    expect(last(read, 8)).toBe(7);
    expect(read.most).toBeLessThan(MOST_BYTES);
  });

  it('of WFDB is read by its frames', async () => {
    const frames = Math.floor((3 * GIGABYTE) / 4);
    await writeFile(
      join(dir, 'long.hea'),
      `long 2 360 ${frames}\nlong.dat 16 200 11 0\nlong.dat 16 100(0)/mV 11 0\n`,
    );
    await sparse('long.dat', new Uint8Array(0), frames * 4, Buffer.from([0, 0, 100, 0]));
    const read = await span('wfdb', join(dir, 'long.hea'), frames - 500, Infinity);
    expect(last(read, 2)).toBe(1);
    expect(last(read, 0)).toBeCloseTo((frames - 1) / 360, 6);
  });

  it.each([
    ['rows', false],
    ['columns', true],
  ])('of NumPy is read by its rows where the file goes by %s', async (_, isFortran) => {
    const rows = Math.floor((5 * GIGABYTE) / 24);
    const head = npyHeader('<f8', `${rows}, 3`, isFortran);
    const tail = Buffer.alloc(8);
    tail.writeDoubleLE(2.5);
    const path = await sparse('long.npy', head, head.length + rows * 24, tail);
    const read = await span('npy', path, rows - 10, Infinity);
    expect(last(read, 2)).toBe(2.5);
    expect(last(read, 0)).toBe(0);
  });

  it('of MATLAB without compression is read column by column', async () => {
    const rows = 60_000_000;
    const { head, array } = mat5(rows, 4);
    const tail = Buffer.alloc(8);
    tail.writeDoubleLE(-4);
    const path = await sparse(
      'long.mat',
      Buffer.concat([head, array]),
      head.length + array.length + rows * 32,
      tail,
    );
    const read = await span('mat', path, rows - 10, Infinity);
    expect(last(read, 3)).toBe(-4);
    expect(last(read, 0)).toBe(0);
  });
});

describe('a long file', () => {
  const lines = function* (count: number, line: (k: number) => string, head = ''): Generator<string> {
    yield head;
    for (let k = 0; k < count; k++) yield `${line(k)}\n`;
  };
  const text = async (name: string, made: Iterable<string>): Promise<string> => {
    const path = join(dir, name);
    await pipeline(Readable.from(made), createWriteStream(path));
    return path;
  };

  /** Bytes of arrays beside those of the store, at their most, while a file is described. */
  async function describing(format: string, path: string) {
    const { reader, file } = await readerOf(format, path);
    let table: StoredTable | null = null;
    let sequences = 0;
    let most = 0;
    const spill = join(dir, `${format}.spill`);
    const content = await reader.describe(file, {
      spill,
      keepTable: (read) => (table = read),
      keep: (block) => {
        sequences++;
        most = Math.max(most, block.rows * block.columns.length * 8);
      },
    });
    const { store } = (table ?? { store: new TableStore(0, null) }) as StoredTable;
    const { segments } = store.finish();
    store.drop();
    return { content, sequences, most, isOnDisk: segments === spill };
  }

  it('of lines of JSON goes through the disk', async () => {
    const path = await text(
      'long.jsonl',
      lines(60_000, (k) => `{"t":${k},"a":{"x":${k % 7},"y":1}}`),
    );
    const { content } = await describing('json', path);
    expect(content).toMatchObject({ kind: 'table', rows: 60_000 });
    expect((await readdir(dir)).filter((name) => name.includes('unpacked'))).toEqual([]);
  });

  it('of series goes to the disk as it comes', async () => {
    const head = '@attribute series_name string\n@frequency hourly\n@data\n';
    const values = Array.from({ length: 1000 }, (_, k) => k).join(',');
    const path = await text(
      'long.tsf',
      lines(4300, (k) => `T${k}:${values}`, head),
    );
    const { content, isOnDisk } = await describing('tsf', path);
    expect(content).toMatchObject({ rows: 4_300_000 });
    expect(isOnDisk).toBe(true);
  });

  it('of sequences hands over one after the other', async () => {
    const values = Array.from({ length: 500 }, (_, k) => k).join(',');
    const path = await text(
      'long.ts',
      lines(4000, () => `${values}:a`, '@classLabel true a\n@data\n'),
    );
    const { content, sequences, most } = await describing('ts', path);
    expect(content).toMatchObject({ kind: 'cases' });
    expect(sequences).toBe(4000);
    expect(most).toBe(4000);
  });

  it('of MATLAB that is compressed is unpacked to the disk', async () => {
    const rows = 400_000;
    const { head, array } = mat5(rows, 3);
    const packed = join(dir, 'packed.bin');
    const zeros = function* (): Generator<Buffer> {
      yield array;
      for (let left = rows * 24; left > 0; left -= 2 ** 16) yield Buffer.alloc(Math.min(left, 2 ** 16));
    };
    await pipeline(Readable.from(zeros()), createDeflate(), createWriteStream(packed));
    const { size } = await stat(packed);
    const tag = Buffer.alloc(8);
    tag.writeUInt32LE(15, 0);
    tag.writeUInt32LE(size, 4);
    const path = join(dir, 'packed.mat');
    await pipeline(
      Readable.from(
        (async function* () {
          yield Buffer.concat([head, tag]);
          const file = await open(packed);
          yield* file.createReadStream();
        })(),
      ),
      createWriteStream(path),
    );
    const { content } = await describing('mat', path);
    expect(content).toMatchObject({
      rows,
      columns: [{ name: 'eeg 1' }, { name: 'eeg 2' }, { name: 'eeg 3' }],
    });
    expect((await readdir(dir)).filter((name) => name.includes('unpacked'))).toEqual([]);
  });
});
