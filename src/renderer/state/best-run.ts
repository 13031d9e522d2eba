import { isHigherBetter, mainScore } from '../../shared/domain/main-score';
import type { Run, Scores } from '../../shared/domain/run';

/** The number that runs of one data set are ranked by: the main score, an error negated. */
function rank(scores: Scores): number {
  return isHigherBetter(scores.task) ? mainScore(scores) : -mainScore(scores);
}

/** The run with the best validation score: the test part is for reporting, not for choosing. */
export function bestRun(runs: readonly Run[]): Run | null {
  let best: Run | null = null;
  for (const run of runs) {
    if (run.validation === null || run.test === null) continue;
    if (best === null || rank(run.validation) > rank(best.validation!)) best = run;
  }
  return best;
}
