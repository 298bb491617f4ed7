import { describe, expect, it } from 'vitest';
import pronestor from '../../../build/profiles/pronestor-planner.json';
import unilock from '../../../build/profiles/unilock-webapi.json';
import { accessProfileOf, bookingProfileOf, shippedProfiles } from '../../../electron/profile';
import { AppError } from '../../../shared/errors';
import { sayReason } from '../../../shared/i18n';
import { ianaFromWindowsZone, WINDOWS_ZONES, parseProfile, parseProfileText } from '../../../shared/profile';
import { isZoneName } from '../../../shared/time';

/** A deep copy with one place changed; `undefined` removes it. */
function changed(profile: unknown, path: string, value: unknown): unknown {
  const copy = structuredClone(profile) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const place = keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy);
  if (value === undefined) Reflect.deleteProperty(place, last);
  else place[last] = value;
  return copy;
}

function faultOf(work: () => unknown): { path: unknown; reason: unknown } {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'profile-invalid')
      return { path: thrown.context['path'], reason: sayReason(String(thrown.context['reason']), 'en') };
    throw thrown;
  }
  throw new Error('it was accepted');
}

const TOKEN_LOGIN = {
  kind: 'token',
  request: { method: 'POST', path: '/login' },
  success: {},
  token: 'data.token',
  header: 'X-Session',
  value: '{token}',
};
const NO_WINDOW = { ...pronestor.operations.bookings, query: { locationId: '{locationId}' } };

