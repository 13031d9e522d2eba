import { refusal } from './service-error';
import type { StreamQuery } from './stream-schemas';

const INT16_SCALE = 32_768;

/**
 * Little-endian bytes as numbers: float32 as they are, int16 in [−1, 1).
 *
 * @throws ServiceError REQUEST_INVALID for a part of a number
 */
export function samplesOf(bytes: ArrayBuffer, format: StreamQuery['format']): Float32Array {
  const size = format === 'float32' ? 4 : 2;
  if (bytes.byteLength % size !== 0)
    throw refusal(
      'REQUEST_INVALID',
      `A message of ${bytes.byteLength} bytes is no whole number of ${format}.`,
    );
  const view = new DataView(bytes);
  return Float32Array.from({ length: bytes.byteLength / size }, (_, k) =>
    format === 'float32' ? view.getFloat32(4 * k, true) : view.getInt16(2 * k, true) / INT16_SCALE,
  );
}
