import { totalSteps } from '../../prepare/answer-classes';
import type { PreparedData } from '../../prepare/prepared';

/** [Σ steps] value of each step in data units; NaN where nobody measured it, or where another example judges it. */
export function stepTargets(data: PreparedData, examples: ArrayLike<number>): Float32Array {
  const targets = new Float32Array(totalSteps(data, examples));
  let at = 0;
  for (const example of Array.from(examples)) {
    const start = data.starts[example]!;
    const steps = data.lengths[example]!;
    targets.set(data.stepValues!.subarray(start, start + steps), at);
    targets.fill(Number.NaN, at, at + data.scoredFrom[example]!);
    at += steps;
  }
  return targets;
}

/** A step that is judged: its row of the features, and the first row of its sequence. */
export interface JudgedStep {
  readonly row: number;
  readonly sequence: number;
}

/** The steps of some examples that have a value and are judged there, each once, in the order of their rows. */
export function judgedSteps(data: PreparedData, examples: ArrayLike<number>): JudgedStep[] {
  const sequences = new Map<number, number>();
  for (const example of Array.from(examples))
    for (let t = data.scoredFrom[example]!; t < data.lengths[example]!; t++) {
      const row = data.starts[example]! + t;
      if (!Number.isNaN(data.stepValues![row]!)) sequences.set(row, data.sequenceStarts![example]!);
    }
  return [...sequences].sort(([a], [b]) => a - b).map(([row, sequence]) => ({ row, sequence }));
}
