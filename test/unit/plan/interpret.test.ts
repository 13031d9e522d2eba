import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlanEdits, Understanding } from '../../../src/shared/domain/dataset';
import { csv, tone, wav, Workshop } from '../datasets/workshop';

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(async () => {
  await shop.remove();
});

const recording = (rows: number, at = 0): string =>
  csv(rows, { x: (t) => (t + at) ** 2, y: (t) => Math.sin(t + at) });
const classes = ({ classes: own }: Understanding): Record<string, number> =>
  Object.fromEntries(own.map(({ label, train, validation, test }) => [label, train + validation + test]));
const warnings = ({ warnings: own }: Understanding): string[] => own.map(({ code }) => code);
const evidence = ({ evidence: own }: Understanding): Record<string, string> =>
  Object.fromEntries(Object.entries(own).map(([field, { code }]) => [field, code]));

function putFolders(): void {
  for (const label of ['walk', 'run'])
    for (let k = 0; k < 5; k++)
      shop.put({ [`${label}/${k}.csv`]: recording(20 + k, label === 'run' ? k : 50 + k) });
}

describe('a folder of recordings', () => {
  it('takes a class per folder', async () => {
    putFolders();
    const understanding = await shop.understand();
    expect(understanding.plan).toMatchObject({
      name: 'data',
      task: 'classify',
      modality: 'sensor',
      label: { kind: 'folder' },
      group: { kind: 'none' },
      channels: ['x', 'y'],
      timeColumn: null,
      rateHz: null,
      split: { kind: 'random' },
    });
    expect(classes(understanding)).toEqual({ walk: 5, run: 5 });
    expect(understanding.splits).toEqual({ train: 6, validation: 2, test: 2 });
    expect(understanding.lengths).toMatchObject({ min: 20, median: 22, max: 24 });
    expect(understanding.lengths.counts.reduce((sum, count) => sum + count, 0)).toBe(10);
    expect(evidence(understanding)).toMatchObject({ label: 'label.folder', split: 'split.random' });
  });

  it.each([
    ['시간 (s)', 'time.column'],
    ['t_ms', 'time.column'],
    ['Elapsed [ms]', 'time.column'],
    ['sample clock', 'time.even'],
  ])('takes no clock for a channel: %s', async (name, code) => {
    for (const label of ['walk', 'run'])
      for (let k = 0; k < 5; k++)
        shop.put({
          [`${label}/${k}.csv`]: csv(20, { [name]: (t) => t * 20, x: (t) => Math.sin(t * k + label.length) }),
        });
    const understanding = await shop.understand();
    expect(understanding.plan).toMatchObject({ channels: ['x'], timeColumn: name });
    expect(evidence(understanding)['timeColumn']).toBe(code);
  });

  it('takes what grows in steps of its own for a channel', async () => {
    putFolders();
    expect((await shop.understand()).plan.channels).toEqual(['x', 'y']);
  });

  it('respects folders called train and test', async () => {
    for (const part of ['train', 'test'])
      for (const label of ['a', 'b'])
        for (let k = 0; k < 5; k++)
          shop.put({ [`${part}/${label}/${k}.csv`]: recording(9, k + part.length * label.length) });
    const understanding = await shop.understand();
    expect(understanding.plan.split.kind).toBe('given');
    expect(classes(understanding)).toEqual({ a: 10, b: 10 });
    expect(understanding.splits).toEqual({ train: 8, validation: 2, test: 10 });
  });

  it('prefers a labels file, with its groups and its split', async () => {
    putFolders();
    const rows = ['walk', 'run'].flatMap((label) =>
      [0, 1, 2, 3, 4].map(
        (k) => `${label}/${k}.csv,${label === 'walk' ? 'slow' : 'fast'},${k},${k === 4 ? 'test' : 'train'}`,
      ),
    );
    shop.put({
      'labels.csv': ['file,label,subject,split', ...rows.slice(0, 9), 'gone.csv,slow,9,test'].join('\n'),
    });
    const understanding = await shop.understand();
    expect(understanding.plan).toMatchObject({
      label: { kind: 'labels-file', column: 'label' },
      group: { kind: 'labels-file', column: 'subject' },
      split: { kind: 'given' },
    });
    expect(classes(understanding)).toEqual({ slow: 5, fast: 4 });
    expect(understanding.groups).toBe(5);
    expect(understanding.refused).toEqual([
      {
        file: 'run/4.csv',
        code: 'LABEL_MISSING',
        reason: 'run/4.csv has no label.',
        sentence: 'refused.noLabel',
        params: { file: 'run/4.csv' },
      },
    ]);
    expect(warnings(understanding)).toContain('labels.filesMissing');
  });

  it('offers what file names begin with', async () => {
    shop.put(
      Object.fromEntries(
        ['walk_1', 'walk_2', 'run_1', 'run_2'].map((name, k) => [`${name}.csv`, recording(9, k)]),
      ),
    );
    const understanding = await shop.understand();
    expect(understanding.plan.label).toEqual({ kind: 'file-name' });
    expect(classes(understanding)).toEqual({ walk: 2, run: 2 });
  });

  it('refuses by name what does not fit or cannot be read, and goes on', async () => {
    putFolders();
    shop.put({
      'walk/odd.csv': csv(9, { z: (t) => t, y: (t) => t }),
      'walk/empty.csv': '',
      'walk/binary.csv': Buffer.from([1, 0, 2, 0, 10, 3]),
      'walk/notes.docx': 'x',
    });
    const { refused, examples } = await shop.understand();
    expect(examples).toBe(10);
    expect(refused.map(({ file, code }) => [file, code]).sort()).toEqual([
      ['walk/binary.csv', 'FILE_CORRUPT'],
      ['walk/empty.csv', 'FILE_EMPTY'],
      ['walk/notes.docx', 'FILE_FORMAT_UNKNOWN'],
      ['walk/odd.csv', 'COLUMNS_DIFFER'],
    ]);
  });

  it('warns of what leaks, of what never changes and of what is rare', async () => {
    for (let k = 0; k < 12; k++) {
      const constant = csv(9, { x: (t) => t * k, still: () => 4 });
      shop.put({
        [`a/${k}.csv`]: constant,
        ...(k < 2 ? { [`b/${k}.csv`]: csv(9, { x: (t) => -t - k, still: () => 4 }) } : {}),
      });
    }
    const same = csv(9, { x: (t) => 7 * t, still: () => 4 });
    for (let k = 20; k < 30; k++) shop.put({ [`a/${k}.csv`]: same });
    const understanding = await shop.understand();
    expect(warnings(understanding)).toEqual(
      expect.arrayContaining(['leak.sameContent', 'classes.few', 'classes.imbalance']),
    );
    expect(understanding.plan.channels).toEqual(['x']);
    expect(
      understanding.proposal!.leftOut.map(({ name, reason }) => [name, reason.params?.['reason']]),
    ).toEqual([['still', 'constant']]);
    expect(warnings(await shop.understand({ channels: ['x', 'still'] }))).toContain('channels.constant');
  });

  it('warns when who it is gives away what it is', async () => {
    putFolders();
    const rows = ['walk', 'run'].flatMap((label) =>
      [0, 1, 2, 3, 4].map((k) => `${label}/${k}.csv,${label},${label}er`),
    );
    shop.put({ 'labels.csv': ['file,label,speaker', ...rows].join('\n') });
    const understanding = await shop.understand();
    expect(understanding.plan.split.kind).toBe('random');
    expect(warnings(understanding)).toEqual(
      expect.arrayContaining(['leak.groupAcrossParts', 'leak.labelIsGroup']),
    );
    await expect(
      shop.understand({ split: { kind: 'group', seed: 1, validationFraction: 0.2, testFraction: 0.2 } }),
    ).rejects.toMatchObject({ code: 'SPLIT_IMPOSSIBLE' });
  });
});

