import type { Tensor } from '@tensorflow/tfjs-core';

/** The numbers of a tensor, row-major. At once from this process's memory; from a GPU when it has got so far. */
export function numbers(tensor: Tensor): Promise<Float32Array> {
  return tensor.data<'float32'>();
}
