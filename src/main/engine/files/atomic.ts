import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fromDisk } from './disk';

/**
 * Writes a file so that it is either there whole or not at all, also after a power cut: a temporary neighbour is written,
 * flushed to the disk and renamed over `file`, and then the folder, which holds the name, is flushed.
 *
 * @param previousFile where what was there before is kept; between the two renames it alone is there
 * @throws UnrollError DISK_FULL, OUTPUT_UNWRITABLE
 */
export async function writeAtomic(
  file: string,
  content: string | Uint8Array | readonly (Uint8Array | AsyncIterable<Uint8Array>)[],
  previousFile?: string,
): Promise<void> {
  const temporary = join(dirname(file), `.${basename(file)}.${randomUUID()}.part`);
  try {
    const handle = await open(temporary, 'wx');
    try {
      const parts = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
      for (const part of parts)
        if (typeof part === 'string' || part instanceof Uint8Array) await handle.writeFile(part);
        else for await (const chunk of part) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (previousFile !== undefined) await renameIfThere(file, previousFile);
    await rename(temporary, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw fromDisk(error, file);
  }
}

async function renameIfThere(file: string, target: string): Promise<void> {
  await rename(file, target).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

/** Nothing of Windows' can flush a folder; there the file system's own journal keeps names. */
async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
