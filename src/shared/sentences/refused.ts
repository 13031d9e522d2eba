import type { RefusedFile, Remark } from '../domain/dataset';
import type { UnrollError } from '../domain/error';
import type { FactsArgument, SentenceCode } from './say';
import { say } from './say';
import type { Facts, Phrase } from './template';
import { foreign, onlyFacts } from './why';

type RefusalCode = Extract<SentenceCode, `refused.${string}` | 'marks.unused'>;

/** @param code the kind of reason, which scripts and the window count by */
export function refusedFile<Code extends RefusalCode>(
  code: string,
  sentence: Code,
  ...facts: FactsArgument<Code>
): RefusedFile {
  const [params] = facts as unknown as [Facts & { readonly file: string }];
  return { file: params.file, code, reason: say('en', sentence, ...facts), sentence, params };
}

export function refusedFor(file: string, { code, message, sentence, details }: UnrollError): RefusedFile {
  return { file, code, reason: message, ...(sentence !== undefined && { sentence, params: details }) };
}

/** A file's refusal as the reason for an error, for the place `{cause@}`. */
export function causedByRefusal({ reason, sentence, params = {} }: RefusedFile): Facts & {
  readonly cause: Phrase;
} {
  const isNested = 'cause' in params;
  return { ...onlyFacts(params), cause: foreign(isNested ? reason : (sentence ?? reason)) };
}

export function refusalRemark({ code, reason, sentence, params = {} }: RefusedFile): Remark {
  if (sentence === undefined) return { code: `refused.${code}`, message: reason };
  return { code: sentence, message: reason, params: onlyFacts(params) };
}
