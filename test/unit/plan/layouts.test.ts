import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Understanding } from '../../../src/shared/domain/dataset';
import { csv, Workshop } from '../datasets/workshop';

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(async () => {
  await shop.remove();
});

const numbers = (count: number): number[] => Array.from({ length: count }, (_, k) => k);
const hour = (t: number): string =>
  new Date(Date.UTC(2024, 0, 1) + t * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
const said = ({ warnings }: Understanding): string => warnings.map(({ code }) => code).join(' ');

describe('one row is one sequence', () => {
  const wave = (row: number): number[] =>
    numbers(40).map((t) => Number((Math.sin((t + 7 * row) / 6) * (row % 2 === 0 ? 1 : 3)).toFixed(4)));

  it.each([
    [
      'class first, named',
      ['label', ...numbers(40).map((t) => `t${t}`)].join(','),
      (k: number) => [k % 2, ...wave(k)].join(','),
    ],
    ['class last, without a header', null, (k: number) => [...wave(k), `${k % 2}.0`].join(',')],
    [
      'words, between semicolons',
      ['class', ...numbers(40).map((t) => `v_${t + 1}`)].join(';'),
      (k: number) => [k % 2 === 0 ? 'calm' : 'wild', ...wave(k)].join(';'),
    ],
  ])('%s', async (_, header, row) => {
    shop.put({ 'beats.csv': [...(header === null ? [] : [header]), ...numbers(24).map(row)].join('\n') });
    const { plan, examples, lengths, classes } = await shop.understand();
    expect(plan).toMatchObject({ task: 'classify', channels: ['value'], label: { kind: 'format' } });
    expect(examples).toBe(24);
    expect(lengths).toMatchObject({ min: 40, max: 40 });
    expect(classes).toHaveLength(2);
  });

  it('or one series with a name, to be forecast', async () => {
    const rows = numbers(8).map((k) =>
      [`"Y${k}"`, ...numbers(60 + k).map((t) => (100 * k + Math.sin(t / 5)).toFixed(3))].join(','),
    );
    shop.put({
      'wide.csv': [['"V1"', ...numbers(67).map((t) => `"V${t + 2}"`)].join(','), ...rows].join('\n'),
    });
    const { plan, groups } = await shop.understand();
    expect(plan).toMatchObject({ task: 'forecast', channels: ['value'], targets: ['value'] });
    expect(groups).toBe(8);
  });

  it('but not where the columns are channels', async () => {
    const channels = Object.fromEntries(
      numbers(30).map((c) => [`ch${c}`, (t: number) => 50 * (c % 7) + Math.sin(t / 20 + c)]),
    );
    shop.put({ 'eeg.csv': csv(200, { label: (t) => Math.floor(t / 50) % 2, ...channels }) });
    expect((await shop.understand()).plan.channels).toHaveLength(30);
  });
});

describe('arrays in parallel files', () => {
  it('are the channels of sequences, with their classes, persons and parts', async () => {
    const line = (row: number, channel: number): string =>
      numbers(32)
        .map((t) => Math.sin((t + row) / (3 + channel)).toExponential(7))
        .join('  ');
    for (const [part, rows] of [
      ['train', 12],
      ['test', 6],
    ] as const) {
      for (const [c, name] of ['acc_x', 'acc_y', 'acc_z'].entries())
        shop.put({
          [`set/${part}/Signals/${name}_${part}.txt`]: `${numbers(rows)
            .map((k) => line(k, c))
            .join('\n')}\n`,
        });
      shop.put({
        [`set/${part}/y_${part}.txt`]: numbers(rows)
          .map((k) => 1 + (k % 2))
          .join('\n'),
        [`set/${part}/subject_${part}.txt`]: numbers(rows)
          .map((k) => (part === 'train' ? 1 : 10) + Math.floor(k / 4))
          .join('\n'),
        [`set/${part}/X_${part}.txt`]: numbers(rows)
          .map((k) => line(k, 9))
          .join('\n'),
      });
    }
    shop.put({ 'set/activity_labels.txt': '1 WALKING\n2 SITTING\n' });
    const { plan, classes, splits, groups, refused } = await shop.understand();
    expect(plan.channels).toHaveLength(3);
    expect(plan.group).toEqual({ kind: 'format' });
    expect(classes.map(({ label }) => label)).toEqual(['SITTING', 'WALKING']);
    expect(splits.test).toBe(6);
    expect(groups).toBe(5);
    expect(refused).toEqual([]);
  });
});

describe('series that alternate in one table', () => {
  it('are told apart, and their clock is that of one of them', async () => {
    const places = ['north', 'south', 'west'];
    const rows = numbers(300).flatMap((t) =>
      places.map((place, k) => `${place},${hour(t)},${100 * k + (t % 24)}`),
    );
    shop.put({ 'counters.csv': ['sensor,date_time,count', ...rows].join('\n') });
    const understanding = await shop.understand();
    expect(understanding.plan).toMatchObject({
      task: 'forecast',
      group: { kind: 'column', column: 'sensor' },
      channels: ['count'],
    });
    expect(understanding.groups).toBe(3);
    expect(understanding.stepSeconds).toBeCloseTo(3600);
    expect(said(understanding)).not.toContain('time.');
    const { data } = await shop.import();
    // Of every series its own values alone.
    const first = data.features.slice(0, 300 * data.featureNames.length);
    const column = data.featureNames.indexOf('count');
    expect(
      first.filter((_, k) => k % data.featureNames.length === column).every((value) => value < 100),
    ).toBe(true);
  });
});

describe('what is understood and not learnt', () => {
  it.each([
    ['marks/b.csv', 'from,to,activity\n0,1,walk\n1,2,run\n'],
    ['c.txt', '0.0\t1.0\twalk\n1.0\t2.0\trun\n'],
  ])('marks that belong to none of several recordings: %s', async (name, text) => {
    const recording = csv(100, { time: (t) => t / 50, x: (t) => Math.sin(t) });
    shop.put({ 'a1.csv': recording, 'a2.csv': recording, [name]: text });
    await expect(shop.understand()).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
      message: expect.stringContaining(name) as string,
    });
    const { refused } = await shop.understand({ task: 'forecast' });
    expect(refused).toEqual([expect.objectContaining({ file: name, code: 'MARKS_UNUSED' })]);
  });
});

it('takes test.csv for the test', async () => {
  for (const name of ['train', 'test'])
    shop.put({
      [`${name}.csv`]: csv(400, {
        x: (t) => Math.sin(t * (1 + (Math.floor(t / 25) % 2))),
        label: (t) => Math.floor(t / 25) % 2,
      }),
    });
  expect((await shop.understand()).plan.split.kind).toBe('given');
});

it('takes several labels of a stretch from a column of the table itself', async () => {
  const kinds = ['walk', 'walk;talk', 'talk', 'walk;talk', 'walk', 'talk'];
  shop.put({
    'day.csv': csv(1800, {
      time: (t) => t / 50,
      x: (t) => Math.sin(t / (2 + (Math.floor(t / 30) % 6))),
      activity: (t) => kinds[Math.floor(t / 30) % 6]!,
    }),
  });
  const { dataset } = await shop.import();
  const { plan, classes } = dataset.understanding;
  expect(plan).toMatchObject({ task: 'tag', label: { kind: 'column' }, labelSeparator: ';' });
  expect(classes.map(({ label }) => label)).toEqual(['talk', 'walk']);
  const { examples } = await shop.service.examples(dataset.id, undefined, 0, 100);
  expect(new Set(examples.map(({ label }) => label))).toEqual(new Set(['walk', 'talk', 'walk|talk']));
});
