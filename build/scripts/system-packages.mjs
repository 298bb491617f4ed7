/**
 * The Debian and Ubuntu packages that Electron and the tests of the real window need. Installs the missing ones where
 * that is allowed (as root), else says what to do. Other systems need nothing of this.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isStartedDirectly, run } from './parts/run.mjs';
import { PreparationError, orExplain } from './prepare.mjs';

/**
 * Each line is one need; the names are alternatives, because Ubuntu 24.04 and Debian 13 renamed libraries (t64).
 * @type {readonly (readonly string[])[]}
 */
const forTheApp = [
  ['libnss3'],
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libgbm1'],
  ['libasound2', 'libasound2t64'],
  ['libnotify4'],
  ['libxss1'],
  ['libxtst6'],
  ['libatspi2.0-0', 'libatspi2.0-0t64'],
  ['libsecret-1-0'],
];

/** @type {readonly (readonly string[])[]} */
const forTests = [
  ['xvfb'],
  ['xauth'],
  ['dbus'],
  ['dbus-x11'],
  ['gnome-keyring'],
  ['libsecret-tools'],
  ['fonts-dejavu-core'],
];

/**
 * @param {{ isForTests: boolean }} options
 * @returns {Promise<string[]>} the packages that are missing; empty where packages are not Debian's
 */
export async function missingSystemPackages({ isForTests }) {
  if (!isDebianLike()) return [];
  const needs = isForTests ? [...forTheApp, ...forTests] : forTheApp;
  const names = needs.flat();
  // Exits with 1 when it does not know one of them, and prints the others all the same.
  const { output } = await run('dpkg-query', ['--show', '--showformat', '${Package} ${Status}\n', ...names], {
    output: 'collect',
  });
  const installed = new Set(
    output
      .split('\n')
      .filter((line) => line.endsWith(' install ok installed'))
      .map((line) => line.split(' ')[0]),
  );
  const missing = needs.filter((names) => !names.some((name) => installed.has(name)));
  return Promise.all(missing.map(availableName));
}

/**
 * @param {readonly string[]} names
 * @returns {Promise<string>} the name under which this system offers it
 */
async function availableName(names) {
  for (const name of names) {
    const { output } = await run('apt-cache', ['policy', name], { output: 'collect' });
    if (/Candidate: (?!\(none\))/.test(output)) return name;
  }
  // Before the first `apt-get update` nothing is offered; the oldest name is as good a guess as any.
  return names[0] ?? '';
}

/**
 * Installs what the tests need.
 * @throws {PreparationError} if something is missing and cannot be installed
 */
export async function installSystemPackages() {
  if (process.platform !== 'linux') return;
  if (!isDebianLike()) {
    console.log('System packages: not a Debian or Ubuntu, so they are not checked (docs: CONTRIBUTING.md).');
    return;
  }
  let missing = await missingSystemPackages({ isForTests: true });
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    throw new PreparationError(
      `System packages are missing. Install them with:\n  sudo apt-get install ${missing.join(' ')}`,
    );
  }
  const quiet = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    output: /** @type {const} */ ('collect'),
  };
  console.log('System packages: asking the package lists (apt-get update) …');
  const update = await run('apt-get', ['update', '-qq'], quiet);
  // Only now is it known which of the alternative names this system has.
  missing = await missingSystemPackages({ isForTests: true });
  console.log(`System packages: installing ${missing.join(' ')} …`);
  const install = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet);
  if (install.code !== 0) {
    throw new PreparationError(
      `apt-get could not install them:\n${(update.code === 0 ? '' : update.output) + install.output.trim()}`,
    );
  }
}

/**
 * Asks the loader which shared libraries an executable lacks, which also works where packages have other names.
 * @param {string} executable
 * @returns {Promise<string[]>} names such as `libnss3.so`
 */
export async function missingLibraries(executable) {
  if (process.platform !== 'linux') return [];
  const { output } = await run('ldd', [executable], { output: 'collect' });
  return [...new Set([...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? ''))];
}

function isDebianLike() {
  return process.platform === 'linux' && hasCommand('dpkg-query') && hasCommand('apt-get');
}

/** @param {string} name */
export function hasCommand(name) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

if (isStartedDirectly(import.meta.url)) {
  await orExplain(async () => {
    await installSystemPackages();
    console.log('System packages: all there.');
  });
}
