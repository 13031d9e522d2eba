import { isHigherBetter, mainScore } from '../../../shared/domain/main-score';
import type { Scores } from '../../../shared/domain/run';
import { m } from '../../i18n';
import { formatFixed, formatNumber } from '../../ui/format';

/** The one number that a score is known by (`mainScore`), as it is said. */
export function scoreText(scores: Scores): string {
  return isHigherBetter(scores.task)
    ? formatFixed(mainScore(scores))
    : m.data_score_mae({ mae: formatNumber(mainScore(scores)) });
}
