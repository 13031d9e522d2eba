import { argmax } from '../classify/scores';
import { stitchSaid } from '../stitch';
import type { Said } from '../task';

/** The likeliest label of each step, overlapping windows averaged, as runs of equal ones. */
export function segmentsOf(said: Said): {
  steps: number;
  segments: { label: string; start: number; end: number }[];
} {
  const { outputs } = said;
  const stitched = stitchSaid(said);
  const segments: { label: string; start: number; end: number }[] = [];
  stitched.rows.forEach((_, step) => {
    const label = outputs[argmax(stitched.values, step * outputs.length, outputs.length)]!;
    const last = segments[segments.length - 1];
    if (last?.label === label) last.end = step + 1;
    else segments.push({ label, start: step, end: step + 1 });
  });
  return { steps: stitched.rows.length, segments };
}
