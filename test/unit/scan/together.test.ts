import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HeldData } from '../../../src/main/engine/prepare/prepared';
import type { Understanding } from '../../../src/shared/domain/dataset';
import { csv, Workshop } from '../datasets/workshop';

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(async () => {
  await shop.remove();
});

const START_MS = 1_690_000_000_000;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, k) => k);
/** What a sensor reads at a moment: a straight line, so that what lies between two samples is known. */
const line = (seconds: number, slope: number): number => 3 + slope * seconds;

/** A folder as Sensor Logger writes it: times in nanoseconds, every sensor at its own rate. */
function phone(folder: string, kind: number, startMs = START_MS): Record<string, string> {
  const sensor = (rateHz: number, late: number, slope: number): string =>
    csv(Math.floor(6 * rateHz), {
      time: (k) => `${startMs + Math.round((late + k / rateHz) * 1000)}000000`,
      seconds_elapsed: (k) => late + k / rateHz,
      z: (k) => line(late + k / rateHz, slope),
      y: (k) => Math.sin(k / (3 + kind)) * (1 + 2 * kind),
      x: (k) => k % (5 + kind),
    });
  return {
    [`${folder}/Accelerometer.csv`]: sensor(50, 0, 1),
    [`${folder}/Gyroscope.csv`]: sensor(20, 0.2, -2),
    [`${folder}/Annotation.csv`]: 'time,seconds_elapsed,text,millisecond_press_duration\n',
    [`${folder}/Metadata.csv`]: `version,device name,recording epoch time,participant\n3,Pixel ${kind},${startMs},P${kind}\n`,
  };
}

const phones = (): Record<string, string> =>
  Object.assign(
    {},
    ...numbers(8).map((k) => phone(`${k % 2 === 0 ? 'walk' : 'run'}_${k}`, k % 2, START_MS + k * 60_000)),
  );

const rowOf = ({ features, featureNames }: HeldData, name: string): Float32Array =>
  features.filter((_, k) => k % featureNames.length === featureNames.indexOf(name));
const said = ({ warnings }: Understanding): string => warnings.map(({ code }) => code).join(' ');

