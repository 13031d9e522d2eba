import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Understanding } from '../../../src/shared/domain/dataset';
import { csv, Workshop } from '../datasets/workshop';

/** Protects: layouts of well-known sets and loggers, each as its makers describe it. */

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(async () => {
  await shop.remove();
});

const upTo = (count: number): number[] => Array.from({ length: count }, (_, k) => k);
const two = (value: number): string => String(value).padStart(2, '0');
const day = (t: number): string =>
  new Date(Date.UTC(2020, 0, 22) + t * 86_400_000).toISOString().slice(0, 10);
const wave = (t: number, k = 0): string => (50 + 20 * Math.sin(t / 4 + k)).toFixed(2);
const recording = (own: number): string =>
  csv(12, { x: (t) => Math.sin(t * (own + 1)) + own, y: (t) => Math.cos(t * (own + 2)) });
const put = (names: readonly string[]): void =>
  shop.put(Object.fromEntries(names.map((name, k) => [name, recording(k)])));
const classes = ({ classes: own }: Understanding): string[] => own.map(({ label }) => label);
const leftOut = ({ proposal }: Understanding): string[] => proposal!.leftOut.map(({ name }) => name);

describe('a series a row', () => {
  it.each([
    ['days', upTo(90).map(day)],
    ['days, month first', upTo(90).map((t) => day(t).replace(/20(..)-0?(\d+)-0?(\d+)/, '$2/$3/$1'))],
    ['years', upTo(60).map((t) => String(1960 + t))],
    ['counted columns behind facts', upTo(90).map((t) => `d_${t + 1}`)],
  ])('with %s as columns', async (_, names) => {
    const rows = upTo(8).map((k) =>
      [`"Place, ${k}"`, `P${k}`, ...names.map((__, t) => wave(t, k))].join(','),
    );
    shop.put({ 'wide.csv': ['place,code,' + names.join(','), ...rows].join('\n') + '\n' });
    const { plan, examples, groups } = await shop.understand();
    expect(plan).toMatchObject({ task: 'forecast', channels: ['value'], targets: ['value'] });
    expect(groups).toBe(8);
    expect(examples).toBeGreaterThan(8);
    expect(plan.timeColumn).toBe(names[0]!.startsWith('d_') ? null : 'time');
  });

  it('below lines of facts, with blanks where a series has not begun', async () => {
    const years = upTo(50).map((t) => String(1960 + t));
    const rows = upTo(6).map((k) =>
      ['Land ' + k, ...years.map((__, t) => (t < 4 ? '' : wave(t, k)))].join(','),
    );
    shop.put({ 'w.csv': ['Source,World', '', 'Country,' + years.join(','), ...rows].join('\n') + '\n' });
    const { plan, groups, lengths } = await shop.understand();
    expect(plan).toMatchObject({ task: 'forecast', timeColumn: 'time', channels: ['value'] });
    expect(groups).toBe(6);
    expect(lengths.max).toBeLessThanOrEqual(46);
  });

  it('of one day, its hours as columns: one series', async () => {
    const rows = upTo(40).map((d) => [day(d), ...upTo(24).map((h) => wave(24 * d + h))].join(','));
    shop.put({
      'h.csv':
        [
          '날짜,' +
            upTo(24)
              .map((h) => `${h + 1}시`)
              .join(','),
          ...rows,
        ].join('\n') + '\n',
    });
    const { plan } = await shop.understand();
    expect(plan).toMatchObject({ task: 'forecast', timeColumn: '날짜', channels: ['value'] });
    expect(plan.rateHz).toBeCloseTo(1 / 3600, 9);
  });

  it('may have numbers of rows before its class', async () => {
    const rows = upTo(24).map((k) => [k, k % 2, ...upTo(40).map((t) => wave(t, k % 2))].join(','));
    shop.put({
      'b.csv':
        [
          'id,label,' +
            upTo(40)
              .map((t) => `t${t}`)
              .join(','),
          ...rows,
        ].join('\n') + '\n',
    });
    const understood = await shop.understand();
    expect(understood.plan).toMatchObject({ task: 'classify', label: { kind: 'format' } });
    expect(understood.lengths).toMatchObject({ min: 40, max: 40 });
  });
});

