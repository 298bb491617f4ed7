import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObservedMembership } from '../../electron/sync/model';
import { exceptionId, groupId, personId } from '../../shared/ids';
import type { Period } from '../../shared/time';
import { addMinutes } from '../../shared/time';
import { aBooking, aGroupLine, aHouse, aLine, aManaged, aPerson, aPolicy, anAttendee, at } from '../builders';

const START = at('2026-11-23T08:00');
const E1 = exceptionId('e1');
const GROUP = groupId('g1');
const PEOPLE = ['1', '2', '3'] as const;

const later = (from: number, length: number): Period => ({
  from: addMinutes(START, from),
  to: addMinutes(START, from + length),
});

/** Meetings on the hour, so that rows of others at odd minutes are told apart from ours at a glance. */
const hoursArb = fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 5 });
const foreignArb = fc
  .array(fc.tuple(fc.integer({ min: -3, max: 30 }), fc.integer({ min: 3, max: 50 })), { minLength: 1, maxLength: 3 })
  .map((list) => list.map(([hour, length]) => later(hour * 60 + 7, length)));

const booked = (hours: readonly number[]) =>
  hours.map((hour) =>
    aBooking(`b${hour}`, 'r1', later(hour * 60, 60), { participants: PEOPLE.map((id) => anAttendee(id)) }),
  );

describe('P5 ownership', () => {
  it('P5 W7 an exception that leaves the mapping loses our rows and not a byte of the others’', async () => {
    await fc.assert(
      fc.asyncProperty(hoursArb, foreignArb, async (hours, foreign) => {
        const policy = aPolicy([aLine('r1', 'e1')], {
          managed: [aManaged('e1', { foreignEdits: 'keep', places: 40 })],
        });
        const house = aHouse({ now: START, policy, bookings: booked(hours) });
        await house.run();
        const ours = house.access.periodsOf(E1);
        house.access.edit(E1, [...ours, ...foreign]);
        house.policy = { ...policy, lines: [], managed: [] };
        await house.run();
        const left = house.access.periodsOf(E1);
        const isForeign = (one: Period): boolean => foreign.some((each) => sameBounds(each, one));
        // The rows themselves; a list of periods has no order to keep (W3).
        expect(inTime(left.filter(isForeign))).toEqual(inTime(foreign));
        // Nothing of ours runs at the start, so all of it goes.
        expect(left.filter((one) => !isForeign(one))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('P5 P23 D5 a membership that somebody gave (always, by exception, in periods) is byte-identical, whoever is booked', async () => {
    const byHand: readonly (readonly [string, Partial<ObservedMembership>])[] = [
      ['1', { basis: 'always' }],
      ['2', { basis: 'exception', exceptionId: exceptionId('e9') }],
      ['3', { periods: [later(600, 30)] }],
    ];
    await fc.assert(
      fc.asyncProperty(hoursArb, hoursArb, async (first, second) => {
        const policy = aPolicy([], { groupLines: [aGroupLine('r1', 'g1')] });
        const persons = PEOPLE.map((id) => aPerson(id));
        const house = aHouse({ now: START, policy, bookings: booked(first), persons });
        for (const [person, how] of byHand) house.access.giveByHand(GROUP, personId(person), how);
        const snapshot = (): string =>
          JSON.stringify(byHand.map(([person]) => house.access.membership(GROUP, personId(person))));
        const before = snapshot();
        await house.run();
        house.source.bookings = booked(second);
        await house.run();
        house.policy = { ...policy, groupLines: [], managedGroups: [] };
        await house.run();
        expect(snapshot()).toBe(before);
        expect(house.access.membershipWrites).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

const sameBounds = (a: Period, b: Period): boolean => a.from === b.from && a.to === b.to;

const inTime = (list: readonly Period[]): readonly Period[] => [...list].sort((a, b) => a.from - b.from || a.to - b.to);
