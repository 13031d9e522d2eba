import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { failure } from '../../../shared/sentences/failure';
import { FiledFloats } from './filed-floats';
import { openOrdinary } from './ordinary';
import { headerLengthOf, placesIn, requireSigned, tensorAt } from './safetensors';
import type { NamedTensor, TensorPlace } from './safetensors';

/** A file of tensors, of which one may be left where it lies. */
interface OpenedTensors {
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  /** Null where it is in memory, or is none. */
  readonly filed: FiledFloats | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Read at a time where nothing is kept. */
const PASSED_BYTES = 2 ** 20;

/**
 * As `readSafetensors`, with one tensor of 32-bit floats left in the file where it has more than `memoryBytes`. All bytes are
 * gone through once, whatever is kept of them, so that damage is found here.
 *
 * @throws UnrollError FILE_MISSING, FILE_CORRUPT
 */
export async function openSafetensors(
  file: string,
  name: string,
  memoryBytes: number,
): Promise<OpenedTensors> {
  let handle: FileHandle;
  try {
    handle = await openOrdinary(file);
  } catch (cause) {
    throw failure('FILE_MISSING.notOpened', { file }, { cause });
  }
  try {
    const { size } = await handle.stat();
    const headerLength = headerLengthOf(await bytesOf(handle, 0, Math.min(8, size)), size, file);
    const start = 8 + headerLength;
    const json = Buffer.from(await bytesOf(handle, 8, headerLength)).toString('utf8');
    const { places, metadata, signed } = placesIn(json, size - start, file);
    const hash = createHash('sha256').update(signed?.text ?? '');
    const tensors = new Map<string, NamedTensor>();
    let filed: FiledFloats | null = null;
    const isFiled = (own: string, { dtype, start, end }: TensorPlace): boolean =>
      own === name && dtype === 'F32' && end - start > memoryBytes;
    for (const [own, place] of [...places].sort(([, a], [, b]) => a.start - b.start)) {
      const bytes = place.end - place.start;
      if (!isFiled(own, place)) {
        const all = await bytesOf(handle, start + place.start, bytes);
        hash.update(all);
        tensors.set(own, tensorAt(place, all));
        continue;
      }
      for (let at = 0; at < bytes; at += PASSED_BYTES)
        hash.update(await bytesOf(handle, start + place.start + at, Math.min(PASSED_BYTES, bytes - at)));
      filed = new FiledFloats(file, start + place.start, bytes / Float32Array.BYTES_PER_ELEMENT);
    }
    if (signed !== null) requireSigned(signed, hash, file);
    return { tensors, filed, metadata };
  } finally {
    await handle.close();
  }
}

/** Fewer at the end of the file. */
async function bytesOf(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await handle.read(bytes, at, length - at, position + at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}
