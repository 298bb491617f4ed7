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
 * Whose a period is can be read off it here: what the program opens begins and ends at multiples of five minutes, what others write three minutes
 * beside them. So the oracle needs nothing of what the engine remembers.
 */
const START = at('2026-11-23T07:00');
const LAG = 10;
const EXCEPTIONS = ['e1', 'e2', 'kept'];
const GROUPS = ['g1', 'g2'];
const PEOPLE = ['1', '2', '3'];

const POLICY = aPolicy(
  [aLine('r1', 'e1'), aLine('r1', 'kept'), aLine('r2', 'e2'), aLine('r2', 'kept')].map((line) => ({
    ...line,
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
    list.map(
      ({ room, from, length, people }, index): Booking =>
        aBooking(`b${index}`, room, period(from * 5, length * 5), { participants: people.map((id) => anAttendee(id)) }),
    ),
  );
/** Of another hand, now and then with seconds. */
const foreign = fc
  .record({ ...stretch, seconds: fc.constantFrom(0, 17_000) })
  .map(({ from, length, seconds }): Period => {
    const { from: start, to } = period(from * 5 + 3, length * 5);
    return { from: (start + seconds) as Period['from'], to };
  });
const additions = <Id extends string>(ids: readonly Id[]) =>
  fc.array(fc.tuple(fc.constantFrom(...ids), foreign), { maxLength: 4 });

const isForeign = ({ from }: Period): boolean => Math.floor(from / 60_000) % 5 === 3;
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

/** What is nobody's but the others': memberships given by hand, whole, and everything that is not mapped. */
const elsewhere = (house: House, byHand: readonly (readonly [string, string])[]): string =>
  JSON.stringify([
    byHand.map(([group, person]) => member(house, group, person)),
    rows(house, 'unmapped'),
    member(house, 'other', '1'),
  ]);

const foreignOf = (all: ReadonlyMap<string, readonly Period[]>): string =>
  JSON.stringify([...all].map(([id, list]) => [id, list.filter(isForeign)]));

/** What is wrong with what is left of ours: nothing still to come may be, and what runs ends at the earlier of its To and now + lag (W4). */
function wrongOurs(house: House, before: ReadonlyMap<string, readonly Period[]>): string[] {
  const now = house.clock.now();
  return [...lists(house)].flatMap(([id, list]) =>
    list
      .filter((one) => !isForeign(one) && one.to > now)
      .filter((one) => {
        const former = before.get(id)?.find((each) => !isForeign(each) && each.from === one.from);
        return former === undefined || one.from > now || one.to !== Math.min(former.to, addMinutes(now, LAG));
      })
      .map((one) => `${id}: ${(one.from - now) / 60_000} to ${(one.to - now) / 60_000}`),
  );
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
          expect(foreignOf(lists(house))).toBe(foreignOf(all));
          if (isRefused) {
            house.advanceMinutes(0);
            expect((await removeAll(house)).result).toBe('equal');
          }
          expect(wrongOurs(house, all)).toEqual([]);

          // When everybody has had the time to leave, a second call finds nothing of ours, and remembers nothing.
          house.advanceMinutes(LAG);
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
          expect(foreignOf(lists(house))).toBe(foreignOf(all));
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
