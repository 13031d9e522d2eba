import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';

/** Words among numbers. */
export function valuesNotNumbers({ columns, plan }: WarningFacts): Remark[] {
  return columns.flatMap(({ name, oddWord }) =>
    oddWord === null || !plan.channels.includes(name)
      ? []
      : [remark('values.notNumbers', { column: name, value: oddWord.slice(0, 40) })],
  );
}
