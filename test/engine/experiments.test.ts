import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeExperiment } from '../../src/main/cli/experiment-files';
import type { Engine } from '../../src/main/engine/engine';
import type { ExperimentReport } from '../../src/shared/domain/experiment';
import { experimentNames } from '../../src/shared/domain/experiment';
import { importFolder, Lab, vowelsDir } from './lab';

/** Protects: experiments over the contract: started, watched, cancelled, kept and written to files. */

const lab = new Lab();
let engine: Engine;
const outDirs: string[] = [];

beforeAll(async () => {
  // A report that an earlier version wrote must still open.
  await mkdir(join(lab.homeDir, 'experiments'), { recursive: true });
  await copyFile(
    'test/fixtures/experiments/vanishing-v1.json',
    join(lab.homeDir, 'experiments/vanishing.json'),
  );
  engine = await lab.open();
});
afterAll(async () => {
  await lab.remove();
  await Promise.all(outDirs.map((dir) => rm(dir, { recursive: true })));
});

async function reports(activity: string): Promise<ExperimentReport[]> {
  const seen: ExperimentReport[] = [];
  for await (const { report } of await engine.client.experiments.watch({ activity })) seen.push(report);
  return seen;
}

it('opens a report of format version 1', async () => {
  const [report] = await engine.client.experiments.latest({});
  expect(report).toMatchObject({ name: 'vanishing', complete: true, formatVersion: 1 });
});

it('lists all of them with their settings', async () => {
  const infos = await engine.client.experiments.list({});
  expect(infos.map(({ name }) => name)).toEqual(experimentNames);
  for (const { settings } of infos) expect(settings.length).toBeGreaterThan(0);
});

it('refuses without a data set what needs one', async () => {
  await expect(engine.client.experiments.start({ name: 'road', settings: {} })).rejects.toThrow(/data set/);
});

describe('a run', () => {
  it('tells of what it has so far, ends complete and is kept', async () => {
    const settings = { steps: 20, units: 8 };
    const { activity, settings: used } = await engine.client.experiments.start({
      name: 'vanishing',
      settings,
    });
    expect(used).toMatchObject({ steps: 20, units: 8, spectralRadius: 1.1 });
    const seen = await reports(activity);
    expect(seen.at(-1)).toMatchObject({ complete: true, name: 'vanishing' });
    expect(seen.at(-1)!.findings.length).toBeGreaterThan(0);
    expect((await engine.client.activities.wait({ activity })).activity).toMatchObject({
      status: 'done',
      error: null,
    });
    const latest = await engine.client.experiments.latest({});
    expect(latest.find(({ name }) => name === 'vanishing')!.settings).toEqual(used);
  });

  it('is written as JSON, CSV and SVG', async () => {
    const [report] = await engine.client.experiments.latest({});
    const dir = await mkdtemp(join(tmpdir(), 'unroll-experiment-'));
    outDirs.push(dir);
    const files = await writeExperiment(report!, dir);
    expect(files.map((file) => file.split('.').at(-1))).toEqual(['json', 'csv', 'svg']);
    const [json, csv, svg] = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    expect(JSON.parse(json!)).toEqual(report);
    expect(csv!.trimEnd().split('\n')).toHaveLength(1 + 7 * 20);
    expect(svg).toContain('rnn-sigmoid');
    await expect(writeExperiment(report!, dir)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
  });

  it('whose report was damaged is named, and written anew by the next', async () => {
    const file = join(engine.home.experimentsDir, 'vanishing.json');
    const whole = await readFile(file);
    const damaged = Buffer.from(whole);
    damaged[whole.indexOf('findings') + 20]! ^= 4;
    await writeFile(file, damaged);
    expect(await engine.client.experiments.latest({})).toEqual([]);
    expect(await engine.client.experiments.unreadable({})).toMatchObject([
      { id: 'vanishing', reason: { code: 'STATE_CORRUPT.experiment' } },
    ]);
    await writeFile(file, whole);
    expect(await engine.client.experiments.unreadable({})).toEqual([]);
  });

  it('ends at once when it is cancelled, and the next one runs', async () => {
    const settings = { lengths: [1000], updates: 20_000, models: ['lstm'] };
    const { activity } = await engine.client.experiments.start({ name: 'memory', settings });
    const watched = reports(activity);
    await engine.client.activities.cancel({ activity });
    expect((await engine.client.activities.wait({ activity })).activity.status).toBe('cancelled');
    await watched;
    const next = await engine.client.experiments.start({ name: 'gates', settings: { trained: false } });
    expect((await reports(next.activity)).at(-1)!.complete).toBe(true);
  });
});

it('sets LSTM and GRU side by side on a data set', async () => {
  const settings = { parameters: 1000, seeds: 2, sizes: 2, epochs: 5 };
  const { id } = await importFolder(engine, vowelsDir);
  const { activity } = await engine.client.experiments.start({
    name: 'lstm-or-gru',
    settings: { ...settings, dataset: id },
  });
  const last = (await reports(activity)).at(-1)!;
  expect(last.complete).toBe(true);
  const { result, findings } = last;
  if (result.experiment !== 'lstm-or-gru') throw new Error(result.experiment);
  expect(result.models.map(({ parameters }) => parameters <= 1000)).toEqual([true, true]);
  // Every size, seed and model once, and each pair's difference from its own two scores.
  expect(result.trainings).toHaveLength(2 * 2 * 2);
  expect(result.trainings.every(({ score }) => score !== null && score >= 0 && score <= 1)).toBe(true);
  for (const { examples, estimate } of result.differences) {
    const mean = (model: string): number =>
      result.trainings
        .filter((one) => one.model === model && one.examples === examples)
        .reduce((sum, { score }) => sum + score! / 2, 0);
    expect(estimate).toBeCloseTo(mean('lstm') - mean('gru'), 12);
  }
  expect(findings.length).toBeGreaterThan(0);
});

describe('what cannot be run', () => {
  it('is refused with the setting and its range', async () => {
    await expect(
      engine.client.experiments.start({ name: 'vanishing', settings: { steps: 1 } }),
    ).rejects.toThrow(/steps must be a whole number from 10 to 400/);
  });
});
