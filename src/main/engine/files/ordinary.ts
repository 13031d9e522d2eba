import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';

/**
 * The bytes of an ordinary file. A device may be endless and a pipe may wait for ever, so neither is opened, also where a link
 * leads to it, and what took the file's place in between is not read.
 *
 * @throws Error that says what is wrong, of the system or with code ENOTFILE or EFBIG
 */
export async function readOrdinary(path: string, mostBytes = Infinity): Promise<Buffer> {
  requireOrdinary(await stat(path), mostBytes);
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    requireOrdinary(await handle.stat(), mostBytes);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

function requireOrdinary(stats: { isFile(): boolean; readonly size: number }, mostBytes: number): void {
  if (!stats.isFile()) throw Object.assign(new Error('it is not an ordinary file'), { code: 'ENOTFILE' });
  if (stats.size > mostBytes)
    throw Object.assign(new Error('it is larger than it can be'), { code: 'EFBIG' });
}
