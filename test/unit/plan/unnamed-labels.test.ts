import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Workshop } from '../datasets/workshop';

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(async () => {
  await shop.remove();
});

const times = (count: number): number[] => Array.from({ length: count }, (_, k) => k);
const wave = (t: number, channel: number): string => (Math.sin(t / (4 + channel)) * (1 + channel)).toFixed(4);
const lines = (rows: number, cells: (t: number) => readonly (string | number)[], delimiter: string): string =>
  `${times(rows)
    .map((t) => cells(t).join(delimiter))
    .join('\n')}\n`;

describe('the label of a table without a header', () => {
  it('stands last, as in mHealth', async () => {
    for (const k of times(2))
      shop.put({
        [`subject${k}.log`]: lines(
          900,
          (t) => [wave(t, k), wave(t, 2), wave(t, 3), [0, 4, 1, 2, 4, 0][Math.floor(t / 150)]!],
          '\t',
        ),
      });
    const { plan, classes, evidence } = await shop.understand();
    expect(plan).toMatchObject({
      task: 'label',
      label: { kind: 'column', column: 'column3' },
      channels: ['column0', 'column1', 'column2'],
    });
    expect(evidence['label']?.code).toBe('label.unnamed');
    expect(classes.map(({ label }) => label)).toEqual(['0', '1', '2', '4']);
  });

  it('stands behind the time, as in PAMAP2', async () => {
    for (const k of times(8))
      shop.put({
        [`subject10${k}.dat`]: lines(
          600,
          (t) => [
            (8.38 + t / 100).toFixed(2),
            [0, 1, 2, 0, 1, 2][Math.floor(t / 100)]!,
            t % 11 === 0 ? 104 + (t % 7) : 'NaN',
            wave(t, 1),
            wave(t, k),
          ],
          ' ',
        ),
      });
    const { plan } = await shop.understand();
    expect(plan).toMatchObject({
      task: 'classify',
      timeColumn: 'column0',
      label: { kind: 'column', column: 'column1' },
      rateHz: 100,
    });
    expect(plan.channels).not.toContain('column1');
  });

  it('is asked where several look so, and none of them goes in', async () => {
    for (const k of times(6))
      shop.put({
        [`S${k}-ADL.dat`]: lines(
          800,
          (t) => [
            t * 33,
            wave(t, 1),
            wave(t, k),
            [1, 2, 4, 1][Math.floor(t / 200)]!,
            [101, 102, 103, 104, 105, 101, 102, 103][Math.floor(t / 100)]!,
          ],
          ' ',
        ),
      });
    const { plan, proposal } = await shop.understand();
    expect(plan.label).toEqual({ kind: 'column', column: 'column3' });
    expect(plan.channels).toEqual(['column1', 'column2']);
    expect(proposal?.questions[0]?.readings.map(({ flags }) => flags)).toEqual([
      '--label column3',
      '--label column4',
      '--label none',
    ]);
  });

  it('is no channel that goes up and down, nor a counter', async () => {
    shop.put({ 'a.txt': lines(600, (t) => [wave(t, 1), wave(t, 2), (t * 7) % 5], ' ') });
    expect((await shop.understand()).plan).toMatchObject({ task: 'forecast', label: { kind: 'none' } });
  });
});
