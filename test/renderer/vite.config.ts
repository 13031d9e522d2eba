import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The window on the fake engine: `npx vite build --config test/renderer/vite.config.ts`, or without `build` to develop. */
export default defineConfig({
  root: here('../../src/renderer'),
  base: './',
  cacheDir: here('../../node_modules/.cache/fake-window'),
  plugins: [
    svelte(),
    paraglideVitePlugin({
      project: here('../../project.inlang'),
      outdir: here('../../src/renderer/paraglide'),
      strategy: ['globalVariable', 'baseLocale'],
    }),
    {
      name: 'fake-engine',
      enforce: 'pre',
      resolveId: (source, importer) =>
        source === './client/connect' && importer?.endsWith('/renderer/main.ts') === true
          ? here('./fake/connect.ts')
          : null,
    },
  ],
  server: { port: 5199, fs: { allow: [here('../..')] } },
  build: { target: 'chrome108', outDir: here('../../out/fake-window'), emptyOutDir: true },
});
