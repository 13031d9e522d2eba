import { failure } from '../../../../shared/sentences/failure';
import { foreign } from '../../../../shared/sentences/why';

let reported: string | null = null;

/** WebGPU tells of failures long after the call that caused them; they are kept until numbers are asked for. */
export function watchDevice(device: GPUDevice): void {
  device.addEventListener('uncapturederror', (event) => {
    reported ??= event.error.message;
  });
  void device.lost.then(({ message }) => {
    reported ??= message === '' ? 'the GPU was lost.' : message;
  });
}

/** @throws UnrollError COMPUTE_FAILED when the GPU did not do what it was told since the last call */
export function checkGpu(cause?: unknown): void {
  if (reported === null) return;
  const reason = reported.split('\n')[0]!;
  reported = null;
  throw failure('COMPUTE_FAILED.gpu', { reason: foreign(reason) }, { cause });
}
