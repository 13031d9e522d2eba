import type { StepRegressionScores } from '../../../../shared/domain/tasks/regress-steps';
import { blockLength, bootstrap } from '../bootstrap';
import type { Interval, Weights } from '../bootstrap';
import { regressionNumbers } from '../regress/scores';

/** What a network says of every judged step of a part, one sequence after the other. */
export interface EstimatedSteps {
  /** [steps] in data units */
  readonly estimates: Float32Array;
  /** [steps] */
  readonly truth: Float32Array;
  /** [steps] which sequence each is of; those of one lie side by side. */
  readonly sequences: ArrayLike<number>;
}

/** Fewer sequences than this say too little of how much they differ. */
const LEAST_SEQUENCES = 5;

/**
 * MAE, RMSE and R² of steps as scikit-learn has them, and the error at the last step of each sequence.
 *
 * @param windowSteps steps that are drawn together for intervals where there are few sequences
 */
export function stepRegressionScores(
  { estimates, truth, sequences }: EstimatedSteps,
  loss: number,
  windowSteps: number,
): StepRegressionScores {
  const steps = truth.length;
  const groups = groupsOf(sequences, steps);
  const lasts = groups.map(({ end }) => Math.abs(estimates[end - 1]! - truth[end - 1]!));
  const numbers = (ofSteps: Weights, ofSequences: Weights): number[] => {
    const { mae, rmse, r2 } = regressionNumbers(estimates, truth, ofSteps);
    let sum = 0;
    let count = 0;
    lasts.forEach((error, k) => {
      sum += ofSequences[k]! * error;
      count += ofSequences[k]!;
    });
    return [mae, rmse, r2, sum / count];
  };
  const all = numbers(new Int32Array(steps).fill(1), new Int32Array(groups.length).fill(1));
  const intervals =
    groups.length >= LEAST_SEQUENCES
      ? bootstrap(groups.length, 1, (weights) => numbers(spread(weights, groups, steps), weights))
      : bootstrap(
          steps,
          Math.max(blockLength(steps), Math.min(windowSteps, Math.floor(steps / 10))),
          (weights) =>
            numbers(
              weights,
              Int32Array.from(groups, ({ end }) => weights[end - 1]!),
            ),
        );
  const [mae, rmse, r2, lastStep] = all as [number, number, number, number];
  return {
    task: 'regress-steps',
    steps,
    sequences: groups.length,
    mae,
    maeInterval: intervals[0]!,
    rmse,
    rmseInterval: intervals[1]!,
    r2,
    r2Interval: intervals[2]!,
    lastStep: { value: lastStep, interval: intervals[3] as Interval },
    loss,
  };
}

interface Group {
  readonly start: number;
  readonly end: number;
}

function groupsOf(sequences: ArrayLike<number>, steps: number): Group[] {
  const groups: Group[] = [];
  let start = 0;
  for (let k = 1; k <= steps; k++) {
    if (k < steps && sequences[k] === sequences[start]) continue;
    groups.push({ start, end: k });
    start = k;
  }
  return groups;
}

function spread(weights: Weights, groups: readonly Group[], steps: number): Weights {
  const ofSteps = new Int32Array(steps);
  groups.forEach(({ start, end }, k) => ofSteps.fill(weights[k]!, start, end));
  return ofSteps;
}
