import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '..');

/** The engine's own tests alone, the quick ones: a mutant costs as long as the tests that reach it. */
export default defineConfig({
  root,
  test: {
    root,
    environment: 'node',
    include: ['test/unit/sync/**/*.test.ts', 'test/property/{people,run-promises}.test.ts'],
    testTimeout: 20_000,
    maxWorkers: 1,
  },
});
