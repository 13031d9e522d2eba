/** How far a typed word lies from a text: nearer is less. */
const PREFIX = 0;
const INSIDE = 1;
const LETTERS = 2;
const MISTYPED = 3;
/** Shorter words have too many neighbours. */
const LEAST_MISTYPED = 4;

const wordsOf = (text: string): string[] =>
  text
    .toLocaleLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Whether the letters of `typed` come in `word` in their order, the first at its head: `trn` in `training`. */
function isAbbreviation(typed: string, word: string): boolean {
  if (typed[0] !== word[0]) return false;
  let at = 0;
  for (const letter of word) if (letter === typed[at]) at += 1;
  return at === typed.length;
}

/** Whether one letter too many, too few, another, or two in the wrong order part `typed` from the head of `word`. */
function isMistyped(typed: string, word: string): boolean {
  if (typed.length < LEAST_MISTYPED) return false;
  let same = 0;
  while (same < typed.length && typed[same] === word[same]) same += 1;
  const rest = typed.slice(same);
  const other = word.slice(same);
  return (
    other.startsWith(rest.slice(1)) ||
    other.slice(1).startsWith(rest) ||
    other.slice(1).startsWith(rest.slice(1)) ||
    (rest.length >= 2 && other.startsWith(`${rest[1]}${rest[0]}${rest.slice(2)}`))
  );
}

function distance(typed: string, text: string, words: readonly string[]): number | null {
  if (words.some((word) => word.startsWith(typed))) return PREFIX;
  if (text.includes(typed)) return INSIDE;
  if (words.some((word) => isAbbreviation(typed, word))) return LETTERS;
  return words.some((word) => isMistyped(typed, word)) ? MISTYPED : null;
}

/**
 * How well a text answers what was typed: every word of it has to be found, whole, shortened or with one slip of a finger.
 *
 * @returns 0 for the best, more the farther it lies; null where a word is not to be found
 */
export function matchDistance(query: string, text: string): number | null {
  const whole = text.toLocaleLowerCase();
  const words = wordsOf(text);
  let sum = 0;
  for (const typed of query.toLocaleLowerCase().split(/\s+/).filter(Boolean)) {
    const own = distance(typed, whole, words);
    if (own === null) return null;
    sum += own;
  }
  return sum;
}
