import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Surface } from '../../../src/renderer/charts/canvas/surface';
import { heatTrack } from '../../../src/renderer/charts/tracks/heat';
import { labelTrack } from '../../../src/renderer/charts/tracks/labels';
import { lineTrack } from '../../../src/renderer/charts/tracks/lines';
import { LiveTimeline } from '../../../src/renderer/charts/tracks/live-timeline.svelte';
import { probabilityTrack } from '../../../src/renderer/charts/tracks/probabilities';
import { featuresTrack } from '../../../src/renderer/charts/tracks/signal/features';
import { signalTracks } from '../../../src/renderer/charts/tracks/signal-tracks';
import { Timeline } from '../../../src/renderer/charts/tracks/timeline.svelte';
import { waveformTrack } from '../../../src/renderer/charts/tracks/waveform';
import { followLanguage } from '../../../src/renderer/i18n';
import { fakeEngine } from '../fake/engine';

/** Protects: every track stands on the same axis, loses no extreme, and says what it shows. */

beforeAll(() => {
  followLanguage();
  vi.stubGlobal('cancelAnimationFrame', () => {});
});
afterAll(() => void vi.unstubAllGlobals());

/** A surface that only remembers where lines and boxes went. */
function paper(
  width = 100,
  height = 40,
): Surface & { readonly points: [number, number][]; boxes: number[][] } {
  const points: [number, number][] = [];
  const boxes: number[][] = [];
  const context = new Proxy(
    {
      lineTo: (x: number, y: number) => points.push([x, y]),
      fillRect: (...box: number[]) => boxes.push(box),
    },
    { get: (own, name) => Reflect.get(own, name) ?? (() => {}), set: () => true },
  ) as unknown as CanvasRenderingContext2D;
  const categories = Array.from({ length: 8 }, (_, k) => `colour ${k}`);
  const ink = { ink: '', quiet: '', line: '', accent: '', categories, font: '', named: () => '' };
  return { context, width, height, ink, points, boxes };
}

describe('a waveform', () => {
  const values = new Float32Array(2 * 1000);
  values[2 * 777 + 1] = 1;
  values[2 * 777] = -1;
  const track = waveformTrack({ title: '', height: 40, envelopes: [{ values, from: 0, perColumn: 0.1 }] });

  it('keeps a click where ten columns fall on a pixel, and puts it where it was', () => {
    const surface = paper();
    track.draw(surface, { from: 0, to: 100 });
    const top = surface.points.filter(([, y]) => y < 3);
    expect(top.length).toBe(1);
    expect(top[0]![0]).toBeCloseTo(77.5, 0);
    expect(surface.points.some(([, y]) => y > 37)).toBe(true);
  });

  it('shows no more than is in view', () => {
    const surface = paper();
    track.draw(surface, { from: 70, to: 72 });
    expect(surface.points.length).toBeLessThan(60);
    expect(surface.points.every(([x]) => x > -20 && x < 120)).toBe(true);
  });
});

it('names the greatest lines first, under the colour of their own place', () => {
  const series = [1, -9, 4].map((value, k) => ({
    name: 'abc'[k]!,
    values: Float32Array.of(0, value),
  }));
  const track = lineTrack({ title: '', height: 10, series, names: 2 });
  expect(track.values!(1.7).map(({ k, name }) => [k, name])).toEqual([
    [1, 'b'],
    [2, 'c'],
  ]);
});

describe('lines whose steps are narrow', () => {
  const drawnOf = (values: Float32Array, window: { from: number; to: number }): number[][] => {
    const surface = paper(100, 100);
    lineTrack({
      title: '',
      height: 100,
      range: { least: 0, greatest: 1 },
      series: [{ name: 'a', values }],
    }).draw(surface, window);
    expect(surface.points, 'a stroke of many points').toEqual([]);
    return surface.boxes;
  };

  it('keep a spike of one step in a thousand, at its place', () => {
    const values = new Float32Array(1000);
    values[777] = 1;
    const high = drawnOf(values, { from: 0, to: 1000 }).filter(([, top]) => top! < 2);
    expect(high.map(([x]) => Math.round(x!))).toEqual([77]);
    expect(high[0]![1]! + high[0]![3]!).toBeGreaterThan(99);
  });

  it('go straight from step to step without a break', () => {
    const bars = drawnOf(Float32Array.of(0, 1, 0, 1, 0.5), { from: 0, to: 50 });
    for (const [k, [, top, , height]] of bars.entries()) {
      const before = bars[k - 1];
      if (before === undefined) continue;
      expect(top!).toBeLessThanOrEqual(before[1]! + before[3]!);
      expect(top! + height!).toBeGreaterThanOrEqual(before[1]!);
    }
    // Two pixels a step, through their middles: the first begins at 1, the last ends at 9.
    expect([bars[0]![0], bars.at(-1)![0]].map((x) => Math.round(x!))).toEqual([1, 8]);
  });

  it('leave out what is missing', () => {
    const bars = drawnOf(
      Float32Array.from({ length: 200 }, (_, t) => (t < 100 ? NaN : 0.5)),
      {
        from: 0,
        to: 200,
      },
    );
    expect(Math.round(bars[0]![0]!)).toBe(50);
  });
});

