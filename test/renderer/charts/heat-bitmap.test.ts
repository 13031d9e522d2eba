import { beforeAll, expect, it } from 'vitest';
import { heatBitmap, heatRange } from '../../../src/renderer/charts/heat/heat-bitmap';

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
const pixelsOf = (image: ImageData): Uint32Array => new Uint32Array(image.data.buffer);

it('puts time to the right and the first row at the bottom', () => {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6);
  expect([...pixelsOf(heatBitmap(values, 3, 2, range, levels, 100))]).toEqual([2, 4, 6, 1, 3, 5]);
});

it('averages the steps that share a column', () => {
  const values = Float32Array.of(10, 20, 30, 50);
  expect([...pixelsOf(heatBitmap(values, 4, 1, range, levels, 2))]).toEqual([15, 40]);
});

it('agrees with a plain double loop beyond one block', () => {
  const [steps, rows] = [77, 5];
  const values = Float32Array.from({ length: steps * rows }, (_, at) => (at * 37) % 256);
  const pixels = pixelsOf(heatBitmap(values, steps, rows, range, levels, steps));
  for (let step = 0; step < steps; step += 1)
    for (let row = 0; row < rows; row += 1)
      expect(pixels[(rows - 1 - row) * steps + step]).toBe(values[step * rows + row]);
});

it('shows what lies beyond the range as its ends, and a missing value as its least', () => {
  const values = Float32Array.of(-5, 1000, Number.NaN);
  expect([...pixelsOf(heatBitmap(values, 3, 1, range, levels, 3))]).toEqual([0, 255, 0]);
});

it('takes its range from the bulk of the values', () => {
  const values = Float32Array.from({ length: 1000 }, (_, at) => (at === 500 ? 1e9 : at / 1000));
  const found = heatRange(values);
  expect(found.least).toBeGreaterThanOrEqual(0);
  expect(found.greatest).toBeLessThanOrEqual(1);
  expect(heatRange(new Float32Array(4).fill(3))).toEqual({ least: 2.5, greatest: 3.5 });
});