describe('one long table', () => {
  const activities = csv(240, {
    user: (t) => 1 + Math.floor(t / 60),
    activity: (t) => (Math.floor(t / 20) % 3 === 0 ? 'rest' : Math.floor(t / 20) % 3 === 1 ? 'walk' : ''),
    time: (t) => t / 50,
    ax: (t) => Math.sin(t),
    row: (t) => t,
  });

  it('cuts where the label or the group changes', async () => {
    shop.put({ 'activities.csv': activities });
    const { scan, understanding } = await shop.scan();
    expect(understanding.plan).toMatchObject({
      label: { kind: 'column', column: 'activity' },
      group: { kind: 'column', column: 'user' },
      timeColumn: 'time',
      channels: ['ax'],
      rateHz: 50,
      split: { kind: 'group' },
    });
    expect(classes(understanding)).toEqual({ rest: 4, walk: 4 });
    expect(warnings(understanding)).toContain('label.missingRows');
    const { examples } = await shop.scans.examples(scan, 0, 3);
    expect(examples.map(({ start, end, label, group }) => [start, end, label, group])).toEqual([
      [0, 20, 'rest', '1'],
      [20, 40, 'walk', '1'],
      [60, 80, 'rest', '2'],
    ]);
  });

  it('cuts where the time starts again', async () => {
    shop.put({
      't.csv': csv(200, { label: (t) => (t < 100 ? 'a' : 'b'), time: (t) => t % 50, x: (t) => t }),
    });
    expect(classes(await shop.understand())).toEqual({ a: 2, b: 2 });
  });

  it('forecasts a series in the order of time, without labels', async () => {
    const months = 120;
    shop.put({
      'sales.csv': csv(months, {
        month: (t) => new Date(Date.UTC(2000, months - 1 - t)).toISOString().slice(0, 7),
        weekday: (t) => ['Mon', 'Tue'][t % 2]!,
        sales: (t) => 100 + (months - t) + 10 * Math.sin((2 * Math.PI * (months - 1 - t)) / 12),
        price: (t) => (t === 3 ? '' : months - 1 - t),
      }),
    });
    const { dataset, data } = await shop.import();
    const { plan } = dataset.understanding;
    expect(plan).toMatchObject({
      task: 'forecast',
      timeColumn: 'month',
      channels: ['sales', 'price'],
      targets: ['sales'],
    });
    expect(plan.forecast).toMatchObject({ horizonSteps: 1, contextSteps: 24, seasonSteps: 12, calendar: [] });
    expect(plan.split.kind).toBe('time');
    expect(dataset.understanding.splits).toEqual({ train: 60, validation: 12, test: 24 });
    // The newest month was the first row; the missing price is the one of the month before it.
    const width = data.featureNames.length;
    const price = Array.from({ length: months }, (_, t) => data.features[width * t + 1]!);
    expect(price.slice(0, 4)).toEqual([0, 1, 2, 3]);
    expect(price[116]).toBe(115);
    // Each target is the value that follows its window.
    for (const e of [0, 50, 95])
      expect(data.targets[e]).toBe(data.features[width * (data.starts[e]! + data.lengths[e]!)]);
    expect(data.outputs).toEqual(['sales@1']);
    expect(data.targetColumns).toEqual([0]);
  });

  it('forecasts several steps of several targets, target by target', async () => {
    shop.put({ 's.csv': csv(90, { time: (t) => t, a: (t) => t, b: (t) => 1_000 + t }) });
    const { data } = await shop.import({
      targets: ['b', 'a'],
      forecast: { horizonSteps: 3, contextSteps: 5, seasonSteps: 1 },
    });
    expect(data.outputs).toEqual(['b@1', 'b@2', 'b@3', 'a@1', 'a@2', 'a@3']);
    expect([...data.targets.slice(0, 6)]).toEqual([1_005, 1_006, 1_007, 5, 6, 7]);
    expect(data.targetColumns.map((column) => data.featureNames[column])).toEqual(['b', 'a']);
  });

  it('asks for one of several tables, and of several problems', async () => {
    shop.put({ 'a.csv': csv(9, { x: (t) => t }), 'b.csv': csv(9, { y: (t) => t }) });
    await expect(shop.understand()).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
      message: expect.stringContaining('a.csv'),
    });
    await shop.remove();
    shop = new Workshop();
    const problem = '@problemName X\n@classLabel true a b\n@data\n1,2:a\n2,3:b\n';
    shop.put({ 'A_TRAIN.ts': problem, 'A_TEST.ts': problem, 'B_TRAIN.ts': problem });
    await expect(shop.understand()).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
      message: expect.stringContaining('A, B'),
    });
    expect((await shop.understand({}, `${shop.dataDir}/A_TEST.ts`)).splits).toEqual({
      train: 2,
      validation: 0,
      test: 2,
    });
  });
});

