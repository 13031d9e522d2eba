import { calendarStepsPerYear } from '../readers/table/clock';

const units = [
  ['days', 86_400],
  ['h', 3_600],
  ['min', 60],
] as const;

type Unit = 's' | 'min' | 'h' | 'day' | 'days' | 'month' | 'months' | 'year' | 'years';

/** The time between steps in the largest unit that it fills: 1 h for 0.0002778 Hz, a month for 12 steps a year. */
export function howOften(rateHz: number): { readonly amount: number; readonly unit: Unit } {
  const seconds = 1 / rateHz;
  const perYear = calendarStepsPerYear(seconds);
  if (perYear !== null) {
    if (perYear === 1) return { amount: 1, unit: 'year' };
    return { amount: 12 / perYear, unit: perYear === 12 ? 'month' : 'months' };
  }
  // Times that were rounded make a step a little shorter than the unit.
  const [unit, size] = units.find((own) => seconds >= 0.999 * own[1]) ?? (['s', 1] as const);
  const amount = Number((seconds / size).toPrecision(4));
  return { amount, unit: unit === 'days' && amount === 1 ? 'day' : unit };
}
