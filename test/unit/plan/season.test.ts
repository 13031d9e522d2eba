import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { autocorrelation, findSeason } from '../../../src/main/engine/plan/season';
import { SplitRandom } from '../../../src/main/engine/random/split-random';

function column(name: string, index: number): number[] {
  const file = fileURLToPath(new URL(`../../fixtures/datasets/${name}`, import.meta.url));
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => Number(line.split(',')[index]));
}

const random = new SplitRandom(3);
const wave = (length: number, period: number, noise: number): number[] =>
  Array.from({ length }, (_, t) => Math.sin((2 * Math.PI * t) / period) + noise * (random.next() - 0.5));
const monthSeconds = (365.2425 * 86_400) / 12;

describe('findSeason', () => {
  it('finds the year in the airline passengers, with and without knowing that they are monthly', () => {
    const passengers = column('airline.csv', 1);
    expect(passengers).toHaveLength(144);
    expect(findSeason(passengers.slice(0, 92), monthSeconds)).toBe(12);
    expect(findSeason(passengers.slice(0, 92), null)).toBe(12);
  });

  it('finds the day in half-hourly demand for electricity', () => {
    const demand = column('demand.csv', 1);
    expect(findSeason(demand, 1_800)).toBe(48);
    expect(findSeason(demand, null)).toBe(48);
  });

  it('finds a period under noise and on a steep trend', () => {
    expect(findSeason(wave(600, 25, 0.8), null)).toBe(25);
    expect(
      findSeason(
        wave(600, 25, 0.2).map((x, t) => x + 3 * t + 0.01 * t * t),
        null,
      ),
    ).toBe(25);
  });

  it('finds none in noise, in a trend, in a constant and in next to nothing', () => {
    const noise = Array.from({ length: 2_000 }, () => random.next());
    expect(findSeason(noise, null)).toBe(1);
    expect(findSeason(noise, monthSeconds)).toBe(1);
    expect(
      findSeason(
        Array.from({ length: 300 }, (_, t) => 2 * t),
        null,
      ),
    ).toBe(1);
    expect(findSeason(new Float64Array(100), monthSeconds)).toBe(1);
    expect(findSeason([1, 2, 3], monthSeconds)).toBe(1);
  });
});

describe('autocorrelation', () => {
  it('is Box and Jenkins’ estimate', () => {
    // x = 1 2 3 4: mean 2.5, Σd² = 5; r₁ = (−1.5·−0.5 + −0.5·0.5 + 0.5·1.5)/5, r₂ = (−1.5·0.5 + −0.5·1.5)/5.
    const r = autocorrelation(Float64Array.of(1, 2, 3, 4), 2);
    expect(r[0]).toBe(1);
    expect(r[1]).toBeCloseTo(0.25, 12);
    expect(r[2]).toBeCloseTo(-0.3, 12);
  });

  it('is to the last bit what each lag by itself gives', () => {
    const random = new SplitRandom(3);
    for (const length of [5, 31, 500]) {
      const values = Float64Array.from({ length }, (_, t) => (t % 13 === 7 ? NaN : random.next() - 0.5));
      // Without a mean, as what is missing has none to be taken from.
      const known = values.map((value) => (Number.isNaN(value) ? 0 : value));
      for (const own of [known, known.map((value) => 1e6 * value)]) {
        const mean = own.reduce((sum, value) => sum + value / length, 0);
        const sumAt = (lag: number): number => {
          let sum = 0;
          for (let t = 0; t + lag < length; t++) sum += (own[t]! - mean) * (own[t + lag]! - mean);
          return sum;
        };
        const lags = Math.floor((length - 1) / 2);
        const expected = Array.from({ length: lags + 1 }, (_, lag) => sumAt(lag) / sumAt(0));
        expect([...autocorrelation(own, lags)]).toEqual(expected);
      }
    }
  });
});
