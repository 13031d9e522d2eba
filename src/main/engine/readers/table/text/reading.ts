import { setImmediate } from 'node:timers/promises';
import type { NumberStyle } from '../values/number-style';
import { plainStyle, provenDecimal, styleOf } from '../values/number-style';
import { isMissingWord } from '../values/missing-words';
import { readTime } from '../values/written-time';
import { someColumns } from './delimiter';

/** What a column's cells are taken for. */
export type Reading =
  | { readonly kind: 'number'; readonly style: NumberStyle }
  | { readonly kind: 'time'; readonly of: 'date' | 'clock' }
  | { readonly kind: 'words' };

/** So much of a column's different words must read as numbers or times for the whole to be taken as such. */
const MIN_SHARE = 0.9;

/** Columns that are looked at before others have their turn. */
const SLICE_COLUMNS = 256;

/** How the columns of a sample of rows are best read, and the decimal sign that they prove. */
export async function readingsOf(
  sample: readonly (readonly string[])[],
  columns: number,
  allowsComma: boolean,
): Promise<{ readings: Reading[]; decimal: '.' | ',' | null }> {
  const wordsIn = (c: number): string[] => differentWords(sample.map((row) => row[c] ?? ''));
  const proofs = someColumns(columns).map((c) => {
    const words = wordsIn(c);
    return words.length > 0 && isNumbers(words) ? provenDecimal(words) : null;
  });
  const commas = proofs.filter((proof) => proof === ',').length;
  const points = proofs.filter((proof) => proof === '.').length;
  const decimal = commas + points === 0 ? null : commas > points ? ',' : '.';
  const readings: Reading[] = [];
  for (let c = 0; c < columns; c++) {
    readings.push(readingOf(wordsIn(c), decimal, allowsComma));
    if (c % SLICE_COLUMNS === SLICE_COLUMNS - 1) await setImmediate();
  }
  return { readings, decimal };
}

const plain = /^-?\d+(\.\d+)?$/;

/** @param words different words, none of them missing */
export function readingOf(
  words: readonly string[],
  decimal: '.' | ',' | null,
  allowsComma: boolean,
): Reading {
  if (decimal !== ',' && words.every((word) => plain.test(word)))
    return { kind: 'number', style: plainStyle };
  const number = styleOf(words, decimal, allowsComma);
  if (number !== null || words.length === 0) return { kind: 'number', style: number?.style ?? plainStyle };
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
