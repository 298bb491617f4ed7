import { mkdtempSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, resolve } from 'node:path';
import { build } from 'vite';

/** A TypeScript program of the tests, bundled as the command line is, so that a real Node process of its own can run it (and be killed). */
export interface ChildBundle {
  /** Absolute path of the CommonJS file. */
  readonly file: string;
  remove(): void;
}

const root = resolve(import.meta.dirname, '../../..');

/** @param entry absolute path of the program's TypeScript file */
export async function bundleChild(entry: string): Promise<ChildBundle> {
  // Beside node_modules, so that the native packages are found from there.
  const folder = mkdtempSync(join(root, 'node_modules', '.child-'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    resolve: { alias: [{ find: /^electron$/, replacement: resolve(root, 'build/empty-electron.ts') }] },
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { child: entry },
        external: ['libsql', 'keytar', ...builtinModules.flatMap((name) => [name, `node:${name}`])],
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  });
  return { file: join(folder, 'child.cjs'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
