/** `npm run dev`: the program with the window's code reloaded while you write; main and preload restart it. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, root, runInForeground, toolEnvironment } from './parts/run.mjs';
import { orExplain, prepare } from './prepare.mjs';
import { findRuntime } from './runtime.mjs';

await orExplain(async () => {
  await prepare({ isBuilt: false });
  // What is made while developing lands in out/ too and is not what `npm start` should open next.
  rmSync(join(root, 'out', '.modeklar-stamp'), { force: true });
  const runtime = await findRuntime();
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  if (isRoot) console.log('You are root: starting with --no-sandbox, for this run only.');
  process.exitCode = await runInForeground(
    projectNode(),
    [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'dev', '--watch', ...process.argv.slice(2)],
    { env: toolEnvironment({ ELECTRON_EXEC_PATH: runtime.path, ...(isRoot ? { NO_SANDBOX: '1' } : {}) }) },
  );
});
