import { InvalidArgumentError, Option } from 'commander';
import { decideByNames } from '../../shared/domain/detection';
import type { DecideBy } from '../../shared/domain/detection';
import { number } from './command';
import { help } from './language';

export interface DecideChoice {
  readonly by: DecideBy;
  readonly mostFalseAlarms?: number;
}

/** @throws InvalidArgumentError */
function decideBy(text: string): DecideChoice {
  const [name, most, ...more] = text.split('=');
  const by = decideByNames.find((known) => known === name);
  if (by === undefined || more.length > 0 || (by === 'false-alarms') !== (most !== undefined))
    throw new InvalidArgumentError(
      'Choose f1-event, f1-segment, psds, or false-alarms=N for at most N an hour of each label.',
    );
  return most === undefined ? { by } : { by, mostFalseAlarms: number({ min: 0 })(most) };
}

export function decideByOption(): Option {
  return new Option('--decide-by <measure>', help('train.decideBy')).argParser(decideBy);
}
