import * as tf from '@tensorflow/tfjs-core';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { isMainThread } from 'node:worker_threads';
import { failure } from '../../../../shared/sentences/failure';
import { BoundedBuffers } from './buffers';
import type { AdapterFacts } from './dawn';
import { openGpu } from './dawn';
import { watchDevice } from './failure';

/** `MatMulPackedProgram`: the one of tfjs' products that never adds up in an order of the GPU's own. */
const PACKED_PRODUCT = 3;

let facts: AdapterFacts | null = null;

/** The GPU that the backend computes on; null before it was started. */
export const gpuInUse = (): AdapterFacts | null => facts;

/**
 * Gives tfjs its backend `webgpu` on a device of Dawn. Only in a process of its own: a driver that crashes takes its
 * process along, and a thread with Dawn in it cannot be ended from outside (docs/adr).
 *
 * @throws UnrollError BACKEND_UNAVAILABLE with what is missing
 */
export async function registerWebgpu(): Promise<void> {
  if (tf.findBackendFactory('webgpu') !== null) return;
  if (!isMainThread) throw failure('BACKEND_UNAVAILABLE.webgpuThread', { backend: 'webgpu' });
  const gpu = await openGpu();
  ({ facts } = gpu);
  watchDevice(gpu.device);
  const backend = new WebGPUBackend(gpu.device, gpu.info);
  backend.bufferManager = new BoundedBuffers(gpu.device) as unknown as WebGPUBackend['bufferManager'];
  tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', PACKED_PRODUCT);
  tf.registerBackend('webgpu', () => backend, 0);
}
