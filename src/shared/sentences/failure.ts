import type { ErrorCode } from '../domain/error';
import { UnrollError } from '../domain/error';
import type { FactsArgument, SentenceCode } from './say';
import { say } from './say';
import type { Facts } from './template';

type FailureCode = Extract<SentenceCode, `${ErrorCode}.${string}`>;

/** The facts, which may be left out where the sentence has none; then what caused it. */
type FailureArguments<Code extends FailureCode> = [
  ...facts: FactsArgument<Code>,
  options?: ErrorOptions | undefined,
];

/** An error whose sentence is the catalogue's, with its facts as details. */
export function failure<Code extends FailureCode>(code: Code, ...given: FailureArguments<Code>): UnrollError {
  const [kind] = code.split('.') as [ErrorCode];
  const [facts, options] = given as readonly unknown[] as [Facts?, ErrorOptions?];
  const sentence = say('en', code, ...([facts] as unknown as FactsArgument<Code>));
  return new UnrollError(kind, sentence, facts ?? {}, { ...options, sentence: code });
}
