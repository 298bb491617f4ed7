/** `npm run bench`: bundles test/bench/bench.ts as the command line is bundled, and runs it in the project's Node. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, root, run, runInForeground } from './parts/run.mjs';
import { PreparationError, orExplain, prepare } from './prepare.mjs';

await orExplain(async () => {
  const entry = 'test/bench/bench.ts';
  if (!existsSync(join(root, entry))) throw new PreparationError(`There is no ${entry}.`);
  await prepare({ isBuilt: false });
  const outDir = '.cache/bench';
  const bundled = await run(projectNode(), [
    join(root, 'node_modules/vite/bin/vite.js'),
    'build',
    ...['--config', 'vite.cli.config.mts', '--ssr', entry, '--outDir', outDir, '--logLevel', 'warn'],
  ]);
  if (bundled.code !== 0) throw new PreparationError('The bench could not be bundled; the reason stands above.');
  process.exitCode = await runInForeground(projectNode(), [
    '--enable-source-maps',
    join(root, outDir, 'bench.cjs'),
    ...process.argv.slice(2),
  ]);
});
