import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Booking, ObservedMembership } from '../../electron/sync/model';
import { managingNothing } from '../../electron/sync/model';
import { exceptionId, groupId, personId } from '../../shared/ids';
import type { Period } from '../../shared/time';
import { addMinutes } from '../../shared/time';
import type { House } from '../builders';
import { aBooking, aGroupLine, aHouse, aLine, aManaged, aPerson, aPolicy, anAttendee, at } from '../builders';
import type { WriteFault } from '../fakes';

/**
 * Whose a period is can be read off it here: what the program opens begins and ends at multiples of five minutes, what others write begins three
 * minutes beside them and ends four. So the oracle needs nothing of what the engine remembers.
 */
const START = at('2026-11-23T07:00');
const LEAD = 10;
const LAG = 10;
const EXCEPTIONS = ['e1', 'e2', 'kept'];
const GROUPS = ['g1', 'g2'];
const PEOPLE = ['1', '2', '3'];

const POLICY = aPolicy(
  [aLine('r1', 'e1'), aLine('r1', 'kept'), aLine('r2', 'e2'), aLine('r2', 'kept')].map((line) => ({
    ...line,
    leadMinutes: LEAD,
    lagMinutes: LAG,
  })),
  {
    managed: EXCEPTIONS.map((id) => aManaged(id, { places: 200, foreignEdits: id === 'kept' ? 'keep' : 'replace' })),
    groupLines: [aGroupLine('r1', 'g1'), aGroupLine('r2', 'g1'), aGroupLine('r2', 'g2')],
    horizonHours: 72,
  },
);

const period = (from: number, length: number): Period => ({
  from: addMinutes(START, from),
  to: addMinutes(START, from + length),
});
const stretch = { from: fc.integer({ min: -12, max: 200 }), length: fc.integer({ min: 1, max: 40 }) };
const meetings = fc
  .array(fc.record({ ...stretch, room: fc.constantFrom('r1', 'r2'), people: fc.subarray(PEOPLE) }), { maxLength: 8 })
  .map((list) =>
    list.map(({ room, from, length, people }, index): Booking =>
      aBooking(`b${index}`, room, period(from * 5, length * 5), { participants: people.map((id) => anAttendee(id)) }),
    ),
  );
/** Of another hand, now and then with seconds. */
const foreign = fc
  .record({ ...stretch, seconds: fc.constantFrom(0, 17_000) })
  .map(({ from, length, seconds }): Period => {
    const { from: start, to } = period(from * 5 + 3, length * 5 + 1);
    return { from: (start + seconds) as Period['from'], to };
  });
const additions = <Id extends string>(ids: readonly Id[]) =>
  fc.array(fc.tuple(fc.constantFrom(...ids), foreign), { maxLength: 4 });

const minuteOf = (at: number): number => Math.floor(at / 60_000);
const isForeign = ({ from, to }: Period): boolean => minuteOf(from) % 5 === 3 && minuteOf(to) % 5 === 4;
const rows = (house: House, id: string): readonly Period[] => house.access.periodsOf(exceptionId(id));
const member = (house: House, group: string, person: string): ObservedMembership | null =>
  house.access.membership(groupId(group), personId(person));

/** Every list under our hand: an exception's, or that of a membership in periods. */
function lists(house: House): ReadonlyMap<string, readonly Period[]> {
  return new Map([
    ...EXCEPTIONS.map((id) => [id, rows(house, id)] as const),
    ...GROUPS.flatMap((group) =>
      PEOPLE.map((person) => [`${group}/${person}`, member(house, group, person)?.periods ?? []] as const),
    ),
  ]);
}

/** W8: with nothing remembered, a row that lies inside what is wanted cannot be told from an old one of ours, and counts as ours. */
function isAdopted(row: Period, booked: readonly Booking[]): boolean {
  const opened = booked.map((one) => ({
    from: minuteOf(one.period.from) - LEAD,
    to: minuteOf(one.period.to) + LAG,
  }));
  for (let minute = minuteOf(row.from); minute <= minuteOf(row.to - 1); minute += 1)
    if (!opened.some(({ from, to }) => from <= minute && minute < to)) return false;
  return true;
}

/** What is nobody's but the others': memberships given by hand, whole, and everything that is not mapped. */
const elsewhere = (house: House, byHand: readonly (readonly [string, string])[]): string =>
  JSON.stringify([
    byHand.map(([group, person]) => member(house, group, person)),
    rows(house, 'unmapped'),
    member(house, 'other', '1'),
  ]);

/** Others' periods, from an instant on in memberships: what is over there leaves with ours (D5). */
const foreignOf = (all: ReadonlyMap<string, readonly Period[]>, now: number): string =>
  JSON.stringify(
    [...all].map(([id, list]) => [
      id,
      list
        .filter((one) => isForeign(one) && (one.to > now || !id.includes('/')))
        .sort((a, b) => a.from - b.from || a.to - b.to),
    ]),
  );

