import type { Scores } from '../../../shared/domain/run';
import { scoreNumbers } from '../../../shared/domain/task';
import type { ScoreNumber } from '../../../shared/domain/tasks/task-facts';
import { m } from '../../i18n';
import { formatNumber } from '../format';
import { wordOf } from '../word-of';
import { scoreFormats } from './run-words';

/** A number beside the main score, with its 95 % interval where it has one. */
export interface ScoreFact {
  readonly name: string;
  readonly text: string;
}

const titleOf = ({ name, symbol }: ScoreNumber): string => symbol ?? wordOf('train_number', name);

function factOf(number: ScoreNumber): ScoreFact {
  const { value, interval, wanted } = number;
  const format = scoreFormats[number.format ?? 'number'];
  if (wanted !== undefined)
    return {
      name: titleOf(number),
      text: m.train_coverage_of({ share: format(value), wanted: format(wanted) }),
    };
  const text =
    interval === undefined
      ? format(value)
      : m.train_interval_of({
          value: format(value),
          interval: `${format(interval[0])}–${format(interval[1])}`,
        });
  return { name: titleOf(number), text };
}

/** Of steps, by overlap: where events in time were judged, these say it better. */
const ofOverlap: ReadonlySet<string> = new Set(['eventPrecision', 'eventRecall', 'eventF1']);

/** Everything that a run's scores say beside the main one. @param hasEvents whether its events in time were judged */
export function scoreFacts(scores: Scores, hasEvents: boolean): ScoreFact[] {
  const shown = scoreNumbers(scores).filter(
    ({ name, format }) => format !== undefined && !(hasEvents && ofOverlap.has(name)),
  );
  return [...shown.map(factOf), { name: m.train_loss(), text: formatNumber(scores.loss) }];
}
