import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lockDataFolder } from '../../../electron/store';
import { defaultDataFolder } from '../../../electron/cli/data-folder';
import type { Status } from '../../../shared/dto';
import type { Settings } from '../../../shared/settings';
import { settingsSchema } from '../../../shared/settings';
import { BOOKINGS, FILE_TEXT, FRIDAY_NOON } from '../fosdem/fosdem-house';
import { expectedOpenings } from '../fosdem/independent';
import type { Caller } from './call';
import { REPOSITORY, createCaller, simulated } from './call';

let caller: Caller;
const ends: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  caller = createCaller(FRIDAY_NOON);
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  caller.clean();
});

/** The FOSDEM house, simulated through the command line and configured. */
async function fosdem(...more: string[]) {
  const file = caller.write('input-fosdem.json', FILE_TEXT);
  const house = await simulated(caller, '--bookings', file, '--clock', '2025-01-31T12:00:00+01:00', ...more);
  ends.push(house.stop);
  caller.write('settings.json', house.settings);
  const configured = await caller.call('configure', '--file', 'settings.json');
  expect(configured.code).toBe(0);
  return house;
}

/** As another hand: puts a period into an exception over UniLock's own API. */
async function editByHand(house: {
  readonly unilock: { readonly url: string; readonly userName: string; readonly password: string };
}) {
  const { url, userName, password } = house.unilock;
  const answer = await fetch(`${url}/api/v1/SharedExceptions/101/Periods`, {
    method: 'PUT',
    headers: { authorization: `Basic ${btoa(`${userName}:${password}`)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ Periods: [{ From: '2025-02-03T08:00:00', To: '2025-02-03T09:00:00' }] }),
  });
  expect(answer.status).toBe(204);
}

const texts = (answer: { readonly out: readonly string[] }): string => answer.out.join('\n');

describe('the command line on FOSDEM 2025', () => {
  it('simulate, configure, check, plan, sync, sync again, compare, status, holds: documents and exit codes of the table', async () => {
    const house = await fosdem();
    expect(house).toMatchObject({ rooms: 40, bookings: 943, exceptions: 41 });

    const check = await caller.call('check', '--json');
    expect(check.json()).toMatchObject({
      ok: true,
      bookings: { rooms: 40 },
      access: { exceptions: 41, zone: 'Europe/Brussels' },
    });
    expect(JSON.stringify(check.json())).not.toContain('Janson');
    expect(check.code).toBe(0);

    const plan = await caller.call('plan', '--json');
    expect(plan.code).toBe(0);
    const planned = plan.json() as { readonly hash: string; readonly actions: readonly unknown[] };
    expect(planned.actions).toHaveLength(30);

    const sync = await caller.call('sync', '--json');
    expect(sync.code).toBe(0);
    const synced = sync.json() as {
      readonly targets: readonly { readonly exceptionId: string; readonly periods: readonly unknown[] }[];
    };
    expect(synced).toMatchObject({
      result: 'equal',
      isEqual: true,
      written: 30,
      differing: [],
      overflow: [],
      planHash: null,
    });
    expect(planned.hash).toMatch(/^[0-9a-f]{32,}$/);
    const expected = expectedOpenings(BOOKINGS);
    for (const { exceptionId, periods } of synced.targets) {
      const want = expected.get(exceptionId === '1' ? 'all' : exceptionId) ?? [];
      const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
      expect(periods, `exception ${exceptionId}`).toEqual(
        want.map(({ from, to }) => ({ from: iso(from), to: iso(to) })),
      );
    }
    expect(synced.targets).toHaveLength(41);

    const again = await caller.call('sync', '--json');
    expect([again.code, (again.json() as { readonly written: number }).written]).toEqual([0, 0]);

    const compare = await caller.call('compare', '--to', '2025-02-03T00:00:00+01:00', '--json');
    expect(compare.code).toBe(0);
    expect(compare.json()).toMatchObject({ counts: { missing: 0, extra: 0 } });
    expect(JSON.stringify(compare.json())).not.toContain('RISC-V');

    const status = await caller.call('status', '--json');
    const known = status.json() as Status & { readonly runs: readonly unknown[] };
    expect(known).toMatchObject({ state: 'ready', followsUntil: '2025-02-02T16:25:00Z' });
    expect(known.runs).toHaveLength(2);
    expect((await caller.call('holds', '--json')).json()).toEqual({ answered: null, holds: [] });
  });

  it('speaks Danish, unless asked for English, with 24-hour times', async () => {
    await fosdem();
    expect(texts(await caller.call('sync'))).toBe('Driftsklar: bookinger og åbninger er ens.\n30 ændringer skrevet.');
    expect(texts(await caller.call('sync', '--language', 'en'))).toBe(
      'In operation: bookings and openings are equal.\nNothing to write.',
    );
    const compare = texts(await caller.call('compare', '--from', '2025-02-01T00:00:00+01:00'));
    expect(compare).toMatch(/UD6\.215 +UD6\.215 +lør\. 1\. feb\. \d\d:\d\d–\d\d:\d\d +ens/);
    expect(compare).not.toMatch(/undefined|NaN/);
    expect(texts(await caller.call('status'))).toContain('Driftsklar. Sidst læst 12:00.');
    expect(texts(await caller.call('plan'))).toMatch(/^Intet ville blive skrevet\.\nPlanens mærke: [0-9a-f]+$/);
    expect(texts(await caller.call('holds'))).toBe('Intet er tilbageholdt.');
    expect(texts(await caller.call('check'))).toContain('40 lokaler i de valgte lokationer');
  });

  it('D3 overflow within 24 hours is exit 4, and it is listed', async () => {
    await fosdem('--places', '1');
    const sync = await caller.call('sync', '--json');
    const synced = sync.json() as {
      readonly overflow: readonly { readonly isUrgent: boolean; readonly places: number }[];
    };
    expect(synced.overflow.length).toBeGreaterThan(10);
    expect(synced.overflow.every(({ places }) => places === 1)).toBe(true);
    expect(sync.code).toBe(synced.overflow.some(({ isUrgent }) => isUrgent) ? 4 : 0);
    expect(texts(await caller.call('sync'))).toMatch(/Ingen plads .*\(1 pladser\)/);
  });

  it('W1 foreign future periods: the plan’s hash and exit 4 until it is accepted, then 0; a wrong hash gives nothing', async () => {
    const house = await fosdem();
    await editByHand(house);
    const asked = await caller.call('sync');
    expect(asked.code).toBe(4);
    const hash = /sync --accept ([0-9a-f]+)/.exec(texts(asked))?.[1];
    expect(hash).toMatch(/^[0-9a-f]{32,}$/);
    expect((await caller.call('sync', '--accept', hash!.replace(/^./, hash!.startsWith('0') ? '1' : '0'))).code).toBe(
      4,
    );
    const accepted = await caller.call('sync', '--accept', hash!, '--json');
    expect(accepted.code).toBe(0);
    expect(accepted.json()).toMatchObject({ result: 'equal', consents: [] });
    expect((await caller.call('sync')).code).toBe(0);
  });

  it('wrong password and no contact are exit 3 with a sentence, and write nothing', async () => {
    const house = await fosdem();
    caller.environment['MOEDEKLAR_UNILOCK_PASSWORD'] = 'forkert';
    const refused = await caller.call('sync', '--json');
    expect(refused.code).toBe(3);
    expect(refused.json()).toMatchObject({ result: 'failed', troubles: [{ code: 'login-refused' }] });
    expect((await caller.call('check', '--json')).code).toBe(3);
    // W11: another password than the refused one is tried.
    caller.environment['MOEDEKLAR_UNILOCK_PASSWORD'] = house.unilock.password;
    await house.stop();
    for (const command of ['sync', 'plan', 'check', 'holds'])
      expect([command, (await caller.call(command)).code]).toEqual([command, 3]);
    expect((await caller.call('compare')).code).toBe(4);
    const status = await caller.call('status', '--json');
    expect(status.code).toBe(0);
    // Another process than the one that met it: the journal remembers.
    expect(status.json()).toMatchObject({ state: 'no-contact', troubles: [{ side: 'bookings' }, { side: 'access' }] });
  });

  it('a missing password is told by name of the connector', async () => {
    await fosdem();
    delete caller.environment['MOEDEKLAR_UNILOCK_PASSWORD'];
    const sync = await caller.call('sync', '--json');
    expect(sync.code).toBe(3);
    expect(JSON.stringify(sync.json())).toMatch(/password-missing|keychain-/);
  });

  it('W12 a folder that is in use is refused to who writes and open to who looks', async () => {
    await fosdem();
    expect((await caller.call('sync')).code).toBe(0);
    const lock = lockDataFolder(join(caller.folder, 'Mødeklar'));
    try {
      for (const command of ['sync', 'run', 'holds']) {
        const refused = await caller.call(command);
        expect([command, refused.code, refused.err.length]).toEqual([command, 3, 1]);
      }
      expect((await caller.call('configure', '--file', 'settings.json')).code).toBe(3);
      for (const command of ['status', 'plan', 'check', 'compare'])
        expect([command, (await caller.call(command)).code]).toEqual([command, 0]);
    } finally {
      lock.release();
    }
  });

  it('run synchronises until it is stopped, and answers one document at the end', async () => {
    await fosdem();
    const running = caller.begin('run', '--json');
    await vi.waitFor(
      async () => {
        const status = (await caller.call('status', '--json')).json();
        expect(status).toMatchObject({ runs: [{ trigger: 'start', result: 'equal' }] });
      },
      { timeout: 20_000, interval: 100 },
    );
    running.stop();
    const ended = await running.done;
    expect(ended.code).toBe(0);
    expect(ended.json()).toMatchObject({ runs: 1, status: { state: 'ready' } });
  });

  it('a program that was never set up says so', async () => {
    for (const command of ['sync', 'plan', 'check', 'run', 'compare', 'holds']) {
      const said = await caller.call(command);
      expect([command, said.code, said.err[0]]).toEqual([command, 3, expect.stringContaining('ikke sat op')]);
    }
    expect(texts(await caller.call('status'))).toContain('Ikke sat op');
  });
});

describe('the demo', () => {
  it.each([
    ['da', 'Driftsklar: bookinger og åbninger er ens.', /Øresund +åben +frakoblet +tændt +tændt/],
    ['en', 'In operation: bookings and openings are equal.', /Øresund +open +disarmed +on +on/],
  ])('plays the main job in the terminal: %s', async (language, ready, doors) => {
    const demo = await caller.call('demo', '--language', language);
    expect(demo.code).toBe(0);
    expect(demo.out).toContain(ready);
    expect(texts(demo)).toMatch(doors);
    expect(texts(demo)).not.toMatch(/undefined|NaN|cli\./);
    expect(demo.err).toEqual([]);
  });

  it('R1 shows the house’s times on a machine in another zone, and says so', async () => {
    const elsewhere = createCaller(FRIDAY_NOON, 'Pacific/Auckland');
    const demo = await elsewhere.call('demo', '--language', 'da');
    expect(texts(demo)).toContain('Tiderne er husets (Europe/Copenhagen); denne maskine er i zonen Pacific/Auckland.');
    const here = createCaller(FRIDAY_NOON);
    const lines = (answer: { out: readonly string[] }): string[] => answer.out.filter((line) => line.includes(' ens'));
    expect(lines(demo)).toEqual(lines(await here.call('demo', '--language', 'da')));
    elsewhere.clean();
    here.clean();
  });

  it('as a document holds the states now and at the next change, and no people', async () => {
    const demo = await caller.call('demo', '--json', '--seed', '7');
    expect(demo.json()).toMatchObject({ result: 'equal', state: { rooms: expect.any(Array) as unknown } });
    expect(JSON.stringify(demo.json())).not.toMatch(/organiser|demohus\.example/);
  });
});

describe('help', () => {
  it('is complete in both languages, and exit 0', async () => {
    for (const language of ['da', 'en']) {
      const help = await caller.call('help', '--language', language);
      expect(help.code).toBe(0);
      for (const command of [
        'simulate',
        'configure',
        'check',
        'plan',
        'sync',
        'holds',
        'run',
        'compare',
        'status',
        'remove-all',
        'export',
        'demo',
      ]) {
        expect(texts(help)).toContain(`  ${command}`);
        const one = await caller.call(command, '--help', '--language', language);
        expect([command, one.code]).toEqual([command, 0]);
        expect(texts(one)).not.toMatch(/cli\.help|undefined/);
      }
    }
  });
});

describe('the manual', () => {
  const manual = readFileSync(join(REPOSITORY, 'docs/manual/cli.md'), 'utf8');
  const example = JSON.parse(/```json settings\n([\s\S]*?)```/.exec(manual)?.[1] ?? '') as Settings;

  it('holds one complete settings example that configure takes', async () => {
    caller.write('settings.json', example);
    const configured = await caller.call('configure', '--file', 'settings.json', '--json');
    expect(configured.code).toBe(0);
    expect(configured.json()).toMatchObject({ rooms: 2, mapping: 3, exceptions: 3, groupMapping: 2, groups: 2 });
    const kept = JSON.parse(readFileSync(join(caller.folder, 'Mødeklar/settings.json'), 'utf8')) as Settings;
    expect(kept).toMatchObject({ ...example, isSetUp: true, mapping: example.mapping.map((line) => ({ ...line })) });
  });

  it('names every setting', () => {
    const own = ['isSetUp', 'hasSeenTrayHint', 'answers'];
    expect(Object.keys(example).sort()).toEqual(
      Object.keys(settingsSchema.shape)
        .filter((key) => !own.includes(key))
        .sort(),
    );
    for (const key of own) expect(manual).toContain(`\`${key}\``);
  });

  it('names every command and exit code', () => {
    for (const command of [
      'simulate',
      'configure --file F',
      'check',
      'plan',
      'sync [--accept HASH]',
      'run',
      'compare',
      'status',
      'remove-all --yes',
      'export --file F',
      'demo',
    ]) {
      expect(manual).toContain(`| \`${command}`);
    }
    for (const code of [0, 2, 3, 4]) expect(manual).toMatch(new RegExp(`^\\| ${code} +\\|`, 'm'));
  });
});

describe('the default data folder', () => {
  it('is the app’s own on each platform', () => {
    expect(defaultDataFolder('darwin', {}, '/Users/a')).toBe('/Users/a/Library/Application Support/Mødeklar');
    expect(defaultDataFolder('linux', {}, '/home/a')).toBe('/home/a/.config/Mødeklar');
    expect(defaultDataFolder('linux', { XDG_CONFIG_HOME: '/x' }, '/home/a')).toBe('/x/Mødeklar');
    expect(defaultDataFolder('linux', { XDG_CONFIG_HOME: 'x' }, '/home/a')).toBe('/home/a/.config/Mødeklar');
    expect(defaultDataFolder('win32', { APPDATA: '/C/Roaming' }, '/C')).toBe('/C/Roaming/Mødeklar');
  });
});
