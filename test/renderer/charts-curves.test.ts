import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimate, lowerBound, nearestIndex } from '../../src/renderer/charts/decimate';
import { RunCurves } from '../../src/renderer/charts/run-curves';
import { DebiasedEma } from '../../src/renderer/charts/smooth';

const everything = { from: -Infinity, to: Infinity };

function steps(from: number, count: number, loss = (step: number): number => 1 / step) {
  const step = Int32Array.from({ length: count }, (_, i) => from + i);
  const column = Float32Array.from(step, loss);
  return { step, loss: column, metric: column, gradientNorm: column, learningRate: column };
}

describe('decimation', () => {
  it('keeps every peak and every point count within the promise', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 3000 }),
        fc.integer({ min: 1, max: 200 }),
        (values, columns) => {
          const x = Int32Array.from(values, (_, i) => i + 1);
          const line = decimate(x, Float32Array.from(values), everything, columns);
          expect(line.x.length).toBeLessThanOrEqual(2 * columns + 2);
          expect(Math.max(...line.y)).toBe(Math.fround(Math.max(...values)));
          expect(Math.min(...line.y)).toBe(Math.fround(Math.min(...values)));
          for (let i = 1; i < line.x.length; i++) expect(line.x[i]!).toBeGreaterThanOrEqual(line.x[i - 1]!);
          line.x.forEach((at, i) => expect(line.y[i]).toBe(Math.fround(values[at - 1]!)));
        },
      ),
    );
  });

  it('shows a single spike among a million points', () => {
    const n = 1_000_000;
    const y = new Float32Array(n);
    y[777_777] = 5;
    const line = decimate(
      Int32Array.from({ length: n }, (_, i) => i + 1),
      y,
      everything,
      1200,
    );
    expect(line.y).toContain(5);
    expect(line.x[line.y.indexOf(5)]).toBe(777_778);
  });

  it('comes back to every point when zoomed in, with one neighbour on each side', () => {
    const { step, loss } = steps(1, 10_000);
    const line = decimate(step, loss, { from: 2, to: 3.0005 }, 800, 1 / 1000);
    expect(line.x.length).toBe(1003);
    expect(line.x[0]).toBeCloseTo(1.999, 9);
    expect(line.x.at(-1)).toBeCloseTo(3.001, 9);
  });

  it('leaves gaps where there is no number', () => {
    const y = new Float32Array(5000).fill(NaN);
    y[4000] = 1;
    const line = decimate(
      Int32Array.from(y, (_, i) => i),
      y,
      everything,
      100,
    );
    expect(line.y.filter((value) => !Number.isNaN(value))).toEqual(Float64Array.of(1));
  });

  it('finds places as a linear search does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 }),
        fc.integer(),
        (raw, value) => {
          const sorted = [...raw].sort((a, b) => a - b);
          const first = sorted.findIndex((x) => x >= value);
          expect(lowerBound(sorted, value)).toBe(first === -1 ? sorted.length : first);
          const nearest = nearestIndex(sorted, value);
          if (sorted.length === 0) expect(nearest).toBe(-1);
          else
            expect(Math.abs(sorted[nearest]! - value)).toBe(
              Math.min(...sorted.map((x) => Math.abs(x - value))),
            );
        },
      ),
    );
  });
});

describe('smoothing', () => {
  it('is the weighted mean of all values so far', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    const smooth = new DebiasedEma(0.8).extend(values);
    values.forEach((_, t) => {
      const weights = values.slice(0, t + 1).map((_, i) => 0.8 ** (t - i));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const mean = weights.reduce((sum, weight, i) => sum + weight * values[i]!, 0) / total;
      expect(smooth[t]).toBeCloseTo(mean, 5);
    });
  });

  it('gives the same when the series arrives in pieces, and passes over what is not a number', () => {
    const values = Float32Array.from({ length: 5000 }, (_, i) => (i % 97 === 0 ? NaN : Math.sin(i)));
    const whole = new DebiasedEma(0.95).extend(values);
    const pieces = new DebiasedEma(0.95);
    for (let end = 1; end < values.length; end += 613) pieces.extend(values.subarray(0, end));
    expect(pieces.extend(values)).toEqual(whole);
    expect(whole[97]).toBeNaN();
    expect(whole[98]).not.toBeNaN();
  });
});

describe('the curves of a run', () => {
  it('grow in place and keep every point', () => {
    const curves = new RunCurves();
    for (let at = 1; at <= 100_000; at += 1000) curves.appendSteps(steps(at, 1000));
    expect(curves.steps.step.length).toBe(100_000);
    expect(curves.lastStep).toBe(100_000);
    expect(curves.steps.loss[77_776]).toBe(Math.fround(1 / 77_777));
  });

  it('replace what a resumed run repeats', () => {
    const curves = new RunCurves();
    curves.appendSteps(steps(1, 50, () => 1));
    curves.smoothed('loss', 0.9);
    curves.appendSteps(steps(41, 20, () => 2));
    expect(curves.steps.step.length).toBe(60);
    expect(curves.steps.loss[39]).toBe(1);
    expect(curves.steps.loss[40]).toBe(2);
    expect(curves.smoothed('loss', 0.9)).toEqual(new DebiasedEma(0.9).extend(curves.steps.loss));
  });
});
