import { UnrollError } from '../../../../shared/domain/error';

export function unknownColumn(column: string, known: readonly string[]): UnrollError {
  const list = known.length === 0 ? 'there are none' : `there are ${known.slice(0, 20).join(', ')}`;
  return new UnrollError('COLUMN_UNKNOWN', `There is no column "${column}"; ${list}.`, { column });
}
