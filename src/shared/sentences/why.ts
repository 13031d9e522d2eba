import type { ErrorDetails, UnrollError } from '../domain/error';
import type { FactsArgument, SentenceCode } from './say';
import type { Fact, Facts, Phrase } from './template';

type WhyCode = Extract<SentenceCode, `why.${string}`>;

/** The reason in a sentence with the place `{why@}`, and the facts of that reason. */
export type Why = Facts & { readonly why: Phrase };

/** A reason that is a sentence of the catalogue. */
export function why<Code extends WhyCode>(code: Code, ...[facts]: FactsArgument<Code>): Why {
  return { ...facts, why: code as string as Phrase };
}

/** Text that the lab did not write, as an operating system's or a library's own words, for any place `{…@}`. */
export function foreign(text: string): Phrase {
  return text as Phrase;
}

/** An error's details that are words or numbers of sentences. */
export function onlyFacts(details: ErrorDetails): Facts {
  const isFact = (entry: [string, unknown]): entry is [string, Fact] =>
    typeof entry[1] === 'string' || typeof entry[1] === 'number';
  return Object.fromEntries(Object.entries(details).filter(isFact));
}

/** An error as the reason for another, for the place `{cause@}`: its sentence and its facts. */
export function causedBy({ sentence, message, details }: UnrollError): Facts & { readonly cause: Phrase } {
  return {
    ...onlyFacts(details),
    // Its own cause would have the same place.
    cause: foreign('cause' in details ? message : (sentence ?? message)),
  };
}
