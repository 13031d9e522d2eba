import { argmax } from '../classify/scores';
import { stitchSaid } from '../stitch';
import type { Prediction, Said } from '../task';

type Labelled = Extract<Prediction, { kind: 'labels' }>;

/** The likeliest label of each step, overlapping windows averaged, as runs of equal ones with their times. */
export function segmentsOf(said: Said): Pick<Labelled, 'steps' | 'segments'> {
  const { outputs, stepSeconds } = said;
  const stitched = stitchSaid(said);
  const runs: { label: string; start: number; end: number; sum: number }[] = [];
  stitched.rows.forEach((_, step) => {
    const best = argmax(stitched.values, step * outputs.length, outputs.length);
    const label = outputs[best]!;
    const share = stitched.values[step * outputs.length + best]!;
    const last = runs[runs.length - 1];
    if (last?.label === label) {
      last.end = step + 1;
      last.sum += share;
    } else runs.push({ label, start: step, end: step + 1, sum: share });
  });
  const at = (step: number): number | null => (stepSeconds === null ? null : step * stepSeconds);
  const segments = runs.map(({ label, start, end, sum }) => ({
    ...{ label, start, end, startSeconds: at(start), endSeconds: at(end) },
    probability: sum / (end - start),
  }));
  return { steps: stitched.rows.length, segments };
}
