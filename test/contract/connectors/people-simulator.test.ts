import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UnilockWebApi } from '../../../electron/access/unilock-webapi';
import { createUnilockWebApi } from '../../../electron/access/unilock-webapi';
import { createLoginGuard, accessProfileOf } from '../../../electron/profile';
import type { Fault, Membership, UnilockSimulator } from '../../../electron/simulator';
import { Building, createUnilockSimulator } from '../../../electron/simulator';
import type { ErrorCode } from '../../../shared/errors';
import { exceptionId, groupId, personId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { addMinutes, instantFromIso } from '../../../shared/time';
import type { FakeClock, FakeLogger } from './support';
import { CALL, createFakeClock, createFakeLogger, fakeRandom, PATIENT, QUICK } from './support';

const ZONE = 'Europe/Copenhagen';
const ROOM_1 = groupId('3');
const ROOM_2 = groupId('4');
const [ANNA, BENT, CARL, DORA] = ['55', '56', '57', '58'].map(personId) as [
  ReturnType<typeof personId>,
  ReturnType<typeof personId>,
  ReturnType<typeof personId>,
  ReturnType<typeof personId>,
];

let clock: FakeClock;
let logger: FakeLogger;
let server: UnilockSimulator;
let access: UnilockWebApi;
let password: string;

const giving = (person: typeof ANNA, validity: Membership['validity']): Membership => ({
  groupId: ROOM_1,
  personId: person,
  validity,
});

function connect(limits = PATIENT): UnilockWebApi {
  return createUnilockWebApi({
    profile: accessProfileOf('unilock-webapi'),
    address: server.url,
    userName: 'moedeklar',
    password: () => Promise.resolve(password),
    limits,
    clock,
    random: fakeRandom(),
    logger,
    loginGuard: createLoginGuard(() => clock.now()),
  });
}

beforeEach(async () => {
  clock = createFakeClock();
  logger = createFakeLogger();
  password = 'canary-password';
  const common = { keys: [], validity: [] };
  const building = new Building({
    zone: ZONE,
    points: [],
    tables: [],
    exceptions: [{ id: exceptionId('7'), name: 'Lokale 1', maxPeriods: 8, periods: [] }],
    persons: [
      {
        ...common,
        id: ANNA,
        name: 'canary Anna',
        email: 'canary@firma.example',
        employeeNumber: '0042',
        initials: 'AN',
      },
      { ...common, id: BENT, name: 'canary Bent', email: '', employeeNumber: '43', initials: 'BE' },
      { ...common, id: CARL, name: 'canary Carl', email: '', employeeNumber: '', initials: '' },
      { ...common, id: DORA, name: 'canary Dora', email: 'dora@firma.example', employeeNumber: '', initials: '' },
    ],
    groups: [
      { id: ROOM_1, name: 'canary-group', doorIds: [], hours: [] },
      { id: ROOM_2, name: 'Lokale 2, mødedeltagere', doorIds: [], hours: [] },
    ],
    memberships: [
      giving(ANNA, { kind: 'periods', periods: [{ from: '2026-11-23T08:45:00', to: '2026-11-23T10:10:00' }] }),
      giving(BENT, { kind: 'always' }),
      giving(CARL, { kind: 'exception', exceptionId: exceptionId('7') }),
    ],
  });
  server = await createUnilockSimulator({
    building,
    clock: clock.now,
    userName: 'moedeklar',
    password: 'canary-password',
  });
  access = connect();
});
afterEach(async () => {
  access.close();
  await server.close();
  expect(logger.text()).not.toContain('canary');
});

const at = (minutes: number): Instant => addMinutes(clock.now(), minutes);
const hour = (fromMinute: number): Period => ({ from: at(fromMinute), to: at(fromMinute + 60) });
const observe = (withPersons = true, groups = [ROOM_1, ROOM_2]) =>
  access.observePeople({ groups, withPersons, zone: ZONE }, CALL);
const write = (periods: readonly Period[], person = ANNA, group = ROOM_1) =>
  access.writeMembership({ groupId: group, personId: person, periods, zone: ZONE }, CALL);
const memberOf = async (person = ANNA, group = ROOM_1) =>
  (await observe(false)).groups.find(({ id }) => id === group)?.members.find((one) => one.personId === person);

describe('people of the UniLock WebAPI connector against the simulator', () => {
  it('D5 observes persons with every field, and members with the basis of their membership', async () => {
    const reading = await observe();
    expect(reading).toEqual({
      readAt: clock.now(),
      persons: {
        completeness: 'complete',
        list: [
          { id: '55', name: 'canary Anna', email: 'canary@firma.example', employeeNumber: '0042', initials: 'AN' },
          { id: '56', name: 'canary Bent', email: null, employeeNumber: '43', initials: 'BE' },
          { id: '57', name: 'canary Carl', email: null, employeeNumber: null, initials: null },
          { id: '58', name: 'canary Dora', email: 'dora@firma.example', employeeNumber: null, initials: null },
        ],
      },
      groups: [
        {
          id: '3',
          name: 'canary-group',
          members: [
            {
              personId: '55',
              basis: 'periods',
              exceptionId: null,
              periods: [{ from: Date.UTC(2026, 10, 23, 7, 45), to: Date.UTC(2026, 10, 23, 9, 10) }],
            },
            { personId: '56', basis: 'always', exceptionId: null, periods: [] },
            { personId: '57', basis: 'exception', exceptionId: '7', periods: [] },
          ],
        },
        { id: '4', name: 'Lokale 2, mødedeltagere', members: [] },
      ],
      troubles: [],
    });
  });

  it('asks for nothing that is not wanted, and tells how far it is', async () => {
    expect(await observe(false, [])).toMatchObject({ persons: null, groups: [], troubles: [] });
    expect(server.requests.count()).toBe(0);
    const told: [number, number][] = [];
    const onProgress = (done: number, total: number): void => void told.push([done, total]);
    await access.observePeople(
      { groups: [ROOM_1, ROOM_2], withPersons: true, zone: ZONE },
      { abort: null, onProgress },
    );
    expect(told).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(server.requests.count('members')).toBe(2);
  });

  it('what is written is what is read back, and an empty list takes the person out of the group', async () => {
    expect(await write([hour(60), hour(300)], DORA)).toEqual({ kind: 'accepted', version: null });
    expect(await memberOf(DORA)).toEqual({
      personId: DORA,
      basis: 'periods',
      exceptionId: null,
      periods: [hour(60), hour(300)],
    });
    expect(await write([hour(60)], DORA)).toMatchObject({ kind: 'accepted' });
    expect((await memberOf(DORA))?.periods).toEqual([hour(60)]);
    expect(await write([], DORA)).toEqual({ kind: 'accepted', version: null });
    expect(await memberOf(DORA)).toBeUndefined();
    expect([server.requests.count('write-member'), server.requests.count('delete-member')]).toEqual([2, 1]);
  });

  it('P5 a write touches one membership and nothing else', async () => {
    const before = (await observe(false)).groups;
    await write([hour(60)], DORA, ROOM_2);
    await write([], DORA, ROOM_2);
    expect((await observe(false)).groups).toEqual(before);
  });

  it('W8 to take out whoever is no member is done already', async () => {
    expect(await write([], DORA)).toEqual({ kind: 'accepted', version: null });
    expect(server.requests.count('delete-member')).toBe(1);
  });

  it('a person or group that UniLock does not have is refused, not taken as written', async () => {
    expect(await write([hour(60)], personId('99'))).toMatchObject({
      kind: 'refused',
      trouble: { code: 'not-found', context: { groupId: '3', personId: '99' } },
    });
    expect(await write([hour(60)], ANNA, groupId('99'))).toMatchObject({ kind: 'refused' });
  });

  it('D5 fifty periods are taken, fifty-one are refused and change nothing', async () => {
    const periods = (count: number) => Array.from({ length: count }, (_, index) => hour(120 * index));
    expect(await write(periods(50))).toMatchObject({ kind: 'accepted' });
    expect((await memberOf())?.periods).toEqual(periods(50));
    const refused = await write(periods(51));
    expect(refused).toMatchObject({
      kind: 'refused',
      trouble: { code: 'write-refused', context: { groupId: '3', personId: '55', status: 422 } },
    });
    expect((await memberOf())?.periods).toEqual(periods(50));
  });

  it.each<[string, readonly Period[]]>([
    ['a list', [{ from: instantFromIso('2026-11-23T10:00:00Z'), to: instantFromIso('2026-11-23T11:00:00Z') }]],
    ['a removal', []],
  ])('a refusal and a conflict of %s are told as such and change nothing', async (_, periods) => {
    const before = server.snapshot();
    const stop = server.faults.inject({ kind: 'refusal', message: `canary ${'x'.repeat(500)}` });
    const answer = await write(periods);
    expect(answer).toMatchObject({
      kind: 'refused',
      trouble: { code: 'write-refused', context: { groupId: '3', personId: '55', status: 422 } },
    });
    expect('trouble' in answer && String(answer.trouble.context['message'])).toHaveLength(200);
    stop();
    server.faults.inject({ kind: 'version-conflict' });
    expect(await write(periods)).toEqual({ kind: 'conflict' });
    expect(server.snapshot()).toBe(before);
  });

  it('P8 a write or removal whose answer is lost is unanswered, was done, and was sent once', async () => {
    server.faults.inject({ kind: 'answer-lost' });
    expect(await write([hour(60)], DORA)).toMatchObject({ kind: 'unanswered', trouble: { code: 'connection-lost' } });
    expect(await write([])).toMatchObject({ kind: 'unanswered', trouble: { code: 'connection-lost' } });
    expect([server.requests.count('write-member'), server.requests.count('delete-member')]).toEqual([1, 1]);
    expect((await memberOf(DORA))?.periods).toEqual([hour(60)]);
    expect(await memberOf()).toBeUndefined();
  });

  it.each<[string, Fault, 'refused' | 'unanswered', ErrorCode]>([
    ['500', { kind: 'server-error' }, 'unanswered', 'server-error'],
    ['cut off', { kind: 'cut-off' }, 'unanswered', 'connection-lost'],
    ['302', { kind: 'redirect-to-login' }, 'unanswered', 'redirected-away'],
    ['200 with a web page', { kind: 'login-page' }, 'unanswered', 'not-data'],
    ['200 denied', { kind: 'denied' }, 'refused', 'access-denied'],
    ['429', { kind: 'too-many-requests' }, 'refused', 'too-many-requests'],
    ['silence', { kind: 'slow', milliseconds: 2_000 }, 'unanswered', 'timed-out'],
  ])('W10 a membership answered by %s is never taken as written, and sent once', async (_, fault, kind, code) => {
    const before = server.snapshot();
    if (fault.kind === 'slow') {
      access.close();
      access = connect(QUICK);
    }
    server.faults.inject({ ...fault, operation: 'write-member' });
    server.faults.inject({ ...fault, operation: 'delete-member' });
    const told = { kind, trouble: { code, context: { groupId: '3', personId: '55' } } };
    expect(await write([hour(60)])).toMatchObject(told);
    expect([server.requests.count('write-member'), server.snapshot()]).toEqual([1, before]);
    expect(await write([])).toMatchObject(told);
    expect(server.requests.count('delete-member')).toBe(1);
  });

  it('a reading that lags behind a write shows the members of before, then those of now', async () => {
    server.faults.inject({ kind: 'lagging-read', reads: 1, operation: 'write-member' });
    await write([hour(60)], DORA);
    expect(await memberOf(DORA)).toBeUndefined();
    expect((await memberOf(DORA))?.periods).toEqual([hour(60)]);
  });

  it.each<[string, Fault, ErrorCode]>([
    ['500', { kind: 'server-error' }, 'server-error'],
    ['429', { kind: 'too-many-requests', retryAfterSeconds: 1 }, 'too-many-requests'],
    ['cut off', { kind: 'cut-off' }, 'connection-lost'],
    ['302', { kind: 'redirect-to-login' }, 'redirected-away'],
    ['200 with a web page', { kind: 'login-page' }, 'not-data'],
    ['200 denied', { kind: 'denied' }, 'access-denied'],
  ])('P6 %s at one read leaves out what it hit, the rest is read, and it recovers', async (_, fault, code) => {
    const stopPersons = server.faults.inject({ ...fault, operation: 'persons' });
    const blind = await observe();
    expect(blind.persons).toEqual({ completeness: 'unreadable', list: [] });
    expect(blind.groups.map(({ id }) => id)).toEqual(['3', '4']);
    expect(blind.troubles.map((trouble) => trouble.code)).toEqual([code]);
    stopPersons();

    const stopGroup = server.faults.inject({ ...fault, operation: 'members', groupId: '3' });
    const holed = await observe();
    expect(holed.persons?.completeness).toBe('complete');
    // Unread, not empty: with no entry nobody can be taken for somebody who lost access.
    expect(holed.groups.map(({ id }) => id)).toEqual(['4']);
    expect(holed.troubles).toMatchObject([{ code, context: { groupId: '3' } }]);
    stopGroup();

    server.faults.inject({ ...fault, operation: 'groups' });
    const nameless = await observe();
    expect(nameless.groups.map(({ id, name, members }) => [id, name, members.length])).toEqual([
      ['3', '', 3],
      ['4', '', 0],
    ]);
    expect(nameless.troubles.map((trouble) => trouble.code)).toEqual([code]);
    server.faults.clear();
    expect((await observe()).troubles).toEqual([]);
  });

  it('R3 a lost page of persons, or an empty list of them, is no whole list', async () => {
    const stop = server.faults.inject({ kind: 'lost-page', page: 1 });
    expect((await observe()).persons?.completeness).toBe('partial');
    stop();
    server.faults.inject({ kind: 'empty-list', operation: 'persons' });
    const { persons, groups, troubles } = await observe();
    expect(persons).toEqual({ completeness: 'partial', list: [] });
    expect(troubles).toEqual([{ code: 'reading-empty', context: { operation: 'persons' } }]);
    expect(groups).toHaveLength(2);
  });

  it('rows that come twice are one, as long as they say the same', async () => {
    const whole = await observe();
    server.faults.inject({ kind: 'duplicate-rows' });
    expect(await observe()).toEqual(whole);
  });

  it('R3 a group that is not in the whole list of groups is missing, not empty', async () => {
    const { groups, troubles } = await observe(false, [ROOM_1, groupId('99')]);
    expect(groups.map(({ id }) => id)).toEqual(['3']);
    expect(troubles).toEqual([{ code: 'mapping-target-missing', context: { groupId: '99' } }]);
  });

  it('W11 a refused login stops the reading: told once, tried once', async () => {
    password = 'wrong';
    const { persons, groups, troubles } = await observe();
    expect([persons?.completeness, groups, troubles.map(({ code }) => code)]).toEqual([
      'unreadable',
      [],
      ['login-refused'],
    ]);
    expect(server.requests.count()).toBe(1);
  });

  it('the connection test counts groups and persons', async () => {
    const check = await access.check(CALL);
    expect(check).toMatchObject({
      ok: true,
      persons: 4,
      groups: [
        { id: '3', name: 'canary-group' },
        { id: '4', name: 'Lokale 2, mødedeltagere' },
      ],
    });
    expect(check.steps.slice(-2)).toEqual([
      { step: 'groups', state: 'ok', count: 2, trouble: null },
      { step: 'persons', state: 'ok', count: 4, trouble: null },
    ]);
  });

  it('an account that may not see people passes the test only where nobody shall be given access', async () => {
    server.faults.inject({ kind: 'denied', operation: 'persons' });
    const check = await access.check(CALL);
    expect([check.ok, check.persons, check.steps.at(-1)]).toMatchObject([
      true,
      null,
      { step: 'persons', state: 'failed', trouble: { code: 'access-denied' } },
    ]);
    const needing = createUnilockWebApi({
      profile: accessProfileOf('unilock-webapi'),
      address: server.url,
      userName: 'moedeklar',
      password: () => Promise.resolve(password),
      limits: PATIENT,
      clock,
      random: fakeRandom(),
      logger,
      loginGuard: createLoginGuard(() => clock.now()),
      needsPeople: true,
    });
    expect((await needing.check(CALL)).ok).toBe(false);
    needing.close();
  });
});
