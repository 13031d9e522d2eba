import { afterEach, beforeEach, expect, it, describe } from 'vitest';
import { floorsOf } from '../../../src/main/engine/learning/floor';
import { forecastScores } from '../../../src/main/engine/learning/forecast/scores';
import { forecastLoss } from '../../../src/main/engine/learning/forecast/objective';
import { quantileLoss } from '../../../src/main/engine/learning/forecast/quantiles';
import { huber } from '../../../src/main/engine/models/network/loss';
import { fitScaling } from '../../../src/main/engine/models/scale/scaling';
import { measuredOf } from '../../../src/main/engine/prepare/measured';
import { examplesOf } from '../../../src/main/engine/prepare/examples-of';
import type { HeldData } from '../../../src/main/engine/prepare/prepared';
import type { RecipeChoices } from '../../../src/shared/domain/model';
import { csv, Workshop } from '../datasets/workshop';
import { seriesData } from '../training/example-data';
import { makeJob, only, runTraining } from '../training/run-training';

/** Protects: what nobody measured is neither learnt nor scored nor counted. */

const plan = { task: 'forecast', forecast: { contextSteps: 10, seasonSteps: 1, horizonSteps: 1 } } as const;
const ROWS = 200;
const valueAt = (t: number): number => 50 + ((t * 37) % 23);
/** A long pause in the test part, which begins at row 160, single ones there, in the validation part and the training part. */
const isMissing = (t: number): boolean =>
  (t >= 170 && t < 185) || t === 163 || t === 190 || t === 140 || t === 30;

describe('a table', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(async () => {
    await shop.remove();
  });

  /** Mean error of the last known value over the test part, as one would count it by hand. */
  function byHand(): { mae: number; count: number } {
    let sum = 0;
    let errors = 0;
    let count = 0;
    for (let t = 160; t < ROWS; t++) {
      if (isMissing(t)) continue;
      count++;
      let last = t - 1;
      while (isMissing(last)) last--;
      // After the long pause nothing is known any more.
      if (t - 1 - last > 5) continue;
      sum += Math.abs(valueAt(t) - valueAt(last));
      errors++;
    }
    return { mae: sum / errors, count };
  }

  function expectMeasured(data: HeldData, warnings: readonly string[]): void {
    const { mae, count } = byHand();
    const [floor] = floorsOf(data, fitScaling(data).forecast);
    expect(floor).toMatchObject({ name: 'lastValue', measured: { count, of: 40 } });
    expect(floor!.value).toBeCloseTo(mae, 5);
    const unscored = [...examplesOf(data, 'test')].filter((e) => Number.isNaN(data.targets[e]!));
    // Those that are missing, and the one that follows the long pause.
    expect(unscored.length).toBe(40 - count + 1);
    expect(data.features.every(Number.isFinite)).toBe(true);
    expect(warnings.some((text) => text.includes(`${count} of 40 values of the test part`))).toBe(true);
  }
  const at = (t: number): string => new Date(Date.UTC(2024, 0, 1, 0, 30 * t)).toISOString();

  it('with empty cells is judged by the others alone', async () => {
    shop.put({
      'load.csv': csv(ROWS, { time: at, load: (t) => (isMissing(t) ? '' : valueAt(t)) }),
    });
    const { data, dataset } = await shop.import(plan);
    expectMeasured(
      data,
      dataset.understanding.warnings.map(({ message }) => message),
    );
  });

  it('with pauses in its times, resampled, is judged by its rows alone', async () => {
    const rows = Array.from({ length: ROWS }, (_, t) => t).filter((t) => !isMissing(t));
    // Every fifth row comes a little late.
    const late = (t: number): string =>
      new Date(Date.UTC(2024, 0, 1, 0, 30 * t, t > 0 && t < ROWS - 1 && t % 5 === 0 ? -9 : 0)).toISOString();
    shop.put({
      'load.csv': csv(rows.length, { time: (k) => late(rows[k]!), load: (k) => valueAt(rows[k]!) }),
    });
    const { data, dataset } = await shop.import({ ...plan, rateHz: 1 / 1800 });
    expectMeasured(
      data,
      dataset.understanding.warnings.map(({ message }) => message),
    );
  });

  it('without a missing value has no mask and no words about it', async () => {
    shop.put({ 'load.csv': csv(ROWS, { time: at, load: valueAt }) });
    const { data, dataset } = await shop.import(plan);
    expect(data.filled).toBeUndefined();
    expect(data.targets.some(Number.isNaN)).toBe(false);
    expect(dataset.understanding.warnings.map(({ code }) => code)).not.toContain('values.measured');
    expect(floorsOf(data, fitScaling(data).forecast)[0]).not.toHaveProperty('measured');
  });

  it('that is continued step by step leaves out what nobody measured', async () => {
    shop.put({ 'load.csv': csv(ROWS, { time: at, load: (t) => (isMissing(t) ? '' : valueAt(t)) }) });
    const { data } = await shop.import({ task: 'generate', targets: ['load'] });
    const missing = Array.from({ length: ROWS }, (_, t) => t).filter(isMissing);
    expect([...data.filled!.keys()].filter((row) => data.filled![row] === 1)).toEqual(missing);
    const measured = measuredOf(data, examplesOf(data, 'test'))!;
    expect(measured.count).toBeLessThan(measured.of);
    expect(floorsOf(data, null)[0]).toMatchObject({ measured });
  });
});

