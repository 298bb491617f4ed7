/**
 * Makes a checkout ready to run: dependencies, a look at what was installed, and the build. Each step is skipped
 * when its stamp says that nothing changed, so the second time takes a moment.
 *
 * Runs on Node 20 without any package, because it is what installs them.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from './parts/content-hash.mjs';
import { alone } from './parts/lock.mjs';
import { isStartedDirectly, projectNode, root, run, runNpm } from './parts/run.mjs';

const modulesStamp = join(root, 'node_modules', '.modeklar-stamp');
const buildStamp = join(root, 'out', '.modeklar-stamp');

/** Everything that the bundles are made from. */
const sources = [
  'electron',
  'renderer',
  'shared',
  'build/profiles',
  'build/icons',
  'build/empty-electron.ts',
  'build/targets.mts',
  'build/errands-bundle.mts',
  'electron.vite.config.ts',
  'vite.cli.config.mts',
  'tsconfig.base.json',
  'package.json',
  'package-lock.json',
];

/**
 * @param {{ isBuilt?: boolean, output?: 'show' | 'stderr' }} [options] `isBuilt: false` stops before the build;
 *   `output: 'stderr'` keeps standard output free for a command's own answer
 */
export async function prepare(options = {}) {
  const { isBuilt = true, output = 'show' } = options;
  checkRunningNode();
  if (areDependenciesCurrent() && (!isBuilt || isBuildCurrent())) return;
  await alone(async () => {
    await installDependencies(output);
    if (isBuilt) await build(output);
  });
}

/** Problem of a step: its text is for the person at the terminal, without a stack. */
export class PreparationError extends Error {}

/**
 * Ends the process with one clear message when a step failed, and with a stack when the script itself is wrong.
 * @param {() => Promise<unknown>} work
 */
export async function orExplain(work) {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof PreparationError ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

/**
 * @param {'show' | 'stderr'} output
 * @param {string} text
 */
function say(output, text) {
  (output === 'show' ? process.stdout : process.stderr).write(`${text}\n`);
}

function checkRunningNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new PreparationError(
    `Node ${process.versions.node} is too old: Node 20.19 or newer is needed to begin (the project brings Node 24 along itself).`,
  );
}

function lockHash() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

/** @param {string} file */
function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function areDependenciesCurrent() {
  return read(modulesStamp) === lockHash();
}

/** @param {'show' | 'stderr'} output */
async function installDependencies(output) {
  if (areDependenciesCurrent()) return;
  if (isInstalledByHand()) {
    say(output, 'Dependencies: already installed as package-lock.json says.');
  } else {
    say(output, 'Dependencies: installing what package-lock.json lists (npm ci, about a minute) …');
    // Windows cannot remove the running node.exe, which `npm ci` would try when the project's own Node runs this.
    const isOwnNodeInUse = process.platform === 'win32' && process.execPath === projectNode();
    const verb = isOwnNodeInUse ? 'install' : 'ci';
    const result = await runNpm([verb, '--no-audit', '--no-fund', '--loglevel=error'], {
      output,
      env: { ...process.env },
    });
    if (result.code !== 0) {
      throw new PreparationError(
        `npm ${verb} failed (exit ${result.code}). Is the package registry reachable? Run it again when it is.`,
      );
    }
  }
  await checkInstallation(output);
  writeFileSync(modulesStamp, lockHash());
}

/**
 * Did somebody run npm themselves? npm writes down what it installed; that list has to hold every package of the
 * lock file in the same version (optional ones are missing on other systems).
 */
function isInstalledByHand() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  /** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean }>} Packages */
  /** @type {Packages} */
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  /** @type {Packages} */
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      (installed[path] === undefined
        ? entry.optional === true
        : installed[path].version === entry.version && installed[path].integrity === entry.integrity),
  );
}

/** @param {'show' | 'stderr'} output */
async function checkInstallation(output) {
  const node = projectNode();
  const version = await run(node, ['--version'], { output: 'collect' });
  const major = Number.parseInt(version.output.replace(/^v/, ''), 10);
  if (version.code !== 0 || !(major >= 22)) {
    throw new PreparationError(
      `The project's own Node is missing (found ${version.output.trim() || 'none'}, 22 or newer is needed). ` +
        'The package `node` puts it in place with an install script: check that npm allows it ' +
        '(`allowScripts` in package.json, `ignore-scripts` in .npmrc), delete node_modules and start again.',
    );
  }
  const sqlite = await run(node, ['-e', "new (require('libsql'))(':memory:').exec('select 1')"], { output: 'collect' });
  if (sqlite.code !== 0) {
    throw new PreparationError(
      `SQLite (package libsql) does not load on ${process.platform}-${process.arch}:\n${sqlite.output.trim()}\n` +
        'Were optional dependencies left out (`omit=optional`)? Delete node_modules and start again.',
    );
  }
  const keychain = await run(node, ['-e', "require('keytar')"], { output: 'collect' });
  if (keychain.code !== 0) {
    const remedy =
      process.platform === 'linux'
        ? 'On Debian and Ubuntu the package libsecret-1-0 is needed (`npm run system-packages`).'
        : 'Delete node_modules and start again.';
    say(output, `Note: the keychain module (keytar) does not load, so passwords cannot be kept. ${remedy}`);
  }
}

function isBuildCurrent() {
  return read(buildStamp) === contentHash(sources);
}

/** @param {'show' | 'stderr'} output */
async function build(output) {
  const hash = contentHash(sources);
  if (read(buildStamp) === hash) return;
  say(output, 'Build: bundling the app and the command line …');
  rmSync(buildStamp, { force: true });
  for (const [tool, args] of /** @type {const} */ ([
    ['electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn']],
    ['vite/bin/vite.js', ['build', '--config', 'vite.cli.config.mts', '--logLevel', 'warn']],
  ])) {
    const result = await run(projectNode(), [join(root, 'node_modules', tool), ...args], { output });
    if (result.code !== 0) throw new PreparationError('The build failed; the reason stands above.');
  }
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(buildStamp, hash);
}

if (isStartedDirectly(import.meta.url)) await orExplain(() => prepare());
