import { ORPCError } from '@orpc/client';
import * as v from 'valibot';
import { errorFromShape, ErrorShape, toUnrollError, UnrollError } from '../domain/error';

export function engineGone(): UnrollError {
  return new UnrollError('ENGINE_GONE', 'The engine stopped. It is being started again.');
}

/** Whatever a call of the engine threw, in any face, as the one error that people and code can act on. */
export function toEngineError(thrown: unknown): UnrollError {
  if (thrown instanceof ORPCError && thrown.code === 'UNROLL' && v.is(ErrorShape, thrown.data))
    return errorFromShape(thrown.data);
  if (thrown instanceof Error && thrown.name === 'AbortError')
    return new UnrollError('CANCELLED', 'The call was cancelled.', {}, { cause: thrown });
  return toUnrollError(thrown);
}