describe('edits', () => {
  it('are followed, and everything else is guessed again', async () => {
    shop.put({
      'a.csv': csv(60, {
        t: (t) => t / 10,
        kind: (t) => (t < 30 ? 'p' : 'q'),
        who: (t) => Math.floor(t / 10),
        x: (t) => 2 * t,
        y: (t) => t * t,
      }),
    });
    const forecast = await shop.understand();
    expect(forecast.plan).toMatchObject({ task: 'forecast', targets: ['who'] });
    const { scan } = await shop.scan();
    const revised = await shop.scans.revise(scan, {
      label: { kind: 'column', column: 'kind' },
      group: { kind: 'column', column: 'who' },
      rateHz: 25,
    });
    expect(revised.plan).toMatchObject({
      task: 'classify',
      channels: ['x', 'y'],
      rateHz: 25,
      forecast: null,
      targets: [],
    });
    expect(revised.stepSeconds).toBe(0.04);
    expect(classes(revised)).toEqual({ p: 3, q: 3 });
    expect(evidence(revised)).toMatchObject({
      label: 'plan.edited',
      group: 'plan.edited',
      rateHz: 'plan.edited',
      channels: 'channels.numeric',
    });
    const again = await shop.scans.revise(scan, { targets: ['y'], channels: ['y', 'x'] });
    expect(again.plan).toMatchObject({
      task: 'forecast',
      channels: ['y', 'x'],
      targets: ['y'],
      label: { kind: 'none' },
    });
    await expect(
      shop.scans.revise(scan, { label: { kind: 'column', column: 'nope' } }),
    ).rejects.toMatchObject({ code: 'COLUMN_UNKNOWN' });
    expect((await shop.scans.get(scan)).understanding?.plan.targets).toEqual(['y']);
  });

  it('find a column in the labels file too', async () => {
    putFolders();
    const rows = ['walk', 'run'].flatMap((label) => [0, 1, 2, 3, 4].map((k) => `${label}/${k}.csv,${k % 2}`));
    shop.put({ 'labels.csv': ['file,hand', ...rows].join('\n') });
    const { plan } = await shop.understand({ label: { kind: 'column', column: 'hand' } });
    expect(plan.label).toEqual({ kind: 'labels-file', column: 'hand' });
  });

  it('that cannot be are refused with a sentence', async () => {
    putFolders();
    const nothing: PlanEdits[] = [
      { timeColumn: 'nope' },
      { channels: ['x', 'nope'] },
      { group: { kind: 'labels-file', column: 'nope' } },
    ];
    for (const edits of nothing)
      await expect(shop.understand(edits)).rejects.toMatchObject({ code: 'COLUMN_UNKNOWN' });
    await expect(shop.understand({ rateHz: -1 })).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });
});

