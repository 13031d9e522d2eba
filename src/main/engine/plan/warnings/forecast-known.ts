import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import { isKnownName } from '../known-names';
import type { WarningFacts } from './rule';

/** Who names a column as known beforehand says so; what is measured is known only as well as it is forecast itself. */
export function forecastKnown({ plan: { forecast, channels } }: WarningFacts): Remark[] {
  const measured = (forecast?.known ?? []).filter((name) => channels.includes(name) && !isKnownName(name));
  return measured.map((column) => remark('forecast.known', { column, steps: forecast!.horizonSteps }));
}
