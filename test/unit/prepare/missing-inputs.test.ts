import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { extractFeatures } from '../../../src/main/engine/features/extract';
import { GapFiller } from '../../../src/main/engine/features/streaming/gap-filler';
import { featureStream } from '../../../src/main/engine/features/streaming/open-feature-stream';
import type { FeaturePlan } from '../../../src/shared/domain/features';
import { csv, Workshop } from '../datasets/workshop';

/** Protects: missing inputs are bridged up to a stated limit, shown to the network, and count in no mean. */

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(() => shop.remove());

const ROWS = 120;
const isMissing = (t: number): boolean => t % 10 === 3 || (t >= 40 && t < 60);

function putFolders(): void {
  for (const [c, label] of ['dog', 'cat'].entries())
    for (let k = 0; k < 6; k++)
      shop.put({
        [`${label}/${k}.csv`]: csv(ROWS, {
          x: (t) => (isMissing(t) ? '' : t + 5 * c),
          y: (t) => (t * k) % 7,
        }),
      });
}

describe('inputs of which many values are missing', () => {
  it('have a feature beside them that says where, and long gaps are held and said', async () => {
    putFolders();
    const { dataset, data } = await shop.import();
    expect(dataset.understanding.plan.features).toMatchObject({ masks: ['x'], gapSteps: 10 });
    const codes = dataset.understanding.warnings.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['values.masked', 'values.held', 'values.bridged']));
    // That all are filled on a line would be said of the held ones, too.
    expect(codes).not.toContain('values.missing');
    const width = data.featureNames.length;
    expect(data.featureNames[width - 1]).toBe('x missing');
    const at = (name: string, row: number): number =>
      data.features[row * width + data.featureNames.indexOf(name)]!;
    const rows = Array.from({ length: ROWS }, (_, t) => t);
    expect(rows.map((t) => at('x missing', t) === 1)).toEqual(rows.map(isMissing));
    // A short gap is a line, a long one stands still.
    expect(at('x', 13) - at('x', 12)).toBeCloseTo(1);
    expect(at('x', 50)).toBe(at('x', 39));
  });

  it('count in no mean: statistics are those of what was measured', async () => {
    putFolders();
    const { data } = await shop.import({
      features: { kind: 'raw', standardise: true, differences: false, masks: [], gapSteps: 10 },
    });
    const column = data.featureNames.indexOf('x');
    const measured = Array.from({ length: ROWS }, (_, t) => t).filter((t) => !isMissing(t));
    const own = measured.reduce((sum, t) => sum + t, 0) / measured.length;
    // Cats begin 5 higher, and as many of both are learnt.
    expect(data.scaler.mean[column]).toBeCloseTo(own + 2.5, 4);
  });

  it('change nothing of a plan where nothing is missing', async () => {
    for (const label of ['dog', 'cat'])
      for (let k = 0; k < 6; k++)
        shop.put({ [`${label}/${k}.csv`]: csv(30, { x: (t) => t * k, y: (t) => t }) });
    const { plan } = await shop.understand();
    expect(plan.features).not.toHaveProperty('masks');
    expect(plan.features).not.toHaveProperty('gapSteps');
  });
});

describe('a stream', () => {
  it.each([
    { kind: 'raw', standardise: true, differences: false, masks: ['b'], gapSteps: 4 },
    { kind: 'raw', standardise: true, differences: true, masks: ['a', 'b'], gapSteps: 2 },
  ] satisfies FeaturePlan[])('gives the features of the whole, masks too: %o', (plan) => {
    const channels = ['a', 'b'];
    const length = 60;
    const data = Float32Array.from({ length: 2 * length }, (_, k) => {
      const t = k >> 1;
      const isGap = k % 2 === 0 ? t % 9 > 6 : (t > 10 && t < 22) || t % 7 === 0 || t > 55;
      return isGap ? Number.NaN : Math.sin(k);
    });
    const whole = extractFeatures(plan, { data, channels, length, rateHz: 10 });
    const masked = channels.flatMap((name, c) => (plan.masks.includes(name) ? [c] : []));
    const gaps = new GapFiller(2, masked, plan.gapSteps);
    const rows = featureStream(plan, 2, 10, masked.length);
    const out: number[] = [];
    for (let from = 0; from < length; from += 7)
      out.push(...rows.push(gaps.push(data.subarray(2 * from, 2 * Math.min(length, from + 7)))));
    out.push(...rows.push(gaps.finish()), ...rows.finish());
    expect(out).toHaveLength(whole.values.length);
    out.forEach((value, k) => expect(value).toBeCloseTo(whole.values[k]!, 5));
  });
});
