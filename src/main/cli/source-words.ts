import type { FieldSource } from '../../shared/domain/plan';
import { failure } from '../../shared/sentences/failure';

/** A list beside the recordings; which of its columns is meant is seen once it was read, unless it is named. */
export interface ListWord {
  readonly kind: 'list';
  readonly file: string;
  readonly column: string | null;
}

/** What can be written where a field comes from. */
const sourceForms =
  'a column, folder, folder:-2, folder:-1:1, name:3, list:FILE, format, marks, marks:TRACK or none';

/**
 * `folder:-2` (a level above the file), `folder:-1:1` (a field of its name), `name:3` (a field of its name), `list:FILE` or `list:FILE:COLUMN`, `column:NAME` for a
 * column that is called like one of these, a bare word for a kind, else a column.
 *
 * @throws UnrollError ARGUMENT_INVALID
 */
export function sourceOf(flag: string, word: string, separator?: string): FieldSource | ListWord {
  const [, form, value] = /^(folder|name|list|column|marks):(.+)$/s.exec(word) ?? [];
  if (form === undefined || value === undefined) return bare(word);
  if (form === 'column') return { kind: 'column', column: value };
  if (form === 'marks') return { kind: 'marks', track: value };
  if (form === 'list') {
    const [, file = value, column = null] = /^(.+\.[^.:/\\]+):([^:]+)$/s.exec(value) ?? [];
    return { kind: 'list', file, column };
  }
  const [, level = NaN, field] = /^(-\d+)(?::([1-9]\d*))?$/.exec(value)?.map(Number) ?? [];
  if (form === 'folder' && level <= -1 && level >= -32)
    return field === undefined || Number.isNaN(field)
      ? { kind: 'folder', level }
      : { kind: 'folder', level, field, separator: separator ?? '_' };
  const number = Number(value);
  if (form === 'name' && Number.isInteger(number) && number >= 1)
    return { kind: 'file-name', field: number, separator: separator ?? '_' };
  throw failure('ARGUMENT_INVALID.fieldWord', { flag, takes: sourceForms, word });
}

function bare(word: string): FieldSource {
  switch (word) {
    case 'none':
    case 'folder':
    case 'file-name':
    case 'format':
    case 'marks':
      return { kind: word };
    default:
      return { kind: 'column', column: word };
  }
}
