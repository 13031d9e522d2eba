import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where the bundle of a worker lies: beside the running bundle, or, when the sources run themselves (vitest),
 * in the build folder above them.
 *
 * @throws Error when the lab was not built
 */
export function workerFile(name: string): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let dir = start; ; dir = dirname(dir)) {
    for (const file of [join(dir, `${name}.cjs`), join(dir, 'out', 'main', `${name}.cjs`)])
      if (existsSync(file)) return file;
    if (dir === dirname(dir)) throw new Error(`${name}.cjs is missing: run npm run build.`);
  }
}
