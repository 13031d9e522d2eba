import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Home } from '../../files/home';
import { writeAtomic } from '../../files/atomic';
import type { Bundle } from './bundle-file';

/** Weights of bundles beside the runs' own: workers read files, and keep what they have read. The least used go first. */
const MOST_KEPT = 32;

/**
 * The weights of a bundle as a file of the cache.
 *
 * @returns its absolute path
 */
export async function unpackWeights(
  { cacheDir }: Pick<Home, 'cacheDir'>,
  { weights, weightsHash }: Pick<Bundle, 'weights' | 'weightsHash'>,
): Promise<string> {
  const dir = join(cacheDir, 'models');
  await mkdir(dir, { recursive: true });
  const file = join(dir, `${weightsHash}.safetensors`);
  const there = await stat(file).catch(() => null);
  const now = new Date();
  if (there?.size === weights.length) await utimes(file, now, now);
  else await writeAtomic(file, weights);
  await forgetOldest(dir);
  return file;
}

async function forgetOldest(dir: string): Promise<void> {
  const names = await readdir(dir);
  if (names.length <= MOST_KEPT) return;
  const files = await Promise.all(
    names.map(async (name) => {
      const file = join(dir, name);
      return { file, usedMs: (await stat(file).catch(() => null))?.mtimeMs ?? 0 };
    }),
  );
  const oldest = files.sort((a, b) => b.usedMs - a.usedMs).slice(MOST_KEPT);
  await Promise.all(oldest.map(({ file }) => rm(file, { force: true })));
}