describe('what stands above a table', () => {
  it('says how fast it was recorded', async () => {
    for (const [line, rateHz] of [
      ['# Sampling rate: 250 Hz', 250],
      ['# Sample Interval,4.0e-03', 250],
      ['# fs = 1.5 kHz', 1500],
    ] as const) {
      shop.put({ 'r.csv': `${line}\n${csv(200, { a: (t) => Math.sin(t / 5), b: (t) => Math.cos(t / 9) })}` });
      expect((await shop.understand({ targets: ['a'] })).plan.rateHz).toBeCloseTo(rateHz, 6);
    }
  });

  it('says its class and its person, where every file has them', async () => {
    for (const k of upTo(12))
      shop.put({
        [`${k}.csv`]: `# activity: ${k % 2 === 0 ? 'sit' : 'walk'}\n# subject: P${k % 3}\n${recording(k)}`,
      });
    const understood = await shop.understand();
    expect(understood.plan).toMatchObject({
      task: 'classify',
      group: { kind: 'labels-file', column: 'subject' },
    });
    expect(classes(understood)).toEqual(['sit', 'walk']);
  });
});

describe('names and lists', () => {
  it('takes persons from a field of the name', async () => {
    put(['sit', 'walk'].flatMap((label) => upTo(12).map((k) => `${label}.p${two(k % 4)}.r${k}.csv`)));
    const { plan, groups } = await shop.understand();
    expect(plan).toMatchObject({
      group: { kind: 'file-name', field: 2, separator: '.' },
      split: { kind: 'group' },
    });
    expect(groups).toBe(4);
  });

  it('takes persons that are a word and a number in two fields', async () => {
    put(['sit', 'walk'].flatMap((label) => upTo(8).flatMap((k) => [`${label}/sub_${k % 4}_${k}.csv`])));
    expect((await shop.understand()).plan.group).toEqual({ kind: 'file-name', field: 2, separator: '_' });
  });

  it('takes the person where only codes lie below persons', async () => {
    put(upTo(4).flatMap((p) => upTo(12).map((k) => `id1000${p}/v${p}${k % 3}Xy/${k}.csv`)));
    expect(classes(await shop.understand())).toEqual(['id10000', 'id10001', 'id10002', 'id10003']);
  });

  it('reads a list for each part whose files have the same names', async () => {
    put(['train', 'test'].flatMap((part) => upTo(part === 'train' ? 14 : 6).map((k) => `${part}/${k}.csv`)));
    const list = (count: number): string =>
      `id,label\n${upTo(count)
        .map((k) => `${k},${k % 2 === 0 ? 'ok' : 'worn'}`)
        .join('\n')}\n`;
    shop.put({ 'train_labels.csv': list(14), 'test_labels.csv': list(6) });
    const { plan, classes: own } = await shop.understand();
    expect(plan.split.kind).toBe('given');
    expect(own.map(({ label, test }) => [label, test])).toEqual([
      ['ok', 3],
      ['worn', 3],
    ]);
  });

  it('reads paths and classes parted by blanks, and the lists of the first fold', async () => {
    put(upTo(20).map((k) => `data/r${k}.csv`));
    const line = (k: number): string => `data/r${k}.csv ${k % 2}`;
    shop.put({
      'fold1_train.txt': upTo(14).map(line).join('\n'),
      'fold1_evaluate.txt': upTo(20).slice(14).map(line).join('\n'),
    });
    const { plan, classes: own } = await shop.understand();
    expect(plan.split.kind).toBe('given');
    expect(own.map(({ test }) => test)).toEqual([3, 3]);
  });

  it('reads what JSON says of each file', async () => {
    put(upTo(12).map((k) => `audio/g_${k}.csv`));
    const said = Object.fromEntries(
      upTo(12).map((k) => [`g_${k}`, { pitch: k, instrument_family_str: k % 2 === 0 ? 'bass' : 'flute' }]),
    );
    shop.put({ 'examples.json': JSON.stringify(said) });
    const understood = await shop.understand({
      label: { kind: 'labels-file', column: 'instrument_family_str' },
    });
    expect(classes(understood)).toEqual(['bass', 'flute']);
  });

  it('finds what a list says of recordings of several files by what their names share', async () => {
    const part = (rate: number, k: number): string =>
      csv(4 * rate, { t: (t) => t / rate, x: (t) => Math.sin(t + k), y: (t) => Math.cos(t * k) });
    for (const k of upTo(12))
      shop.put({ [`S${two(k)}_acc.csv`]: part(50, k), [`S${two(k)}_gyr.csv`]: part(25, k) });
    shop.put({
      'subjects.csv': `subject,diagnosis,age\n${upTo(12)
        .map((k) => `S${two(k)},${k % 2 === 0 ? 'pd' : 'control'},${50 + k}`)
        .join('\n')}\n`,
    });
    const understood = await shop.understand();
    expect(understood.plan).toMatchObject({
      recordings: 'name',
      label: { kind: 'labels-file', column: 'diagnosis' },
    });
    expect(classes(understood)).toEqual(['control', 'pd']);
  });
});

