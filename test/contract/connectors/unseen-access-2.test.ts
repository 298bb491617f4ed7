import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UnilockWebApi } from '../../../electron/access/unilock-webapi';
import { createUnilockWebApi } from '../../../electron/access/unilock-webapi';
import { createLoginGuard } from '../../../electron/profile';
import type { WriteAnswer } from '../../../electron/sync/model';
import { exceptionId, groupId, personId } from '../../../shared/ids';
import { parseAccessProfile } from '../../../shared/profile';
import type { Period } from '../../../shared/time';
import { addMinutes, instantFromIso } from '../../../shared/time';
import type { Warden } from '../../unseen/access-2-server';
import { KEY, ROOT, startWarden } from '../../unseen/access-2-server';
import type { Site } from '../../unseen/access-2-site';
import { ANNA, makeSite, ZONE } from '../../unseen/access-2-site';
import type { FakeClock } from './support';
import { CALL, createFakeClock, createFakeLogger, fakeRandom, PATIENT } from './support';

const PROFILE = parseAccessProfile(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../data/unseen-access-2.json'), 'utf8')),
);
const READS = ['system info', 'override list', 'circle list', 'holder list', 'grant list'];
const WRITES = ['override replace', 'grant put', 'grant drop'];
const SEVEN = exceptionId('7');
const [THREE, FOUR, FIVE] = [groupId('3'), groupId('4'), groupId('5')];

const period = (from: string, minutes: number): Period => {
  const start = instantFromIso(from);
  return { from: start, to: addMinutes(start, minutes) };
};
/** 08:45 in the house, for 85 minutes. */
const STANDING = period('2026-11-23T07:45:00Z', 85);
const hour = (utcHour: number): Period => period(`2026-11-23T${String(utcHour).padStart(2, '0')}:00:00Z`, 60);

let clock: FakeClock;
let site: Site;
let server: Warden;
let access: UnilockWebApi;

function connect(given: { readonly key?: string; readonly typed?: string } = {}): UnilockWebApi {
  return createUnilockWebApi({
    profile: PROFILE,
    address: `${server.site}${given.typed ?? ''}`,
    userName: 'moedeklar',
    password: () => Promise.resolve(given.key ?? KEY),
    limits: PATIENT,
    clock,
    random: fakeRandom(),
    logger: createFakeLogger(),
    loginGuard: createLoginGuard(() => clock.now()),
  });
}

beforeEach(async () => {
  clock = createFakeClock();
  site = makeSite('2026-11-23');
  server = await startWarden(site, () => clock.now());
  access = connect();
});
afterEach(async () => {
  expect(server.calls.filter((call) => ![...READS, ...WRITES].includes(call))).toEqual([]);
  access.close();
  await server.close();
});

const observe = () => access.observe(ZONE, CALL);
const people = (groups = [THREE, FOUR, FIVE], withPersons = true) =>
  access.observePeople({ groups, withPersons, zone: ZONE }, CALL);
const write = (periods: readonly Period[], version: string | null = '41', id = SEVEN): Promise<WriteAnswer> =>
  access.writePeriods({ exceptionId: id, periods, version, zone: ZONE }, CALL);
const give = (periods: readonly Period[], group = FIVE, person = ANNA): Promise<WriteAnswer> =>
  access.writeMembership({ groupId: group, personId: personId(String(person)), periods, zone: ZONE }, CALL);
const seven = async () => (await observe()).exceptions.find(({ id }) => id === SEVEN);
const kept = () => site.overrides[0]?.periods;
const grantsOf = (no: number) => site.circles.find((circle) => circle.no === no)?.grants;

