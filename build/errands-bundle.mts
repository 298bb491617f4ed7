import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { build } from 'vite';
import { nodeTarget } from './targets.mts';

/**
 * Puts the program of the process for errands (`electron/errands.ts`) beside a bundle, as one file of its own: as a second entry it would share
 * chunks with the first, and load, or even start, the whole program.
 */
export function errandsBundle(fileName: string): Plugin {
  let root = '';
  return {
    name: 'errands-bundle',
    configResolved(config) {
      root = config.root;
    },
    async writeBundle({ dir }) {
      if (dir === undefined) throw new TypeError('the errands need a folder to go to');
      await build({
        configFile: false,
        root,
        publicDir: false,
        logLevel: 'warn',
        ssr: { noExternal: true },
        build: {
          ssr: true,
          outDir: dir,
          emptyOutDir: false,
          target: nodeTarget,
          sourcemap: true,
          minify: false,
          reportCompressedSize: false,
          rolldownOptions: {
            input: resolve(root, 'electron/errands.ts'),
            external: builtinModules.flatMap((name) => [name, `node:${name}`]),
            output: { format: 'cjs', entryFileNames: fileName, codeSplitting: false },
          },
        },
      });
    },
  };
}
