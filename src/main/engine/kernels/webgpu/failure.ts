import { UnrollError } from '../../../../shared/domain/error';

let failure: string | null = null;

/** WebGPU tells of failures long after the call that caused them; they are kept until numbers are asked for. */
export function watchDevice(device: GPUDevice): void {
  device.addEventListener('uncapturederror', (event) => {
    failure ??= event.error.message;
  });
  void device.lost.then(({ message }) => {
    failure ??= message === '' ? 'the GPU was lost.' : message;
  });
}

/** @throws UnrollError COMPUTE_FAILED when the GPU did not do what it was told since the last call */
export function checkGpu(cause?: unknown): void {
  if (failure === null) return;
  const reason = failure.split('\n')[0]!;
  failure = null;
  throw new UnrollError(
    'COMPUTE_FAILED',
    `The GPU failed: ${reason} Use a smaller batch if its memory is full, or --backend wasm.`,
    { reason },
    { cause },
  );
}
