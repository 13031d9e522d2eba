import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';

/** Numbers that probably stand for "not measured". */
export function valuesSentinel({ columns, plan }: WarningFacts): Remark[] {
  return columns.flatMap(({ name, sentinel }) =>
    sentinel === undefined || !plan.channels.includes(name)
      ? []
      : [
          remark('values.sentinel', {
            column: name,
            value: sentinel.value,
            count: sentinel.count,
            nearest: sentinel.nearest,
          }),
        ],
  );
}