/** Minute by minute: of ours only what ran stays, until the earlier of its To and now + lag (W4), and that whole. */
function wrongOurs(house: House, before: ReadonlyMap<string, readonly Period[]>): string[] {
  const now = minuteOf(house.clock.now());
  return [...lists(house)].flatMap(([id, after]) => {
    const former = (before.get(id) ?? []).filter((one) => !isForeign(one));
    const isIn = (list: readonly Period[], minute: number): boolean =>
      list.some(({ from, to }) => minuteOf(from) <= minute && minute < minuteOf(to));
    const wrong: string[] = [];
    for (let minute = now; minute < now + 24 * 60; minute += 1) {
      const running = former.filter((one) => isIn([one], now));
      // What had to be tried again was cut a few seconds later, up to the next whole minute.
      const latest = Math.ceil(house.clock.now() / 60_000) + LAG;
      const mayStay = minute < latest && isIn(running, minute);
      const mustStay = minute < now + LAG && isIn(running, minute);
      const stays = isIn(
        after.filter((one) => !isForeign(one)),
        minute,
      );
      if (stays && !mayStay) wrong.push(`${id} is open at minute ${minute - now}`);
      if (mustStay && !isIn(after, minute)) wrong.push(`${id} is shut at minute ${minute - now}`);
    }
    return wrong;
  });
}

const removeAll = async (house: House) => {
  house.policy = managingNothing(POLICY);
  return house.run({ trigger: 'remove-all' });
};

describe('P19 clean exit', () => {
  it('P19 remove-all takes back exactly ours, with Pronestor out of reach; others’ periods and memberships stay byte-identical', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          meetings,
          before: additions(EXCEPTIONS),
          after: additions(EXCEPTIONS),
          given: fc.array(fc.tuple(fc.constantFrom(...GROUPS), fc.constantFrom(...PEOPLE), fc.boolean(), foreign), {
            maxLength: 2,
          }),
          joined: fc.array(fc.tuple(fc.constantFrom(...GROUPS), fc.constantFrom(...PEOPLE), foreign), { maxLength: 2 }),
          passed: fc.integer({ min: 0, max: 40 }),
          fault: fc.constantFrom<WriteFault | null>(null, 'lost-before', 'lost-after', 'refused', 'conflict'),
        }),
        async ({ meetings: booked, before, after, given, joined, passed, fault }) => {
          const persons = PEOPLE.map((id) => aPerson(id));
          const house = aHouse({ now: START, policy: POLICY, bookings: booked, persons });
          house.access.add(exceptionId('unmapped'), { periods: [period(3, 60)] });
          house.access.addGroup(groupId('other'));
          house.access.giveByHand(groupId('other'), personId('1'), { periods: [period(3, 60)] });
          for (const [id, one] of before) house.access.edit(exceptionId(id), [...rows(house, id), one]);
          // Already over, it would say nothing of whose the membership is (W8).
          const byHand = given.filter(([, , isAlways, one]) => isAlways || one.to > START);
          for (const [group, person, isAlways, one] of byHand)
            house.access.giveByHand(
              groupId(group),
              personId(person),
              isAlways ? { basis: 'always' } : { periods: [one] },
            );
          await house.runWithConsent();
          // It is written into ours, but for where others' rows open the rest of it too, so that nothing was to be written.
          const [kept, booksKept] = [rows(house, 'kept'), booked.filter(({ period: one }) => one.to > START)];
          fc.pre(!kept.some((one) => isForeign(one) && isAdopted(one, booksKept)));
          house.advanceMinutes(passed * 5);
          for (const [id, one] of after) house.access.edit(exceptionId(id), [...rows(house, id), one]);
          for (const [group, person, one] of joined) {
            const there = member(house, group, person);
            const isOurs = there?.periods.some((each) => !isForeign(each)) === true;
            if (isOurs && one.to > house.clock.now())
              house.access.giveByHand(groupId(group), personId(person), { periods: [...there.periods, one] });
          }
          const hands = byHand.map(([group, person]) => [group, person] as const);
          const theirs = elsewhere(house, hands);
          const all = lists(house);
          if (fault !== null) for (const id of EXCEPTIONS) house.access.writeFaults.set(exceptionId(id), [fault]);
          const reads = house.source.reads;

          const first = await removeAll(house);
          const isRefused = fault === 'refused' && first.actions.some((one) => one.outcome === 'failed');
          expect(first.result).toBe(isRefused ? 'different' : 'equal');
          expect(elsewhere(house, hands)).toBe(theirs);
          expect(foreignOf(lists(house), house.clock.now())).toBe(foreignOf(all, house.clock.now()));
          if (isRefused) {
            house.advanceMinutes(0);
            expect((await removeAll(house)).result).toBe('equal');
          }
          expect(wrongOurs(house, all)).toEqual([]);

          // When everybody has had the time to leave, a second call finds nothing of ours, and remembers nothing.
          house.advanceMinutes(LAG + 1);
          expect((await removeAll(house)).result).toBe('equal');
          const left = [...lists(house)].flatMap(([, list]) => list.filter((one) => !isForeign(one)));
          expect(left.filter((one) => one.to > house.clock.now())).toEqual([]);
          for (const group of GROUPS)
            for (const person of PEOPLE) {
              const there = member(house, group, person);
              const isTheirs = hands.some((hand) => hand[0] === group && hand[1] === person);
              if (!isTheirs && there !== null) expect(there.periods.some(isForeign)).toBe(true);
            }
          expect(elsewhere(house, hands)).toBe(theirs);
          expect(foreignOf(lists(house), house.clock.now())).toBe(foreignOf(all, house.clock.now()));
          const { confirmed, intents, ledger, releasing } = house.journal.memory;
          expect({ confirmed, intents, ledger, releasing }).toEqual({
            confirmed: [],
            intents: [],
            ledger: [],
            releasing: [],
          });
          house.access.areWritesForbidden = true;
          expect((await removeAll(house)).result).toBe('equal');
          expect(house.source.reads).toBe(reads);
        },
      ),
      { numRuns: 300 },
    );
  });
});
