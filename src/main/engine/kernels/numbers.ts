import type { Tensor } from '@tensorflow/tfjs-core';
import { checkGpu } from './webgpu/failure';

/**
 * The numbers of a tensor, row-major. At once from this process's memory; from a GPU when it has got so far.
 *
 * @throws UnrollError COMPUTE_FAILED when the GPU failed
 */
export async function numbers(tensor: Tensor): Promise<Float32Array> {
  const values = await tensor.data<'float32'>().catch((thrown: unknown) => {
    checkGpu(thrown);
    throw thrown;
  });
  checkGpu();
  return values;
}
