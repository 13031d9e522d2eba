import { oc } from '@orpc/contract';
import * as v from 'valibot';
import { ErrorShape } from '../domain/error';

/**
 * Every procedure can fail in one way: `UNROLL`, which carries the lab's own stable code
 * (`src/shared/domain/error.ts`), a sentence for people as its message, and details.
 */
export const procedure = oc.errors({ UNROLL: { status: 422, data: ErrorShape } });

export const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/));
export const Nothing = v.strictObject({});
export const Done = v.object({ done: v.literal(true) });

/** An index, or how many: 1.5 is refused with a sentence. */
export const Whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export function isNamedFields(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** Of fields that may all be left out: an empty list has none of them either, and is refused all the same. */
export function named<Schema extends v.GenericSchema>(schema: Schema) {
  return v.pipe(v.custom<v.InferInput<Schema>>(isNamedFields, 'Invalid type: Expected named fields'), schema);
}