describe('columns that are no inputs', () => {
  it('are what counts rows, and what never changes', async () => {
    shop.put({
      'o.csv': csv(600, {
        'Sample Index': (t) => t % 256,
        STATION_ELEVATION: () => 12,
        ch0: (t) => Math.sin(t / 7),
        ch1: (t) => Math.cos(t / 5),
      }),
    });
    const understood = await shop.understand({ targets: ['ch0'] });
    expect(understood.plan.channels).toEqual(['ch0', 'ch1']);
    expect(leftOut(understood)).toEqual(['Sample Index', 'STATION_ELEVATION']);
  });

  it('are words that tell of moments: they are no classes', async () => {
    const rows = upTo(200).map(
      (t) => `${t < 3 ? ['Model', 'Serial', 'Range'][t]! : ''},${wave(t)},${wave(t, 2)}`,
    );
    shop.put({ 'scope.csv': `fact,a,b\n${rows.join('\n')}\n` });
    expect((await shop.understand()).plan.task).toBe('forecast');
  });
});

describe('numbers that stand for nothing', () => {
  const rain = (t: number): string => (t % 50 === 7 ? '99.9' : (t % 11) / 10 + '');
  const temperature = (t: number): string => (t % 60 === 9 ? '-9999' : wave(t));
  const putWeather = (): void =>
    shop.put({
      'w.csv': `t,rain\n${upTo(300)
        .map((t) => `${temperature(t)},${rain(t)}`)
        .join('\n')}\n`,
    });
  const facts = ({ columns }: Understanding): (readonly [string, number])[] =>
    columns.map(({ name, missing }) => [name, missing]);

  it('count as missing, which is said; those that may be values are asked about', async () => {
    putWeather();
    const understood = await shop.understand({ targets: ['t'] });
    expect(understood.plan.missing).toEqual([
      { column: 't', value: -9999 },
      { column: 'rain', value: 99.9 },
    ]);
    expect(facts(understood)).toEqual([
      ['t', 5],
      ['rain', 6],
    ]);
    expect(understood.warnings.filter(({ code }) => code === 'values.unmeasured')).toHaveLength(2);
    const [question] = understood.proposal!.questions;
    expect(question?.readings.map(({ flags }) => flags)).toEqual([
      '--missing "t=-9999","rain=99.9"'.replaceAll('"', '"'),
      '--missing "t=-9999"',
    ]);
  });

  it('are read as a person says', async () => {
    putWeather();
    const none = await shop.understand({ targets: ['t'], missing: [] });
    expect(none.plan.missing).toBeUndefined();
    expect(none.proposal!.questions).toEqual([]);
    expect(facts(none)).toEqual([
      ['t', 0],
      ['rain', 0],
    ]);
    const every = await shop.understand({ targets: ['t'], missing: [{ column: null, value: 99.9 }] });
    expect(facts(every)).toEqual([
      ['t', 0],
      ['rain', 6],
    ]);
  });

  it('are never learnt as numbers', async () => {
    putWeather();
    const { data } = await shop.import({ targets: ['t'], missing: [{ column: null, value: -9999 }] });
    expect(Math.min(...data.features)).toBeGreaterThan(-500);
  });
});
