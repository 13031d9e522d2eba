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

export function resourcesDir(): string {
  return join(labDir(), 'resources');
}
