/**
 * `npm start`: prepares what is missing and opens the program. On a machine without a display it plays the main job in
 * the terminal instead.
 */
import { join } from 'node:path';
import { projectNode, root, runInForeground } from './parts/run.mjs';
import { PreparationError, orExplain, prepare } from './prepare.mjs';
import { findRuntime } from './runtime.mjs';
import { missingLibraries, missingSystemPackages } from './system-packages.mjs';

await orExplain(async () => {
  const args = process.argv.slice(2);
  await prepare();
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
  if (!hasDisplay) {
    console.log('There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can be opened.');
    console.log('The demo house in the terminal instead:\n');
    process.exitCode = await runInForeground(projectNode(), [join(root, 'out/cli/cli.cjs'), 'demo', ...args]);
    return;
  }
  const runtime = await findRuntime();
  const libraries = await missingLibraries(runtime.path);
  if (libraries.length > 0) {
    const packages = await missingSystemPackages({ isForTests: false });
    const remedy =
      packages.length > 0
        ? `Install them with:\n  sudo apt-get install ${packages.join(' ')}`
        : 'Install the packages of your system that hold them.';
    throw new PreparationError(`Electron lacks shared libraries: ${libraries.join(', ')}.\n${remedy}`);
  }
  process.exitCode = await runInForeground(runtime.path, [...rootFlags(), root, ...args]);
});

/** Chromium refuses to start as root with its sandbox on. Nobody else gets this flag, and the product never sets it. */
function rootFlags() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return [];
  console.log(
    'You are root, and Chromium cannot build its sandbox for root: starting with --no-sandbox, for this run only.',
  );
  return ['--no-sandbox'];
}
