import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          alias: {
            // src/main/engine/compute/gradients.ts
            '@tensorflow/tfjs-core/dist/register_all_gradients': '@tensorflow/tfjs-layers',
          },
          include: [
            'test/unit/**/*.test.ts',
            'test/contract/**/*.test.ts',
            'test/engine/**/*.test.ts',
            'test/renderer/**/*.test.ts',
          ],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
