import { throwIfCancelled } from '../activities/activity-registry';
import { joinFloats } from '../features/join-floats';
import type { Window } from '../models/scale/forecast-scale';

export interface CellOptions {
  /** Of windows, each with as many cells as it has, [cells, units]. */
  readonly compute: (windows: readonly Window[]) => Promise<readonly Float32Array[]>;
  readonly units: number;
  readonly width: number;
  readonly cellSteps: number;
  /** Of what the network was trained on. */
  readonly windowSteps: number;
  readonly signal?: AbortSignal | undefined;
}

/** Windows that are computed at a time. */
const WINDOWS = 64;

/**
 * The states of a recording, cell by cell, each in the middle of a window of about the length that the network was trained on: windows
 * overlap by half, and of each its middle half counts. Some windows lie in memory at a time.
 *
 * @param rows [n, width] unscaled features, part after part
 * @returns parts of [cells, units]
 * @throws UnrollError FILE_*, CANCELLED, COMPUTE_FAILED
 */
export async function* recordingCells(
  rows: AsyncIterable<Float32Array>,
  { compute, units, width, cellSteps, windowSteps, signal }: CellOptions,
): AsyncGenerator<Float32Array> {
  const quarter = Math.max(1, Math.round(windowSteps / cellSteps / 4));
  const cells = 4 * quarter;
  const cellValues = cellSteps * width;
  let held = new Float32Array(0);
  /** Cell that `held` begins with, and that the next window does. */
  let first = 0;
  let next = 0;
  const windowAt = (cell: number, steps: number): Window => {
    const from = (cell - first) * cellValues;
    return { values: held.slice(from, from + steps * width), steps, width };
  };
  const kept = async (starts: readonly number[], windows: readonly Window[], isLast: boolean) => {
    const states = await compute(windows);
    return states.map((own, k) =>
      own.subarray(starts[k] === 0 ? 0 : quarter * units, isLast ? undefined : 3 * quarter * units),
    );
  };
  for await (const part of rows) {
    throwIfCancelled(signal);
    held = joinFloats([held, part]) as Float32Array<ArrayBuffer>;
    const known = first + held.length / cellValues;
    const starts: number[] = [];
    // The last window ends with the recording, wherever that is.
    for (; next + cells < known; next += 2 * quarter) starts.push(next);
    for (let k = 0; k < starts.length; k += WINDOWS) {
      throwIfCancelled(signal);
      const some = starts.slice(k, k + WINDOWS);
      yield* await kept(
        some,
        some.map((start) => windowAt(start, cells * cellSteps)),
        false,
      );
    }
    held = held.slice((next - first) * cellValues);
    first = next;
  }
  const steps = held.length / width;
  if (steps > 0) yield* await kept([next], [windowAt(next, steps)], true);
}
