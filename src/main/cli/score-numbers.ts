import type { Scores } from '../../shared/domain/run';
import { scoreNumbers as numbersOf } from '../../shared/domain/task';

/** Single numbers, without intervals and tables. */
export function scoreNumbers(scores: Scores | null): Record<string, number> | null {
  if (scores === null) return null;
  return Object.fromEntries(numbersOf(scores).map(({ name, value }) => [name, value]));
}

/** 95 % intervals of those numbers that have one. */
export function scoreIntervals(scores: Scores | null): Record<string, readonly [number, number]> | null {
  if (scores === null) return null;
  return Object.fromEntries(
    numbersOf(scores).flatMap(({ name, interval }) => (interval === undefined ? [] : [[name, interval]])),
  );
}
