import { beforeAll, expect, it } from 'vitest';
import { heatBitmap } from '../../../src/renderer/charts/heat/heat-bitmap';
import type { HeatCells } from '../../../src/renderer/charts/heat/heat-bitmap';
import { heatRange } from '../../../src/renderer/charts/value-range';

beforeAll(() => {
  Object.assign(globalThis, {
    ImageData: class {
      readonly data: Uint8ClampedArray;
      constructor(
        readonly width: number,
        readonly height: number,
      ) {
        this.data = new Uint8ClampedArray(width * height * 4);
      }
    },
  });
});

/** A scale whose colour is its own index, so that a pixel can be read as a level. */
const levels = Uint32Array.from({ length: 256 }, (_, index) => index);
const range = { least: 0, greatest: 255 };
const bitmapOf = (
  values: Float32Array,
  rows: number,
  mostColumns: number,
  options: Partial<HeatCells & { reduce: 'mean' | 'farthest' }> = {},
): Uint32Array => {
  const { layout = 'steps', first = 'bottom', reduce = 'mean' } = options;
  return pixelsOf(
    heatBitmap({ values, rows, layout, first }, { range, colours: levels, reduce, mostColumns }),
  );
};
const pixelsOf = (image: ImageData): Uint32Array => new Uint32Array(image.data.buffer);

it('puts time to the right and the first row at the bottom', () => {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6);
  expect([...bitmapOf(values, 2, 100)]).toEqual([2, 4, 6, 1, 3, 5]);
});

it('averages the steps that share a column', () => {
  const values = Float32Array.of(10, 20, 30, 50);
  expect([...bitmapOf(values, 1, 2)]).toEqual([15, 40]);
});

it('keeps the burst where it is told to, whatever way the values lie', () => {
  // Rows of four steps, top first: the middle of the range is 127.5.
  const values = Float32Array.of(120, 255, 130, 130, 0, 120, 100, 140);
  const options = { layout: 'rows', first: 'top', reduce: 'farthest' } as const;
  expect([...bitmapOf(values, 2, 2, options)]).toEqual([255, 130, 0, 100]);
  expect([...bitmapOf(values, 2, 2, { ...options, first: 'bottom' })]).toEqual([0, 100, 255, 130]);
});

it('agrees with a plain double loop beyond one block', () => {
  const [steps, rows] = [77, 5];
  const values = Float32Array.from({ length: steps * rows }, (_, at) => (at * 37) % 256);
  const pixels = bitmapOf(values, rows, steps);
  for (let step = 0; step < steps; step += 1)
    for (let row = 0; row < rows; row += 1)
      expect(pixels[(rows - 1 - row) * steps + step]).toBe(values[step * rows + row]);
});

it('shows what lies beyond the range as its ends, and a missing value as its least', () => {
  const values = Float32Array.of(-5, 1000, Number.NaN);
  expect([...bitmapOf(values, 1, 3)]).toEqual([0, 255, 0]);
});

it('takes its range from the bulk of the values', () => {
  const values = Float32Array.from({ length: 1000 }, (_, at) => (at === 500 ? 1e9 : at / 1000));
  const found = heatRange(values);
  expect(found.least).toBeGreaterThanOrEqual(0);
  expect(found.greatest).toBeLessThanOrEqual(1);
  expect(heatRange(new Float32Array(4).fill(3))).toEqual({ least: 2.5, greatest: 3.5 });
});
