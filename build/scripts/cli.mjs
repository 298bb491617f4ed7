/**
 * `npm run cli -- …`: the command line. Whatever has to be said before it starts goes to standard error, because
 * standard output belongs to the command (`--json` prints one document and nothing else).
 */
import { join } from 'node:path';
import { root, projectNode, runInForeground } from './parts/run.mjs';
import { orExplain, prepare } from './prepare.mjs';

await orExplain(async () => {
  await prepare({ output: 'stderr' });
  // npm starts scripts in the repository; paths on the command line are meant from where the person stood.
  process.exitCode = await runInForeground(
    projectNode(),
    ['--enable-source-maps', join(root, 'out/cli/cli.cjs'), ...process.argv.slice(2)],
    { cwd: (process.env['npm_lifecycle_event'] === 'cli' ? process.env['INIT_CWD'] : undefined) ?? process.cwd() },
  );
});