it('draws probabilities from 0 to 1 whatever they are', () => {
  const surface = paper(10, 104);
  const values = Float32Array.of(0, 1);
  probabilityTrack({ title: '', height: 104, series: [{ name: 'a', values }] }).draw(surface, {
    from: 0,
    to: 2,
  });
  const ys = surface.points.slice(-2).map(([, y]) => y);
  expect(ys[0]).toBeCloseTo(102, 5);
  expect(ys[1]).toBeCloseTo(2, 5);
});

it('reads the cell under the pointer, whichever row is at the top', () => {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6);
  const told = (layout: 'steps' | 'rows', first: 'top' | 'bottom'): string | undefined =>
    heatTrack({
      title: '',
      height: 30,
      cells: { values, rows: 3, layout, first },
      range: { least: 0, greatest: 6 },
      palette: 'magnitude',
      rowName: (row) => `row ${row}`,
    }).readout!(1.2, 0.1);
  expect([told('steps', 'bottom'), told('rows', 'top')]).toEqual(['row 2 = 6', 'row 0 = 2']);
});

it('draws a bar for each stretch of a label, and none where there is none', () => {
  const surface = paper(60, 20);
  labelTrack({ title: '', height: 20, names: ['a', 'b'], rows: [[0, 0, -1, 1, 1, 1]] }).draw(surface, {
    from: 0,
    to: 6,
  });
  expect(surface.boxes.map(([x, , width]) => [x, width])).toEqual([
    [0, 20],
    [30, 30],
  ]);
});

describe('the tracks of a signal', () => {
  it('are there for sound and for sensors, each with a title and something to read', async () => {
    const engine = fakeEngine({ scanMs: 1, epochMs: 1 });
    for (const [dataset, hasSound] of [
      ['ds-a', true],
      ['ds-b', false],
    ] as const) {
      const signal = await engine.datasets.signal({ dataset, example: 3, columns: 512 });
      const tracks = signalTracks.map((make) => make(signal, { hasSound })).filter((one) => one !== null);
      expect(tracks.length).toBeGreaterThanOrEqual(2);
      expect(new Set(tracks.map(({ title }) => title)).size).toBe(tracks.length);
      for (const track of tracks) expect(track.readout?.(1, 0.5), track.title).toMatch(/\d/);
    }
  });

  it('show features of channels each on its own scale, and bands of sound on one', async () => {
    const engine = fakeEngine({ scanMs: 1, epochMs: 1 });
    const signal = await engine.datasets.signal({ dataset: 'ds-a', example: 3, columns: 512 });
    expect(featuresTrack(signal)?.colours).toBeDefined();
    const raw = { ...signal, channels: signal.featureNames.slice(0, 2) };
    expect(featuresTrack(raw)?.colours).toBeUndefined();
    expect(featuresTrack(raw)?.note).toBeDefined();
    expect(featuresTrack(raw)?.readout?.(1, 0.5)).toBe(featuresTrack(signal)?.readout?.(1, 0.5));
  });
});

describe('an axis', () => {
  it('of an example reads what lies under the pointer, else under the playhead', () => {
    const timeline = new Timeline();
    timeline.load({ steps: 200, stepSeconds: 0.01 }, null);
    timeline.playhead.seek(40.5);
    expect(timeline.shown).toBe(40);
    timeline.pointer = 199.99;
    expect(timeline.shown).toBe(199);
    expect(timeline.ticks(200).map(({ text }) => text)).toEqual(['0', '1', '2']);
    timeline.zoom(0.5, 100);
    expect(timeline.window).toEqual({ from: 50, to: 150 });
    timeline.reset();
    expect(timeline.window).toEqual({ from: 0, to: 200 });
  });

  it('of something heard ends at the newest, and has no ticks before it began', () => {
    const view = new LiveTimeline(() => ({ end: 4, stream: { stepSeconds: 0.01 } }));
    const frames: unknown[] = [];
    view.onframe = (window) => frames.push(window);
    view.redraw();
    expect(view.window).toEqual({ from: -6, to: 4 });
    expect(frames).toEqual([view.window]);
    expect(view.ticks(400).map(({ text }) => text)).toEqual(['0:00', '0:02', '0:04']);
  });
});
