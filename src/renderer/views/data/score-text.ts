import type { Scores } from '../../../shared/domain/run';
import { m } from '../../i18n';
import { formatFixed, formatNumber } from '../../ui/format';

/** The one number that a score is known by: accuracy, or the mean absolute error in the data's own units. */
export function scoreText(scores: Scores): string {
  return scores.task === 'classify'
    ? formatFixed(scores.accuracy)
    : m.data_score_mae({ mae: formatNumber(scores.mae) });
}
