import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { errandsBundle } from './build/errands-bundle.mts';
import { chromeTarget, nativePackages, nodeTarget } from './build/targets.mts';

const root = import.meta.dirname;

/** The licences of what was bundled go along with it, as most of them ask for. */
const license = { fileName: 'third-party-licenses.md' };

/** The app: main process, preload bridge and window. Everything but Electron and the native packages is bundled. */
export default defineConfig({
  main: {
    plugins: [errandsBundle('errands.js')],
    build: {
      outDir: resolve(root, 'out/main'),
      target: nodeTarget,
      sourcemap: true,
      license,
      externalizeDeps: false,
      rolldownOptions: {
        input: { main: resolve(root, 'electron/main.ts') },
        external: nativePackages,
        output: { format: 'cjs', entryFileNames: '[name].js', codeSplitting: false },
      },
    },
  },
  preload: {
    build: {
      outDir: resolve(root, 'out/preload'),
      target: nodeTarget,
      sourcemap: true,
      license,
      // A sandboxed preload script can require nothing but `electron`: it has to be one file.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: resolve(root, 'electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: resolve(root, 'renderer'),
    plugins: [react()],
    build: {
      outDir: resolve(root, 'out/renderer'),
      target: chromeTarget,
      sourcemap: true,
      license,
      // A data: URL would need a hole in the content security policy; the preload polyfill is an inline script in disguise.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: resolve(root, 'renderer/index.html') },
    },
  },
});
