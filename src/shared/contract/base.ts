import { oc } from '@orpc/contract';
import * as v from 'valibot';
import { ErrorShape } from '../domain/error';

/**
 * Every procedure can fail in one way: `UNROLL`, which carries the lab's own stable code
 * (`src/shared/domain/error.ts`), a sentence for people as its message, and details.
 */
export const procedure = oc.errors({ UNROLL: { status: 422, data: ErrorShape } });

export const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/));
export const Nothing = v.object({});
export const Done = v.object({ done: v.literal(true) });