describe('a folder of a phone logger', () => {
  it('is one recording: every sensor on one clock', async () => {
    shop.put(phones());
    const { dataset, data } = await shop.import({
      features: { kind: 'raw', deltas: 0, standardise: true } as never,
    });
    const { plan, examples, classes, proposal, refused } = dataset.understanding;
    expect(plan).toMatchObject({ task: 'classify', recordings: 'folder', rateHz: 50, timeColumn: 'time' });
    expect(plan.channels).toEqual(
      ['z', 'y', 'x']
        .flatMap((axis) => [`Accelerometer.${axis}`])
        .concat(['z', 'y', 'x'].map((axis) => `Gyroscope.${axis}`)),
    );
    expect(examples).toBe(8);
    expect(classes.map(({ label }) => label)).toEqual(['run', 'walk']);
    expect(refused).toEqual([]);
    expect(proposal?.layout).toBe('sensor-folders');
    // All parts run from 0.2 s to 5.98 s.
    const steps = data.lengths[0]!;
    expect(steps).toBe(Math.floor(5.78 * 50) + 1);
    const slow = rowOf(data, 'Gyroscope.z');
    const fast = rowOf(data, 'Accelerometer.z');
    for (let step = 0; step < steps; step++) {
      expect(fast[step]).toBeCloseTo(line(0.2 + step / 50, 1), 5);
      expect(slow[step]).toBeCloseTo(line(0.2 + step / 50, -2), 5);
    }
    const roles = proposal?.files.map(({ role, file, of }) => `${role} ${file} ${of ?? ''}`) ?? [];
    expect(roles).toContain('part run_1/Gyroscope.csv run_1');
    expect(roles).toContain('metadata run_1/Metadata.csv run_1');
    expect(roles).toContain('marks run_1/Annotation.csv run_1');
    expect(said(dataset.understanding)).toContain('recordings.interpolated');
  });

  it('can be learnt by its facts, and resampled', async () => {
    shop.put(phones());
    const { plan, groups } = await shop.understand({
      group: { kind: 'labels-file', column: 'participant' },
      rateHz: 25,
    });
    expect(plan.rateHz).toBe(25);
    expect(plan.resampled).toBeUndefined();
    expect(groups).toBe(2);
    const { lengths } = await shop.understand({ rateHz: 25 });
    expect(lengths.max).toBe(Math.floor(5.78 * 25) + 1);
  });

  it('is read again as it was, and refused when one of its files has changed', async () => {
    shop.put(phones());
    const { dataset, data } = await shop.import();
    await shop.reopen();
    const again = await shop.service.recording(dataset.id, 0);
    expect(again.channels).toEqual(dataset.understanding.plan.channels);
    expect(again.length).toBe(data.lengths[0]);
    writeFileSync(join(shop.dataDir, 'run_1/Gyroscope.csv'), 'time,z,y,x\n1,2,3,4\n');
    await expect(shop.service.recording(dataset.id, 0)).rejects.toMatchObject({
      code: 'DATASET_FILES_CHANGED',
    });
  });

  it('forecasts see no later sample of a slow sensor', async () => {
    shop.put(phone('take', 0));
    const { dataset, data } = await shop.import({
      task: 'forecast',
      targets: ['Accelerometer.z'],
      forecast: { horizonSteps: 5, contextSteps: 20 },
    });
    expect(dataset.understanding.plan.recordings).toBe('folder');
    const slow = rowOf(data, 'Gyroscope.z');
    // The last sample that was there, of 20 a second.
    expect(slow[2]).toBeCloseTo(line(0.2, -2), 5);
    expect(slow[3]).toBeCloseTo(line(0.25, -2), 5);
  });

  it('a list may name the folders', async () => {
    shop.put({
      ...phones(),
      'labels.csv': `recording,kind\n${numbers(8)
        .map((k) => `${k % 2 === 0 ? 'walk' : 'run'}_${k},${k < 4 ? 'a' : 'b'}`)
        .join('\n')}\n`,
    });
    const { plan, classes } = await shop.understand({ label: { kind: 'labels-file', column: 'kind' } });
    expect(plan.recordings).toBe('folder');
    expect(classes.map(({ label, train, validation, test }) => [label, train + validation + test])).toEqual([
      ['a', 4],
      ['b', 4],
    ]);
  });

  it('each file its own where a person says so', async () => {
    shop.put(phones());
    const { plan, examples } = await shop.understand({ recordings: 'file', label: { kind: 'folder' } });
    expect(plan.recordings).toBeUndefined();
    expect(examples).toBe(16);
  });

  it('a recording without a sensor that the others have is named', async () => {
    const { 'run_1/Gyroscope.csv': _, ...files } = phones();
    shop.put(files);
    const { examples, refused } = await shop.understand();
    expect(examples).toBe(7);
    expect(refused.map(({ file }) => file).join()).toContain('run_1');
  });
});

