import * as v from 'valibot';

/**
 * Schemas for bulk numbers. They compare the tag, not the prototype: an array that crossed a
 * MessagePort or a worker comes from another realm, where `instanceof` is false.
 */
function typedArray<A>(tag: string) {
  return v.custom<A>(
    (value) => Object.prototype.toString.call(value) === `[object ${tag}]`,
    `expected a ${tag}`,
  );
}

export const Float32 = typedArray<Float32Array>('Float32Array');
export const Float64 = typedArray<Float64Array>('Float64Array');
export const Int32 = typedArray<Int32Array>('Int32Array');
export const Bytes = typedArray<Uint8Array>('Uint8Array');
