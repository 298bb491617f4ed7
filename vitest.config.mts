import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;

/** In plain Node `electron` is an empty module, as in the command line's bundle; tests of the shell hand in fakes. */
const alias = [{ find: /^electron$/, replacement: resolve(root, 'build/empty-electron.ts') }];

/** One project per folder of `test/`; `vitest run --project unit` runs one of them. */
function nodeProject(name: string, testTimeout: number) {
  return {
    resolve: { alias },
    test: {
      name,
      root,
      environment: 'node',
      include: [`test/${name}/**/*.test.ts`],
      setupFiles: ['test/setup/property-seed.ts'],
      testTimeout,
      hookTimeout: testTimeout,
      // Bundled into the program, so it goes through the alias above here too.
      server: { deps: { inline: ['electron-store'] } },
    },
  };
}

export default defineConfig({
  test: {
    // Two cores carry the tests and the servers they start.
    maxWorkers: 2,
    projects: [
      nodeProject('unit', 30_000),
      nodeProject('property', 60_000),
      nodeProject('simulation', 60_000),
      nodeProject('contract', 30_000),
      nodeProject('integration', 60_000),
      nodeProject('ipc', 20_000),
      nodeProject('arch', 180_000),
      {
        plugins: [react()],
        resolve: { alias },
        test: {
          name: 'renderer',
          root,
          environment: 'jsdom',
          include: ['test/renderer/**/*.test.{ts,tsx}'],
          setupFiles: ['test/renderer/setup.ts', 'test/setup/property-seed.ts'],
          // A whole walk through the wizard takes ten seconds on two busy cores.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
