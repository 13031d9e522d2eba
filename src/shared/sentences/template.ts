import type { ErrorCode } from '../domain/error';

/**
 * Sentences with places for facts. `{file}` is a fact as it is; `{score:3}` a number to three significant digits;
 * `{rows|1=row has|rows have}` the words after the first key that the fact equals, else the last ones, which need no
 * key; `#` in them is the fact. They hold no places themselves. `{why@}` is a sentence inside this one: the fact is its
 * code, and its own facts are among those of the whole; or it is text from elsewhere, which stays as it came.
 */
export type Fact = string | number;
export type Facts = Readonly<Record<string, Fact>>;

declare const phrase: unique symbol;
/** A fact for a place `{…@}`: made by `why`, `whyError` or `foreign`, so that no English gets in unnoticed. */
export type Phrase = string & { readonly [phrase]: true };

/** One sentence in every language of the lab. */
export type Sentence = { readonly en: string; readonly ko: string };
export type Language = keyof Sentence;

/** What cannot be done and what to do about it: the error's code, then the case; and reasons inside such sentences. */
export type FailureSentences = { readonly [Code in `${ErrorCode | 'refused' | 'why'}.${string}`]?: Sentence };

type NameOf<Place extends string> = Place extends `${infer Name}|${string}`
  ? Name
  : Place extends `${infer Name}:${string}`
    ? Name
    : Place extends `${infer Name}@`
      ? Name
      : Place;

/** The names of the facts in a template, as a union. */
export type FactNames<Template extends string> = Template extends `${string}{${infer Place}}${infer Rest}`
  ? NameOf<Place> | FactNames<Rest>
  : never;

/** Those of them that are sentences themselves. */
export type PhraseNames<Template extends string> = Template extends `${string}{${infer Place}}${infer Rest}`
  ? (Place extends `${infer Name}@` ? Name : never) | PhraseNames<Rest>
  : never;

const PLACE = /\{([^{}|:@]+)(@)?(?::(\d+))?((?:\|[^{}|]*)*)\}/g;

/** The facts that a template needs; of them only those that are sentences, if so asked. */
export function factsIn(template: string, onlyPhrases = false): string[] {
  const places = Array.from(template.matchAll(PLACE)).filter(([, , at]) => !onlyPhrases || at !== undefined);
  return [...new Set(places.map((match) => match[1]!))];
}

function chosenWords(fact: Fact, branches: readonly string[]): string {
  for (const branch of branches) {
    const [, key, words] = /^([^=]*)=(.*)$/.exec(branch) ?? [];
    if (key === undefined || key === String(fact)) return (words ?? branch).replaceAll('#', String(fact));
  }
  return '';
}

/**
 * @param facts every one of {@link factsIn}; more do no harm
 * @param inner the template of a sentence inside this one; null for text from elsewhere
 */
export function fill(
  template: string,
  facts: Facts,
  inner: (code: string) => string | null = () => null,
): string {
  const filled = (_: string, name: string, at?: string, digits?: string, branches?: string): string => {
    const fact = facts[name]!;
    if (at !== undefined) {
      const own = inner(String(fact));
      return own === null ? String(fact) : fill(own, facts, inner);
    }
    if (branches) return chosenWords(fact, branches.slice(1).split('|'));
    return digits === undefined || typeof fact === 'string' ? String(fact) : fact.toPrecision(Number(digits));
  };
  return template.replace(PLACE, filled);
}
