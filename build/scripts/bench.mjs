/** `npm run bench [-- planning]`: bundles the benches of test/bench as the command line is bundled, and runs them one by one in the project's Node. */
import { join } from 'node:path';
import { projectNode, root, run, runInForeground } from './parts/run.mjs';
import { PreparationError, orExplain, prepare } from './prepare.mjs';

const BENCHES = ['no-change-run', 'planning'];

await orExplain(async () => {
  const [wanted] = process.argv.slice(2);
  const names = wanted === undefined ? BENCHES : BENCHES.filter((name) => name === wanted);
  if (names.length === 0) {
    throw new PreparationError(`There is no bench "${wanted ?? ''}". Known: ${BENCHES.join(', ')}.`);
  }
  await prepare({ isBuilt: false });
  for (const name of names) {
    const outDir = `.cache/bench/${name}`;
    const bundled = await run(projectNode(), [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      ...['--config', 'vite.cli.config.mts', '--ssr', `test/bench/${name}.ts`],
      ...['--outDir', outDir, '--logLevel', 'warn'],
    ]);
    if (bundled.code !== 0) throw new PreparationError('The bench could not be bundled; the reason stands above.');
    const code = await runInForeground(projectNode(), ['--enable-source-maps', join(root, outDir, `${name}.cjs`)]);
    if (code !== 0) process.exitCode = code;
  }
});
