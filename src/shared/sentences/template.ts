/**
 * Sentences with places for facts. `{file}` is a fact as it is; `{score:3}` a number to three significant digits;
 * `{rows|1=row has|rows have}` the words after the first key that the fact equals, else the last ones, which need no
 * key; `#` in them is the fact. They hold no places themselves.
 */
export type Fact = string | number;
export type Facts = Readonly<Record<string, Fact>>;

/** One sentence in every language of the lab. */
export type Sentence = { readonly en: string; readonly ko: string };
export type Language = keyof Sentence;

type NameOf<Place extends string> = Place extends `${infer Name}|${string}`
  ? Name
  : Place extends `${infer Name}:${string}`
    ? Name
    : Place;

/** The names of the facts in a template, as a union. */
export type FactNames<Template extends string> = Template extends `${string}{${infer Place}}${infer Rest}`
  ? NameOf<Place> | FactNames<Rest>
  : never;

const PLACE = /\{([^{}|:]+)(?::(\d+))?((?:\|[^{}|]*)*)\}/g;

/** The facts that a template needs. */
export function factsIn(template: string): string[] {
  return [...new Set(Array.from(template.matchAll(PLACE), (match) => match[1]!))];
}

function chosenWords(fact: Fact, branches: readonly string[]): string {
  for (const branch of branches) {
    const [, key, words] = /^([^=]*)=(.*)$/.exec(branch) ?? [];
    if (key === undefined || key === String(fact)) return (words ?? branch).replaceAll('#', String(fact));
  }
  return '';
}

/** @param facts every one of {@link factsIn}; more do no harm */
export function fill(template: string, facts: Facts): string {
  return template.replace(PLACE, (_, name: string, digits: string | undefined, branches: string) => {
    const fact = facts[name]!;
    if (branches !== '') return chosenWords(fact, branches.slice(1).split('|'));
    return digits === undefined || typeof fact === 'string' ? String(fact) : fact.toPrecision(Number(digits));
  });
}
