import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';

/** Numbers that stand for "not measured", or probably do. */
export function valuesSentinel({ columns, plan }: WarningFacts): Remark[] {
  const taken = columns.flatMap(({ name, unmeasured }) =>
    unmeasured === undefined
      ? []
      : [remark('values.unmeasured', { column: name, value: unmeasured.value, count: unmeasured.count })],
  );
  const maybe = columns.flatMap(({ name, sentinel }) =>
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
  return [...taken, ...maybe];
}
