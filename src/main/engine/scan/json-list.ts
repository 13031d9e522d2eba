import Papa from 'papaparse';

type Row = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

/**
 * What a file of JSON says of other files, as a table of text: objects in an array, objects or words by the name of a file
 * (NSynth's `examples.json`), or an array of objects below a key. Null for anything else.
 */
export function tableOfJson(text: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const rows = rowsOf(value);
  if (rows === null || rows.length < 2) return null;
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return Papa.unparse([names, ...rows.map((row) => names.map((name) => written(row[name])))], {
    newline: '\n',
  });
}

function rowsOf(value: unknown): readonly Row[] | null {
  if (Array.isArray(value)) return value.length > 0 && value.every(isObject) ? value : null;
  if (!isObject(value)) return null;
  const entries = Object.entries(value);
  if (entries.length >= 2 && entries.every(([, own]) => isObject(own)))
    return entries.map(([file, own]) => ({ file, ...(own as Row) }));
  if (entries.length >= 2 && entries.every(([, own]) => isPlain(own) || isWords(own)))
    return entries.map(([file, label]) => ({ file, label }));
  const inner = entries.map(([, own]) => rowsOf(own)).filter((own) => own !== null);
  return inner.sort((a, b) => b.length - a.length)[0] ?? null;
}

const isWords = (value: unknown): value is unknown[] => Array.isArray(value) && value.every(isPlain);

/** Several labels stand in one cell, as other lists have them. */
function written(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (isWords(value)) return value.join('|');
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}
