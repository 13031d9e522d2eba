import type { ImportPlan } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';

/**
 * Refuses forecasts that know columns or a calendar beforehand: those read tables with times alone.
 *
 * @param instead what a person should do, a stream giving files instead, samples being sent as a table
 * @throws UnrollError MODEL_UNSUITABLE
 */
export function requireKnownPast({ forecast, name }: ImportPlan, instead: 'stream' | 'table'): void {
  if (forecast === null) return;
  if (forecast.known.length === 0 && forecast.calendar.length === 0 && !forecast.seasonalDifferences) return;
  throw failure('MODEL_UNSUITABLE.knownPast', { name, instead });
}
