import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

const bin = join(root, 'node_modules', '.bin');

/** The Node that the project brings along (`node` in package.json), or the running one until it is installed. */
export function projectNode() {
  const installed = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(installed) ? installed : process.execPath;
}

/**
 * The environment of every tool: the project's Node and the installed tools first in PATH.
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment(extra = {}) {
  const path = [dirname(projectNode()), bin, process.env['PATH'] ?? process.env['Path'] ?? ''].join(delimiter);
  return { ...process.env, PATH: path, ...extra };
}

/**
 * Runs a program to its end. Never throws for a bad exit: the caller decides what it means.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, output?: 'show' | 'stderr' | 'collect', limitMs?: number, shell?: boolean }} [options]
 *   `show` passes the output through, `stderr` sends all of it to standard error (standard output stays clean),
 *   `collect` returns it. After `limitMs` milliseconds the program is ended and the code is 124.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, options = {}) {
  const { cwd = root, env = toolEnvironment(), output = 'show', limitMs, shell = false } = options;
  /** @type {import('node:child_process').StdioOptions} */
  const stdio =
    output === 'show'
      ? 'inherit'
      : output === 'stderr'
        ? ['ignore', 2, 2]
        : /** @type {const} */ (['ignore', 'pipe', 'pipe']);
  return new Promise((done) => {
    const child = spawn(command, args, { cwd, env, stdio, shell, windowsHide: true });
    let text = '';
    let isOverTime = false;
    child.stdout?.on('data', (part) => (text += part));
    child.stderr?.on('data', (part) => (text += part));
    const timer =
      limitMs === undefined
        ? undefined
        : setTimeout(() => {
            isOverTime = true;
            child.kill('SIGKILL');
          }, limitMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      done({ code: 127, output: `${text}${error.message}\n` });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      done({ code: isOverTime ? 124 : (code ?? 128 + signalNumber(signal)), output: text });
    });
  });
}

/**
 * Runs a program in the foreground of the terminal and passes signals on, so that Ctrl+C and `kill` reach it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 * @returns {Promise<number>} its exit code, 128 + signal number if a signal ended it
 */
export function runInForeground(command, args, options = {}) {
  const { env = toolEnvironment(), cwd = root } = options;
  return new Promise((done) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
    // The terminal sends Ctrl+C to the child too; a signal from elsewhere reaches only this process.
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    process.on('SIGHUP', () => child.kill('SIGHUP'));
    endWithParent(child);
    child.on('error', (error) => {
      console.error(error.message);
      done(127);
    });
    child.on('close', (code, signal) => done(code ?? 128 + signalNumber(signal)));
  });
}

/**
 * npm gives a signal to the shell it started, and the shell dies of it without passing it on: whoever ends `npm run …` would
 * leave the program running. So the program is ended when the shell above is gone.
 * @param {import('node:child_process').ChildProcess} child
 */
function endWithParent(child) {
  if (process.env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 300);
  child.once('close', () => clearInterval(watch));
}

/**
 * Runs npm with the npm that started this script, or the one in PATH.
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runNpm(args, options = {}) {
  const cli = process.env['npm_execpath'];
  if (cli !== undefined && /npm-cli\.c?js$/.test(cli)) return run(process.execPath, [cli, ...args], options);
  const isWindows = process.platform === 'win32';
  return run(isWindows ? 'npm.cmd' : 'npm', args, { ...options, shell: isWindows });
}

/** @param {NodeJS.Signals | null} signal */
function signalNumber(signal) {
  return signal === 'SIGINT' ? 2 : signal === 'SIGKILL' ? 9 : 15;
}

/**
 * Is this file the one that was started, or was it imported?
 * @param {string} url `import.meta.url` of the asking file
 */
export function isStartedDirectly(url) {
  const started = process.argv[1];
  return started !== undefined && resolve(started) === fileURLToPath(url);
}
