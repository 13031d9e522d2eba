import { InvalidArgumentError } from 'commander';
import { number } from './command';

/** A stretch of time as it is written: `256` steps, or `4s`. */
export interface StepsOrSeconds {
  readonly value: number;
  readonly unit: 'steps' | 'seconds';
}

const seconds = /^(?<value>[\d.]+)\s*s(ec|econds?)?$/i;

/** @throws InvalidArgumentError */
export function stepsOrSeconds(least: number): (text: string) => StepsOrSeconds {
  return (text) => {
    const written = seconds.exec(text.trim())?.groups?.['value'];
    if (written === undefined) return { value: number({ whole: true, min: least })(text), unit: 'steps' };
    const value = Number(written);
    if (!(value > 0)) throw new InvalidArgumentError('It is no time.');
    return { value, unit: 'seconds' };
  };
}

/** The same, or null for `none`. @throws InvalidArgumentError */
export function stepsOrSecondsOrNone(least: number): (text: string) => StepsOrSeconds | null {
  const read = stepsOrSeconds(least);
  return (text) => (text.trim().toLowerCase() === 'none' ? null : read(text));
}