describe('profiles', () => {
  it('the shipped ones are valid and say that they are guesses', () => {
    expect(shippedProfiles().map(({ id, kind, confirmed }) => ({ id, kind, confirmed }))).toEqual([
      { id: 'pronestor-planner', kind: 'booking-source', confirmed: false },
      { id: 'unilock-webapi', kind: 'access-control', confirmed: false },
      { id: 'unilock-import-file', kind: 'import-file', confirmed: false },
    ]);
    for (const { note } of shippedProfiles()) expect(note).toContain('guess');
    expect(bookingProfileOf('pronestor-planner').operations.bookings.fields.start).toEqual(['Start']);
    expect(faultOf(() => accessProfileOf('pronestor-planner')).path).toBe('id');
  });

  it.each<[string, unknown, string, unknown]>([
    ['a newer version', pronestor, 'profileVersion', 2],
    ['a misspelt key', pronestor, 'operations.bookings.fields.strat', 'Start'],
    ['a missing field', pronestor, 'operations.bookings.fields.start', undefined],
    ['an empty candidate', pronestor, 'operations.rooms.fields.id', ['']],
    ['a path without slash', pronestor, 'operations.rooms.path', 'v1/Rooms'],
    ['a path that climbs out', pronestor, 'operations.rooms.path', '/v1/../../Other'],
    ['a status that is not ours', pronestor, 'statuses.words.Confirmed', 'yes'],
    ['an unknown time format', pronestor, 'times.formats', ['roman']],
    ['a read that would change data', pronestor, 'operations.rooms.method', 'DELETE'],
    ['a write method that reads', unilock, 'operations.writePeriods.method', 'GET'],
    ['a header name with a space', unilock, 'operations.writePeriods.newVersionHeader', 'E Tag'],
    ['no login', unilock, 'login', undefined],
    ['a login for a token that stands nowhere', pronestor, 'login', { ...TOKEN_LOGIN, token: undefined }],
    ['five calls at once', pronestor, 'parallel', 5],
    ['no call at once', pronestor, 'parallel', 0],
    ['half a call at once', unilock, 'parallel', 1.5],
    ['a window of no days', pronestor, 'operations.bookings.windowDays', 0],
    ['a window where nothing is asked by time', pronestor, 'operations.rooms.windowDays', 7],
    ['rooms in no list', pronestor, 'operations.bookings.fields.rooms', { id: 'Id' }],
    ['no word that is open', pronestor, 'operations.bookings.fields.isPrivate', { at: 'Kind', unless: [] }],
    ['an outcome of no field', pronestor, 'outcome', { ok: { equals: 0 } }],
    ['a field that may be nothing', pronestor, 'expiredLogin.fields', [{ at: 'code', equals: [] }]],
    ['a house zone for bookings', pronestor, 'times.zone', 'house'],
    ['a location zone for access control', unilock, 'times.zone', 'location'],
    ['rooms asked per room', pronestor, 'operations.rooms.asked', 'per-room'],
    ['exceptions asked per location', unilock, 'operations.exceptions.asked', 'per-location'],
    ['persons asked per room', unilock, 'operations.people.persons.asked', 'per-room'],
    ['members that are asked at all in another way', unilock, 'operations.people.members.asked', 'once'],
    ['half of the people', unilock, 'operations.people.removeMember', undefined],
    ['a member without its person', unilock, 'operations.people.members.fields.person', undefined],
    ['a removal that reads', unilock, 'operations.people.removeMember.method', 'GET'],
    ['a write of a member with an unknown key', unilock, 'operations.people.writeMember.versionHeader', null],
  ])('refuses %s, with the path and a reason', (_, profile, path, value) => {
    const fault = faultOf(() => parseProfile(changed(profile, path, value)));
    // A misspelt key is told at the object that holds it, a bad entry of a list at its index.
    expect([path.startsWith(String(fault.path)), String(fault.path).startsWith(path)]).toContain(true);
    expect(fault.path).not.toBe('');
    expect(String(fault.reason).length).toBeGreaterThan(3);
  });

  it.each<[string, unknown, string, unknown, string]>([
    [
      'a placeholder that the operation has not',
      pronestor,
      'operations.rooms.query.locationId',
      '{roomId}',
      '{roomId} is not known here',
    ],
    ['a password in an address', pronestor, 'login.request.path', '/login/{password}', '{password} is not known here'],
    ['a write without its periods', unilock, 'operations.writePeriods.body.content', { Periods: [] }, '"{periods}"'],
    ['an opening without its end (W9)', unilock, 'operations.writePeriods.period', { From: '{from}' }, 'needs {to}'],
    ['a fixed zone with a slip of the pen', pronestor, 'times.zone', { fixed: 'Europe/Kobenhavn' }, 'is no zone name'],
    [
      'rooms of one location, and of which is not asked',
      pronestor,
      'operations.rooms',
      { method: 'GET', path: '/r', asked: 'per-location', fields: { id: 'Id' } },
      'needs {locationId}',
    ],
    ['bookings that tell no room', pronestor, 'operations.bookings.fields.room', null, 'is needed'],
    [
      'rooms asked once that tell no location',
      pronestor,
      'operations.rooms',
      { method: 'GET', path: '/r', asked: 'once', fields: { id: 'Id' } },
      'is needed',
    ],
    [
      'a membership without its end (W9)',
      unilock,
      'operations.people.writeMember.period',
      { From: '{from}' },
      'needs {to}',
    ],
    [
      'a membership without its periods',
      unilock,
      'operations.people.writeMember.body.content',
      { Periods: [] },
      '"{periods}"',
    ],
    [
      'a membership of whomever',
      unilock,
      'operations.people.writeMember',
      { ...unilock.operations.people.writeMember, path: '/PersonGroups/{groupId}/Members' },
      'needs {personId}',
    ],
    [
      'a removal of whomever',
      unilock,
      'operations.people.removeMember',
      { ...unilock.operations.people.removeMember, path: '/PersonGroups/{groupId}/Members' },
      'needs {personId}',
    ],
    [
      'members of no certain group',
      unilock,
      'operations.people.members',
      { ...unilock.operations.people.members, path: '/Members' },
      'needs {groupId}',
    ],
    [
      'a person among the members that are asked for',
      unilock,
      'operations.people.members.path',
      '/{groupId}/{personId}',
      '{personId} is not known here',
    ],
    [
      'periods that are written to no certain exception',
      unilock,
      'operations.writePeriods',
      { ...unilock.operations.writePeriods, path: '/Periods' },
      'needs {exceptionId}',
    ],
    [
      'an answer that is a conflict and no member at once',
      unilock,
      'operations.people.removeMember.noMember',
      [404, 409],
      'conflict',
    ],
    ['one room and several of a booking', pronestor, 'operations.bookings.fields.rooms', { at: 'Rooms' }, 'not both'],
    ['a window of no certain time', pronestor, 'operations.bookings', { ...NO_WINDOW, windowDays: 7 }, 'needs {from}'],
    [
      'days of which one call can ask for one',
      { ...pronestor, times: { ...pronestor.times, write: 'iso-date' } },
      'operations.bookings.windowDays',
      1,
      'at least 2',
    ],
    ['a header that the program sets', pronestor, 'headers', { 'content-TYPE': 'text/plain' }, 'by the program itself'],
    ['a cookie of its own', pronestor, 'headers', { Cookie: 'a=b' }, 'by the program itself'],
    ['a host of its own', pronestor, 'headers', { Host: 'other.example' }, 'by the program itself'],
    [
      'the header that carries the token',
      { ...pronestor, login: TOKEN_LOGIN },
      'headers',
      { 'X-SESSION': '1' },
      'by the program itself',
    ],
    ['the header that carries the version', unilock, 'headers', { 'if-MATCH': '*' }, 'by the program itself'],
    ['a header twice', pronestor, 'headers', { 'X-Client': 'a', 'x-client': 'b' }, 'stand here once'],
    ['a header in two lines', pronestor, 'headers', { 'X-Client': 'a\r\nX-Other: b' }, 'without line breaks'],
    ['a password in a header of every request', pronestor, 'headers', { 'X-Key': '{password}' }, 'is not known here'],
    ['a token that is sent nowhere', pronestor, 'login', { ...TOKEN_LOGIN, value: 'Bearer' }, 'needs {token}'],
    ['a password beside the token', pronestor, 'login', { ...TOKEN_LOGIN, value: '{token}{password}' }, '{token}'],
    [
      'a password in the address of a login for a token',
      pronestor,
      'login',
      { ...TOKEN_LOGIN, request: { method: 'GET', path: '/login/{password}' } },
      '{password} is not known here',
    ],
    ['locations that tell no zone', pronestor, 'operations.locations.fields.zone', null, 'is needed'],
  ])('refuses %s', (_, profile, path, value, reason) => {
    const fault = faultOf(() => parseProfile(changed(profile, path, value)));
    expect(String(fault.path).startsWith(path)).toBe(true);
    expect(fault.reason).toContain(reason);
  });

  it('P21 a profile of a server without people stays valid, and its shared exceptions with it', () => {
    const { people: _, ...operations } = unilock.operations;
    for (const without of [operations, { ...operations, people: null }])
      expect(parseProfile({ ...unilock, operations: without })).toMatchObject({ operations: { people: null } });
  });

  it('P21 what is new in the format may be left out, and then nothing of it happens', () => {
    const old = parseProfile(pronestor);
    expect(old).toMatchObject({
      headers: {},
      parallel: 4,
      expiredLogin: { fields: [] },
      outcome: { ok: null, denied: null },
      operations: { bookings: { windowDays: null, fields: { rooms: null } } },
    });
    const { value: _value, header: _header, ...login } = TOKEN_LOGIN;
    expect(parseProfile({ ...pronestor, login })).toMatchObject({
      login: {
        header: 'Authorization',
        value: 'Bearer {token}',
        token: ['data.token'],
        refused: { statuses: [401, 403] },
      },
    });
  });

  it('refuses what is no profile at all, from text too', () => {
    for (const nothing of [null, 7, [], 'text', {}]) expect(() => parseProfile(nothing)).toThrow(AppError);
    expect(faultOf(() => parseProfileText('{"kind": ')).path).toBe('');
    expect(parseProfileText(`\uFEFF${JSON.stringify(unilock)}`).id).toBe('unilock-webapi');
  });

  it('a hostile key changes nothing but its own file', () => {
    const hostile = JSON.parse(
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    ) as object;
    expect(() => parseProfile({ ...pronestor, ...hostile })).toThrow(AppError);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('every zone of the Windows table is one that this runtime knows', () => {
    expect([...WINDOWS_ZONES.values()].filter((zone) => !isZoneName(zone))).toEqual([]);
    expect(WINDOWS_ZONES.size).toBe(139);
    expect(ianaFromWindowsZone(' romance standard time ')).toBe('Europe/Copenhagen');
    expect(ianaFromWindowsZone('Mars Standard Time')).toBeNull();
  });
});
