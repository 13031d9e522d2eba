import Papa from 'papaparse';

const MAX_DEPTH = 6;
/** So many numbers at most are columns, one each. */
const MAX_LIST = 16;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of columns without names. */
export const countedNames = (width: number): string[] =>
  Array.from({ length: width }, (_, k) => `column ${k + 1}`);

/** What a row of a table holds, by name: objects within it have names with dots. */
export function flattened(row: Record<string, unknown>, prefix = '', depth = 0): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  for (const [key, value] of Object.entries(row))
    if (isObject(value) && depth < MAX_DEPTH)
      for (const [name, cell] of flattened(value, `${prefix}${key}.`, depth + 1)) flat.set(name, cell);
    else if (
      Array.isArray(value) &&
      value.length <= MAX_LIST &&
      value.every((cell) => typeof cell === 'number')
    )
      value.forEach((cell, k) => flat.set(`${prefix}${key} ${k + 1}`, cell));
    else flat.set(`${prefix}${key}`, value);
  return flat;
}

/** A cell as a text file would have it. */
export function written(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell as string | number | boolean);
}

/** Rows as the text of a table, which is understood as any other is. */
export const textOf = (rows: readonly (readonly string[])[]): string =>
  `${Papa.unparse(rows as string[][], { newline: '\n' })}\n`;
