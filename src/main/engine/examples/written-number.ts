/** A finite number as it is written. */
export function isNumber(word: string | null): boolean {
  return word !== null && word.trim() !== '' && Number.isFinite(Number(word));
}
