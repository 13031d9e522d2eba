import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunCatalog } from '../../../src/main/engine/runs/catalog';
import { readMetrics, writeMetrics } from '../../../src/main/engine/runs/metrics-file';
import type { RunService } from '../../../src/main/engine/runs/service';
import type { ScriptedTrainer } from './scripted';
import { epochRow, openRuns, stepsFrom } from './scripted';

/** Protects: damage to curves costs the points that it hit, and is said. */

const STEPS = 10_000;
let dir: string;
let runs: RunService;
let trainer: ScriptedTrainer;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'unroll-curves-'));
  ({ runs, trainer } = await openRuns(dir));
});
afterEach(async () => {
  await runs.close();
  rmSync(dir, { recursive: true });
});

const metricsFile = (id: string): string => join(dir, 'runs', id, 'metrics.safetensors');

/** A complete run whose curves came in batches. */
async function trained(): Promise<string> {
  const { id } = await runs.start('vowels', {});
  trainer.last.started();
  trainer.last.finished();
  const run = runs.get(id);
  await runs.close();
  const catalog = new RunCatalog(join(dir, 'catalog.sqlite'));
  for (let from = 1; from < STEPS; from += 100) catalog.record(run, null, stepsFrom(from, 100), null);
  for (let epoch = 1; epoch <= 3; epoch++) catalog.record(run, null, null, epochRow(epoch, epoch * 10));
  await writeMetrics(metricsFile(id), catalog.metrics(id));
  catalog.close();
  ({ runs, trainer } = await openRuns(dir));
  return id;
}

async function reopened(change: (db: InstanceType<typeof Database>) => void): Promise<void> {
  await runs.close();
  const db = new Database(join(dir, 'catalog.sqlite'));
  change(db);
  db.close();
  ({ runs, trainer } = await openRuns(dir));
}

describe('the file of curves', () => {
  const file = (): string => join(dir, 'metrics.safetensors');
  const write = (): Promise<void> =>
    writeMetrics(file(), { steps: stepsFrom(1, STEPS), epochs: epochRow(1, STEPS) });

  it('gives back all of them', async () => {
    await write();
    expect(readMetrics(file())).toEqual({
      ...{ steps: stepsFrom(1, STEPS), epochs: epochRow(1, STEPS), isWhole: true },
    });
  });

  it('that is cut off keeps what stands before the cut', async () => {
    await write();
    truncateSync(file(), Math.round(readFileSync(file()).length * 0.9));
    const { steps, epochs, isWhole } = readMetrics(file());
    expect(isWhole).toBe(false);
    expect(epochs).toEqual(epochRow(1, STEPS));
    expect(steps).toEqual(stepsFrom(1, 8192));
  });

  it('with a flipped bit loses the block that it lies in', async () => {
    await write();
    const bytes = readFileSync(file());
    const middle = bytes.length - STEPS * 20 + 20 * 6000;
    bytes[middle]! ^= 1;
    writeFileSync(file(), bytes);
    const { steps } = readMetrics(file());
    expect([...steps.step]).toEqual([...stepsFrom(1, 4096).step, ...stepsFrom(8193, STEPS - 8192).step]);
  });
});

describe('a damaged chunk of the catalog', () => {
  const flip = (db: InstanceType<typeof Database>): void => {
    db.exec(`UPDATE metrics SET data = zeroblob(length(data)) WHERE id = (SELECT min(id) FROM metrics)`);
  };

  it('is written again from the run’s folder', async () => {
    const id = await trained();
    await reopened(flip);
    expect(runs.metrics(id).steps).toEqual(stepsFrom(1, STEPS));
    expect(runs.get(id).decisions).toEqual([]);
    // From now on also without the folder.
    rmSync(metricsFile(id));
    expect(runs.metrics(id).steps).toEqual(stepsFrom(1, STEPS));
  });

  it.each([
    ['a chunk whose content changed', flip],
    [
      'a chunk that is gone',
      (db: InstanceType<typeof Database>) => db.exec('DELETE FROM metrics WHERE first = 1'),
    ],
  ])('%s and is damaged in the folder too is said, and costs no more', async (_, harm) => {
    const id = await trained();
    await reopened((db) => {
      harm(db);
      rmSync(metricsFile(id));
    });
    const { steps } = runs.metrics(id);
    expect(steps.step.length).toBeGreaterThan(0);
    expect(steps.step.length).toBeLessThan(STEPS);
    expect(runs.metrics(id).steps).toEqual(steps);
    expect(runs.get(id).decisions).toMatchObject([{ remark: { code: 'training.curvesDamaged' } }]);
  });
});

describe('a catalog of version 1', () => {
  /** Written by test/fixtures/homes/make.mjs with the first version. */
  const old = fileURLToPath(new URL('../../fixtures/homes/catalog-v1/catalog.sqlite', import.meta.url));

  it('is brought forward, and kept beside as it was', async () => {
    await runs.close();
    const file = join(dir, 'catalog.sqlite');
    rmSync(file);
    copyFileSync(old, file);
    ({ runs, trainer } = await openRuns(dir));
    const [run] = runs.list();
    expect(run).toMatchObject({ status: 'completed', epoch: 4, test: { task: 'classify' } });
    const { steps, epochs } = runs.metrics(run!.id);
    expect([...steps.step]).toEqual(Array.from({ length: 20 }, (_, k) => k + 1));
    expect([...epochs.epoch]).toEqual([1, 2, 3, 4]);
    expect(runs.unreadable()).toEqual([]);
    const kept = new Database(`${file}.v1`, { readonly: true });
    expect(kept.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 1 });
    expect(kept.prepare('SELECT id FROM runs').all()).toMatchObject([{ id: run!.id }]);
    kept.close();
    const backup = readFileSync(`${file}.v1`);
    await runs.close();
    ({ runs, trainer } = await openRuns(dir));
    expect(readFileSync(`${file}.v1`).equals(backup)).toBe(true);
  });

  it('with a run that it had deleted keeps it in the bin', async () => {
    await runs.close();
    const file = join(dir, 'catalog.sqlite');
    rmSync(file);
    copyFileSync(old, file);
    const db = new Database(file);
    db.exec(`UPDATE runs SET deletedBy = '1:1:gone'`);
    db.close();
    ({ runs, trainer } = await openRuns(dir));
    expect(runs.list()).toEqual([]);
    const catalog = new RunCatalog(file);
    const { id } = catalog.deleted()[0]!;
    catalog.close();
    expect(await runs.restore(id)).toMatchObject({ id });
  });
});

it('a row whose checksum is gone is damaged, and is not deleted by a flipped bit', async () => {
  const id = await trained();
  const before = runs.get(id);
  await reopened((db) => db.exec(`UPDATE runs SET deletedBy = '77::x', owner = '88::y'`));
  expect(runs.list()).toEqual([before]);
  await reopened((db) => db.exec(`UPDATE runs SET checksum = NULL`));
  expect(runs.list()).toEqual([before]);
  expect(existsSync(join(dir, 'runs', id))).toBe(true);
});
