import { expect, it } from 'vitest';
import { howOften } from '../../../src/main/engine/plan/how-often';
import { translated } from '../../../src/shared/sentences/say';
import { csv, Workshop } from '../datasets/workshop';

/** Protects: slow rates are told as the time between steps, in a unit that people say it in. */

it.each([
  [1 / 3600, 1, 'h'],
  [1 / 1800, 30, 'min'],
  [1 / 90, 1.5, 'min'],
  [0.5, 2, 's'],
  [1 / 86_400, 1, 'day'],
  [1 / (7 * 86_400), 7, 'days'],
  [12 / (365.2425 * 86_400), 1, 'month'],
  [4 / (365.2425 * 86_400), 3, 'months'],
  [1 / (365.2425 * 86_400), 1, 'year'],
])('%d Hz is every %d %s', (rateHz, amount, unit) => {
  expect(howOften(rateHz)).toEqual({ amount, unit });
});

it('is what the evidence for a rate says, in both languages; fast rates are told in Hz', async () => {
  const shop = new Workshop();
  const stamp = (stepMs: number) => (t: number) =>
    new Date(Date.UTC(2024, 0, 1) + t * stepMs).toISOString().slice(0, 23).replace('T', ' ');
  try {
    shop.put({ 'm.csv': csv(100, { date: stamp(3_600_000), load: (t) => (t * 7) % 24 }) });
    const rateHz = (await shop.understand()).evidence['rateHz'];
    expect(rateHz?.message).toBe('The times in "date" follow each other every 1 h.');
    expect(translated('ko', rateHz!)).toBe('‘date’ 열의 시간 간격은 1시간입니다.');
    shop.put({ 'm.csv': csv(100, { date: stamp(20), load: (t) => (t * 7) % 24 }) });
    expect((await shop.understand()).evidence['rateHz']?.message).toContain('at 50 Hz');
  } finally {
    await shop.remove();
  }
});
