import type { Remark } from '../domain/dataset';
import { sentences } from './catalogue';
import { withParticles } from './particles';
import type { Fact, FactNames, Facts, Language, Phrase, PhraseNames, Sentence } from './template';
import { factsIn, fill } from './template';

type Sentences = typeof sentences;
export type SentenceCode = keyof Sentences;

type NamesIn<Code extends SentenceCode> = FactNames<Sentences[Code]['en']> | FactNames<Sentences[Code]['ko']>;
type PhrasesIn<Code extends SentenceCode> = PhraseNames<Sentences[Code]['en']>;

/** What a sentence needs in any of its languages, and whatever else should be stored with it. */
type FactsOf<Code extends SentenceCode> = Facts & {
  readonly [Name in NamesIn<Code>]: Name extends PhrasesIn<Code> ? Phrase : Fact;
};

/** Nothing needs to be handed to a sentence without facts. */
export type FactsArgument<Code extends SentenceCode> = [NamesIn<Code>] extends [never]
  ? [facts?: Facts]
  : [facts: FactsOf<Code>];

const find = (code: string): Sentence | undefined => (sentences as Readonly<Record<string, Sentence>>)[code];

function filled(sentence: Sentence, language: Language, facts: Facts): string {
  const text = fill(sentence[language], facts, (code) => find(code)?.[language] ?? null);
  return language === 'ko' ? withParticles(text) : text;
}

/** A sentence of the catalogue with its facts; one that is missing is an error of types. */
export function say<Code extends SentenceCode>(
  language: Language,
  code: Code,
  ...[facts = {}]: FactsArgument<Code>
): string {
  return filled(sentences[code], language, facts);
}

/** A remark whose English is the catalogue's. */
export function remark<Code extends SentenceCode>(code: Code, ...facts: FactsArgument<Code>): Remark {
  const [params] = facts;
  return { code, message: say('en', code, ...facts), ...(params && { params }) };
}

/** Of an error: some are no words of a sentence. */
type Details = Readonly<Record<string, Fact | boolean | null>>;

/**
 * What was stored or sent, in another language; null for a code that the catalogue does not know, or one from before a
 * sentence had all of its facts: then the English that came with it is what there is.
 */
export function translated(
  language: Language,
  { code, params = {} }: { readonly code: string; readonly params?: Details | undefined },
): string | null {
  const sentence = find(code);
  if (sentence === undefined) return null;
  const inner = factsIn(sentence[language], true).flatMap((name) => find(String(params[name])) ?? []);
  const names = [sentence, ...inner].flatMap((each) => factsIn(each[language]));
  const isFact = (value: unknown): value is Fact => typeof value === 'string' || typeof value === 'number';
  const facts = Object.fromEntries(Object.entries(params).filter(([, value]) => isFact(value))) as Facts;
  return names.every((name) => name in facts) ? filled(sentence, language, facts) : null;
}
