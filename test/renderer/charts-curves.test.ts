import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CurveCache } from '../../src/renderer/charts/curve-cache';
import {
  curveExtent,
  curveLayout,
  drawnPanels,
  panWindow,
  zoomWindow,
} from '../../src/renderer/charts/curves';
import type { CurveRun } from '../../src/renderer/charts/curves';
import { decimate, lowerBound, nearestIndex } from '../../src/renderer/charts/decimate';
import { readOut } from '../../src/renderer/charts/read-out';
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
    const line = decimate(step, loss, { from: 2, to: 3.0005 }, 800, { scale: 1 / 1000 });
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

describe('the cache of curves', () => {
  it('follows a growing series and starts anew where a resumed run replaced its end', () => {
    const cache = new CurveCache();
    const first = Float32Array.from({ length: 500 }, (_, i) => Math.sin(i));
    const second = Float32Array.from({ length: 600 }, (_, i) => (i < 400 ? Math.sin(i) : 2));
    const expectLike = (values: Float32Array, weight: number): void => {
      const { raw, smooth } = cache.series('a/loss', values, weight);
      const x = Int32Array.from(values, (_, i) => i);
      expect(smooth!.values).toEqual(new DebiasedEma(weight).extend(values));
      for (const { values: y, extremes } of [raw, smooth!])
        expect(decimate(x, y, everything, 7, { extremes })).toEqual(decimate(x, y, everything, 7));
    };
    cache.series('a/loss', first.subarray(0, 200), 0.9);
    expectLike(first, 0.9);
    expectLike(second, 0.9);
    expectLike(second, 0.5);
    expect(cache.series('a/loss', second, 0).smooth).toBeNull();
  });

  it('finds the same extremes as a look at every point, wherever the window lies', () => {
    const n = 5000;
    const x = Int32Array.from({ length: n }, (_, i) => i + 1);
    const y = Float32Array.from(x, (i) => (i % 411 === 0 ? NaN : Math.sin(i) * Math.cos(i / 700)));
    const { raw } = new CurveCache().series('a', y, 0);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: n }),
        fc.integer({ min: 1, max: n }),
        fc.integer({ min: 1, max: 90 }),
        (from, length, columns) => {
          const window = { from, to: from + length };
          expect(decimate(x, y, window, columns, { extremes: raw.extremes })).toEqual(
            decimate(x, y, window, columns),
          );
        },
      ),
    );
  });
});

/** Ten steps an epoch; validation at the end of each. */
function run(lastStep: number, live = false): CurveRun {
  const epochs = Math.floor(lastStep / 10);
  const column = Float32Array.from({ length: epochs }, (_, i) => 10 - i);
  return {
    id: 'r',
    slot: 0,
    steps: steps(1, lastStep, (step) => step),
    epochs: {
      epoch: Int32Array.from(column, (_, i) => i + 1),
      step: Int32Array.from(column, (_, i) => 10 * (i + 1)),
      trainLoss: column,
      trainMetric: column,
      validationLoss: column,
      validationMetric: column,
      seconds: new Float64Array(epochs),
    },
    stepsPerEpoch: 10,
    bestEpoch: null,
    live,
  };
}

describe('the read-out', () => {
  it('gives the step under the pointer and the validation that had been known by then', () => {
    const at = readOut(run(35), { axis: 'step' }, 24.6);
    expect([at.step, at.trainLoss, at.validationLoss]).toEqual([25, 25, 9]);
    expect(readOut(run(35), { axis: 'step' }, 5).validationLoss).toBeNull();
  });

  it('gives the latest without a pointer, and nothing beyond a run that ended earlier', () => {
    expect(readOut(run(35), { axis: 'step' }, null)).toMatchObject({
      step: 35,
      epoch: 3.5,
      validationLoss: 8,
    });
    expect(readOut(run(35), { axis: 'step' }, 300).trainLoss).toBeNull();
  });

  it('gives the means of the epoch on the epoch axis', () => {
    expect(readOut(run(35), { axis: 'epoch' }, 1.9).trainLoss).toBe(9);
  });
});

describe('the panels of the curves', () => {
  const fitted = { ...run(30), steps: steps(1, 0) };

  it('are left out where every run lacks the numbers, and the rest takes their room', () => {
    const noMetric = { ...fitted.epochs, validationMetric: new Float32Array(3).fill(NaN) };
    const loss = { ...fitted, epochs: noMetric };
    expect(drawnPanels([fitted])).toEqual(['loss', 'metric']);
    expect(drawnPanels([loss])).toEqual(['loss']);
    expect(drawnPanels([loss, run(30)])).toHaveLength(4);
    expect(drawnPanels([{ ...run(30), steps: steps(1, 0), epochs: run(0).epochs }])).toHaveLength(4);
    const all = curveLayout(600, 500);
    const alone = curveLayout(600, 500, ['loss']);
    expect(alone.loss.height).toBeGreaterThan(2 * all.loss.height);
    expect(alone.learningRate.height).toBe(0);
    const end = (box: { top: number; height: number }): number => box.top + box.height;
    expect(end(alone.learningRate)).toBe(end(alone.loss));
  });
});

describe('the window on the time axis', () => {
  it('reaches to the end of the epoch in progress', () => {
    expect(curveExtent([run(35)], 'step').to).toBe(35);
    expect(curveExtent([run(35, true)], 'step').to).toBe(40);
    expect(curveExtent([run(35, true), run(70)], 'epoch').to).toBe(7);
  });

  it('zooms around the pointer, moves, and never leaves what there is', () => {
    const extent = { from: 0, to: 100 };
    expect(zoomWindow(extent, extent, 30, 0.5)).toEqual({ from: 15, to: 65 });
    expect(zoomWindow({ from: 15, to: 65 }, extent, 30, 4)).toBeNull();
    expect(panWindow({ from: 15, to: 65 }, extent, 2)).toEqual({ from: 50, to: 100 });
  });
});
