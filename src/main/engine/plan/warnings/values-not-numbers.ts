import type { Remark } from '../../../../shared/domain/dataset';
import type { WarningFacts } from './rule';

/** Words among numbers. */
export function valuesNotNumbers({ columns, plan }: WarningFacts): Remark[] {
  return columns.flatMap(({ name, oddWord }) =>
    oddWord === null || !plan.channels.includes(name)
      ? []
      : [
          {
            code: 'values.notNumbers',
            message: `Some values of "${name}" are not numbers, "${oddWord.slice(0, 40)}" for one, and count as missing.`,
            params: { column: name, value: oddWord.slice(0, 40) },
          },
        ],
  );
}
