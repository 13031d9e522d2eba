import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nearestOnGrid, onGrid } from '../../../src/main/engine/readers/table/even-series';
import { csv, Workshop } from '../datasets/workshop';

/** Protects: tables whose times run unevenly come out at the rate that was asked for, as NumPy, SciPy and pandas make them. */

interface Numbers {
  slow: { times: number[]; values: number[] };
  fineHz: number;
  line: number[];
  nearest: number[];
  last: number[];
  fast: { times: number[]; values: number[] };
  coarseHz: number;
  triangle: number[];
  means: number[];
}
const numbers = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../fixtures/resampling/numbers.json', import.meta.url)), 'utf8'),
) as Numbers;

const series = ({ times, values }: Numbers['slow']) => ({
  times: Float64Array.from(times),
  values: Float64Array.from(values),
});
const gridOf = ({ times }: Numbers['slow'], rateHz: number, steps: number) => ({
  startSeconds: times[0]!,
  rateHz,
  steps,
});
const expectClose = (found: Float64Array, expected: readonly number[]): void => {
  expect(found.length).toBe(expected.length);
  for (const [k, value] of expected.entries()) expect(found[k], `step ${k}`).toBeCloseTo(value, 9);
};

describe('one channel', () => {
  const { slow, fast, fineHz, coarseHz } = numbers;
  const fine = gridOf(slow, fineHz, numbers.line.length);
  const coarse = gridOf(fast, coarseHz, numbers.triangle.length);

  it('slower than the grid: the straight line of numpy.interp', () => {
    expectClose(onGrid(series(slow), fine, 'even'), numbers.line);
  });

  it('as labels: the nearest of pandas', () => {
    expect([...nearestOnGrid(Float64Array.from(slow.times), fine, true).places]).toEqual(numbers.nearest);
  });

  it('in a forecast: the last known value of pandas, the mean of each step where it is faster', () => {
    expectClose(onGrid(series(slow), fine, 'past'), numbers.last);
    expectClose(onGrid(series(fast), coarse, 'past').subarray(0, 100), numbers.means.slice(0, 100));
  });

  it('faster than the grid: the triangular filter of SciPy, and at the ends what there is', () => {
    const found = onGrid(series(fast), coarse, 'even');
    const inner = found.length - 1;
    expectClose(found.subarray(1, inner), numbers.triangle.slice(1, inner));
    expect(Number.isFinite(found[0]!) && Number.isFinite(found[inner]!)).toBe(true);
  });

  it('does not let through what would fold down', () => {
    // 22.5 Hz at 100 Hz lies on 2.5 Hz when every fourth sample is taken; the triangle lets sinc²(0.9) = 1.2 % of it through.
    const times = Float64Array.from({ length: 800 }, (_, k) => k / 100);
    const values = times.map((time) => Math.sin(2 * Math.PI * 22.5 * time));
    const found = onGrid({ times, values }, { startSeconds: 0, rateHz: 25, steps: 200 }, 'even').slice(2, -2);
    const sinc = Math.sin(0.9 * Math.PI) / (0.9 * Math.PI);
    expect(Math.max(...found.map(Math.abs))).toBeLessThan(1.2 * sinc ** 2);
    const [first, second] = [values.filter((_, k) => k % 4 === 0), found];
    expect(Math.max(...first.map(Math.abs))).toBeGreaterThan(20 * Math.max(...second.map(Math.abs)));
  });

  it('knows nothing of a pause of more than five steps, but for half a step at its ends', () => {
    const times = Float64Array.from([0, 1, 2, 3, 10, 11, 12]);
    const grid = { startSeconds: 0, rateHz: 2, steps: 25 };
    const found = [...onGrid({ times, values: times }, grid, 'even')];
    for (const [k, value] of found.entries())
      if (k / 2 <= 3 || k / 2 >= 10) expect(value).toBeCloseTo(k / 2, 9);
      else expect(value).toBeNaN();
    expect([...nearestOnGrid(times, grid, true).isGap]).toEqual(
      found.map((value) => (Number.isNaN(value) ? 1 : 0)),
    );
  });
});

