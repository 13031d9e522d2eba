import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/engine';
import { importFolder, Lab, vowelsDir } from './lab';

/** Protects: floors are measured once for each data set, and what takes long waits to be asked. */

const lab = new Lab();
let engine: Engine;

beforeAll(async () => {
  engine = await lab.open();
});
afterAll(() => lab.remove());

it('measures what is quick by itself, keeps it, and hands out all of it', async () => {
  const { id } = await importFolder(engine, vowelsDir);
  const known = await engine.client.datasets.floors({ dataset: id, start: 'nothing' });
  expect(known.table.floors.map(({ name }) => name)).toEqual(['majority']);
  expect([known.activity, known.waiting.map(({ name }) => name)]).toEqual([
    null,
    ['statistics', 'dtw', 'minirocket', 'quant'],
  ]);
  const begun = await engine.client.datasets.floors({ dataset: id });
  expect(begun.waiting).toEqual([]);
  await engine.client.activities.wait({ activity: begun.activity! });
  const { table, activity, waiting } = await engine.client.datasets.floors({ dataset: id });
  expect(table.floors.map(({ name }) => name)).toEqual([
    'majority',
    'statistics',
    'dtw',
    'minirocket',
    'quant',
  ]);
  expect([activity, waiting]).toEqual([null, []]);
});

/** Twenty recordings of 5,000 steps: aligning them would take more than a minute. */
async function longRecordings(): Promise<string> {
  const dir = join(lab.homeDir, 'long');
  for (let file = 0; file < 20; file++) {
    const label = file % 2 === 0 ? 'slow' : 'fast';
    await mkdir(join(dir, label), { recursive: true });
    const rows = Array.from({ length: 5000 }, (_, t) =>
      [0, 1, 2]
        .map((k) => Math.sin((t + 40 * file + 9 * k) / (label === 'slow' ? 90 : 50)).toFixed(3))
        .join(','),
    );
    await writeFile(join(dir, label, `${file}.csv`), ['x,y,z', ...rows].join('\n'));
  }
  return dir;
}

it('waits to be asked where it takes long, and says how long', async () => {
  const { id } = await importFolder(engine, await longRecordings());
  const begun = await engine.client.datasets.floors({ dataset: id });
  expect(begun.waiting.map(({ name }) => name)).toEqual(['dtw']);
  expect(begun.waiting[0]!.seconds).toBeGreaterThan(20);
  await engine.client.activities.wait({ activity: begun.activity! });
  const { table, activity, waiting } = await engine.client.datasets.floors({ dataset: id });
  expect(table.floors.map(({ name }) => name)).toEqual(['majority', 'statistics', 'minirocket', 'quant']);
  expect([activity, waiting.length]).toEqual([null, 1]);
});
