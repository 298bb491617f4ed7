import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine } from '../../../electron/cli/program';
import type { Abort, Clock } from '../../../electron/sync/ports';
import type { Settings } from '../../../shared/settings';
import type { Instant, ZoneName } from '../../../shared/time';
import { temporaryFolder } from '../../builders/temporary-folder';
import { noteSecret } from '../../builders/canary';

export const REPOSITORY = join(import.meta.dirname, '../../..');

/** Stands still. Short waits (a retry, a keychain's limit) are over at once; long ones last until they are given up. */
class TestClock implements Clock {
  constructor(private readonly at: Instant) {}

  now(): Instant {
    return this.at;
  }

  wait(milliseconds: number, abort: Abort | null): Promise<void> {
    if (milliseconds < 30_000) return new Promise((resolve) => setImmediate(resolve));
    return new Promise((resolve) => {
      if (abort?.aborted === true) resolve();
      else abort?.addEventListener('abort', () => resolve());
    });
  }
}

export interface Answer {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
  /** The one document; fails the test when standard output holds anything else. */
  json(): unknown;
}

/** A place to work in, and the command line called as a person would, in this process. */
export function createCaller(now: Instant, zone: ZoneName = 'Europe/Copenhagen') {
  const temporary = temporaryFolder('cli');
  const folder = temporary.path;
  const clock = new TestClock(now);
  const environment: Record<string, string> = {};

  function begin(...args: string[]): { readonly done: Promise<Answer>; readonly out: string[]; stop(): void } {
    const out: string[] = [];
    const err: string[] = [];
    const stop = new AbortController();
    const done = runCommandLine(args, {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      environment: { ...environment, XDG_CONFIG_HOME: folder },
      platform: 'linux',
      home: folder,
      folder,
      clock,
      zone,
      stop: stop.signal,
    }).then((code): Answer => ({ code, out, err, json: () => JSON.parse(out.join('\n')) as unknown }));
    return { done, out, stop: () => stop.abort() };
  }

  return {
    folder,
    environment,
    begin,
    call: (...args: string[]): Promise<Answer> => begin(...args).done,
    write(name: string, content: unknown): string {
      const file = join(folder, name);
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
      return file;
    },
    /** Every file below the folder with its content: what "changes nothing" is measured on. */
    snapshot(): Record<string, string> {
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      return Object.fromEntries(
        names
          .filter((name) => statSync(join(folder, name)).isFile())
          .map((name) => [name, readFileSync(join(folder, name), 'base64')]),
      );
    },
    clean: () => temporary.remove(),
  };
}
export type Caller = ReturnType<typeof createCaller>;

/** What `simulate --json` answers. */
export interface SimulatedAnswer {
  readonly pronestor: { readonly url: string; readonly userName: string; readonly password: string };
  readonly unilock: { readonly url: string; readonly userName: string; readonly password: string };
  readonly rooms: number;
  readonly bookings: number;
  readonly exceptions: number;
  readonly settings: Settings;
}

/** Starts both twins through the command line and hands their passwords to the calls that follow. */
export async function simulated(
  caller: Caller,
  ...args: string[]
): Promise<SimulatedAnswer & { stop(): Promise<Answer> }> {
  const running = caller.begin('simulate', '--json', ...args);
  while (running.out.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const house = JSON.parse(running.out.join('\n')) as SimulatedAnswer;
  for (const { password } of [house.pronestor, house.unilock]) noteSecret(password);
  caller.environment['MOEDEKLAR_PRONESTOR_PASSWORD'] = house.pronestor.password;
  caller.environment['MOEDEKLAR_UNILOCK_PASSWORD'] = house.unilock.password;
  return {
    ...house,
    stop: () => {
      running.stop();
      return running.done;
    },
  };
}
