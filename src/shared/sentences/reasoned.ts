import type { Remark } from '../domain/dataset';
import type { FactsArgument, SentenceCode } from './say';
import { remark } from './say';

/** Each field of T with the reason for its value. */
export type Reasoned<T> = { readonly [Key in keyof T]: { readonly value: T[Key]; readonly reason: Remark } };

type ReasonCode = Extract<SentenceCode, `default.${string}`>;

/** A default and why it is what it is. */
export function because<V, Code extends ReasonCode = ReasonCode>(
  value: V,
  code: Code,
  ...facts: FactsArgument<Code>
): { value: V; reason: Remark } {
  return { value, reason: remark(code, ...facts) };
}
