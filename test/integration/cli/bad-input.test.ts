import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at } from '../../builders';
import { houseSettings } from '../../unit/core/core-house';
import type { Caller } from './call';
import { createCaller } from './call';

let caller: Caller;
beforeEach(() => {
  caller = createCaller(at('2026-11-23T08:00'));
});
afterEach(() => caller.clean());

const GOOD = houseSettings();
/** Files by name; `configure` and `simulate` are pointed at them. */
const FILES: Readonly<Record<string, unknown>> = {
  'no-json.json': '{"version": 1,',
  'a-list.json': [],
  'no-version.json': { language: 'da' },
  'newer.json': { version: 99 },
  'unknown-key.json': { ...GOOD, pasword: 'x' },
  'interval.json': { ...GOOD, timing: { intervalMinutes: 0, horizonHours: 24 } },
  'lead.json': { ...GOOD, mapping: [{ id: 'a', roomId: '101', exceptionId: '7', leadMinutes: 121 }] },
  'lost-room.json': { ...GOOD, mapping: [{ id: 'a', roomId: '999', exceptionId: '7' }] },
  'location.json': { ...GOOD, locations: [{ id: '12' }, { id: '12' }] },
  'zone.json': { ...GOOD, houseZone: 'Europe/Kobenhavn' },
  'url.json': { ...GOOD, bookings: { ...GOOD.bookings, address: 'http://' } },
  'url-2.json': { ...GOOD, access: { ...GOOD.access, address: 'ftp://unilock.example' } },
  'profile.json': { ...GOOD, access: { ...GOOD.access, profile: 'no-such-profile' } },
  'no-access.json': { ...GOOD, access: null },
  'bookings-no-json.json': 'rooms',
  'bookings-bad-end.json': {
    timeZone: 'Europe/Brussels',
    rooms: [{ id: 1, name: 'A' }],
    people: 0,
    bookings: [
      {
        id: 1,
        roomId: 1,
        start: '2025-02-01T10:00:00+01:00',
        end: '2025-02-01T09:00:00+01:00',
        title: 't',
        people: [],
      },
    ],
  },
};

describe('bad input gets one clear message with path and reason, exit 2, and changes nothing', () => {
  it.each([
    [
      ['configure', '--file', 'missing.json'],
      ['missing.json', 'den findes ikke'],
    ],
    [
      ['configure', '--file', 'no-json.json'],
      ['no-json.json', '$', 'JSON'],
    ],
    [
      ['configure', '--file', 'a-list.json'],
      ['a-list.json', 'skal være et objekt'],
    ],
    [['configure', '--file', 'no-version.json'], ['version']],
    [['configure', '--file', 'newer.json'], ['newer.json']],
    [['configure', '--file', 'unknown-key.json'], ['pasword']],
    [['configure', '--file', 'interval.json'], ['timing.intervalMinutes']],
    [
      ['configure', '--file', 'lead.json'],
      ['mapping[0].leadMinutes', '120'],
    ],
    [
      ['configure', '--file', 'lost-room.json'],
      ['mapping[0].roomId', 'står ikke blandt lokalerne'],
    ],
    [
      ['configure', '--file', 'location.json'],
      ['locations[1]', '"12" står der to gange'],
    ],
    [
      ['configure', '--file', 'zone.json'],
      ['houseZone', 'Europe/Kobenhavn'],
    ],
    [['configure', '--file', 'url.json'], ['bookings.address']],
    [['configure', '--file', 'url-2.json'], ['access.address']],
    [
      ['configure', '--file', 'profile.json'],
      ['access.profile', 'no-such-profile'],
    ],
    [['configure', '--file', 'no-access.json'], ['access']],
    [['configure'], ['--file']],
    [
      ['simulate', '--bookings', 'missing.json'],
      ['missing.json', 'den findes ikke'],
    ],
    [
      ['simulate', '--bookings', 'bookings-no-json.json'],
      ['bookings-no-json.json', '$'],
    ],
    [['simulate', '--bookings', 'bookings-bad-end.json'], ['bookings[0].end']],
    [['simulate', '--bookings', 'bookings-bad-end.json', '--clock', '2025-01-31T12:00:00'], ['--clock']],
    [
      ['simulate', '--clock', '2025-01-31T12:00:00+01:00'],
      ['--clock', '--bookings'],
    ],
    [
      ['simulate', '--bookings', 'bookings-bad-end.json', '--places', '0'],
      ['--places', '"0"'],
    ],
    [
      ['simulate', '--pronestor-port', '65536'],
      ['--pronestor-port', '65536'],
    ],
    [
      ['simulate', '--unilock-port', 'http'],
      ['--unilock-port', '"http"'],
    ],
    [['simulate', '--seed', '-1'], ['--seed']],
    [
      ['sync', '--accept', 'not a hash'],
      ['--accept', '"not a hash"'],
    ],
    [['sync', '--accept'], ['--accept']],
    [
      ['sync', '--bogus'],
      ['--bogus', 'kendes ikke'],
    ],
    [['sync', 'now'], ['argumenter']],
    [['holds', 'maybe', '0123456789abcdef'], ['"maybe"']],
    [['holds', 'confirm'], ['confirm']],
    [
      ['compare', '--from', 'i morgen'],
      ['--from', '"i morgen"'],
    ],
    [
      ['compare', '--from', '2026-11-23T09:00:00Z', '--to', '2026-11-23T09:00:00Z'],
      ['--to', '--from'],
    ],
    [
      ['status', '--language', 'sv'],
      ['--language', '"sv"'],
    ],
    [['synk'], ['synk', 'kommandoen findes ikke']],
    [[], ['<command>']],
  ])('%j', async (args, expected) => {
    for (const [name, content] of Object.entries(FILES)) caller.write(name, content);
    const before = caller.snapshot();

    const said = await caller.call(...args);
    expect(said.code).toBe(2);
    expect(said.out).toEqual([]);
    expect(said.err).toHaveLength(1);
    for (const part of expected) expect(said.err[0]).toContain(part);
    expect(said.err[0]).not.toMatch(/: undefined|\[object|errors\.|cli\./);
    expect(caller.snapshot()).toEqual(before);

    const document = await caller.call(...args, '--json');
    expect(document.code).toBe(2);
    expect(document.json()).toMatchObject({ error: { code: expect.any(String) as string } });
    expect(document.err).toEqual(said.err);
  });

  it('a good file that is there already stays in use when a bad one is refused', async () => {
    caller.write('good.json', GOOD);
    caller.write('bad.json', { ...GOOD, timing: { intervalMinutes: 0, horizonHours: 24 } });
    expect((await caller.call('configure', '--file', 'good.json')).code).toBe(0);
    const before = caller.snapshot();
    expect((await caller.call('configure', '--file', 'bad.json')).code).toBe(2);
    expect(caller.snapshot()).toEqual(before);
  });
});
