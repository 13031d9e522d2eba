import { ORPCError } from '@orpc/client';
import * as v from 'valibot';
import type { UnrollError } from '../../shared/domain/error';
import { ErrorShape, errorFromShape, toUnrollError } from '../../shared/domain/error';
import { errorSentence } from '../sentences';
import { toasts } from './toasts.svelte';

/** What a failed call meant, wherever it failed. */
export function failureOf(thrown: unknown): UnrollError {
  if (thrown instanceof ORPCError) {
    const shape = v.safeParse(ErrorShape, thrown.data);
    if (shape.success) return errorFromShape(shape.output);
  }
  return toUnrollError(thrown);
}

/** A failure in words; null: cancelling is none, and that the engine is gone a banner says. */
export function failureSentence(thrown: unknown): string | null {
  const error = failureOf(thrown);
  return error.code === 'CANCELLED' || error.code === 'ENGINE_GONE' ? null : errorSentence(error);
}

/** Shows a failure that has no place of its own. */
export function reportFailure(thrown: unknown): void {
  const sentence = failureSentence(thrown);
  if (sentence !== null) toasts.show(sentence, 'bad');
}

/** Runs `work`; a failure is shown to the person. @returns undefined when it failed */
export async function attempt<T>(work: () => Promise<T> | T): Promise<T | undefined> {
  try {
    return await work();
  } catch (thrown) {
    reportFailure(thrown);
    return undefined;
  }
}
