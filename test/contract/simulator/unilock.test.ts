import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UnilockSimulator } from '../../../electron/simulator';
import { Building, createUnilockSimulator } from '../../../electron/simulator';
import { equipRoom } from '../../../electron/simulator/demo-world';
import { exceptionId, groupId, personId, roomId } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import { addMinutes, instantFromIso } from '../../../shared/time';
import type { Answer } from './client';
import { ask, basic } from './client';

const START = instantFromIso('2026-11-23T07:00:00Z');
const PERIOD = { From: '2026-11-23T08:45:00', To: '2026-11-23T10:10:00' };
const OTHER = { From: '2026-11-24T08:45:00', To: '2026-11-24T10:10:00' };

const { points, equipment } = equipRoom({ id: roomId('101'), name: 'Lokale 1' }, '7');

const person = (number: number) => ({
  id: personId(String(number)),
  name: `Person ${String(number)}`,
  email: `person-${String(number)}@firma.example`,
  employeeNumber: String(number),
  initials: 'PN',
  keys: [{ kind: 'pin' as const, number: '1234' }],
  validity: [],
});

const createBuilding = () =>
  new Building({
    zone: 'Europe/Copenhagen',
    points: equipment.map((one) => one.point),
    tables: equipment.map((one) => one.table),
    exceptions: [
      { id: exceptionId('7'), name: 'Lokale 1', maxPeriods: 2, periods: [] },
      { id: exceptionId('8'), name: 'Rengøring', maxPeriods: 8, periods: [{ from: PERIOD.From, to: PERIOD.To }] },
    ],
    persons: [55, 56, 57].map(person),
    groups: [{ id: groupId('3'), name: 'Lokale 1, mødedeltagere', doorIds: [points.doorId], hours: null }],
    memberships: [
      { groupId: groupId('3'), personId: personId('56'), validity: { kind: 'always' } },
      {
        groupId: groupId('3'),
        personId: personId('57'),
        validity: { kind: 'exception', exceptionId: exceptionId('8') },
      },
    ],
  });

interface Exceptions {
  readonly Items: readonly { readonly Id: number; readonly Version: string; readonly Periods: readonly unknown[] }[];
}

