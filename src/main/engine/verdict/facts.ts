import type { ClassCount, Remark } from '../../../shared/domain/dataset';
import { isHigherBetter, mainInterval, mainScore } from '../../../shared/domain/main-score';
import type { RankedFloors } from '../../../shared/domain/ranked-floors';
import type { EpochMetrics, Floor, Run, Scores } from '../../../shared/domain/run';
import { classifies } from '../../../shared/domain/task';
import type { ClassificationScores } from '../../../shared/domain/tasks/classify';
import { newcombeInterval } from '../../../shared/statistics/proportions';

/** All that a rule may look at. */
export interface VerdictFacts extends RankedFloors {
  readonly run: Run;
  /** Of the part that the run is judged on: test, or validation where there is no test. */
  readonly scores: Scores;
  readonly epochs: EpochMetrics;
  /** Of the data set. */
  readonly warnings: readonly Remark[];
  /** Of the data set, where its answers are classes. */
  readonly classes: readonly ClassCount[];
}

/** How far a run lies above something else: in shares, or in units of its error. */
export interface Lead {
  /** Positive where the run is better. */
  readonly by: number;
  readonly low: number;
  readonly high: number;
  /** Judged examples, where scores are shares of them; else null. */
  readonly examples: number | null;
}

/** Scores that are shares of whole examples, with what each class was taken for. */
export const isClassification = (scores: Scores): scores is ClassificationScores => classifies(scores.task);

/** Examples that an accuracy is a share of; null where the score is none. */
function judgedExamples(scores: Scores): number | null {
  if (!isClassification(scores)) return null;
  return scores.confusion.flat().reduce((sum, count) => sum + count, 0);
}

/**
 * A run's lead over a floor, with a 95 % interval: of accuracies by Newcombe's, which does not know that both were judged on
 * the same examples and so is rather too wide; else from the run's own interval, the floor's value taken as exact.
 */
export function leadOver(scores: Scores, floor: Floor): Lead {
  const examples = judgedExamples(scores);
  const score = mainScore(scores);
  if (examples !== null) {
    const [low, high] = newcombeInterval(score, floor.value, examples);
    return { by: score - floor.value, low, high, examples };
  }
  const [low, high] = mainInterval(scores);
  return isHigherBetter(scores.task)
    ? { by: score - floor.value, low: low - floor.value, high: high - floor.value, examples }
    : { by: floor.value - score, low: floor.value - high, high: floor.value - low, examples };
}

/** What the network reached on the training part in its best epoch, as the curves count; null where there are none. */
export function learntOf({ run, epochs }: Pick<VerdictFacts, 'run' | 'epochs'>): number | null {
  const row = run.bestEpoch === null ? -1 : epochs.epoch.indexOf(run.bestEpoch);
  return row < 0 ? null : epochs.trainMetric[row]!;
}
