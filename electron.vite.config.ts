import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { bundledPackages } from './scripts/licences.mjs';

/** Oldest runtime that the bundle must run on: Electron 22 has Node 16.17 and Chromium 108. */
const nodeTarget = 'node16.17';
const chromeTarget = 'chrome108';

/** Bundle name → source. */
const mainEntries = {
  index: 'src/main/index.ts',
  'engine-process': 'src/main/engine-process.ts',
  cli: 'src/main/cli/index.ts',
  'compute-worker': 'src/main/engine/workers/worker.ts',
  'tensorflow-probe': 'src/main/engine/kernels/choose/tensorflow-probe.ts',
  'decode-worker': 'src/main/engine/readers/sound/decode-worker.ts',
  'sound-rows-worker': 'src/main/engine/features/sound-rows-worker.ts',
  'model-worker': 'src/main/engine/imports/model-worker.ts',
  'read-worker': 'src/main/engine/readers/threads/read-worker.ts',
};

/** Native packages carry their own binaries and must be loaded from node_modules; everything else is bundled. */
const external = [
  'electron',
  /^@?libsql($|\/)/,
  /^@duckdb\//,
  /^@tensorflow\/tfjs-node/,
  'webgpu',
  /^onnxruntime-/,
  'bufferutil',
  'utf-8-validate',
];

/** The renderer's own pages may be in the making; a bundle without its source is left out. */
function present(entries: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).filter(([, source]) => existsSync(source)));
}

/** package.json says "type": "module", so CommonJS needs `.cjs`; chunks lie beside the entries that load workers by name. */
const commonJs = {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunk-[name]-[hash].cjs',
  // `require` reads from a package's archive in every Electron; `import()` does not in old ones.
  dynamicImportInCjs: false,
} as const;

export default defineConfig({
  main: {
    plugins: [bundledPackages()],
    build: {
      target: nodeTarget,
      externalizeDeps: false,
      sourcemap: true,
      minify: false,
      rolldownOptions: { input: present(mainEntries), external, output: commonJs },
    },
  },
  ...(existsSync('src/preload/index.ts') && {
    preload: {
      build: {
        outDir: 'out/preload',
        target: nodeTarget,
        externalizeDeps: false,
        minify: false,
        rolldownOptions: { input: present({ index: 'src/preload/index.ts' }), external, output: commonJs },
      },
    },
  }),
  // Left out while there is no page to build.
  ...(existsSync('src/renderer/index.html') && {
    renderer: {
      root: 'src/renderer',
      base: './',
      plugins: [
        svelte(),
        bundledPackages(),
        ...(existsSync('project.inlang')
          ? [
              paraglideVitePlugin({
                project: join(import.meta.dirname, 'project.inlang'),
                outdir: join(import.meta.dirname, 'src/renderer/paraglide'),
                strategy: ['globalVariable', 'baseLocale'],
              }),
            ]
          : []),
      ],
      build: {
        target: chromeTarget,
        minify: true,
        rolldownOptions: { input: join(import.meta.dirname, 'src/renderer/index.html') },
      },
    },
  }),
});
