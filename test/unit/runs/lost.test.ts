import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checksumOf } from '../../../src/main/engine/runs/database';
import type { RunService } from '../../../src/main/engine/runs/service';
import { openRuns } from './scripted';
import type { ScriptedTrainer } from './scripted';

let dir: string;
let runs: RunService;
let trainer: ScriptedTrainer;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'unroll-lost-'));
  ({ runs, trainer } = await openRuns(dir));
});
afterEach(async () => {
  await runs.close();
  rmSync(dir, { recursive: true });
});

const runFile = (id: string): string => join(dir, 'runs', id, 'run.json');

async function trained(loss = 0.5): Promise<string> {
  const { id } = await runs.start('vowels', {});
  trainer.last.started();
  trainer.last.finished('completed', {
    ...{ task: 'regress', mae: loss, maeInterval: [0, loss], rmse: loss, rmseInterval: [0, loss] },
    ...{ r2: Number.NaN, r2Interval: [-loss, 1], loss },
  });
  return id;
}

/** Closes the lab, changes its catalog, and opens it again. */
async function withCatalog(change: (db: InstanceType<typeof Database>) => void): Promise<void> {
  await runs.close();
  const db = new Database(join(dir, 'catalog.sqlite'));
  change(db);
  db.close();
  ({ runs, trainer } = await openRuns(dir));
}

describe('scores that are no number or without end', () => {
  it('are the same after a restart, and from the folder alone', async () => {
    const id = await trained(Number.POSITIVE_INFINITY);
    const before = runs.get(id);
    await withCatalog(() => {});
    expect(runs.list()).toEqual([before]);
    await withCatalog((db) => db.exec('DELETE FROM runs'));
    expect(runs.get(id)).toEqual(before);
    expect(readFileSync(runFile(id), 'utf8')).toContain('"loss": "Infinity"');
  });

  it('that an earlier lab stored as null are no number', async () => {
    const id = await trained();
    await withCatalog((db) => {
      db.exec(`UPDATE runs SET json = json_set(json, '$.test.loss', null, '$.test.rmse', null)`);
      const row = db.prepare('SELECT * FROM runs').get() as object;
      db.prepare('UPDATE runs SET checksum = ?').run(checksumOf('runs', row));
    });
    expect(runs.get(id).test).toMatchObject({ loss: Number.NaN, rmse: Number.NaN, mae: 0.5 });
  });
});

describe('a run that cannot be read', () => {
  it('is written again when its folder is whole', async () => {
    const [lost, whole] = [await trained(), await trained()];
    const before = runs.get(lost);
    await withCatalog((db) => db.exec(`UPDATE runs SET json = substr(json, 1, 100) WHERE id = '${lost}'`));
    expect(runs.list().map(({ id }) => id)).toEqual([whole, lost]);
    expect(runs.get(lost)).toEqual(before);
    expect(runs.unreadable()).toEqual([]);
  });

  it.each([
    [
      'damaged',
      (db: InstanceType<typeof Database>, id: string) =>
        db.exec(`UPDATE runs SET json = 'x' WHERE id = '${id}'`),
    ],
    [
      'of a newer lab',
      (db: InstanceType<typeof Database>, id: string) =>
        db.exec(`UPDATE runs SET json = json_set(json, '$.status', 'dreaming') WHERE id = '${id}'`),
    ],
  ])('and is %s costs itself alone, is named, and can be deleted', async (_, harm) => {
    const [lost, whole] = [await trained(), await trained()];
    await withCatalog((db) => {
      harm(db, lost);
      const newer = readFileSync(runFile(lost), 'utf8').replace('"formatVersion": 1', '"formatVersion": 2');
      writeFileSync(runFile(lost), newer);
    });
    expect(runs.list().map(({ id }) => id)).toEqual([whole]);
    expect(runs.unreadable()).toMatchObject([{ id: lost, reason: { code: 'STATE_CORRUPT.run' } }]);
    expect(() => runs.get(lost)).toThrow(lost);
    expect(() => runs.get(lost)).toThrow(expect.objectContaining({ code: 'STATE_CORRUPT' }));
    expect((await runs.start('vowels', {})).status).toBe('running');
    await runs.delete(lost);
    expect(runs.unreadable()).toEqual([]);
    await withCatalog(() => {});
    expect(existsSync(join(dir, 'runs', lost))).toBe(false);
    expect(runs.unreadable()).toEqual([]);
  });

  it.each(['id', 'dataset', 'status', 'createdMs', 'owner', 'deletedBy', 'deletedMs', 'json', 'checksum'])(
    'because its %s is no text any more ends no process, and is written again from its folder',
    async (column) => {
      const [lost, whole] = [await trained(), await trained()];
      const before = [whole, lost].map((id) => runs.get(id));
      await withCatalog((db) => {
        db.exec('PRAGMA foreign_keys = OFF');
        db.exec(`UPDATE runs SET ${column} = CAST(x'ff9fc0' AS TEXT) WHERE id = '${lost}'`);
      });
      expect(new Set(runs.list().map(({ id }) => id))).toEqual(new Set([lost, whole]));
      expect(before).toContainEqual(runs.get(lost));
    },
  );

  it('is named also when the catalog does not know it', async () => {
    const id = await trained();
    await withCatalog((db) => {
      db.exec('DELETE FROM runs');
      writeFileSync(runFile(id), '{');
    });
    expect(runs.unreadable()).toMatchObject([{ id }]);
    await runs.delete(id);
    expect(existsSync(join(dir, 'runs', id))).toBe(false);
    expect(runs.unreadable()).toEqual([]);
  });
});
