import { expect, it } from 'vitest';
import { longSteps } from '../../../src/main/engine/inference/long-steps';
import { stitch } from '../../../src/main/engine/learning/stitch';
import { stepWindows } from '../../../src/main/engine/examples/windows';
import type { Window } from '../../../src/main/engine/models/scale/forecast-scale';

/** Protects: that every step of a long recording gets the answer that it would get if the recording were seen at once. */

const WIDTH = 2;
/** A model whose answers depend on where in its window a step lies. */
const answer = ({ values, steps }: Window): number[] =>
  Array.from({ length: steps }, (_, t) => [
    values[t * WIDTH]! + t * 0.01,
    values[t * WIDTH + 1]! * steps,
    values[0]!,
  ]).flat();

it.each([
  [1, 8, [1]],
  [7, 8, [3, 4]],
  [8, 8, [8]],
  [9, 8, [4, 5]],
  [64, 8, [64]],
  [1000, 10, [333, 1, 666]],
  [1001, 7, [500, 501]],
])('%i steps in windows of %i', async (steps, windowSteps, parts) => {
  const features = Float32Array.from({ length: steps * WIDTH }, (_, k) => Math.sin(k * 1.7));
  async function* rows() {
    let at = 0;
    for (const part of parts) yield features.slice(at, (at += part * WIDTH));
  }
  const said: number[] = [];
  const blocks = longSteps(
    { rows },
    {
      compute: async (windows) => Float32Array.from(windows.flatMap(answer)),
      ...{ outputs: 3, width: WIDTH, windowSteps },
    },
  );
  for await (const block of blocks) said.push(...block);
  const windows = stepWindows(0, steps, windowSteps, Math.max(1, Math.floor(windowSteps / 2)));
  const whole = stitch(
    {
      starts: Int32Array.from(windows, ({ start }) => start),
      lengths: Int32Array.from(windows, ({ start, end }) => end - start),
      scoredFrom: new Int32Array(windows.length),
    },
    [...windows.keys()],
    Float32Array.from(
      windows.flatMap(({ start, end }) =>
        answer({ values: features.subarray(start * WIDTH, end * WIDTH), steps: end - start, width: WIDTH }),
      ),
    ),
    3,
  );
  expect(whole.rows).toHaveLength(steps);
  expect(said).toHaveLength(3 * steps);
  said.forEach((value, k) => expect(value).toBeCloseTo(whole.values[k]!, 4));
});
