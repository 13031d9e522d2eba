import { describe, expect, it } from 'vitest';
import { recordingCells } from '../../../src/main/engine/alike/recording-cells';

/** Counts up, in parts of all sizes. */
async function* rows(steps: number, sizes: readonly number[]): AsyncGenerator<Float32Array> {
  for (let at = 0, k = 0; at < steps; k++) {
    const size = Math.min(sizes[k % sizes.length]!, steps - at);
    yield Float32Array.from({ length: 2 * size }, (_, i) => at + Math.floor(i / 2));
    at += size;
  }
}

describe('cells of a recording', () => {
  it.each([1, 7, 60, 61, 119, 120, 121, 1000, 1003])(
    'cover %i steps once, from first to last',
    async (steps) => {
      const windows: number[] = [];
      const cells: number[] = [];
      const found = recordingCells(rows(steps, [3, 50, 501]), {
        ...{ units: 1, width: 2, cellSteps: 5, windowSteps: 61 },
        // The mean of a cell's first column, as if it were a state.
        compute: async (some) =>
          some.map(({ values, steps: own, width }) => {
            windows.push(own);
            const count = Math.ceil(own / 5);
            return Float32Array.from({ length: count }, (_, k) => {
              const [from, to] = [5 * k, Math.min(own, 5 * k + 5)];
              let sum = 0;
              for (let t = from; t < to; t++) sum += values[t * width]!;
              return sum / (to - from);
            });
          }),
      });
      for await (const part of found) cells.push(...part);
      const expected = Array.from({ length: Math.ceil(steps / 5) }, (_, k) => {
        const last = Math.min(steps - 1, 5 * k + 4);
        return (5 * k + last) / 2;
      });
      expect(cells).toEqual(expected);
      // About as long as the 61 steps that were trained on.
      expect(Math.max(...windows)).toBeLessThanOrEqual(60);
    },
  );
});
