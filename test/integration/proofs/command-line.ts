import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY } from './proof';

/** Longer than any sync of these proofs takes: a program that hangs fails the proof instead of holding it up. */
const LIMIT_MS = 120_000;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
  readonly milliseconds: number;
}

/** The command line as it ships, bundled from the sources as they are, each call a process of its own without keychain and home. */
export async function bundleCommandLine(outDir: string) {
  const vite = join(REPOSITORY, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--config', 'vite.cli.config.mts', '--outDir', outDir, '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, args, { cwd: REPOSITORY });
  const bundle = join(REPOSITORY, outDir, 'cli.cjs');
  const alive = new Set<ChildProcess>();

  /** @param options.kill asked once the process runs: its promise is the moment of kill -9; null: to the end */
  function call(
    args: readonly string[],
    options: {
      readonly folder: string;
      readonly environment?: Readonly<Record<string, string>>;
      readonly kill?: (() => Promise<void>) | null;
    },
  ): Promise<Ended> {
    const { folder, environment = {}, kill = null } = options;
    const startedAt = performance.now();
    const child = spawn(process.execPath, [bundle, ...args], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: folder,
        DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    alive.add(child);
    const told = { out: '', err: '' };
    child.stdout.on('data', (data: Buffer) => (told.out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (told.err += data.toString()));
    // By its own pid, and no other's.
    const end = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    void kill?.().then(() => child.kill('SIGKILL'));
    return new Promise((resolve) => {
      child.once('close', (code, signal) => {
        clearTimeout(end);
        alive.delete(child);
        resolve({ code, signal, ...told, milliseconds: performance.now() - startedAt });
      });
    });
  }

  return { call, close: () => alive.forEach((child) => child.kill('SIGKILL')) };
}
export type CommandLine = Awaited<ReturnType<typeof bundleCommandLine>>;
