import type { ErrorCode } from '../domain/error';
import { UnrollError } from '../domain/error';
import type { FactsArgument, SentenceCode } from './say';
import { say } from './say';

type FailureCode = Extract<SentenceCode, `${ErrorCode}.${string}`>;

/** An error whose sentence is the catalogue's, with its facts as details. */
export function failure<Code extends FailureCode>(code: Code, ...facts: FactsArgument<Code>): UnrollError {
  const [kind] = code.split('.') as [ErrorCode];
  return new UnrollError(kind, say('en', code, ...facts), facts[0] ?? {}, { sentence: code });
}
