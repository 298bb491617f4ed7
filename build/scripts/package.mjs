/**
 * `npm run package`: packs the program for this system as an unpacked folder and starts it, so that what was packed is
 * known to run. Installers are built by the release workflow.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inDesktopSession } from './parts/desktop-session.mjs';
import { projectNode, root, run } from './parts/run.mjs';
import { PreparationError, orExplain, prepare } from './prepare.mjs';
import { findRuntime } from './runtime.mjs';
import { installSystemPackages } from './system-packages.mjs';

await orExplain(async () => {
  await prepare({ isBuilt: false });
  await installSystemPackages();
  await prepare();
  const runtime = await findRuntime();
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const scratch = mkdtempSync(join(tmpdir(), 'modeklar-package-'));
  try {
    await pack(runtime, scratch);
    const executable = packedExecutable();
    console.log(`Packed: ${executable}`);
    const args = [join(root, 'build/scripts/parts/smoke.mjs'), executable, scratch];
    process.exitCode = await inDesktopSession(projectNode(), args);
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
});

/**
 * @param {import('./runtime.mjs').Runtime} runtime
 * @param {string} scratch a folder for what is only needed meanwhile
 */
async function pack(runtime, scratch) {
  let { dist } = runtime;
  let config = join(root, 'electron-builder.yml');
  if (runtime.kind === 'stand-in') {
    // Its default app would be packed along, and its fuse wire is older and shorter than the shipped Electron's.
    dist = join(scratch, 'electron');
    cpSync(runtime.dist, dist, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.startsWith(join(runtime.dist, 'resources', 'app')),
    });
    mkdirSync(join(root, '.cache'), { recursive: true });
    config = join(root, '.cache', 'electron-builder.stand-in.yml');
    const isUnknownToIt = /^\s*grantFileProtocolExtraPrivileges:/;
    const lines = readFileSync(join(root, 'electron-builder.yml'), 'utf8').split('\n');
    writeFileSync(config, lines.filter((line) => !isUnknownToIt.test(line)).join('\n'));
    console.log('The stand-in does not know the fuse grantFileProtocolExtraPrivileges: left out of this package.');
  }
  const { code } = await run(projectNode(), [
    join(root, 'node_modules/electron-builder/cli.js'),
    ...['--dir', '--publish', 'never', '--config', config],
    ...[`-c.electronDist=${dist}`, `-c.electronVersion=${runtime.version}`],
  ]);
  if (code !== 0) throw new PreparationError('electron-builder failed; the reason stands above.');
}

function packedExecutable() {
  const dist = join(root, 'dist');
  const folder = readdirSync(dist).find((name) => /-unpacked$|^mac/.test(name));
  if (folder === undefined) throw new PreparationError('electron-builder left no folder in dist.');
  const candidates = ['modeklar', 'Mødeklar.exe', 'Mødeklar.app/Contents/MacOS/Mødeklar'];
  const found = candidates.map((name) => join(dist, folder, name)).find((path) => existsSync(path));
  if (found === undefined) throw new PreparationError(`There is no program in dist/${folder}.`);
  return found;
}
