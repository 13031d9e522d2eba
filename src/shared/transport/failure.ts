import { ORPCError } from '@orpc/client';
import * as v from 'valibot';
import { errorFromShape, ErrorShape, toUnrollError, UnrollError } from '../domain/error';

const IssueList = v.object({
  issues: v.array(v.object({ message: v.string(), path: v.optional(v.array(v.unknown())) })),
});

function fieldName(segment: unknown): string {
  return String(typeof segment === 'object' && segment !== null && 'key' in segment ? segment.key : segment);
}

function argumentInvalid(error: ORPCError<string, unknown>): UnrollError {
  const [issue] = v.is(IssueList, error.data) ? error.data.issues : [];
  if (issue === undefined) return new UnrollError('ARGUMENT_INVALID', error.message);
  const field = (issue.path ?? []).map(fieldName).join('.');
  return new UnrollError('ARGUMENT_INVALID', `${field || 'The input'} is not valid: ${issue.message}`, {
    field,
  });
}

export function engineGone(): UnrollError {
  return new UnrollError('ENGINE_GONE', 'The engine stopped. It is being started again.');
}

/** Whatever a call of the engine threw, in any face, as the one error that people and code can act on. */
export function toEngineError(thrown: unknown): UnrollError {
  if (thrown instanceof ORPCError) {
    if (thrown.code === 'UNROLL' && v.is(ErrorShape, thrown.data)) return errorFromShape(thrown.data);
    if (thrown.code === 'BAD_REQUEST') return argumentInvalid(thrown);
  }
  if (thrown instanceof Error && thrown.name === 'AbortError')
    return new UnrollError('CANCELLED', 'The call was cancelled.', {}, { cause: thrown });
  return toUnrollError(thrown);
}
