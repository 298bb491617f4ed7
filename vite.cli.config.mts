import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { errandsBundle } from './build/errands-bundle.mts';
import { nativePackages, nodeTarget } from './build/targets.mts';

const root = import.meta.dirname;

/** The command line: the same engine in plain Node, one CommonJS file without Electron. */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [errandsBundle('errands.cjs')],
  resolve: { alias: [{ find: /^electron$/, replacement: resolve(root, 'build/empty-electron.ts') }] },
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: resolve(root, 'out/cli'),
    emptyOutDir: true,
    target: nodeTarget,
    sourcemap: true,
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { cli: resolve(root, 'electron/cli.ts') },
      external: [...nativePackages, ...builtinModules.flatMap((name) => [name, `node:${name}`])],
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
});
