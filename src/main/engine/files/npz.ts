import { zipSync } from 'fflate';
import type { NamedTensor, TensorData } from './safetensors';

const HEADER_ALIGNMENT = 64;
const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0);

function descriptionOf(data: TensorData): string {
  if (data instanceof Float32Array) return '<f4';
  if (data instanceof Float64Array) return '<f8';
  if (data instanceof Int32Array) return '<i4';
  return '|u1';
}

/**
 * One array as NumPy's .npy, version 1.0, C order.
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function encodeNpy({ shape, data }: NamedTensor): Uint8Array {
  if (shape.reduce((product, n) => product * n, 1) !== data.length)
    throw new RangeError(`shape [${shape.join(', ')}] has not ${data.length} elements`);
  // A tuple of one has a comma in Python.
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const header = `{'descr': '${descriptionOf(data)}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const prefixBytes = MAGIC.length + 2;
  const total = Math.ceil((prefixBytes + header.length + 1) / HEADER_ALIGNMENT) * HEADER_ALIGNMENT;
  const bytes = new Uint8Array(total + data.byteLength);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint16(MAGIC.length, total - prefixBytes, true);
  bytes.set(Buffer.from(`${header.padEnd(total - prefixBytes - 1)}\n`, 'latin1'), prefixBytes);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), total);
  return bytes;
}

/** Arrays by name as NumPy's .npz (`numpy.load`): a zip of .npy files, stored without compression. */
export function encodeNpz(tensors: ReadonlyMap<string, NamedTensor>): Uint8Array {
  const files = [...tensors].map(([name, tensor]) => [`${name}.npy`, encodeNpy(tensor)] as const);
  return zipSync(Object.fromEntries(files), { level: 0 });
}
