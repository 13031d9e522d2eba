import type { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';

export function unknownColumn(column: string, known: readonly string[]): UnrollError {
  return failure('COLUMN_UNKNOWN.known', { column, known: known.slice(0, 20).join(', ') || '–' });
}