describe('scores', () => {
  const truth = Float32Array.of(1, Number.NaN, 4, 8, Number.NaN, Number.NaN);
  const forecasts = Float32Array.of(2, 90, 2, 8, 90, 90);

  it('are those of the values that were measured', () => {
    const quantiles = {
      quantiles: [0.1, 0.9],
      values: [Float32Array.of(0, 0, 0, 9, 0, 0), Float32Array.of(3, 0, 3, 9, 0, 0)],
    };
    const scores = forecastScores(forecasts, truth, 2, 0.5, 0.1, 2, quantiles);
    expect(scores.mae).toBeCloseTo((1 + 2 + 0) / 3, 12);
    expect(scores.rmse).toBeCloseTo(Math.sqrt((1 + 4 + 0) / 3), 12);
    expect(scores.mase).toBeCloseTo(2, 12);
    expect(scores.smape).toBeCloseTo((2 / 3 + 4 / 6 + 0) / 3, 12);
    expect(scores.maeByStep).toEqual([1.5, 0]);
    // One of the three lies in its interval, and one below the lowest quantile.
    expect(scores.coverage!.share).toBeCloseTo(1 / 3, 12);
    expect(scores.quantiles![0]!.below).toBeCloseTo(1 / 3, 12);
    const [low, high] = scores.maeInterval;
    expect([low, high].every(Number.isFinite)).toBe(true);
    expect(low).toBeLessThanOrEqual(scores.mae);
    expect(high).toBeGreaterThanOrEqual(scores.mae);
  });

  it('and losses pull at measured values alone', () => {
    const point = forecastLoss(truth, [])(forecasts);
    const known = huber(Float32Array.of(1, 4, 8), 3)(Float32Array.of(2, 2, 8));
    expect(point.loss).toBe(known.loss);
    expect([...point.gradient]).toEqual([known.gradient[0], 0, known.gradient[1], known.gradient[2], 0, 0]);
    const levels = [0.1, 0.5, 0.9];
    const raw = Float32Array.from({ length: 18 }, (_, k) => Math.sin(k));
    const spread = forecastLoss(truth, levels)(raw);
    const rows = [0, 2, 3].flatMap((row) => [...raw.subarray(row * 3, (row + 1) * 3)]);
    const own = quantileLoss(Float32Array.of(1, 4, 8), levels)(Float32Array.from(rows));
    expect(spread.loss).toBe(own.loss);
    expect([...spread.gradient.subarray(6, 12)]).toEqual([...own.gradient.subarray(3)]);
    expect([...spread.gradient.subarray(12)]).toEqual(new Array(6).fill(0));
  });
});

const families: readonly NonNullable<RecipeChoices['model']>[] = [
  { family: 'naive' },
  { family: 'ar' },
  { family: 'ar', hidden: 4, order: 4 },
  { family: 'markov' },
  { family: 'latent', states: 3 },
  { family: 'latent', transition: 'gru', states: 4 },
  { family: 'dtw' },
  { family: 'statistics' },
  { family: 'recurrent', cell: 'gru', units: 4 },
];

describe('a series of which some was not measured', () => {
  const CONTEXT = 24;
  const isHole = (row: number): boolean => row % 40 === 20 || (row >= 60 && row < 64) || row === 150;

  /** What stands in for the missing values is `standIn`; it is context where it is seen, and no answer. */
  function withHoles(standIn: number): HeldData {
    const values = Array.from({ length: 160 }, (_, t) => 10 + t / 20 + 3 * Math.sin((2 * Math.PI * t) / 8));
    const data = seriesData({
      values: values.map((value, row) => (isHole(row) ? (values[row - 1] ?? 0) + standIn : value)),
      context: CONTEXT,
      season: 8,
    });
    return {
      ...data,
      filled: Uint8Array.from(values, (_, row) => Number(isHole(row))),
      targets: data.targets.map((value, e) => (isHole(e + CONTEXT) ? Number.NaN : value)),
    };
  }

  it.each(families.map((model) => [JSON.stringify(model), model] as const))('%s', async (_, model) => {
    const data = withHoles(0);
    const job = await makeJob(data, { model, training: { epochs: 3 } });
    const [finished] = only(await runTraining(job), 'finished');
    expect(finished?.status).toBe('completed');
    const scores = finished!.test!;
    const of = examplesOf(data, 'test').length;
    const count = [...examplesOf(data, 'test')].filter((e) => !isHole(e + CONTEXT)).length;
    expect(scores).toMatchObject({ task: 'forecast', measured: { count, of } });
    expect(scores.task === 'forecast' && Number.isFinite(scores.mae + scores.loss + scores.mase)).toBe(true);
    // No better than a guess would be something else that was learnt.
    expect(scores.task === 'forecast' ? scores.mae : NaN).toBeLessThan(4);
  });
});
