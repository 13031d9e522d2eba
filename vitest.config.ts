import { existsSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Chromium's GPU in software: numbers of the WebGPU kernels are the same everywhere. Debian's place. */
const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          alias: {
            // src/main/engine/kernels/gradients.ts
            '@tensorflow/tfjs-core/dist/register_all_gradients': '@tensorflow/tfjs-layers',
          },
          include: [
            'test/unit/**/*.test.ts',
            'test/contract/**/*.test.ts',
            'test/engine/**/*.test.ts',
            'test/cli/**/*.test.ts',
            'test/renderer/*.test.ts',
          ],
          environment: 'node',
          env: existsSync(swiftShader) ? { VK_ICD_FILENAMES: swiftShader } : {},
          // A hang ends; a machine with much else to do is waited for.
          testTimeout: 240_000,
          // As in playwright.config.ts.
          retry: process.env['CI'] === 'true' ? 1 : 0,
          hookTimeout: 240_000,
        },
      },
      {
        // The window's stores: runes need the compiler, and Svelte's client half to be alive.
        plugins: [svelte()],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'window',
          // Its files share no state: each makes its own stores over its own fake engine.
          isolate: false,
          include: ['test/renderer/{charts,state,views}/*.test.ts'],
          environment: 'node',
          setupFiles: ['test/renderer/browser-globals.ts'],
          globalSetup: ['test/renderer/compile-messages.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
