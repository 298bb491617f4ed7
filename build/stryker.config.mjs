/**
 * `npm run mutation`: changes the engine line by line and asks the unit tests to notice. A mutant that no test notices is a promise that nobody
 * checks. Takes long; its last record, with the mutants that nobody can notice, lies in `docs/records`.
 * One folder alone: `npm run mutation -- --mutate 'electron/sync/plan/*.ts'`; what is known of the others is kept (`incremental`).
 */
export default {
  packageManager: 'npm',
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'build/vitest.mutation.config.mts', related: false },
  mutate: ['electron/sync/**/*.ts', '!electron/sync/ports.ts', '!electron/sync/engine-api.ts'],
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20_000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: true },
  jsonReporter: { fileName: '.cache/mutation/mutation.json' },
  incremental: true,
  incrementalFile: '.cache/mutation/incremental.json',
  tempDirName: '.cache/mutation/sandbox',
  cleanTempDir: 'always',
  ignorePatterns: ['dist', 'out', 'docs', 'test-results', '.cache', 'renderer', 'test/e2e'],
};
