import type { Bounds } from '../../shared/domain/recipe-table';
import { outOfBounds } from '../../shared/domain/recipe-table';
import { why } from '../../shared/sentences/why';
import { say } from '../../shared/sentences/say';
import { language } from '../language.svelte';

/** What a person typed as a number, or why it is none that can be taken. */
export type NumberRead =
  { readonly value: number | null; readonly problem?: never } | { readonly problem: string };

/** @param nullable whether an empty field is an answer (null) */
export function readNumber(text: string, bounds: Bounds, nullable: boolean): NumberRead {
  // As it is typed, and as it is printed.
  const typed = text.trim().replace(/^−/, '-');
  if (typed === '' && nullable) return { value: null };
  const value = typed === '' ? Number.NaN : Number(typed);
  const broken = Number.isFinite(value)
    ? outOfBounds(value, bounds)
    : ({ kind: 'number', bound: 0 } as const);
  if (broken === null) return { value };
  const { kind, bound } = broken;
  return { problem: say(language.locale, 'bounds.sentence', why(`why.bounds.${kind}`, { bound })) };
}
