import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';

/** So much of a file is seen by those who tell formats apart. */
const HEAD_BYTES = 64 * 2 ** 10;

/** @throws UnrollError FILE_MISSING, FILE_UNREADABLE */
export function readHead(path: string, shown: string): Promise<Uint8Array> {
  return readBytes(path, shown, 0, HEAD_BYTES);
}

/** {@link readHead} without waiting: for threads that have nothing else to do. */
export function readHeadNow(path: string, shown: string): Uint8Array {
  try {
    const handle = openSync(path, 'r');
    try {
      const head = Buffer.allocUnsafe(HEAD_BYTES);
      return head.subarray(0, readSync(handle, head, 0, HEAD_BYTES, 0));
    } finally {
      closeSync(handle);
    }
  } catch (cause) {
    throw fileError(cause, shown);
  }
}

/** Fewer bytes than asked for at the end of the file. @throws UnrollError FILE_MISSING, FILE_UNREADABLE */
export async function readBytes(
  path: string,
  shown: string,
  offset: number,
  most: number,
): Promise<Uint8Array> {
  try {
    const handle = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(most), 0, most, offset);
      return new Uint8Array(buffer.buffer, buffer.byteOffset, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw fileError(cause, shown);
  }
}

/** What went wrong with a file, for people. */
export function fileError(cause: unknown, shown: string): UnrollError {
  return (cause as NodeJS.ErrnoException).code === 'ENOENT'
    ? failure('FILE_MISSING.notAnyMore', { file: shown }, { cause })
    : failure('FILE_UNREADABLE.permissions', { file: shown }, { cause });
}

/** Bytes as Latin-1 text. */
export function textAt(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length));
}