describe('other layouts of one recording', () => {
  it('phyphox: times from the start, and a folder of facts', async () => {
    for (const k of numbers(6)) {
      const folder = `${k % 2 === 0 ? 'swing' : 'drop'} ${k}`;
      shop.put({
        [`${folder}/Accelerometer.csv`]: csv(300, {
          '"Time (s)"': (t) => t / 100,
          '"Acceleration x (m/s^2)"': (t) => Math.sin(t / 9 + k),
        }),
        [`${folder}/Light.csv`]: csv(18, {
          '"Time (s)"': (t) => t / 6,
          '"Illuminance (lx)"': (t) => 100 + 2 * t,
        }),
        [`${folder}/meta/device.csv`]:
          '"property","value"\n"deviceModel","Pixel 6"\n"deviceBrand","Google"\n',
        [`${folder}/meta/time.csv`]:
          '"event","experiment time","system time"\n"START",0.0,1690000000.1\n"PAUSE",3.0,1690000003.1\n',
      });
    }
    const { plan, examples, classes, refused } = await shop.understand();
    expect(plan).toMatchObject({ recordings: 'folder', rateHz: 100, timeColumn: 'time (s)' });
    expect(plan.channels).toEqual(['Accelerometer.Acceleration x (m/s^2)', 'Light.Illuminance (lx)']);
    expect(examples).toBe(6);
    expect(classes.map(({ label }) => label)).toEqual(['drop', 'swing']);
    expect(refused).toEqual([]);
  });

  it('Empatica E4: a start and a rate above the values', async () => {
    const signal = (startS: number, rateHz: number, row: (k: number) => string, columns = 1): string =>
      [
        Array(columns).fill(startS.toFixed(6)).join(', '),
        Array(columns).fill(rateHz.toFixed(6)).join(', '),
        ...numbers(rateHz * 20).map(row),
      ].join('\n');
    for (const k of numbers(6)) {
      const folder = `${k % 2 === 0 ? 'calm' : 'stress'}/P${k}`;
      const start = 1_544_027_337 + 600 * k;
      shop.put({
        [`${folder}/ACC.csv`]: signal(start, 32, (t) => `${2 * t},${-t},${(t * 7) % 64}`, 3),
        [`${folder}/EDA.csv`]: signal(start, 4, (t) => (0.5 + t / 4).toFixed(6)),
        [`${folder}/IBI.csv`]: `${start}.000000, IBI\n0.5, 0.8\n1.3, 0.81\n2.1, 0.79\n`,
        [`${folder}/tags.csv`]: `${start + 5}.22\n${start + 9}.5\n`,
        [`${folder}/info.txt`]:
          '.csv files in this archive are in the following format:\nThe first row is the initial time of the session.\n',
      });
    }
    const { dataset, data } = await shop.import({
      features: { kind: 'raw', deltas: 0, standardise: true } as never,
    });
    const { plan, classes, proposal } = dataset.understanding;
    expect(plan).toMatchObject({
      recordings: 'folder',
      rateHz: 32,
      channels: ['ACC.x', 'ACC.y', 'ACC.z', 'EDA'],
    });
    expect(classes.map(({ label }) => label)).toEqual(['calm', 'stress']);
    expect(proposal?.files.filter(({ role }) => role === 'marks').map(({ file }) => file)).toEqual(
      expect.arrayContaining(['calm/P0/IBI.csv', 'calm/P0/tags.csv']),
    );
    const eda = rowOf(data, 'EDA');
    for (let step = 0; step < 500; step++) expect(eda[step]).toBeCloseTo(0.5 + step / 32, 4);
    expect(rowOf(data, 'ACC.x')[77]).toBe(154);
  });

  it('names that differ by the instrument, in one folder or several', async () => {
    const table = (rateHz: number, k: number): string =>
      csv(5 * rateHz, {
        t: (row) => row / rateHz,
        x: (row) => Math.sin(row / (4 + (k % 2))),
        y: (row) => row % (3 + k),
      });
    for (const k of numbers(6))
      shop.put({
        [`acc/s${k}_${k % 2 === 0 ? 'sit' : 'hop'}_acc.csv`]: table(40, k),
        [`gyro/s${k}_${k % 2 === 0 ? 'sit' : 'hop'}_gyro.csv`]: table(20, k),
      });
    const { plan, examples } = await shop.understand({
      label: { kind: 'file-name', field: 2, separator: '_' },
    });
    expect(plan).toMatchObject({
      recordings: 'name',
      rateHz: 40,
      channels: ['acc.x', 'acc.y', 'gyro.x', 'gyro.y'],
    });
    expect(examples).toBe(6);
  });

  it('is asked where only the times speak for it', async () => {
    const table = (rateHz: number, names: readonly string[], late: number): string =>
      csv(20 * rateHz, {
        timestamp: (row) => new Date(START_MS + late + (row * 1000) / rateHz).toISOString(),
        ...Object.fromEntries(names.map((name, c) => [name, (row: number) => Math.sin(row / (5 + c))])),
      });
    shop.put({ 'pump.csv': table(10, ['rpm', 'amps'], 0), 'room.csv': table(1, ['dust', 'haze'], 300) });
    const { plan, proposal } = await shop.understand();
    expect(plan.recordings).toBe('folder');
    expect(proposal?.questions.map(({ code }) => code)).toContain('question.recordings');
    expect(proposal?.questions[0]?.readings.map(({ flags }) => flags)).toEqual([
      '--recordings folder',
      "--role 'room.csv=left-out'",
    ]);
  });

  it.each([
    [
      'takes of one person that count from zero',
      () => ({ 'S1/walk.csv': 40, 'S1/run.csv': 40, 'S2/walk.csv': 40, 'S2/run.csv': 40 }),
    ],
    ['parts', () => ({ 'a/train.csv': 40, 'a/test.csv': 40, 'b/train.csv': 40, 'b/test.csv': 40 })],
  ])('but not %s', async (_, rates) => {
    for (const [name, rate] of Object.entries(rates()))
      shop.put({
        [name]: csv(200, { t: (row) => row / rate, x: (row) => Math.sin(row / 7), y: (row) => row % 9 }),
      });
    expect((await shop.understand()).plan.recordings).toBeUndefined();
  });
});
