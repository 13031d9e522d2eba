import { isHigherBetter } from './main-score';
import type { Floor, WaitingFloor } from './run';
import { rivalNames } from './run';
import type { Task } from './task';

/** What a run is measured against, the best first. */
export interface RankedFloors {
  readonly floors: readonly Floor[];
  /** Not measured yet. */
  readonly waiting: readonly WaitingFloor[];
}

/** Of a data set. */
interface KnownFloors {
  readonly table: { readonly floors: readonly Floor[] };
  readonly waiting: readonly WaitingFloor[];
}

/**
 * A run's own floor and its data set's, each once.
 *
 * @param family of the run's model, which is no floor of itself
 */
export function rankFloors(
  {
    task,
    floor,
    family,
  }: { readonly task: Task; readonly floor: Floor | null; readonly family: string | null },
  { table, waiting }: KnownFloors,
): RankedFloors {
  const known = [...table.floors, ...(floor === null ? [] : [floor])];
  const isOther = ({ name }: Pick<Floor, 'name'>): boolean => name !== family;
  const unique = known.filter(({ name }, k) => known.findIndex((one) => one.name === name) === k);
  const sign = isHigherBetter(task) ? -1 : 1;
  return {
    floors: unique.filter(isOther).sort((a, b) => sign * (a.value - b.value)),
    waiting: waiting.filter(isOther),
  };
}

/** Whether a floor is a model that is fitted, and not only a look at what is frequent or last. */
export const isRival = ({ name }: Pick<Floor, 'name'>): boolean =>
  (rivalNames as readonly string[]).includes(name);
