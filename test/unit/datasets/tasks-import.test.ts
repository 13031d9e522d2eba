import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csv, Workshop } from './workshop';

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(async () => {
  await shop.remove();
});

const recording = (rows: number, at = 0): string =>
  csv(rows, { x: (t) => Math.sin(t + at), y: (t) => Math.cos(t + at) });

describe('a value for each sequence', () => {
  it('is a column of numbers of labels.csv, and what has none is refused by name', async () => {
    const names = Array.from({ length: 12 }, (_, k) => `${k}.csv`);
    for (const [k, name] of names.entries()) shop.put({ [name]: recording(10 + k, k) });
    const rows = names.map((name, k) => `${name},${k === 3 ? 'old' : 20.5 + k}`);
    shop.put({ 'labels.csv': ['file,age', ...rows].join('\n') });
    const { dataset, data } = await shop.import({
      task: 'regress',
      label: { kind: 'labels-file', column: 'age' },
    });
    expect(data.task).toBe('regress');
    expect(data.outputs).toEqual(['age']);
    expect([...data.targets].sort((a, b) => a - b)).toEqual(
      names.flatMap((_, k) => (k === 3 ? [] : [20.5 + k])),
    );
    expect(dataset.understanding.refused).toMatchObject([{ file: '3.csv', code: 'VALUE_NOT_NUMBER' }]);
    // Values are no classes: every part gets its share.
    expect(dataset.understanding.splits).toEqual({ train: 7, validation: 2, test: 2 });
  });

  it('is what @targetLabel writes, without being asked', async () => {
    const file = (values: readonly number[]): string =>
      `@problemName Boil\n@timeStamps false\n@univariate true\n@targetLabel true\n@data\n${values
        .map((value) => `1,2,${value}:${value}`)
        .join('\n')}\n`;
    shop.put({ 'Boil_TRAIN.ts': file([1.5, 2.5, 3.5, 4.5, 5.5]), 'Boil_TEST.ts': file([9.25]) });
    const { dataset, data } = await shop.import();
    expect(dataset.understanding.plan.task).toBe('regress');
    expect(dataset.understanding.evidence['task']?.code).toBe('task.values');
    expect(data.targets[data.splits.indexOf(2)]).toBe(9.25);
  });
});

describe('a label for each step', () => {
  it('comes row by row from a column, in windows that judge every step of a part once at least', async () => {
    const rows = 300;
    const state = (t: number): string => (t % 60 < 45 ? 'rest' : 'walk');
    shop.put({ 'long.csv': csv(rows, { x: Math.sin, y: Math.cos, activity: state }) });
    const { dataset, data } = await shop.import({ task: 'label', windows: { steps: 40 } });
    const { plan, classes } = dataset.understanding;
    expect(plan).toMatchObject({
      label: { kind: 'column', column: 'activity' },
      channels: ['x', 'y'],
      split: { kind: 'time' },
    });
    expect(classes.reduce((sum, { train, validation, test }) => sum + train + validation + test, 0)).toBe(
      rows,
    );
    expect(data.outputs).toEqual(['rest', 'walk']);
    for (let row = 0; row < rows; row++) expect(data.outputs[data.stepLabels[row]!]).toBe(state(row));
    // The last fifth is the test part, which looks back into what is past.
    const judged = new Set<number>();
    data.splits.forEach((split, e) => {
      if (split !== 2) return;
      for (let t = data.scoredFrom[e]!; t < data.lengths[e]!; t++) judged.add(data.starts[e]! + t);
    });
    expect([...judged].sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, k) => 240 + k));
    expect(data.scoredFrom[data.splits.indexOf(2)]).toBe(20);
  });

  it('needs two classes', async () => {
    shop.put({ 'quiet.csv': csv(200, { x: (t) => t, is_anomaly: () => 0 }) });
    await expect(
      shop.import({ task: 'label', label: { kind: 'column', column: 'is_anomaly' } }),
    ).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });
});

describe('what goes on', () => {
  it('is every channel, and the last step of a part only answers', async () => {
    shop.put({ 'a.csv': recording(200) });
    const { data } = await shop.import({ task: 'generate', windows: { steps: 30 } });
    expect(data.outputs).toEqual(['x', 'y']);
    expect(data.targetColumns).toEqual([0, 1]);
    const ends = (split: number): number =>
      Math.max(
        ...[...data.splits.keys()]
          .filter((e) => data.splits[e] === split)
          .map((e) => data.starts[e]! + data.lengths[e]!),
      );
    expect([ends(0), ends(1), ends(2)]).toEqual([127, 159, 199]);
  });
});

describe('what a forecast knows beforehand', () => {
  const hours = 24 * 7 * 40;
  const time = (t: number): string => new Date(Date.UTC(2024, 0, 1) + t * 3_600_000).toISOString();
  const day = (t: number): number => Math.floor(t / 24);

  it('is seen a horizon early: the calendar and holidays, but nothing that is measured', async () => {
    shop.put({
      'load.csv': csv(hours, {
        time,
        load: (t) =>
          100 + 10 * Math.sin((t * Math.PI) / 12) + (day(t) % 7 > 4 ? 40 : 0) + 3 * Math.sin(0.7 * t * t),
        holiday: (t) => Number(day(t) % 10 === 0),
        heat: (t) => (t * 31) % 17,
      }),
    });
    const { dataset, data } = await shop.import({ task: 'forecast', forecast: { horizonSteps: 24 } });
    const { forecast } = dataset.understanding.plan;
    // A week repeats better than a day, since weekends differ.
    expect(forecast).toMatchObject({
      seasonSteps: 168,
      strideSteps: 24,
      known: ['holiday'],
      calendar: ['day', 'week'],
      seasonalDifferences: true,
    });
    const width = data.featureNames.length;
    const at = (name: string, row: number): number =>
      data.features[row * width + data.featureNames.indexOf(name)]!;
    for (const row of [0, 216, 1000]) {
      expect(at('holiday +24', row)).toBe(Number(day(row + 24) % 10 === 0));
      // 2024-01-01 is a Monday.
      expect(at('week sin 1', row)).toBeCloseTo(Math.sin((2 * Math.PI * (row + 24)) / 168), 4);
      expect(at('day cos 2', row)).toBeCloseTo(Math.cos((4 * Math.PI * row) / 24), 4);
    }
    expect(at('Δ168 load', 100)).toBe(0);
    expect(at('Δ168 load', 500)).toBeCloseTo(at('load', 500) - at('load', 332), 3);
    expect(dataset.understanding.warnings.map(({ code }) => code)).not.toContain('forecast.known');
  });

  it('is said to be assumed when it is measured', async () => {
    shop.put({ 'load.csv': csv(400, { time, load: (t) => t % 24, heat: (t) => (t * 31) % 17 }) });
    const { warnings } = await shop.understand({ task: 'forecast', forecast: { known: ['heat'] } });
    expect(warnings.map(({ code }) => code)).toContain('forecast.known');
  });
});

describe('one short recording a class', () => {
  it('is refused with what to do, since nothing is left to test on', async () => {
    shop.put({ 'on/a.csv': recording(100), 'off/b.csv': recording(100, 1) });
    await expect(shop.import({ label: { kind: 'folder' }, task: 'classify' })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
      message: expect.stringContaining('cut each into pieces'),
    });
  });
});
