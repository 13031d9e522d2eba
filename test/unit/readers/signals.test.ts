import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sources } from '../../../src/main/engine/readers/sources';
import type { Table } from '../../../src/main/engine/readers/table/table';
import { columnOf } from '../../../src/main/engine/readers/table/table';
import type { UnrollError } from '../../../src/shared/domain/error';

const folder = fileURLToPath(new URL('../../fixtures/signals/', import.meta.url));

interface Expected {
  readonly rateHz: number;
  readonly signals: Record<string, (number | null)[]>;
}
const expected = JSON.parse(
  readFileSync(join(folder, 'expected.json'), 'utf8').replaceAll('NaN', 'null'),
) as Record<string, Expected>;

let dir = '';
let sources: Sources;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'signals-'));
  sources = new Sources(dir);
});
afterAll(async () => {
  await sources.close();
  await rm(dir, { recursive: true, force: true });
});

async function tableOf(path: string, shown = 'test'): Promise<Table> {
  const { size } = await readFile(path).then(({ length }) => ({ size: length }));
  return sources.table({ path, shown, size }, null);
}

async function refusal(name: string, bytes: Uint8Array | string): Promise<UnrollError> {
  const path = join(dir, name);
  await writeFile(path, bytes);
  return tableOf(path, name).then(
    () => {
      throw new Error('it was read');
    },
    (error: unknown) => error as UnrollError,
  );
}

describe('signals of other software', () => {
  it.each(Object.entries(expected))('reads %s as pyedflib and wfdb do', async (name, { rateHz, signals }) => {
    const table = await tableOf(join(folder, name), name);
    expect(table.columns.map((column) => column.name)).toEqual(['time (s)', ...Object.keys(signals)]);
    const time = columnOf(table, 'time (s)');
    expect(time?.type === 'number' && time.values[1]).toBeCloseTo(1 / rateHz, 9);
    for (const [signal, values] of Object.entries(signals)) {
      const column = columnOf(table, signal);
      if (column?.type !== 'number') throw new Error(`${signal} is no column of numbers`);
      expect(column.values.length).toBe(values.length);
      for (const [row, value] of values.entries())
        if (value === null) expect(column.values[row]).toBeNaN();
        else expect(Math.abs(column.values[row]! - value)).toBeLessThan(1e-6);
    }
  });
});

describe('an EDF with gaps', () => {
  it('takes its times from its records', async () => {
    const time = columnOf(await tableOf(join(folder, 'gaps.edf')), 'time (s)');
    if (time?.type !== 'number') throw new Error('no time');
    expect([...time.values.subarray(198, 202)].map((value) => Math.round(value * 100) / 100)).toEqual([
      1.98, 1.99, 9, 9.01,
    ]);
  });
});

describe('a damaged EDF', () => {
  it('is read as far as its whole records go', async () => {
    const bytes = await readFile(join(folder, 'plain.edf'));
    const path = join(dir, 'cut.edf');
    await writeFile(path, bytes.subarray(0, bytes.length - 10));
    expect((await tableOf(path)).rows).toBe(200);
  });

  it('is refused by name when its header is cut off or contradicts itself', async () => {
    const bytes = await readFile(join(folder, 'plain.edf'));
    expect(await refusal('short.edf', bytes.subarray(0, 300))).toMatchObject({ code: 'FILE_CORRUPT' });
    const odd = Buffer.from(bytes);
    odd.write('9999', 252, 'latin1');
    const error = await refusal('odd.edf', odd);
    expect(error).toMatchObject({ code: 'FILE_CORRUPT' });
    expect(error.message).toContain('odd.edf');
  });
});

describe('a WFDB header', () => {
  it('brings the file of its samples along', async () => {
    const reader = await sources.claim({ path: join(folder, 'record16.hea'), shown: 'record16.hea' });
    const found = { path: join(folder, 'record16.hea'), shown: 'a/record16.hea', size: 1, mtimeMs: 0 };
    const { parts } = await sources.describe(found, reader);
    expect(parts?.map(({ shown }) => shown)).toEqual(['a/record16.dat']);
  });

  it('reaches no file outside its folder', async () => {
    const header = 'x 1 360 10\n../../etc/passwd 16 200 12 0 0 0 0 lead\n';
    expect(await refusal('x.hea', header)).toMatchObject({ code: 'FILE_CORRUPT' });
  });

  it('says which storage it does not read', async () => {
    const error = await refusal('f.hea', 'f 1 360 10\nf.dat 508 200 12 0 0 0 0 lead\n');
    expect(error).toMatchObject({ code: 'FILE_FORMAT_UNKNOWN' });
    expect(error.message).toContain('508');
  });

  it('is refused where it joins segments, with what to do', async () => {
    expect((await refusal('m.hea', 'm/2 2 360 100\n')).message).toContain('segments');
  });
});
