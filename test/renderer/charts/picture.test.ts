import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Surface } from '../../../src/renderer/charts/canvas/surface';
import { Picture, halvings } from '../../../src/renderer/charts/heat/picture';

/** Protects: whatever the zoom, hardly more pixels are copied than are seen, and nothing is made twice. */

interface Copied {
  readonly width: number;
  readonly height: number;
  readonly onto: number;
}
let made = 0;
const copies: Copied[] = [];
const { document } = globalThis;

class FakeCanvas {
  width = 0;
  height = 0;
  constructor() {
    made += 1;
  }
  getContext(): unknown {
    return contextOf(() => this.width);
  }
}
function contextOf(onto: () => number): unknown {
  return {
    putImageData: () => {},
    clearRect: () => {},
    drawImage: (...[, , , width, height]: [FakeCanvas, number, number, number, number]) =>
      copies.push({ width, height, onto: onto() }),
  };
}

beforeAll(() => Object.assign(globalThis, { document: { createElement: () => new FakeCanvas() } }));
afterAll(() => Object.assign(globalThis, { document }));

const STEPS = 8000;
const pictureOf = (rows: number): Picture => new Picture({ width: STEPS, height: rows } as ImageData);
function draw(picture: Picture, from: number, to: number, rest: Partial<Surface> = {}): readonly Copied[] {
  copies.length = 0;
  const context = contextOf(() => -1) as Surface['context'];
  picture.draw({ context, width: 1000, height: 200, ...rest } as Surface, STEPS, { from, to });
  return [...copies];
}

it('halves until less than twice of what is seen is left', () => {
  expect([halvings(999, 1000), halvings(1999, 1000), halvings(2000, 1000), halvings(8000, 1000)]).toEqual([
    0, 0, 1, 3,
  ]);
});

it.each([12, 128, 512])('copies few pixels at every zoom, of %i rows', (rows) => {
  const picture = pictureOf(rows);
  const windows = Array.from({ length: 60 }, (_, k) => [k * 60, STEPS - k * 60] as const);
  for (const [from, to] of windows) draw(picture, from, to);
  const before = made;
  for (const [from, to] of windows)
    for (const { width, height } of draw(picture, from, to)) {
      expect(width).toBeLessThan(2 * 1000 + 1);
      expect(height).toBeLessThan(2 * 200);
    }
  expect(made, 'made anew for the same zoom').toBe(before);
});

it('gives what is saved every column', () => {
  expect(draw(pictureOf(512), 0, STEPS, { lossless: true }).at(-1)).toEqual({
    width: STEPS,
    height: 512,
    onto: -1,
  });
});