describe('Warden, that nobody here has programmed for, by a profile that was written from its page', () => {
  it.each(['', '/', ROOT])('R1 observes every override, its places and its periods, typed as site%s', async (typed) => {
    access.close();
    access = connect({ typed });
    expect(await observe()).toMatchObject({
      completeness: 'complete',
      rejected: [],
      troubles: [],
      exceptions: [
        { id: '7', name: 'Sal 1', maxPeriods: 2, version: '41', periods: [] },
        { id: '8', name: 'Sal 2', maxPeriods: 12, version: '6', periods: [STANDING] },
        { id: '9', name: 'Fest', maxPeriods: 1, version: '1', periods: [period('2026-11-23T17:00:00Z', 600)] },
      ],
    });
  });

  it('R1 learns the zone of the house by its Windows name', async () => {
    expect((await observe()).zone).toBe('Europe/Copenhagen');
  });

  it('W2 what is written is read back, and counts a revision on', async () => {
    const periods = [hour(9), hour(12)];
    expect(await write(periods)).toEqual({ kind: 'accepted', version: '42' });
    expect(kept()).toEqual([
      { start: '2026-11-23 10:00', minutes: 60 },
      { start: '2026-11-23 13:00', minutes: 60 },
    ]);
    expect(await seven()).toMatchObject({ version: '42', periods });
    expect(await write([], '42')).toEqual({ kind: 'accepted', version: '43' });
    expect(kept()).toEqual([]);
  });

  it('W6 an older revision is a conflict and changes nothing', async () => {
    expect(await write([hour(9)], '40')).toEqual({ kind: 'conflict' });
    expect(kept()).toEqual([]);
  });

  it('D3 more than the places, a list that is not there, and a period that is too long are refused', async () => {
    expect(await write([hour(9), hour(11), hour(13)])).toMatchObject({ kind: 'refused' });
    expect(await write([hour(9)], '1', exceptionId('99'))).toMatchObject({ kind: 'refused' });
    expect(await write([period('2026-11-23T09:00:00Z', 10_000)])).toMatchObject({ kind: 'refused' });
    expect(kept()).toEqual([]);
  });

  it('R1 P11 a period over the hour that comes twice keeps its length both ways', async () => {
    // 01:30 summer time to 02:30 winter time, and the spring night's 01:30 to 03:30.
    const nights = [period('2026-10-24T23:30:00Z', 120), period('2027-03-28T00:30:00Z', 60)];
    expect(await write(nights)).toMatchObject({ kind: 'accepted' });
    expect(kept()).toEqual([
      { start: '2026-10-25 01:30', minutes: 120 },
      { start: '2027-03-28 01:30', minutes: 60 },
    ]);
    expect((await seven())?.periods).toEqual(nights);
  });

  it('R1 P11 a From in the second of the doubled hours opens no later than wanted and shuts no earlier', async () => {
    const wanted = period('2026-10-25T01:15:00Z', 60);
    await write([wanted]);
    const [written] = (await seven())?.periods ?? [];
    expect(written?.from).toBeLessThanOrEqual(wanted.from);
    expect(written?.to).toBeGreaterThanOrEqual(wanted.to);
  });

  it('P8 a lost answer is unanswered, and the write was done', async () => {
    server.faults.inject({ kind: 'answer-lost', operation: 'write-periods' });
    expect(await write([hour(9)])).toMatchObject({ kind: 'unanswered', trouble: { context: { exceptionId: '7' } } });
    expect(kept()).toHaveLength(1);
  });

  it.each([
    ['refusal', 'refused'],
    ['version-conflict', 'conflict'],
  ] as const)('a write met by %s is %s and not done', async (kind, answer) => {
    server.faults.inject({ kind, operation: 'write-periods' });
    expect((await write([hour(9)])).kind).toBe(answer);
    server.faults.inject({ kind, operation: 'write-member' });
    expect((await give([hour(9)])).kind).toBe(answer);
    expect([kept(), grantsOf(5)]).toEqual([[], []]);
  });

  it('W10 a busy server has refused nothing for good and written nothing', async () => {
    server.load(true);
    expect(['refused', 'unanswered']).toContain((await write([hour(9)])).kind);
    expect(kept()).toEqual([]);
    server.load(false);
    expect(await write([hour(9)])).toMatchObject({ kind: 'accepted' });
  });

  it('R4 a busy server is unreadable, never empty', async () => {
    server.load(true);
    expect(await observe()).toMatchObject({ completeness: 'unreadable', exceptions: [] });
    const reading = await people();
    expect([reading.persons?.completeness, reading.groups]).toEqual(['unreadable', []]);
  });

  it('R4 W11 a wrong key is a refusal and shuts nobody out', async () => {
    access.close();
    access = connect({ key: 'wrong' });
    for (let minute = 0; minute <= 20; minute++) {
      const { troubles, ...reading } = await observe();
      expect(reading).toMatchObject({ completeness: 'unreadable', exceptions: [], zone: null });
      // Three refusals, ten minutes apart, and then none until somebody acts: the server shuts an address out after ten.
      expect(troubles[0]?.code).toBe(minute < 20 ? 'login-refused' : 'login-stopped');
      clock.advance(60_000);
    }
    access.close();
    access = connect();
    expect((await observe()).completeness).toBe('complete');
  });

  it('a lagging reading shows the list of before the write, once', async () => {
    server.faults.inject({ kind: 'lagging-read', reads: 1, operation: 'write-periods' });
    await write([hour(9)]);
    expect((await seven())?.periods).toEqual([]);
    expect((await seven())?.periods).toEqual([hour(9)]);
  });

  it('D4 reads every page of the holders, each with name, address, number and signature', async () => {
    const { persons, troubles } = await people();
    expect(troubles).toEqual([]);
    expect(persons?.completeness).toBe('complete');
    expect(persons?.list.map(({ id }) => id)).toEqual(site.holders.map(({ no }) => String(no)));
    expect(persons?.list[ANNA - 1]).toMatchObject({
      email: 'p55@hus.example',
      employeeNumber: '00055',
      initials: 'P55',
    });
    // Both of its names.
    const { name = '' } = persons?.list[ANNA - 1] ?? {};
    expect([name.includes('first-55'), name.includes('last-55')]).toEqual([true, true]);
    expect(persons?.list[9]).toMatchObject({ email: null, employeeNumber: '00010', initials: null });
  });

  it('D4 a page of holders that comes without its rows makes the list partial', async () => {
    server.faults.inject({ kind: 'lost-page', page: 2, operation: 'persons' });
    expect((await people()).persons?.completeness).toBe('partial');
  });

  it('D5 tells why a grant is valid, reads all of a long list, and takes a list without rows for empty', async () => {
    const { groups, troubles } = await people();
    expect(troubles).toEqual([]);
    expect(groups.map(({ id, name, members }) => [id, name, members.length])).toEqual([
      ['3', 'Sal 1, deltagere', 3],
      ['4', 'Alle ansatte', 230],
      ['5', 'Sal 2, deltagere', 0],
    ]);
    expect(groups[0]?.members).toMatchObject([
      { personId: '60', basis: 'periods', exceptionId: null, periods: [STANDING] },
      { personId: '61', basis: 'always', exceptionId: null, periods: [] },
      { personId: '62', basis: 'exception', exceptionId: '8', periods: [] },
    ]);
  });

  it('W9 a grant is put with the start and the length of each period, and dropped when none is left', async () => {
    expect(await give([hour(9), hour(12)])).toMatchObject({ kind: 'accepted' });
    expect(grantsOf(5)).toEqual([
      {
        holder: ANNA,
        mode: 'TIMED',
        periods: [
          { start: '2026-11-23 10:00', minutes: 60 },
          { start: '2026-11-23 13:00', minutes: 60 },
        ],
      },
    ]);
    expect((await people([FIVE], false)).groups[0]?.members).toMatchObject([
      { personId: String(ANNA), basis: 'periods', periods: [hour(9), hour(12)] },
    ]);
    expect(await give([])).toMatchObject({ kind: 'accepted' });
    expect(grantsOf(5)).toEqual([]);
    expect(server.calls.filter((call) => call.startsWith('grant') && call !== 'grant list')).toEqual([
      'grant put',
      'grant drop',
    ]);
  });

  it('D5 a holder or circle that is not there is refused', async () => {
    expect(await give([hour(9)], groupId('99'))).toMatchObject({ kind: 'refused' });
    expect(await give([hour(9)], FIVE, 999)).toMatchObject({ kind: 'refused' });
  });
});
