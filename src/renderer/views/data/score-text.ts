import { isHigherBetter, mainScore } from '../../../shared/domain/main-score';
import type { Scores } from '../../../shared/domain/run';
import { m } from '../../i18n';
import { formatNumber } from '../../ui/format';
import { formatScore } from '../../ui/run/run-words';

/** The one number that a score is known by (`mainScore`), as it is said. */
export function scoreText(scores: Scores): string {
  return isHigherBetter(scores.task)
    ? formatScore(scores.task, mainScore(scores))
    : m.data_score_mae({ mae: formatNumber(mainScore(scores)) });
}
