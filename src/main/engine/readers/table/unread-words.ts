import { styleOf } from './values/number-style';

const MAX_LOOKED_AT = 500;
/** So many of a column's words are numbers or times before it is worth a word that the others are not. */
const MIN_SHARE = 0.3;
/** Groups of digits with a date's or a clock's signs between them. */
const timeLike = /\d{1,4}\s?[-/.:년월]\s?\d{1,2}\s?[-/.:월일]\s?\d{1,4}|\d{1,2}:\d{2}/;

/** What a column of words looks as if it should have been: numbers, or times; null where it is words. */
export function unreadOf(words: readonly string[]): { as: 'number' | 'time'; example: string } | null {
  const looked = words.slice(0, MAX_LOOKED_AT);
  if (looked.length < 3) return null;
  const times = looked.filter((word) => timeLike.test(word));
  if (times.length >= 0.8 * looked.length) return { as: 'time', example: times[0]! };
  const odd = looked.filter((word) => styleOf([word], null, true) === null);
  return odd.length > 0 && odd.length <= (1 - MIN_SHARE) * looked.length
    ? { as: 'number', example: odd[0]! }
    : null;
}
