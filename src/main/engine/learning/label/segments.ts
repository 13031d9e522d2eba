import { Decider, decisionsOf } from '../../../../shared/decisions/decider';
import type { EventDecision } from '../../../../shared/domain/detection';
import { argmax } from '../classify/scores';
import { stitchSaid } from '../stitch';
import type { StitchedSteps } from '../stitch';
import type { Prediction, Said } from '../task';

type Labelled = Extract<Prediction, { kind: 'labels' }>;

/**
 * The likeliest label of each step, overlapping windows averaged, as runs of equal ones with their times; where a decision was
 * chosen, what it says instead, and between that nothing.
 */
export function segmentsOf(said: Said): Pick<Labelled, 'steps' | 'segments'> {
  const { outputs, stepSeconds } = said;
  const stitched = stitchSaid(said);
  if (said.decision !== undefined) return decided(said, said.decision, stitched);
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

function decided(
  { outputs, stepSeconds }: Said,
  decision: EventDecision,
  { rows, values }: StitchedSteps,
): Pick<Labelled, 'steps' | 'segments'> {
  const stream = { outputs, stepSeconds, decision, windowSteps: rows.length };
  const decider = new Decider({ outputs, stepSeconds, ...decisionsOf(stream) });
  const segments = [...decider.take(values), ...decider.finish()].flatMap((event) => {
    if (event.kind !== 'segment') return [];
    const { kind: _, ...segment } = event;
    return [segment];
  });
  return { steps: rows.length, segments };
}
