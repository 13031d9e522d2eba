import { describe, expect, it } from 'vitest';
import { FeatureColumns } from '../../../src/main/engine/features/feature-columns';

/** Protects: that the picture of a long example has a bounded size and means in it, and that of a short one its own values. */
describe('features in columns', () => {
  const rows = (from: number, to: number): Float32Array =>
    Float32Array.from({ length: 2 * (to - from) }, (_, k) => (k % 2 === 0 ? from + (k >> 1) : 0.1));

  it('are the steps themselves while these are few', () => {
    const columns = new FeatureColumns(2, 8);
    columns.add(rows(0, 5));
    columns.add(rows(5, 15));
    expect(columns.finish()).toEqual(rows(0, 15));
    expect([columns.steps, columns.perColumn]).toEqual([15, 1]);
  });

  it('are means over as many steps each, however the rows come', () => {
    const columns = new FeatureColumns(2, 8);
    for (let at = 0; at < 1000; at += 7) columns.add(rows(at, Math.min(1000, at + 7)));
    const values = columns.finish();
    const { perColumn, steps } = columns;
    expect([steps, values.length / 2]).toEqual([1000, Math.ceil(1000 / perColumn)]);
    expect(values.length / 2).toBeLessThanOrEqual(16);
    for (let column = 0; column < values.length / 2; column++) {
      const [from, to] = [column * perColumn, Math.min(1000, (column + 1) * perColumn)];
      expect(values[2 * column]).toBeCloseTo((from + to - 1) / 2, 3);
      expect(values[2 * column + 1]).toBeCloseTo(0.1, 5);
    }
  });
});
