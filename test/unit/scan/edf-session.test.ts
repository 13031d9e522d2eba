import { afterEach, beforeEach, expect, it } from 'vitest';
import { Workshop } from '../datasets/workshop';

/** Protects: EDF files of one session lie on one clock, by the times at which their headers say that they began. */

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(async () => {
  await shop.remove();
});

const valueAt = (second: number): number => Math.round(1000 * Math.sin(second / 3));

/** One signal of `rateHz` whose value is a wave of the seconds since ten o'clock. */
function edf(label: string, rateHz: number, startSecond: number, records: number, date = '02.03.24'): Buffer {
  const field = (value: string | number, width: number): string => String(value).padEnd(width);
  const clock = `10.00.${String(startSecond).padStart(2, '0')}`;
  const head =
    [field('0', 8), field('X', 80), field('X', 80), date, clock, field(512, 8), field('', 44)].join('') +
    [field(records, 8), field(1, 8), field(1, 4), field(label, 16), field('', 80), field('uV', 8)].join('') +
    [-32768, 32767, -32768, 32767].map((value) => field(value, 8)).join('') +
    [field('', 80), field(rateHz, 8), field('', 32)].join('');
  const samples = Int16Array.from({ length: records * rateHz }, (_, k) => valueAt(startSecond + k / rateHz));
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(samples.buffer)]);
}

it('begin where they say, and are asked about where only that speaks for it', async () => {
  shop.put({ 'eeg.edf': edf('Fpz', 10, 0, 60), 'chest.edf': edf('Resp', 5, 7, 50) });
  const [question] = (await shop.understand()).proposal!.questions;
  expect(question).toMatchObject({ code: 'question.recordings' });
  const { dataset, data } = await shop.import({ recordings: 'folder', targets: ['eeg.Fpz'] });
  expect(dataset.understanding.plan).toMatchObject({
    timeColumn: 'time',
    rateHz: 10,
    channels: ['chest.Resp', 'eeg.Fpz'],
  });
  const rows = Array.from({ length: data.features.length / 2 }, (_, row) => [
    ...data.features.slice(2 * row, 2 * row + 2),
  ]);
  // 50 records of the shorter one.
  expect(rows.length).toBeGreaterThan(480);
  // The slower one is held until its next sample, a fifth of a second on.
  expect(rows[0]).toEqual([valueAt(7), valueAt(7)]);
  for (const [row, [chest, eeg]] of rows.entries()) {
    expect(eeg).toBe(valueAt(7 + row / 10));
    expect(chest).toBe(valueAt(7 + (2 * Math.floor(row / 2)) / 10));
  }
});

it('are not put together by a date that stands in for another', async () => {
  shop.put({ 'a.edf': edf('Fpz', 10, 0, 60, '01.01.85'), 'b.edf': edf('Resp', 5, 7, 50, '01.01.85') });
  await expect(shop.understand()).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
});
