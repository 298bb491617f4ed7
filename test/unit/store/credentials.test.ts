import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors';
import type { CredentialStore } from '../../../electron/store';
import {
  createEnvironmentCredentials,
  createKeychain,
  createMemoryCredentials,
  PASSWORD_VARIABLES,
} from '../../../electron/store';
import type { NativeKeychain } from '../../../electron/store/credentials/keychain';
import type { Abort, Clock, Logger } from '../../../electron/sync/ports';

/** A clock whose waits end when the test says so, or when they are aborted. */
function fakeWait(): { readonly wait: Clock['wait']; elapse(): void; readonly open: () => number } {
  const waits = new Set<() => void>();
  return {
    wait: (_milliseconds: number, abort: Abort | null) =>
      new Promise((resolve) => {
        const end = (): void => {
          waits.delete(end);
          resolve();
        };
        waits.add(end);
        abort?.addEventListener('abort', end);
      }),
    elapse: () => [...waits].forEach((end) => end()),
    open: () => waits.size,
  };
}

const native = (extra: Partial<NativeKeychain>): (() => Promise<NativeKeychain>) => {
  const never = (): Promise<never> => Promise.reject(new Error('not expected'));
  return () => Promise.resolve({ getPassword: never, setPassword: never, deletePassword: never, ...extra });
};

describe('the keychain', () => {
  it('an answer in time ends the time limit', async () => {
    const { wait, open } = fakeWait();
    const load = native({ getPassword: (service, account) => Promise.resolve(`${service}/${account}`) });
    const keychain = createKeychain({ service: 'Mødeklar', timeLimitMs: 1, wait, load });
    expect(await keychain.get('pronestor')).toBe('Mødeklar/pronestor');
    expect(open()).toBe(0);
  });

  it('no answer within the limit counts as locked: a prompt waits for somebody', async () => {
    const { wait, elapse } = fakeWait();
    const keychain = createKeychain({
      service: 's',
      timeLimitMs: 1,
      wait,
      load: native({ getPassword: () => new Promise(() => undefined) }),
    });
    const answer = expect(keychain.get('x')).rejects.toMatchObject({
      code: 'keychain-locked',
      context: { reason: 'no-answer' },
    });
    elapse();
    await answer;
  });

  it('a missing native module is told as unavailable, and looked for again the next time', async () => {
    const { wait } = fakeWait();
    let tries = 0;
    const load = (): Promise<NativeKeychain> => {
      tries += 1;
      if (tries === 1) return Promise.reject(new Error('Failed to load keytar native addon'));
      return native({ getPassword: () => Promise.resolve('p') })();
    };
    const keychain = createKeychain({ service: 's', timeLimitMs: 1, wait, load });
    await expect(keychain.get('x')).rejects.toMatchObject({
      code: 'keychain-unavailable',
      context: { reason: 'no-module' },
    });
    expect(await keychain.get('x')).toBe('p');
  });

  it.each([
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'keychain-unavailable'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'keychain-unavailable'],
    ['Cannot create an item in a locked collection', 'keychain-locked'],
    ['User interaction is not allowed.', 'keychain-locked'],
    ['Prompt dismissed', 'keychain-locked'],
  ])('the system says "%s": %s, and its sentence goes no further', async (message, code) => {
    const { wait } = fakeWait();
    const setPassword = (): Promise<void> => Promise.reject(new Error(`${message} kanariefugl`));
    const keychain = createKeychain({ service: 's', timeLimitMs: 1, wait, load: native({ setPassword }) });
    const thrown: unknown = await keychain.set('x', 'kanariefugl').catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(AppError);
    expect((thrown as AppError).toWire()).toEqual({ code, context: { reason: 'refused' } });
    expect(String((thrown as AppError).stack) + String((thrown as AppError).cause)).not.toContain('kanariefugl');
  });
});

describe('credentials in memory', () => {
  it('are got, replaced and removed by connector', async () => {
    const credentials = createMemoryCredentials();
    expect(await credentials.get('a')).toBeNull();
    await credentials.set('a', '1');
    await credentials.set('b', '2');
    await credentials.set('a', '3');
    expect([await credentials.get('a'), await credentials.get('b')]).toEqual(['3', '2']);
    await credentials.remove('a');
    expect([await credentials.get('a'), await credentials.get('b')]).toEqual([null, '2']);
  });
});

describe("the command line's credentials", () => {
  const told: [string, unknown][] = [];
  const logger: Logger = {
    info: (event, fields) => told.push([event, fields]),
    warn: (event, fields) => told.push([event, fields]),
  };
  const environment = { [PASSWORD_VARIABLES.bookings]: 'fra miljøet', [PASSWORD_VARIABLES.access]: '' };
  const variableOf = (connectorId: string): string | null =>
    connectorId === 'pronestor'
      ? PASSWORD_VARIABLES.bookings
      : connectorId === 'unilock'
        ? PASSWORD_VARIABLES.access
        : null;
  const locked = (): Promise<never> => Promise.reject(new AppError('keychain-locked'));
  const lockedKeychain: CredentialStore = { get: locked, set: locked, remove: locked };

  it('the keychain comes first, without a word', async () => {
    told.length = 0;
    const keychain = createMemoryCredentials();
    const credentials = createEnvironmentCredentials(environment, variableOf, keychain, logger);
    await credentials.set('pronestor', 'fra nøgleringen');
    expect(await credentials.get('pronestor')).toBe('fra nøgleringen');
    expect(told).toEqual([]);
    await credentials.remove('pronestor');
    expect(await keychain.get('pronestor')).toBeNull();
  });

  it('else the environment, told once and without the password', async () => {
    told.length = 0;
    const credentials = createEnvironmentCredentials(environment, variableOf, createMemoryCredentials(), logger);
    expect(await credentials.get('pronestor')).toBe('fra miljøet');
    expect(await credentials.get('pronestor')).toBe('fra miljøet');
    expect(told).toEqual([
      [
        'password-from-environment',
        { connectorId: 'pronestor', variable: 'MOEDEKLAR_PRONESTOR_PASSWORD', keychain: 'empty' },
      ],
    ]);
    expect(await credentials.get('unilock')).toBeNull();
    expect(await credentials.get('another')).toBeNull();
  });

  it("a locked keychain gives way to the environment; with neither, it is the keychain's trouble", async () => {
    told.length = 0;
    const credentials = createEnvironmentCredentials(environment, variableOf, lockedKeychain, logger);
    expect(await credentials.get('pronestor')).toBe('fra miljøet');
    expect(told).toMatchObject([['password-from-environment', { keychain: 'keychain-locked' }]]);
    await expect(credentials.get('unilock')).rejects.toMatchObject({ code: 'keychain-locked' });
    await expect(credentials.set('pronestor', 'x')).rejects.toMatchObject({ code: 'keychain-locked' });
  });
});
