import { describe, expect, it } from 'vitest';
import { clockOf, secondsPerUnit } from '../../../src/main/engine/readers/table/clock';

const every = (count: number, at: (k: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => at(k));

describe('clockOf', () => {
  it('finds 64 Hz in times that are cut off to milliseconds', () => {
    expect(
      clockOf(
        every(7_040, (k) => Math.floor((k * 1000) / 64)),
        1e-3,
        false,
      ),
    ).toMatchObject({
      rateHz: 64,
      isSorted: true,
      gaps: 0,
    });
  });

  it('knows that months, quarters and years are not equally long', () => {
    const months = clockOf(
      every(144, (k) => Date.UTC(1949, k)),
      1e-3,
      false,
    )!;
    expect(months.rateHz! * 365.2425 * 86_400).toBeCloseTo(12, 9);
    expect(months.jitter).toBe(0);
    expect(
      clockOf(
        every(40, (k) => Date.UTC(1949, 3 * k)),
        1e-3,
        false,
      )!.rateHz! *
        365.2425 *
        86_400,
    ).toBeCloseTo(4, 9);
  });

  it('leaves gaps out of the rate and counts them', () => {
    const clock = clockOf(
      every(200, (k) => k * 10 + (k >= 100 ? 5_000 : 0)),
      1e-3,
      false,
    )!;
    expect(clock).toMatchObject({ rateHz: 100, gaps: 1 });
    expect(clock.jitter).toBeCloseTo(0, 9);
  });

  it('sees jitter, disorder, counters and what is no time', () => {
    expect(
      clockOf(
        every(100, (k) => 16 * Math.floor(k / 2)),
        1e-3,
        false,
      )!.jitter,
    ).toBeGreaterThan(0.25);
    expect(clockOf(Float64Array.of(3, 2, 1), 1, false)!.isSorted).toBe(false);
    expect(
      clockOf(
        every(10, (k) => k),
        1,
        true,
      )!.rateHz,
    ).toBeNull();
    expect(
      clockOf(
        every(10, (k) => k),
        1,
        false,
      )!.rateHz,
    ).toBe(1);
    expect(clockOf(new Float64Array(10), 1, false)).toBeNull();
    expect(clockOf(Float64Array.of(Number.NaN, 1), 1, false)).toBeNull();
  });
});

describe('secondsPerUnit', () => {
  it('goes by the name, else by the size', () => {
    expect(secondsPerUnit('time_ms', 5)).toBe(1e-3);
    expect(secondsPerUnit('t (us)', 5)).toBe(1e-6);
    expect([12.5, 1.7e9, 1.7e12, 1.7e15, 1.7e18].map((first) => secondsPerUnit('timestamp', first))).toEqual([
      1, 1, 1e-3, 1e-6, 1e-9,
    ]);
  });
});
