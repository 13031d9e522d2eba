import { defineConfig } from '@playwright/test';

/** Real Chromium against `unroll serve`, and a real Electron; `npm test` says where both are. */
export default defineConfig({
  testDir: 'test',
  outputDir: 'test-results',
  workers: 1,
  fullyParallel: false,
  timeout: 300_000,
  // A machine that stumbles gets a second try, which the report names as flaky; what is broken fails twice.
  retries: process.env['CI'] === 'true' ? 1 : 0,
  expect: { timeout: 45_000 },
  use: {
    locale: 'en-US',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env['UNROLL_CHROMIUM'] ?? '/usr/bin/chromium',
      // Chromium's sandbox does not run as root, which CI is.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  reporter: [['list'], ['json']],
  projects: [
    { name: 'browser', testMatch: 'browser/**/*.spec.ts' },
    { name: 'electron', testMatch: 'electron/**/*.spec.ts' },
    { name: 'installed', testMatch: 'installed/**/*.spec.ts' },
  ],
});
