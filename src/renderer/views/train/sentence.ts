/** A piece of a sentence: words as written, or a slot to be filled by a control. */
export type SentencePart = { readonly text: string } | { readonly slot: string };

const OPEN = '\u0002';
const CLOSE = '\u0003';

/** What to hand to a message for each of its parameters, so that {@link sentenceParts} finds their places again. */
export function slots<N extends string>(names: readonly N[]): Record<N, string> {
  return Object.fromEntries(names.map((name) => [name, `${OPEN}${name}${CLOSE}`])) as Record<N, string>;
}

/** A message with slots, cut into its parts in the order of its own language. */
export function sentenceParts(message: string): SentencePart[] {
  const parts: SentencePart[] = [];
  for (const piece of message.split(OPEN)) {
    const end = piece.indexOf(CLOSE);
    if (end >= 0) parts.push({ slot: piece.slice(0, end) });
    const text = piece.slice(end + 1);
    if (text !== '') parts.push({ text });
  }
  return parts;
}
