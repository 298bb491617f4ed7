/** `npm run soak -- …`: bundles test/simulation/soak.ts as the command line is bundled, and runs it in the project's Node. */
import { join } from 'node:path';
import { projectNode, root, run, runInForeground } from './parts/run.mjs';
import { PreparationError, orExplain, prepare } from './prepare.mjs';

await orExplain(async () => {
  await prepare({ isBuilt: false });
  const outDir = '.cache/soak';
  const bundled = await run(projectNode(), [
    join(root, 'node_modules/vite/bin/vite.js'),
    'build',
    ...[
      '--config',
      'vite.cli.config.mts',
      '--ssr',
      'test/simulation/soak.ts',
      '--outDir',
      outDir,
      '--logLevel',
      'warn',
    ],
  ]);
  if (bundled.code !== 0) throw new PreparationError('The simulation could not be bundled; the reason stands above.');
  process.exitCode = await runInForeground(projectNode(), [
    '--enable-source-maps',
    join(root, outDir, 'soak.cjs'),
    ...process.argv.slice(2),
  ]);
});
