import { defineConfig } from '@playwright/test';

/**
 * The whole program in a real Electron. One worker and no retries: the tests own a display, a keychain and a home
 * folder, and a test that passes the second time has found something.
 */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  workers: 1,
  retries: 0,
  fullyParallel: false,
  forbidOnly: true,
  globalTimeout: 11 * 60_000,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  projects: [
    { name: 'e2e', testMatch: '**/*.spec.ts', testIgnore: 'screenshots/**' },
    // Pictures for the manual, made by `npm run screenshots`; not a part of `npm test`.
    { name: 'screenshots', testMatch: 'screenshots/**/*.spec.ts' },
  ],
});
