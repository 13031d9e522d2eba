import type { ImportPlan } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';

/**
 * Refuses forecasts that know columns or a calendar beforehand: those read tables with times alone.
 *
 * @param instead what a person should do, as the end of a sentence
 * @throws UnrollError MODEL_UNSUITABLE
 */
export function requireKnownPast({ forecast, name }: ImportPlan, instead: string): void {
  if (forecast === null) return;
  if (forecast.known.length === 0 && forecast.calendar.length === 0 && !forecast.seasonalDifferences) return;
  throw new UnrollError(
    'MODEL_UNSUITABLE',
    `The forecast of ${name} needs times, or values that are known beforehand; ${instead}.`,
  );
}
