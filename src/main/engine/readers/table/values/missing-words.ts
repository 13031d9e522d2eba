const missing = new Set([
  '',
  'na',
  'n/a',
  '#n/a',
  'nan',
  '-nan',
  '1.#qnan',
  '-1.#ind',
  'null',
  'nil',
  'none',
  'missing',
  '(blank)',
  '<na>',
  'nat',
  '?',
  '-',
  '--',
  '---',
  '–',
  '—',
  '.',
  '..',
  '\\n',
  '결측',
  '없음',
]);

/** Cells that say that nothing was measured. Letters' case does not count. */
export function isMissingWord(word: string): boolean {
  return word.length <= 9 && missing.has(word.toLowerCase());
}
