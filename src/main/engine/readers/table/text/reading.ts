import type { NumberStyle } from '../values/number-style';
import { provenDecimal, styleOf } from '../values/number-style';
import { isMissingWord } from '../values/missing-words';
import { readTime } from '../values/written-time';

/** What a column's cells are taken for. */
export type Reading =
  | { readonly kind: 'number'; readonly style: NumberStyle }
  | { readonly kind: 'time'; readonly of: 'date' | 'clock' }
  | { readonly kind: 'words' };

/** So much of a column's different words must read as numbers or times for the whole to be taken as such. */
const MIN_SHARE = 0.9;

/** How the columns of a sample of rows are best read, and the decimal sign that they prove. */
export function readingsOf(
  sample: readonly (readonly string[])[],
  columns: number,
  allowsComma: boolean,
): { readings: Reading[]; decimal: '.' | ',' | null } {
  const byColumn = Array.from({ length: columns }, (_, c) =>
    differentWords(sample.map((row) => row[c] ?? '')),
  );
  const proofs = byColumn.map((words) =>
    words.length > 0 && isNumbers(words) ? provenDecimal(words) : null,
  );
  const commas = proofs.filter((proof) => proof === ',').length;
  const points = proofs.filter((proof) => proof === '.').length;
  const decimal = commas + points === 0 ? null : commas > points ? ',' : '.';
  return { readings: byColumn.map((words) => readingOf(words, decimal, allowsComma)), decimal };
}

/** @param words different words, none of them missing */
export function readingOf(
  words: readonly string[],
  decimal: '.' | ',' | null,
  allowsComma: boolean,
): Reading {
  const number = styleOf(words, decimal, allowsComma);
  if (number !== null || words.length === 0)
    return { kind: 'number', style: number?.style ?? { decimal: '.', group: '', unit: '' } };
  const counts = { date: 0, clock: 0 };
  for (const word of words) {
    const kind = readTime(word)?.kind;
    if (kind !== undefined) counts[kind]++;
  }
  if (counts.date >= MIN_SHARE * words.length) return { kind: 'time', of: 'date' };
  if (counts.clock >= MIN_SHARE * words.length) return { kind: 'time', of: 'clock' };
  return { kind: 'words' };
}

function isNumbers(words: readonly string[]): boolean {
  return styleOf(words, null, true) !== null;
}

const MAX_WORDS = 400;

function differentWords(cells: readonly string[]): string[] {
  const words = new Set<string>();
  for (const cell of cells) {
    if (words.size >= MAX_WORDS) break;
    if (!isMissingWord(cell)) words.add(cell);
  }
  return [...words];
}
