/** `npm run screenshots`: the pictures of the manual, taken from the running program. */
import { join } from 'node:path';
import { inDesktopSession } from './parts/desktop-session.mjs';
import { projectNode, root } from './parts/run.mjs';
import { orExplain, prepare } from './prepare.mjs';
import { findRuntime } from './runtime.mjs';
import { installSystemPackages } from './system-packages.mjs';

await orExplain(async () => {
  await prepare({ isBuilt: false });
  await installSystemPackages();
  await prepare();
  await findRuntime();
  process.exitCode = await inDesktopSession(projectNode(), [
    join(root, 'node_modules/@playwright/test/cli.js'),
    'test',
    '--project=screenshots',
    ...process.argv.slice(2),
  ]);
});
