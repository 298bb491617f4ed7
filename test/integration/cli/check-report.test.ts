import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at } from '../../builders';
import { json, startServer } from '../../contract/connectors/support';
import { startTlsServer } from '../../unit/http/tls-servers';
import type { Caller } from './call';
import { createCaller, simulated } from './call';

let caller: Caller;
const closers: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  caller = createCaller(at('2026-11-23T10:00'));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  caller.clean();
});

const REPORT = 'rapport.txt';
const saved = (): string => readFileSync(join(caller.folder, REPORT), 'utf8');
const configure = async (settings: unknown): Promise<void> => {
  caller.write('settings.json', settings);
  expect((await caller.call('configure', '--file', 'settings.json')).code).toBe(0);
};

const PERSON = { Name: 'Canary Person', Email: 'canary@firma.example', 'Canary Key': 'Canary', CanaryKey: 1 };
const HEADERS = { 'Set-Cookie': 'canary=canary; Path=/', 'X-Canary': 'canary' };

/** Answers in the shape of the shipped profile, with a canary wherever a server can put one. */
const hostile = (url: string) => {
  if (url.includes('Authenticate')) return { Success: true, Message: 'Canary', Token: 'canary' };
  if (url.includes('Locations'))
    return [
      { Id: 12, Name: 'Canary house', TimeZone: 'Europe/Copenhagen', Canary: 'Canary' },
      { Name: 'Canary without id' },
    ];
  if (url.includes('RoomBookings'))
    return {
      Items: [
        {
          Id: 1,
          MeetingId: 1,
          RoomId: 101,
          Start: '2026-11-23T09:00:00',
          End: '2026-11-23T10:00:00',
          Subject: 'Canary title',
          Status: 'Confirmed',
          Organizer: PERSON,
          Attendees: [PERSON],
          'Canary Person': PERSON,
        },
        { Id: 2, RoomId: 101, Start: 'Canary', End: 'Canary', Status: 'Canary', Organizer: 'Canary' },
      ],
      'Canary Person': PERSON,
      CanaryPerson: PERSON,
      TotalCount: 2,
    };
  return [{ Id: 101, Name: 'Canary room', LocationId: 12 }];
};

describe('check --report', () => {
  it('shows what it saves, and saves it: addresses, codes, fields, counts and times of both sides', async () => {
    const house = await simulated(caller);
    closers.push(house.stop);
    await configure(house.settings);
    const check = await caller.call('check', '--report', REPORT);
    expect(check.code).toBe(0);
    expect(check.out.join('\n')).toContain(saved());
    for (const part of [
      `address: ${house.pronestor.url}/api.mvc`,
      `address: ${house.unilock.url}/api/v1`,
      'login: cookie',
      'login: basic',
      'operation login: requests=1 status=200',
      /operation bookings: requests=\d+ status=200 type=application\/json count=[1-9]\d* time=\d{4}-/,
      /fields: .*\bStart\b/,
      /1 address: ok/,
      'server clock:',
    ])
      expect(saved()).toMatch(part);
    for (const secret of [house.pronestor.password, house.unilock.password, house.pronestor.userName])
      expect(saved()).not.toContain(secret);
  });

  it('never overwrites, and says so before a server is asked', async () => {
    const house = await simulated(caller);
    closers.push(house.stop);
    await configure(house.settings);
    writeFileSync(join(caller.folder, REPORT), 'mine');
    const check = await caller.call('check', '--report', REPORT, '--json');
    expect(check.code).toBe(2);
    expect(check.json()).toMatchObject({ error: { code: 'invalid-argument', context: { path: '--report' } } });
    expect(saved()).toBe('mine');
  });

  it('P20 M3 holds nothing of what a server says of people, in values, in names of fields, in headers or in errors', async () => {
    const server = await startServer((request, response) => json(response, hostile(request.url ?? ''), 200, HEADERS));
    const unilock = await startServer((_, response) => {
      response.writeHead(302, { ...HEADERS, Location: '/canary/Canary-Person?canary' });
      response.end('Canary');
    });
    closers.push(server.close, unilock.close);
    caller.environment['MOEDEKLAR_PRONESTOR_PASSWORD'] = 'canary-password';
    caller.environment['MOEDEKLAR_UNILOCK_PASSWORD'] = 'canary-password';
    const house = await simulated(caller);
    closers.push(house.stop);
    await configure({
      ...house.settings,
      bookings: { ...house.settings.bookings, address: server.url, userName: 'canary-user' },
      access: { ...house.settings.access, address: unilock.url, userName: 'canary-user' },
    });
    const check = await caller.call('check', '--report', REPORT, '--json');
    expect(check.code).toBe(3);
    const text = saved();
    expect(text).toContain('operation bookings: requests=');
    expect(text).toMatch(/rejected bookings\[1\]\.Start: /);
    expect(text).toMatch(/fields not named: [1-9]/);
    expect(text).toContain('redirected-away');
    expect(text.toLowerCase()).not.toContain('canary');
    expect((check.json() as { readonly report: { readonly text: string } }).report.text).toBe(text);
  });

  it('tells the certificate of a server that is not trusted, and trusts it once its fingerprint is in the settings', async () => {
    const server = await startTlsServer('alone');
    closers.push(server.close);
    const house = await simulated(caller);
    closers.push(house.stop);
    const access = { ...house.settings.access, address: server.url };
    await configure({ ...house.settings, access });
    const before = (await caller.call('check', '--json')).json() as {
      readonly access: {
        readonly steps: unknown;
        readonly facts: { readonly certificate: { readonly sha256: string } };
      };
    };
    expect(before.access.steps).toContainEqual(
      expect.objectContaining({ step: 'certificate', state: 'failed' }) as unknown,
    );
    expect(server.seen).toEqual([]);
    const { sha256 } = before.access.facts.certificate;
    await configure({ ...house.settings, access: { ...access, trust: { kind: 'pinned', sha256 } } });
    const told = await caller.call('check', '--report', REPORT);
    expect(told.out.join('\n')).toContain(sha256);
    expect(saved()).toMatch(/1 address: ok\n +2 certificate: ok/);
    expect(saved()).toContain('trusted by: pinned');
    expect(server.seen.length).toBeGreaterThan(0);
    server.show('house');
    const changed = await caller.call('check', '--json');
    expect(JSON.stringify(changed.json())).toContain('certificate-changed');
    expect(existsSync(join(caller.folder, REPORT))).toBe(true);
  });
});
