import { snakeName } from '../../shared/domain/snake-name';
import { m } from '../i18n';

type Say = (facts?: Readonly<Record<string, string | number>>) => string;
const words = m as unknown as Readonly<Record<string, Say | undefined>>;

/**
 * The catalogue's word for one of a registry's names: `wordOf('train_floor', 'lastValue')` says `train_floor_last_value`. The
 * name itself where there is none; `test/unit/learning/task-words.test.ts` sees that there is one for each.
 */
export function wordOf(
  family: string,
  name: string,
  facts: Readonly<Record<string, string | number>> = {},
): string {
  return words[`${family}_${snakeName(name)}`]?.(facts) ?? name;
}
