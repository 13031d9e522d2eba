import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, expect, it } from 'vitest';
import { importFolder, Lab, vowelsDir } from './lab';

/** Protects: an older lab on a home that a newer one wrote shows what it can read, says so, and changes nothing. */

const lab = new Lab();
afterAll(() => lab.remove());

/** Every file of the home, with its content and time. */
function stateOf(dir: string): string[] {
  return readdirSync(dir, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(dir, name)).isFile())
    .sort()
    .map((name) => {
      const hash = createHash('sha256')
        .update(readFileSync(join(dir, name)))
        .digest('hex');
      return `${name} ${hash} ${statSync(join(dir, name)).mtimeMs}`;
    });
}

it('a home of a newer lab is shown, said to be one, and left as it is', async () => {
  const { client } = await lab.open();
  const { id: dataset } = await importFolder(await lab.open(), vowelsDir);
  const choices = { model: { cell: 'gru', units: 2 }, training: { epochs: 2 } } as const;
  const { id } = await client.runs.start({ dataset, choices });
  const run = await client.runs.wait({ run: id });
  const { seq: _, ...curves } = await client.runs.metrics({ run: id });
  const gone = await client.runs.start({ dataset, choices });
  await client.runs.wait({ run: gone.id });
  await client.runs.delete({ run: gone.id });
  await lab.close();
  const db = new Database(join(lab.homeDir, 'catalog.sqlite'));
  db.exec('PRAGMA user_version = 3; ALTER TABLE runs ADD COLUMN mood TEXT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  const before = stateOf(lab.homeDir);

  const { client: older, notices } = await lab.open();
  expect(notices).toMatchObject([{ code: 'STATE_CORRUPT', sentence: 'STATE_CORRUPT.newer' }]);
  expect(await older.runs.list({})).toEqual([run]);
  expect(await older.runs.metrics({ run: id })).toMatchObject(curves);
  expect(await older.datasets.list({})).toMatchObject([{ id: dataset }]);
  expect((await older.inspection.trace({ run: id, example: 0 })).steps).toBeGreaterThan(0);
  const refused = [
    older.runs.start({ dataset, choices }),
    older.runs.edit({ run: id, name: 'mine' }),
    older.runs.delete({ run: id }),
    older.bin.empty({}),
    older.datasets.rename({ dataset, name: 'mine' }),
    older.scans.start({ paths: [vowelsDir] }),
  ];
  for (const call of refused)
    await expect(call).rejects.toMatchObject({
      data: { code: 'STATE_CORRUPT', sentence: 'STATE_CORRUPT.newer' },
    });
  await lab.close();
  expect(stateOf(lab.homeDir)).toEqual(before);
});
