import type { Remark } from '../../../../shared/domain/dataset';
import type { WarningFacts } from './rule';

/** Numbers that probably stand for "not measured". */
export function valuesSentinel({ columns, plan }: WarningFacts): Remark[] {
  return columns.flatMap(({ name, sentinel }) =>
    sentinel === undefined || !plan.channels.includes(name)
      ? []
      : [
          {
            code: 'values.sentinel',
            message: `The value ${sentinel.value} of "${name}" comes ${sentinel.count} times and lies far from all others (the nearest is ${sentinel.nearest}): it may stand for a missing value.`,
            params: { column: name, value: sentinel.value, count: sentinel.count, nearest: sentinel.nearest },
          },
        ],
  );
}
