import { argmax } from '../classify/scores';
import { stitch } from '../stitch';
import type { Said } from '../task';

/** The likeliest label of each step, overlapping windows averaged, as runs of equal ones. */
export function segmentsOf({ windows, starts, outputs, values }: Said): {
  steps: number;
  segments: { label: string; start: number; end: number }[];
} {
  const stitched = stitch(
    {
      starts: Int32Array.from(starts),
      lengths: Int32Array.from(windows, ({ steps }) => steps),
      scoredFrom: new Int32Array(windows.length),
    },
    [...windows.keys()],
    values,
    outputs.length,
  );
  const segments: { label: string; start: number; end: number }[] = [];
  stitched.rows.forEach((_, step) => {
    const label = outputs[argmax(stitched.values, step * outputs.length, outputs.length)]!;
    const last = segments[segments.length - 1];
    if (last?.label === label) last.end = step + 1;
    else segments.push({ label, start: step, end: step + 1 });
  });
  return { steps: stitched.rows.length, segments };
}
