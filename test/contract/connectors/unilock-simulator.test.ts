import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UnilockWebApi } from '../../../electron/access/unilock-webapi';
import { createUnilockWebApi } from '../../../electron/access/unilock-webapi';
import type { LoginGuard } from '../../../electron/profile';
import { createLoginGuard, accessProfileOf } from '../../../electron/profile';
import type { Fault, UnilockSimulator } from '../../../electron/simulator';
import { Building, createUnilockSimulator } from '../../../electron/simulator';
import type { ErrorCode } from '../../../shared/errors';
import { exceptionId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { addMinutes } from '../../../shared/time';
import type { FakeClock, FakeLogger } from './support';
import { CALL, createFakeClock, createFakeLogger, fakeRandom, PATIENT, QUICK } from './support';

const SEVEN = exceptionId('7');
const ZONE = 'Europe/Copenhagen';

let clock: FakeClock;
let logger: FakeLogger;
let guard: LoginGuard;
let server: UnilockSimulator;
let password: string;
let access: UnilockWebApi;

const makeBuilding = (zone = ZONE) =>
  new Building({
    zone,
    points: [],
    tables: [],
    exceptions: [
      {
        id: SEVEN,
        name: 'canary-name',
        maxPeriods: 2,
        periods: [{ from: '2026-11-23T08:45:00', to: '2026-11-23T10:10:00' }],
      },
      { id: exceptionId('8'), name: 'Lokale 2', maxPeriods: 8, periods: [] },
    ],
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
    loginGuard: guard,
  });
}

async function start(zone = ZONE): Promise<void> {
  server = await createUnilockSimulator({
    building: makeBuilding(zone),
    clock: clock.now,
    userName: 'moedeklar',
    password: 'canary-password',
  });
  access = connect();
}

beforeEach(async () => {
  clock = createFakeClock();
  logger = createFakeLogger();
  guard = createLoginGuard(() => clock.now());
  password = 'canary-password';
  await start();
});
afterEach(async () => {
  access.close();
  await server.close();
  expect(logger.text()).not.toContain('canary');
});

const at = (minutes: number): Instant => addMinutes(clock.now(), minutes);
const hour = (fromMinute: number): Period => ({ from: at(fromMinute), to: at(fromMinute + 60) });
const write = (periods: readonly Period[], version: string | null = '1') =>
  access.writePeriods({ exceptionId: SEVEN, periods, version, zone: ZONE }, CALL);
const seven = async () => (await access.observe(null, CALL)).exceptions.find(({ id }) => id === SEVEN);

