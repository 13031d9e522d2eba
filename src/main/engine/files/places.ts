import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The lab's own folder: the one with package.json, above the sources as above the bundle in `out/main`. */
export function labDir(): string {
  let dir = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(dir, 'package.json'))) {
    const parent = dirname(dir);
    if (parent === dir) throw new Error('package.json is missing above the bundle');
    dir = parent;
  }
  return dir;
}

/** The page's built files. */
export function rendererDir(): string {
  return join(labDir(), 'out', 'renderer');
}

/** Also in a package outside of its archive, since DuckDB and others read files by themselves. */
export function resourcesDir(): string {
  const dir = join(labDir(), 'resources');
  const unpacked = dir.replace(/\.asar(?=[\\/])/, '.asar.unpacked');
  return existsSync(unpacked) ? unpacked : dir;
}
