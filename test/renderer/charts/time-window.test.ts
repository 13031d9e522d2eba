import { describe, expect, it } from 'vitest';
import { orderRows } from '../../../src/renderer/views/look/inspection.svelte';
import { timeUnit } from '../../../src/renderer/charts/tracks/ticks';
import { rangeOf } from '../../../src/renderer/charts/value-range';
import { panWindow, timeTicks, zoomWindow } from '../../../src/renderer/charts/tracks/time-window';

describe('the time axis of the Look view', () => {
  it('puts ticks at round seconds with room between them', () => {
    const ticks = timeTicks({ from: 0, to: 200 }, 0.01, 800);
    expect(ticks.map((tick) => tick.value)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8, 2]);
    expect(ticks[3]!.step).toBeCloseTo(60, 9);
  });

  it('counts the days of a calendar', () => {
    const day = 86_400;
    expect(timeUnit(60 * day)).toEqual({ unit: 'day', seconds: day });
    expect(timeUnit(null).unit).toBe('step');
    const ticks = timeTicks({ from: 0, to: 60 }, day, 320, day);
    expect(ticks.map((tick) => [tick.step, tick.value])).toEqual([
      [0, 0],
      [20, 20],
      [40, 40],
      [60, 60],
    ]);
  });

  it('never puts ticks between steps when the data have no time', () => {
    const ticks = timeTicks({ from: 0, to: 3 }, null, 900);
    expect(ticks.map((tick) => tick.step)).toEqual([0, 1, 2, 3]);
  });

  it('keeps the anchor in its place while zooming, and stays inside the example', () => {
    const closer = zoomWindow({ from: 0, to: 100 }, 25, 0.5, 100);
    expect(closer).toEqual({ from: 12.5, to: 62.5 });
    expect(zoomWindow(closer, 25, 100, 100)).toEqual({ from: 0, to: 100 });
    expect(panWindow(closer, 1000, 100)).toEqual({ from: 50, to: 100 });
  });

  it('gives a flat line a range with room', () => {
    const { least, greatest } = rangeOf([Float32Array.from([2, 2])]);
    expect(least).toBeLessThan(2);
    expect(greatest).toBeGreaterThan(2);
  });

  it('orders examples by loss, by doubt, or as they came', () => {
    const predictions = {
      split: 'test' as const,
      classes: ['off', 'on'],
      example: Int32Array.from([4, 7, 9]),
      truth: Int32Array.from([0, 1, 1]),
      predicted: Int32Array.from([0, 0, 1]),
      confidence: Float32Array.from([0.5, 0.75, 0.875]),
      loss: Float32Array.from([0.7, 1.5, 0.1]),
    };
    expect(orderRows(predictions, 'loss').map((row) => row.example)).toEqual([7, 4, 9]);
    expect(orderRows(predictions, 'confidence').map((row) => row.example)).toEqual([4, 7, 9]);
    expect(orderRows(predictions, 'index')[1]).toEqual({
      example: 7,
      truth: 'on',
      predicted: 'off',
      confidence: 0.75,
      loss: 1.5,
    });
    // Where there may be several labels, the confidence is the share of wrong ones.
    const several = orderRows(predictions, 'index', new Map([[4, 'off, on']]));
    expect(several.map((row) => row.labels)).toEqual([{ names: 'off, on', wrong: 1 }, undefined, undefined]);
  });
});