describe('tables', () => {
  let shop: Workshop;
  beforeEach(() => (shop = new Workshop()));
  afterEach(() => shop.remove());

  /** 50 Hz with two thirds of the rows lost: two steps of 20 ms, then one of 60. */
  const uneven = (k: number): number => Math.floor(k / 3) * 0.1 + [0, 0.02, 0.04][k % 3]!;
  const table = (rows: number, hz: number): string =>
    csv(rows, {
      time: (k) => uneven(k).toFixed(3),
      x: (k) => Math.sin(hz * uneven(k)),
      still: (k) => 2 * uneven(k),
    });
  const putClasses = (): void => {
    for (const [label, hz] of [
      ['slow', 2],
      ['fast', 7],
    ] as const)
      for (let k = 0; k < 6; k++) shop.put({ [`${label}/${k}.csv`]: table(60 + 3 * k, hz + 0.01 * k) });
  };

  it('are taken as they are without a rate, with a warning that proposes one', async () => {
    putClasses();
    const { plan, warnings, lengths } = await shop.understand();
    expect(plan.resampled).toBeUndefined();
    expect(lengths.min).toBe(60);
    expect(warnings.find(({ code }) => code === 'time.irregular')).toMatchObject({
      params: { column: 'time', rateHz: 50 },
      message: expect.stringContaining('50 Hz') as string,
    });
  });

  it('are resampled to a rate, whole, and in the preview too', async () => {
    putClasses();
    const { dataset, data } = await shop.import({
      rateHz: 20,
      features: { kind: 'raw', standardise: false, differences: false },
    });
    const { plan, warnings, stepSeconds } = dataset.understanding;
    expect(plan).toMatchObject({ rateHz: 20, resampled: true, channels: ['x', 'still'] });
    expect(stepSeconds).toBe(0.05);
    expect(warnings.map(({ code }) => code)).toContain('time.resampled');
    expect(warnings.map(({ code }) => code)).not.toContain('time.irregular');
    // 60 rows lie on 1.94 s.
    expect(dataset.understanding.lengths.min).toBe(39);
    const examples = (await shop.service.examples(dataset.id, undefined, 0, 20)).examples;
    const index = examples.findIndex(({ file }) => file === 'slow/0.csv');
    expect(examples[index]).toMatchObject({ start: 0, end: 60, steps: 39 });
    const rows = [...data.features.subarray(2 * data.starts[index]!, 2 * (data.starts[index]! + 39))];
    for (let t = 1; t < 38; t++) {
      expect(rows[2 * t]).toBeCloseTo(Math.sin(2 * 0.05 * t), 1);
      expect(rows[2 * t + 1]).toBeCloseTo(0.1 * t, 1);
    }
    const preview = await shop.service.signal(dataset.id, index, 100);
    expect(preview).toMatchObject({ length: 39, rateHz: 20, steps: 39 });
  });

  it('keep their rows when the rate is their own, when it is said, and without times', async () => {
    const even = (rows: number, hz: number): string =>
      csv(rows, { time: (k) => (k / 50).toFixed(3), x: (k) => Math.sin((hz * k) / 50) });
    for (let k = 0; k < 4; k++)
      shop.put({ [`a/${k}.csv`]: even(40 + k, 2), [`b/${k}.csv`]: even(40 + k, 5) });
    expect((await shop.understand({ rateHz: 50 })).plan.resampled).toBeUndefined();
    expect((await shop.understand({ rateHz: 25 })).plan.resampled).toBe(true);
    expect((await shop.understand({ rateHz: 25, resampled: false })).lengths.min).toBe(40);
    expect((await shop.understand({ rateHz: 25, timeColumn: null })).lengths.min).toBe(40);
  });

  it('bring the label of the nearest row to each step, and none into a gap', async () => {
    const label = (time: number): string => (time < 10 ? 'rest' : 'walk');
    const times = Array.from(
      { length: 400 },
      (_, k) => 0.1 * k + (k % 2 === 0 ? 0 : 0.03) + (k >= 200 ? 8 : 0),
    );
    shop.put({
      'long.csv': csv(400, {
        time: (k) => times[k]!.toFixed(3),
        x: (k) => k,
        activity: (k) => label(times[k]!),
      }),
    });
    const { data, dataset } = await shop.import({
      task: 'label',
      label: { kind: 'column', column: 'activity' },
      rateHz: 5,
    });
    expect(dataset.understanding.plan.resampled).toBe(true);
    expect(data.outputs).toEqual(['rest', 'walk']);
    const labels = [...data.stepLabels];
    expect(labels).toHaveLength(Math.floor(5 * times[399]!) + 1);
    for (const [step, found] of labels.entries()) {
      const time = step / 5;
      const distance = Math.min(...times.map((own) => Math.abs(own - time)));
      const expected = distance > 0.1 + 1e-6 ? -1 : time < 9.95 ? 0 : 1;
      if (Math.abs(time - 10) > 0.06) expect(found, `step ${step}`).toBe(expected);
    }
  });

  it('forecast what nobody has seen yet: values of a step come from before it', async () => {
    const times = Array.from({ length: 900 }, (_, k) => 0.5 * k + 0.3 * Math.sin(k));
    shop.put({ 'series.csv': csv(900, { time: (k) => times[k]!.toFixed(4), y: (k) => times[k]! }) });
    const { data } = await shop.import({
      task: 'forecast',
      targets: ['y'],
      rateHz: 1,
      features: { kind: 'raw', standardise: false, differences: false },
    });
    // The value is the time: a step's value is never later than its moment, and at most one step and a row old.
    const width = data.featureNames.length;
    for (let step = 0; step < data.features.length / width; step++) {
      const age = times[0]! + step - data.features[step * width]!;
      expect(age).toBeGreaterThan(-1e-3);
      expect(age).toBeLessThan(2.1);
    }
  });

  it('are refused a rate that their times cannot mean', async () => {
    putClasses();
    await expect(shop.understand({ rateHz: 5e6 })).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    const scan = shop.scans.start([shop.dataDir]);
    await shop.activities.wait(scan);
    await expect(shop.scans.revise(scan, { rateHz: 5e6 })).rejects.toThrow(/would become \d+ steps/);
  });
});
