import { ORPCError } from '@orpc/client';
import * as v from 'valibot';
import type { UnrollError } from '../domain/error';
import { errorFromShape, ErrorShape, toUnrollError } from '../domain/error';
import { failure } from '../sentences/failure';

export function engineGone(): UnrollError {
  return failure('ENGINE_GONE.stopped');
}

/** Whatever a call of the engine threw, in any face, as the one error that people and code can act on. */
export function toEngineError(thrown: unknown): UnrollError {
  if (thrown instanceof ORPCError && thrown.code === 'UNROLL' && v.is(ErrorShape, thrown.data))
    return errorFromShape(thrown.data);
  if (thrown instanceof Error && thrown.name === 'AbortError')
    return failure('CANCELLED.call', {}, { cause: thrown });
  return toUnrollError(thrown);
}
