import { defineConfig } from '@playwright/test';

/** Real Chromium against `unroll serve`, and a real Electron; `npm test` says where both are. */
export default defineConfig({
  testDir: 'test',
  outputDir: 'test-results',
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json']],
  projects: [
    { name: 'browser', testMatch: 'browser/**/*.spec.ts' },
    { name: 'electron', testMatch: 'electron/**/*.spec.ts' },
  ],
});
