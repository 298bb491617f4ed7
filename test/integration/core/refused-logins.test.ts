import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ComposedCore } from '../../../electron/compose-core';
import { composeCore, simulateHouse } from '../../../electron/compose-core';
import { createDemoHouse } from '../../../electron/simulator';
import { createMemoryCredentials } from '../../../electron/store';
import type { CredentialStore } from '../../../electron/store';
import type { Instant } from '../../../shared/time';
import { MINUTE_MS } from '../../../shared/time';
import { at } from '../../builders';
import { FakeClock, FakeLogger } from '../../fakes';
import { FakeTicker } from '../../fakes/fake-ticker';
import type { TemporaryFolder } from '../../builders/temporary-folder';
import { temporaryFolder } from '../../builders/temporary-folder';

const WRONG = 'kanariefugl-forkert';
const CALL = { abort: null, onProgress: null };

let temporary: TemporaryFolder;
let folder: string;
let clock: FakeClock;
let house: Awaited<ReturnType<typeof simulateHouse>>;
let credentials: CredentialStore;
let logger: FakeLogger;

beforeEach(async () => {
  temporary = temporaryFolder('logins');
  folder = temporary.path;
  clock = new FakeClock(at('2026-11-23T08:00'));
  logger = new FakeLogger();
  house = await simulateHouse({ world: createDemoHouse({ seed: 3, now: clock.now() }), clock });
  credentials = createMemoryCredentials();
  await credentials.set('demo-unilock', house.unilock.password);
  await give(WRONG);
  await process((core) => core.replaceSettings({ ...house.settings, isSetUp: true }));
});
afterEach(async () => {
  await house.close();
  temporary.remove();
});

/** As somebody changes the keychain or an environment variable: no program is told. */
const give = (password: string): Promise<void> => credentials.set('demo-pronestor', password);

/** One process on the folder: begun, asked, ended. */
async function process<T>(work: (core: ComposedCore) => T | Promise<T>, isReader = false): Promise<T> {
  const core = await composeCore({
    dataFolder: folder,
    isReader,
    credentials,
    clock,
    logger,
    ticker: new FakeTicker(clock),
  });
  try {
    return await work(core);
  } finally {
    await core.stop();
  }
}

const sync = (isUnattended = true) =>
  process((core) => core.whenDone(core.syncNow({ trigger: 'manual', acceptPlanHash: null, isUnattended }).runId));

const logins = (): number => house.pronestor.requests.count('login');
const codes = (result: Awaited<ReturnType<typeof sync>>) => result.troubles.map(({ code }) => code);

describe('W11 refused logins over processes', () => {
  it('a command that a timer starts each minute tries a wrong password three times, ten minutes apart, and no more', async () => {
    const tries: Instant[] = [];
    let last: string[] = [];
    for (let minute = 0; minute < 90; minute += 1) {
      const before = logins();
      last = codes(await sync());
      for (let each = before; each < logins(); each += 1) tries.push(clock.now());
      clock.advance(MINUTE_MS);
    }
    expect(tries).toHaveLength(3);
    expect(tries.slice(1).every((each, index) => each - (tries[index] ?? 0) >= 10 * MINUTE_MS)).toBe(true);
    expect(last).toContain('login-stopped');
  }, 60_000);

  it('dry runs count with them', async () => {
    await sync();
    expect(logins()).toBe(1);
    await process((core) => core.plan('settings', null, CALL), true);
    expect(logins()).toBe(1);
  });

  it('another password is tried at once, and if it is right nothing is remembered', async () => {
    await sync();
    expect(codes(await sync())).toContain('login-refused');
    expect(logins()).toBe(1);
    await give(house.pronestor.password);
    expect(codes(await sync())).toEqual([]);
    expect(logins()).toBe(2);
    expect(JSON.parse(readFileSync(join(folder, 'logins.json'), 'utf8'))).toEqual({ version: 1, accounts: {} });
  });

  it('a person who sets it up anew, or sets the password anew, is let try at once', async () => {
    await sync();
    await process((core) => core.replaceSettings({ ...house.settings, isSetUp: true }));
    await sync();
    expect(logins()).toBe(2);
    await process((core) => core.setPassword('demo-pronestor', WRONG));
    await sync();
    expect(logins()).toBe(3);
  });

  it('P20 neither password nor user name nor address can be found in the file', async () => {
    await sync();
    const text = readFileSync(join(folder, 'logins.json'), 'utf8');
    expect(text).not.toMatch(/kanarie|moedeklar|127\.0\.0\.1/);
    expect(text).toMatch(/"mark": "[0-9a-f]{4}"/);
    expect(JSON.stringify(logger.lines)).not.toContain('kanarie');
  });

  it('a damaged file costs the count, not the run', async () => {
    await sync();
    writeFileSync(join(folder, 'logins.json'), '{ half');
    await give(house.pronestor.password);
    expect(codes(await sync())).toEqual([]);
    expect(logger.lines.map(({ event }) => event)).toContain('logins-unreadable');
  });
});