describe('the UniLock WebAPI connector against the simulator', () => {
  it('observes every exception in the zone that UniLock tells', async () => {
    const reading = await access.observe(null, CALL);
    expect(reading).toMatchObject({ completeness: 'complete', zone: ZONE, rejected: [], troubles: [], clockSkewMs: 0 });
    expect(reading.exceptions).toEqual([
      {
        id: '7',
        name: 'canary-name',
        maxPeriods: 2,
        version: '1',
        periods: [{ from: Date.UTC(2026, 10, 23, 7, 45), to: Date.UTC(2026, 10, 23, 9, 10) }],
      },
      { id: '8', name: 'Lokale 2', maxPeriods: 8, version: '1', periods: [] },
    ]);
  });

  it('what is written is what is read back', async () => {
    expect(await write([hour(60), hour(300)])).toEqual({ kind: 'accepted', version: '2' });
    expect(await seven()).toMatchObject({ version: '2', periods: [hour(60), hour(300)] });
    expect(await write([], '2')).toEqual({ kind: 'accepted', version: '3' });
    expect((await seven())?.periods).toEqual([]);
  });

  it('a version of before is a conflict, and one that is not told writes over it', async () => {
    server.building.editByHand({ exceptionId: SEVEN, periods: [], at: clock.now() });
    expect(await write([hour(60)])).toEqual({ kind: 'conflict' });
    expect((await seven())?.periods).toEqual([]);
    expect((await write([hour(60)], null)).kind).toBe('accepted');
    server.faults.inject({ kind: 'version-conflict' });
    expect(await write([hour(60)], null)).toEqual({ kind: 'conflict' });
  });

  it('a refusal carries the sentence of the server, cut to 200 letters, and never reaches the log', async () => {
    const refused = await write([hour(60), hour(180), hour(300)]);
    expect(refused.kind).toBe('refused');
    server.faults.inject({ kind: 'refusal', message: `canary ${'x'.repeat(500)}` });
    const answer = await write([hour(60)]);
    expect(answer).toMatchObject({
      kind: 'refused',
      trouble: { code: 'write-refused', context: { exceptionId: '7', status: 422 } },
    });
    expect('trouble' in answer && String(answer.trouble.context['message'])).toHaveLength(200);
  });

  it('P8 a write whose answer is lost is unanswered, was done, and was sent once', async () => {
    server.faults.inject({ kind: 'answer-lost' });
    expect(await write([hour(60)])).toMatchObject({ kind: 'unanswered', trouble: { code: 'connection-lost' } });
    expect(server.requests.count('write-periods')).toBe(1);
    expect((await seven())?.periods).toEqual([hour(60)]);
  });

  it.each<[string, Fault, 'refused' | 'unanswered', ErrorCode]>([
    ['500', { kind: 'server-error' }, 'unanswered', 'server-error'],
    ['cut off', { kind: 'cut-off' }, 'unanswered', 'connection-lost'],
    ['302', { kind: 'redirect-to-login' }, 'unanswered', 'redirected-away'],
    ['200 with a web page', { kind: 'login-page' }, 'unanswered', 'not-data'],
    ['200 denied', { kind: 'denied' }, 'refused', 'access-denied'],
    ['429', { kind: 'too-many-requests' }, 'refused', 'too-many-requests'],
    ['silence', { kind: 'slow', milliseconds: 2_000 }, 'unanswered', 'timed-out'],
  ])('W10 a write answered by %s is never taken as written, and sent once', async (_, fault, kind, code) => {
    const before = server.snapshot();
    if (fault.kind === 'slow') {
      access.close();
      access = connect(QUICK);
    }
    server.faults.inject({ ...fault, operation: 'write-periods' });
    const answer = await write([hour(60)]);
    expect(answer).toMatchObject({ kind, trouble: { code, context: { exceptionId: '7' } } });
    expect(server.requests.count('write-periods')).toBe(1);
    expect(server.snapshot()).toBe(before);
  });

  it.each<[string, Fault, ErrorCode]>([
    ['500', { kind: 'server-error' }, 'server-error'],
    ['429', { kind: 'too-many-requests', retryAfterSeconds: 1 }, 'too-many-requests'],
    ['cut off', { kind: 'cut-off' }, 'connection-lost'],
    ['302', { kind: 'redirect-to-login' }, 'redirected-away'],
    ['200 with a web page', { kind: 'login-page' }, 'not-data'],
    ['200 denied', { kind: 'denied' }, 'access-denied'],
  ])('P6 %s at any read: unreadable, no exception believed empty, and it recovers', async (_, fault, code) => {
    for (const operation of ['info', 'exceptions'] as const) {
      server.faults.inject({ ...fault, operation });
      const reading = await access.observe(ZONE, CALL);
      expect(reading).toMatchObject({ completeness: 'unreadable', exceptions: [] });
      expect(reading.troubles.map((trouble) => trouble.code)).toEqual([code]);
      server.faults.clear();
      expect((await access.observe(ZONE, CALL)).completeness).toBe('complete');
    }
  });

  it('W11 a wrong password is sent at most three times in an hour, though every call carries it', async () => {
    password = 'wrong';
    for (let minute = 0; minute < 60; minute++) {
      await Promise.all([access.observe(ZONE, CALL), access.observe(ZONE, CALL), write([hour(60)])]);
      clock.advance(60_000);
    }
    expect(server.requests.count()).toBe(3);
    expect(await write([hour(60)])).toMatchObject({ kind: 'refused', trouble: { code: 'login-stopped' } });
    password = 'canary-password';
    guard.reset();
    expect((await access.observe(ZONE, CALL)).completeness).toBe('complete');
  });

  it('W11 within the pause the trouble says when the next try is', async () => {
    password = 'wrong';
    await access.observe(ZONE, CALL);
    clock.advance(4 * 60_000);
    const { troubles } = await access.observe(ZONE, CALL);
    expect(troubles).toEqual([{ code: 'login-refused', context: { refusals: 1, nextTryAt: '2026-11-23T08:10:00Z' } }]);
    expect(server.requests.count()).toBe(1);
  });

  it('R1 the zone that UniLock tells goes before the typed one', async () => {
    const reading = await access.observe('America/Nuuk', CALL);
    expect(reading.zone).toBe(ZONE);
    expect(reading.exceptions[0]?.periods[0]?.from).toBe(Date.UTC(2026, 10, 23, 7, 45));
  });

  it('checks the connection step by step, with counts and how much each exception holds', async () => {
    const check = await access.check(CALL);
    expect(check).toMatchObject({
      ok: true,
      zone: ZONE,
      steps: [
        { step: 'address', state: 'ok', count: null, trouble: null },
        { step: 'certificate', state: 'skipped', count: null, trouble: null },
        { step: 'login', state: 'ok', count: null, trouble: null },
        { step: 'info', state: 'ok', count: null, trouble: null },
        { step: 'exceptions', state: 'ok', count: 2, trouble: null },
        { step: 'groups', state: 'ok', count: 0, trouble: null },
        // Nobody shall be given access here: an empty list is no more than a count.
        { step: 'persons', state: 'ok', count: 0, trouble: null },
      ],
      groups: [],
      persons: 0,
      exceptions: [
        { id: '7', name: 'canary-name', maxPeriods: 2, futurePeriods: 1 },
        { id: '8', name: 'Lokale 2', maxPeriods: 8, futurePeriods: 0 },
      ],
    });
  });

  it('the check says that the login was refused', async () => {
    password = 'wrong';
    const check = await access.check(CALL);
    expect(check.ok).toBe(false);
    expect(check.steps.map(({ state, trouble }) => trouble?.code ?? state)).toEqual([
      'ok',
      'skipped',
      'login-refused',
      'skipped',
      'skipped',
      'skipped',
      'skipped',
    ]);
  });
});