describe('UniLock twin', () => {
  let now: Instant;
  let simulator: UnilockSimulator;

  beforeEach(async () => {
    now = START;
    simulator = await createUnilockSimulator({
      building: createBuilding(),
      clock: () => now,
      userName: 'moedeklar',
      password: 'nøgle: 1',
      wait: () => Promise.resolve(),
    });
  });
  afterEach(() => simulator.close());

  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    ask(`${simulator.url}/api/v1/${path}`, {
      method,
      headers: { Authorization: basic('moedeklar', 'nøgle: 1'), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const write = (periods: readonly unknown[], version: string | null = '"1"', id = '7') =>
    call(
      'PUT',
      `SharedExceptions/${id}/Periods`,
      { Periods: periods },
      version === null ? {} : { 'If-Match': version },
    );
  const shown = async (id = 7) =>
    ((await call('GET', 'SharedExceptions')).json() as Exceptions).Items.find((item) => item.Id === id);
  const member = (personNumber: string, periods: readonly unknown[]) =>
    call('PUT', `PersonGroups/3/Members/${personNumber}`, { Periods: periods });

  it('speaks the default shapes', async () => {
    expect((await call('GET', 'Info')).json()).toEqual({
      Product: 'UniLock',
      Version: '2.0',
      TimeZone: 'Europe/Copenhagen',
      Modules: ['Fiktive specialdage og undtagelser', 'Gyldighedsperioder for personer', 'Import af objekter'],
    });
    expect((await call('GET', 'SharedExceptions')).json()).toEqual({
      Items: [
        { Id: 7, Name: 'Lokale 1', MaxPeriods: 2, Version: '1', Periods: [] },
        { Id: 8, Name: 'Rengøring', MaxPeriods: 8, Version: '1', Periods: [PERIOD] },
      ],
    });
    expect((await call('GET', 'PersonGroups')).json()).toEqual({ Items: [{ Id: 3, Name: 'Lokale 1, mødedeltagere' }] });
    expect((await call('GET', 'Persons?page=2&pageSize=2')).json()).toEqual({
      Items: [{ Id: 57, Name: 'Person 57', Email: 'person-57@firma.example', EmployeeNumber: '57', Initials: 'PN' }],
      TotalCount: 3,
    });
    await member('55', [PERIOD]);
    expect((await call('GET', 'PersonGroups/3/Members')).json()).toEqual({
      Items: [
        { PersonId: 56, Always: true, SharedExceptionId: null, Periods: [] },
        { PersonId: 57, Always: false, SharedExceptionId: 8, Periods: [] },
        { PersonId: 55, Always: false, SharedExceptionId: null, Periods: [PERIOD] },
      ],
    });
  });

  it('refuses a wrong Basic login with 401, everywhere, and changes nothing', async () => {
    const before = simulator.snapshot();
    for (const [method, path] of [
      ['GET', 'Info'],
      ['GET', 'SharedExceptions'],
      ['PUT', 'SharedExceptions/7/Periods'],
      ['DELETE', 'PersonGroups/3/Members/56'],
    ] as const) {
      const answer = await call(method, path, undefined, { Authorization: basic('moedeklar', 'forkert') });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('Basic');
    }
    expect(simulator.snapshot()).toBe(before);
  });

  it('takes a whole list with the version and opens the house for it', async () => {
    const answer = await write([PERIOD]);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('etag')).toBe('"2"');
    expect(await shown()).toMatchObject({ Version: '2', Periods: [PERIOD] });
    const from = instantFromIso('2026-11-23T08:45:00+01:00');
    const to = instantFromIso('2026-11-23T10:10:00+01:00');
    const words = (at: Instant) => simulator.stateAt(at).points.map((point) => point.state);
    expect(words(addMinutes(from, -10))).toEqual(['locked', 'armed', 'off', 'off']);
    expect(words(from)).toEqual(['unlocked', 'disarmed', 'on', 'on']);
    expect(words(to)).toEqual(['locked', 'armed', 'off', 'off']);
    expect(simulator.nextChange(null, now, addMinutes(now, 24 * 60))).toBe(from);
    expect(simulator.stateAt(from).access('55', points.doorId)).toMatchObject({
      isLetIn: true,
      because: 'door-unlocked',
    });
  });

  it('answers 412 to a stale version and 422 to what it cannot hold, changing nothing', async () => {
    await write([PERIOD]);
    const before = simulator.snapshot();
    expect((await write([OTHER])).status).toBe(412);
    for (const periods of [
      [PERIOD, OTHER, { From: '2026-11-25T08:00:00', To: '2026-11-25T09:00:00' }],
      [{ From: PERIOD.To, To: PERIOD.From }],
      [{ From: PERIOD.From, To: PERIOD.From }],
    ]) {
      const answer = await write(periods, '"2"');
      expect(answer.status).toBe(422);
      expect(answer.json()).toEqual({ Message: expect.stringMatching(/\w+/) as string });
    }
    expect((await write([PERIOD], null, '99')).status).toBe(404);
    expect((await call('PUT', 'SharedExceptions/7/Periods', { Times: [] })).status).toBe(400);
    expect(simulator.snapshot()).toBe(before);
  });

  it('takes, limits and deletes memberships', async () => {
    const hours = Array.from({ length: 51 }, (_, index) => ({
      From: `2026-12-01T${String(index % 24).padStart(2, '0')}:00:00`,
      To: `2026-12-01T${String(index % 24).padStart(2, '0')}:30:00`,
    }));
    expect((await member('55', hours)).status).toBe(422);
    expect((await member('55', hours.slice(1))).status).toBe(204);
    expect((await call('DELETE', 'PersonGroups/3/Members/55')).status).toBe(204);
    expect((await call('DELETE', 'PersonGroups/3/Members/55')).status).toBe(404);
    expect((await call('GET', 'PersonGroups/4/Members')).status).toBe(404);
    expect((await call('PUT', 'PersonGroups/3/Members/99', { Periods: [] })).status).toBe(404);
  });

  describe('faults', () => {
    it.each([
      [{ kind: 'server-error' } as const, 500],
      [{ kind: 'too-many-requests' } as const, 429],
      [{ kind: 'redirect-to-login' } as const, 302],
      [{ kind: 'login-page' } as const, 200],
      [{ kind: 'denied' } as const, 200],
      [{ kind: 'refusal' } as const, 422],
    ])('%o instead of a write leaves everything as it was', async (fault, status) => {
      const before = simulator.snapshot();
      simulator.faults.inject(fault);
      expect((await write([PERIOD])).status).toBe(status);
      expect((await member('55', [PERIOD])).status).toBe(status);
      expect((await call('DELETE', 'PersonGroups/3/Members/56')).status).toBe(status);
      expect(simulator.snapshot()).toBe(before);
    });

    it('answer-lost does the write and cuts the line; cut-off cuts it undone', async () => {
      simulator.faults.inject({ kind: 'cut-off', operation: 'write-periods', times: 1 });
      await expect(write([PERIOD])).rejects.toThrow();
      expect(await shown()).toMatchObject({ Version: '1', Periods: [] });
      simulator.faults.inject({ kind: 'answer-lost', times: 1 });
      await expect(write([PERIOD])).rejects.toThrow();
      expect(await shown()).toMatchObject({ Version: '2', Periods: [PERIOD] });
      const statuses = simulator.requests.entries().map((entry) => [entry.operation, entry.status]);
      expect(statuses.filter(([operation]) => operation === 'write-periods')).toEqual([
        ['write-periods', null],
        ['write-periods', null],
      ]);
    });

    it('version-conflict is somebody else who saved just before', async () => {
      const foreign = { from: addMinutes(START, 60), to: addMinutes(START, 120) };
      simulator.faults.inject({ kind: 'version-conflict', periods: [foreign], times: 1 });
      expect((await write([PERIOD])).status).toBe(412);
      expect(await shown()).toMatchObject({
        Version: '2',
        Periods: [{ From: '2026-11-23T09:00:00', To: '2026-11-23T10:00:00' }],
      });
      expect((await write([PERIOD], '"2"')).status).toBe(204);
      simulator.faults.inject({ kind: 'version-conflict' });
      expect((await write([OTHER], null)).status).toBe(409);
      expect((await member('55', [PERIOD])).status).toBe(409);
      expect(await shown()).toMatchObject({ Version: '4', Periods: [PERIOD] });
    });

    it('a read lags behind the write as often as told, and the doors do not', async () => {
      simulator.faults.inject({ kind: 'lagging-read', reads: 2, times: 1 });
      expect((await write([PERIOD])).status).toBe(204);
      expect(await shown()).toMatchObject({ Version: '1', Periods: [] });
      expect(await shown()).toMatchObject({ Version: '1', Periods: [] });
      expect(await shown()).toMatchObject({ Version: '2', Periods: [PERIOD] });
      expect(simulator.stateAt(instantFromIso('2026-11-23T08:00:00Z')).point(points.doorId).state).toBe('unlocked');
      simulator.faults.inject({ kind: 'lagging-read', reads: 1, operation: 'write-member', times: 1 });
      await member('55', [PERIOD]);
      const count = async () =>
        ((await call('GET', 'PersonGroups/3/Members')).json() as { Items: unknown[] }).Items.length;
      expect([await count(), await count()]).toEqual([2, 3]);
    });

    it('refusal of one exception leaves the others writable', async () => {
      simulator.faults.inject({ kind: 'refusal', exceptionId: '7', message: 'Spærret' });
      const refused = await write([PERIOD]);
      expect([refused.status, refused.json()]).toEqual([422, { Message: 'Spærret' }]);
      expect((await write([PERIOD], '"1"', '8')).status).toBe(204);
    });

    it('empty list, duplicate rows and a lost page bend the lists', async () => {
      const ids = async () =>
        ((await call('GET', 'SharedExceptions')).json() as Exceptions).Items.map((item) => item.Id);
      simulator.faults.inject({ kind: 'empty-list', operation: 'exceptions', times: 1 });
      expect(await ids()).toEqual([]);
      simulator.faults.inject({ kind: 'duplicate-rows', operation: 'exceptions', times: 1 });
      expect(await ids()).toEqual([7, 7, 8, 8]);
      expect(await ids()).toEqual([7, 8]);
      simulator.faults.inject({ kind: 'lost-page', page: 1, operation: 'persons' });
      expect((await call('GET', 'Persons')).json()).toEqual({ Items: [], TotalCount: 3 });
    });

    it('P8 a slow write is done even though its caller gave up', async () => {
      const building = createBuilding();
      let letGo = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      let isHeld = (): void => undefined;
      const reached = new Promise<void>((resolve) => {
        isHeld = resolve;
      });
      const slow = await createUnilockSimulator({
        building,
        clock: () => now,
        userName: 'u',
        password: 'p',
        wait: () => {
          isHeld();
          return held;
        },
      });
      slow.faults.inject({ kind: 'slow', milliseconds: 1 });
      const before = slow.snapshot();
      const abort = new AbortController();
      const asked = fetch(`${slow.url}/api/v1/SharedExceptions/7/Periods`, {
        method: 'PUT',
        headers: { Authorization: basic('u', 'p') },
        body: JSON.stringify({ Periods: [PERIOD] }),
        signal: abort.signal,
      });
      await reached;
      abort.abort();
      await expect(asked).rejects.toThrow();
      expect(slow.snapshot()).toBe(before);
      letGo();
      await held;
      expect(building.periodsOf('7')).toHaveLength(1);
      await slow.close();
    });

    it('goes down for everybody and comes back with its world as it was', async () => {
      await write([PERIOD]);
      await simulator.goDown();
      await expect(call('GET', 'Info')).rejects.toThrow();
      await simulator.comeBack();
      expect(await shown()).toMatchObject({ Version: '2', Periods: [PERIOD] });
    });
  });
});