describe('sound', () => {
  it('is read at the rate of the slowest file; broken and silent files are told', async () => {
    for (const [k, rateHz] of [8_000, 11_025, 16_000, 11_025].entries())
      shop.put({
        [`low/${k}.wav`]: wav(rateHz, tone(rateHz, 0.3, 300 + k)),
        [`high/${k}.wav`]: wav(rateHz, tone(rateHz, 0.3, 1_500 + k)),
      });
    shop.put({
      'low/silent.wav': wav(8_000, Array<number>(800).fill(0)),
      'low/none.wav': wav(8_000, []),
      'low/garbage.wav': Buffer.from('this is not sound at all, but it is long enough to look at'),
      'low/cut.wav': wav(8_000, tone(8_000, 0.3, 300)).subarray(0, 30),
      'low/table.csv': 'x\n1\n',
    });
    const { scan, understanding } = await shop.scan();
    expect(understanding.plan).toMatchObject({
      modality: 'audio',
      rateHz: 8_000,
      features: { kind: 'logmel' },
    });
    expect(classes(understanding)).toEqual({ high: 4, low: 5 });
    expect(understanding.refused.map(({ file, code }) => [file, code])).toEqual([
      ['low/cut.wav', 'FILE_CORRUPT'],
      ['low/garbage.wav', 'FILE_FORMAT_UNKNOWN'],
      ['low/none.wav', 'FILE_EMPTY'],
      ['low/table.csv', 'MODALITY_OTHER'],
    ]);
    expect(warnings(understanding)).toEqual(expect.arrayContaining(['rate.differs', 'audio.silent']));
    const { rateHz, samples } = await shop.scans.audio(scan, 1);
    expect([rateHz, samples.length]).toEqual([11_025, Math.round(0.3 * 11_025)]);
    const part = await shop.scans.audio(scan, 1, { start: 100, count: 50 });
    expect(part).toEqual({ rateHz, length: samples.length, samples: samples.slice(100, 150) });
    expect((await shop.scans.audio(scan, 1, { start: 1e6, count: 50 })).samples).toHaveLength(0);
    const signal = await shop.scans.signal(scan, 1, 50);
    expect(signal).toMatchObject({ rateHz: 11_025, columns: 50, channels: ['mono'] });
    expect(Math.max(...signal.envelope)).toBeCloseTo(0.5, 2);
    expect(signal.features).toHaveLength(signal.steps * signal.featureNames.length);
    await expect(shop.understand({ task: 'forecast' })).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });
});
