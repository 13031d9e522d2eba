import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';

/** What tfjs' WebAssembly backend has beyond the others: its tensors can be read and written in place. */
interface HeapBackend {
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo;
  typedArrayFromHeap(tensor: TensorInfo): Float32Array;
}

type Shapes = Readonly<Record<string, number[] | null>>;
type Optional<S extends Shapes, T> = { readonly [K in keyof S]: null extends S[K] ? T | null : T };

const heapOf = (backend: object): HeapBackend | null =>
  'typedArrayFromHeap' in backend && 'makeOutput' in backend ? (backend as HeapBackend) : null;

/**
 * Calls `compute` with the numbers of `given` and with arrays to fill, one for each shape of `wanted`, and returns
 * the filled ones as tensors, which belong to the caller. On the `wasm` backend nothing is copied.
 */
export function throughArrays<G extends Readonly<Record<string, Tensor | null>>, W extends Shapes>(
  given: G,
  wanted: W,
  compute: (
    given: { readonly [K in keyof G]: null extends G[K] ? Float32Array | null : Float32Array },
    filled: Optional<W, Float32Array>,
  ) => void,
): Optional<W, Tensor> {
  const map = <V, R>(record: Readonly<Record<string, V | null>>, body: (value: V) => R): never =>
    Object.fromEntries(
      Object.entries(record).map(([name, value]) => [name, value === null ? null : body(value)]),
    ) as never;

  const heap = heapOf(tf.backend());
  if (heap === null) {
    const arrays = map(wanted, (shape: number[]) => new Float32Array(tf.util.sizeFromShape(shape)));
    compute(
      map(given, (tensor: Tensor) => tensor.dataSync<'float32'>()),
      arrays,
    );
    const tensors = Object.entries<Float32Array | null>(arrays).map(([name, values]) => [
      name,
      values === null ? null : tf.tensor(values, wanted[name]!),
    ]);
    return Object.fromEntries(tensors) as never;
  }
  const tensors: Optional<W, Tensor> = map(wanted, (shape: number[]) =>
    tf.engine().makeTensorFromTensorInfo(heap.makeOutput(shape, 'float32')),
  );
  const view = (tensor: Tensor): Float32Array => heap.typedArrayFromHeap(tensor);
  // Bringing a tensor over from another backend may move the heap: views are taken when all are there.
  map(given, view);
  compute(map(given, view), map(tensors, view));
  return tensors;
}
