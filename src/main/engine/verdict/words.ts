import { mainInterval, mainScore } from '../../../shared/domain/main-score';
import type { Scores } from '../../../shared/domain/run';
import { traitsOf } from '../../../shared/domain/task';
import type { Task } from '../../../shared/domain/task';

const isPercent = (task: Task): boolean => traitsOf(task).scoreFormat === 'percent';

const number = (value: number): string => String(Number(value.toPrecision(3)));
const percent = (share: number): string => (100 * share).toFixed(1);

/** 77.3% or 0.412: as the window writes scores. */
export function scoreWords(task: Task, value: number): string {
  return isPercent(task) ? `${percent(value)}%` : number(value);
}

/** How much; 14.3 of shares, which a sentence calls points. */
export function amountWords(task: Task, value: number): string {
  const size = Math.abs(value);
  return isPercent(task) ? percent(size) : number(size);
}

const signed = (value: number, words: string): string => `${value < 0 ? '−' : '+'}${words}`;

/** −20.1 to +3.2 */
export function rangeWords(task: Task, low: number, high: number) {
  return { low: signed(low, amountWords(task, low)), high: signed(high, amountWords(task, high)) };
}

/** What a score is, for sentences: in words, with the ends of its interval; `unit` chooses between points and units. */
export function scoreFacts(scores: Scores) {
  const [low, high] = mainInterval(scores);
  return {
    score: scoreWords(scores.task, mainScore(scores)),
    from: scoreWords(scores.task, low),
    to: scoreWords(scores.task, high),
    unit: isPercent(scores.task) ? 'points' : 'units',
  };
}
