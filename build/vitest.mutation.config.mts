import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '..');

/**
 * The engine's unit tests alone: a mutant costs as long as the tests that reach it, and they always decide the same way. The property tests draw
 * examples; what only they would notice, and perhaps only with today's, counts as noticed by nobody.
 */
export default defineConfig({
  root,
  test: {
    root,
    environment: 'node',
    include: ['test/unit/sync/**/*.test.ts'],
    testTimeout: 20_000,
    maxWorkers: 1,
    // Modules stay loaded from file to file; static mutants, which would need them afresh, are left out (stryker.config.mjs).
    isolate: false,
  },
});
