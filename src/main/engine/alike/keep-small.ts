import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** 300 hours of 128 units at 4 cells a second. */
const MOST_BYTES = 2 ** 31;

async function sizeOf(dir: string): Promise<number> {
  const names = await readdir(dir);
  const sizes = await Promise.all(names.map((name) => stat(join(dir, name)).then(({ size }) => size)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * Notes that an index is used, and removes those that were not for the longest until the rest is small.
 *
 * @param dir the folder of indexes @param used the name of the one in use
 */
export async function keepSmall(dir: string, used: string, most = MOST_BYTES): Promise<void> {
  const names = await readdir(dir).catch(() => []);
  const known = await Promise.all(
    names.map(async (name) => {
      const own = join(dir, name);
      const [{ mtimeMs }, size] = await Promise.all([stat(own), sizeOf(own)]);
      return { own, size, isUsed: name === used, mtimeMs };
    }),
  ).catch(() => []);
  const now = new Date();
  await utimes(join(dir, used), now, now).catch(() => {});
  let total = 0;
  for (const { own, size, isUsed } of known.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
    total += size;
    if (total > most && !isUsed) await rm(own, { recursive: true, force: true });
  }
}
