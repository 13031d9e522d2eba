// A process of the lab's own sources, for tests that must not bring themselves down.
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const hereDir = dirname(fileURLToPath(import.meta.url));
const rootDir = join(hereDir, '../..');

/** Bundles a TypeScript file, named from this folder, into build/`name`, once. @returns what gives the file's path */
export function bundled(source, name) {
  const outDir = join(rootDir, 'build', name);
  const file = basename(source).replace(/\.ts$/, '.cjs');
  let building = null;
  return async () => {
    building ??= build({
      root: rootDir,
      configFile: false,
      logLevel: 'error',
      ssr: {
        noExternal: true,
        external: ['libsql', '@duckdb/node-api', 'webgpu', 'onnxruntime-web', 'onnxruntime-common'],
      },
      build: {
        ...{ ssr: join(hereDir, source), outDir, target: 'node20', minify: false, emptyOutDir: true },
        rolldownOptions: {
          output: { format: 'cjs', entryFileNames: file, chunkFileNames: '[name].cjs' },
        },
      },
    });
    await building;
    return join(outDir, file);
  };
}
