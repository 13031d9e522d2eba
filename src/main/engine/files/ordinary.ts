import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, stat } from 'node:fs/promises';

/**
 * Opens an ordinary file for reading. A device may be endless and a pipe may wait for ever, so neither is opened, also where a
 * link leads to it, and what took the file's place in between is not read.
 *
 * @throws Error that says what is wrong, of the system or with code ENOTFILE or EFBIG
 */
export async function openOrdinary(path: string, mostBytes = Infinity): Promise<FileHandle> {
  requireOrdinary(await stat(path), mostBytes);
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    requireOrdinary(await handle.stat(), mostBytes);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The bytes of an ordinary file. @throws Error as {@link openOrdinary} */
export async function readOrdinary(path: string, mostBytes = Infinity): Promise<Buffer> {
  const handle = await openOrdinary(path, mostBytes);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** Asks before something else opens it. @throws Error as {@link openOrdinary} */
export async function requireOrdinaryFile(path: string): Promise<void> {
  requireOrdinary(await stat(path), Infinity);
}

function requireOrdinary(stats: { isFile(): boolean; readonly size: number }, mostBytes: number): void {
  if (!stats.isFile()) throw Object.assign(new Error('it is not an ordinary file'), { code: 'ENOTFILE' });
  if (stats.size > mostBytes)
    throw Object.assign(new Error('it is larger than it can be'), { code: 'EFBIG' });
}
