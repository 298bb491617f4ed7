import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '../../../electron/platform';
import { createKeychain } from '../../../electron/store';
import type { ChildBundle } from '../journal/child-bundle';
import { bundleChild } from '../journal/child-bundle';
import { startChild } from '../journal/child-process';

const SERVICE = `Mødeklar-prøve-${randomUUID()}`;
const keychain = createKeychain({ service: SERVICE, timeLimitMs: 20_000, wait: createSystemClock().wait });

/** What another program sees: libsecret's own search, its secret included. */
const otherProgramSees = (account: string): string =>
  execFileSync('secret-tool', ['search', '--all', 'service', SERVICE, 'account', account], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

let bundle: ChildBundle;
beforeAll(async () => {
  bundle = await bundleChild(resolve(import.meta.dirname, 'child-program.ts'));
});
afterAll(() => bundle.remove());

describe("the operating system's keychain", () => {
  it('is there for this test: a D-Bus session with an unlocked keyring', () => {
    expect(
      process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '',
      'DBUS_SESSION_BUS_ADDRESS is not set. Run the tests with `npm test`, which wraps them in dbus-run-session with an unlocked gnome-keyring.',
    ).not.toBe('');
  });

  it('keeps a password where another program finds it, replaces it, and forgets it', async () => {
    const [first, second] = [`første-${randomUUID()}`, `anden-${randomUUID()}`];
    expect(await keychain.get('pronestor')).toBeNull();
    await keychain.set('pronestor', first);
    expect(await keychain.get('pronestor')).toBe(first);
    expect(otherProgramSees('pronestor')).toContain(`secret = ${first}`);
    await keychain.set('pronestor', second);
    expect(await keychain.get('pronestor')).toBe(second);
    expect(otherProgramSees('pronestor')).not.toContain(first);
    await keychain.remove('pronestor');
    expect(await keychain.get('pronestor')).toBeNull();
    expect(otherProgramSees('pronestor')).not.toContain(second);
    // Removing what is not there is no trouble.
    await keychain.remove('pronestor');
  });

  it('keeps the passwords of two connectors apart', async () => {
    await keychain.set('pronestor', 'en');
    await keychain.set('unilock', 'to');
    expect([await keychain.get('pronestor'), await keychain.get('unilock')]).toEqual(['en', 'to']);
    await keychain.remove('pronestor');
    expect([await keychain.get('pronestor'), await keychain.get('unilock')]).toEqual([null, 'to']);
    await keychain.remove('unilock');
  });

  it('without D-Bus is told as unavailable, by a real process, and the password goes nowhere else', async () => {
    const { PATH, HOME } = process.env;
    const child = startChild(process.execPath, [bundle.file], {
      PATH,
      HOME,
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/none',
    });
    expect(await child.next()).toEqual({ code: 'keychain-unavailable', context: { reason: 'refused' } });
    expect(await child.next()).toEqual({ code: 'keychain-unavailable', context: { reason: 'refused' } });
    await child.kill();
  });
});
