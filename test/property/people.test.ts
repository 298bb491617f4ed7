import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Booking, ObservedMembership } from '../../electron/sync/model';
import { groupId, personId } from '../../shared/ids';
import type { Period } from '../../shared/time';
import { addMinutes } from '../../shared/time';
import { aBooking, aGroupLine, aHouse, aPerson, aPolicy, anAttendee, at } from '../builders';
import type { House } from '../builders';

/**
 * P23 with an oracle of its own: minute by minute, from nothing but the bookings and what was given by hand. It shares no interval arithmetic with
 * the engine: time is an array of minutes.
 */
const START = at('2026-11-23T07:00');
const MINUTES = 24 * 60;
const LEAD = 10;
const LAG = 5;
const PEOPLE = ['1', '2', '3', '4'];
const LINES = [
  ['r1', 'g1'],
  ['r2', 'g1'],
  ['r2', 'g2'],
] as const;
const GROUPS = ['g1', 'g2'];

const POLICY = aPolicy([], {
  groupLines: LINES.map(([room, group]) => aGroupLine(room, group, { leadMinutes: LEAD, lagMinutes: LAG })),
  horizonHours: 72,
});

interface Meeting {
  readonly room: string;
  readonly from: number;
  readonly length: number;
  readonly people: readonly string[];
  readonly isCancelled: boolean;
}

const meeting = fc.record({
  room: fc.constantFrom('r1', 'r2'),
  // In steps that make meetings touch and overlap often.
  from: fc.integer({ min: 0, max: 40 }).map((steps) => steps * 15),
  length: fc.integer({ min: 1, max: 8 }).map((steps) => steps * 15),
  people: fc.subarray([...PEOPLE, 'stranger']),
  isCancelled: fc.boolean(),
});

const given: fc.Arbitrary<Partial<ObservedMembership>> = fc.oneof(
  fc.constant({ basis: 'always' as const, periods: [] }),
  fc
    .record({ from: fc.integer({ min: 0, max: 600 }), length: fc.integer({ min: 1, max: 300 }) })
    .map(({ from, length }) => ({
      periods: [{ from: addMinutes(START, from), to: addMinutes(START, from + length) }],
    })),
);

const asBooking = (one: Meeting, index: number): Booking =>
  aBooking(
    `b${index}`,
    one.room,
    { from: addMinutes(START, one.from), to: addMinutes(START, one.from + one.length) },
    {
      status: one.isCancelled ? 'cancelled' : 'confirmed',
      participants: one.people.map((id) => anAttendee(id)),
    },
  );

type Minutes = boolean[];
const none = (): Minutes => new Array<boolean>(MINUTES).fill(false);
const fill = (minutes: Minutes, from: number, to: number): void => {
  for (let minute = Math.max(0, from); minute < Math.min(MINUTES, to); minute += 1) minutes[minute] = true;
};

/** When the meetings alone let this person in. */
function byBooking(group: string, person: string, meetings: readonly Meeting[]): Minutes {
  const minutes = none();
  for (const one of meetings) {
    const isMapped = LINES.some(([room, target]) => room === one.room && target === group);
    if (isMapped && !one.isCancelled && one.people.includes(person))
      fill(minutes, one.from - LEAD, one.from + one.length + LAG);
  }
  return minutes;
}

/** When UniLock lets this person in. */
function inUnilock(membership: ObservedMembership | null): Minutes {
  const minutes = none();
  if (membership?.basis === 'always') fill(minutes, 0, MINUTES);
  for (const { from, to } of membership?.periods ?? [])
    fill(minutes, Math.floor((from - START) / 60_000), Math.ceil((to - START) / 60_000));
  return minutes;
}

const minuteOf = (house: House): number => (house.clock.now() - START) / 60_000;
const membership = (house: House, group: string, person: string): ObservedMembership | null =>
  house.access.membership(groupId(group), personId(person));

describe('P23 people', () => {
  it('P23 access exactly for the matched, inside the booking ± lead and lag; what is given by hand is untouched', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(meeting, { maxLength: 6 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(fc.constantFrom(...GROUPS), fc.constantFrom(...PEOPLE), given), { maxLength: 3 }),
        async (days, byHand) => {
          const house = aHouse({ now: START, policy: POLICY, persons: PEOPLE.map((id) => aPerson(id)) });
          for (const [group, person, how] of byHand) house.access.giveByHand(groupId(group), personId(person), how);
          const handed = (group: string, person: string): boolean =>
            byHand.some(([ofGroup, ofPerson]) => ofGroup === group && ofPerson === person);
          const shown = (key: string): string => {
            const [group = '', person = ''] = key.split('/');
            return JSON.stringify(membership(house, group, person));
          };
          const before = new Map(byHand.map(([group, person]) => [`${group}/${person}`, shown(`${group}/${person}`)]));
          // W8: once all of it is over it may be adopted, and then it is ours to take back.
          const adopted = new Set<string>();
          let ever: readonly Meeting[] = [];
          for (const meetings of days) {
            house.source.bookings = meetings.map(asBooking);
            const { plan } = await house.run();
            const wrong: string[] = [];
            const isHeld = (plan?.holds.length ?? 0) > 0;
            const now = minuteOf(house);
            for (const group of GROUPS) {
              for (const person of PEOPLE) {
                if (handed(group, person)) continue;
                const wanted = byBooking(group, person, meetings);
                const everKnown = byBooking(group, person, ever);
                const actual = inUnilock(membership(house, group, person));
                for (let minute = now; minute < MINUTES; minute += 1) {
                  // W4: who was inside a meeting that stopped counting has the lag to leave.
                  const mayLeave = everKnown[minute] === true && everKnown[now] === true && minute < now + LAG;
                  if (wanted[minute] === true) {
                    if (actual[minute] !== true) wrong.push(`${group}/${person} is shut out at minute ${minute}`);
                  }
                  // W5: what is held stays, and is told; nothing else does.
                  const mayStay = mayLeave || (isHeld && everKnown[minute] === true);
                  if (wanted[minute] !== true && actual[minute] === true && !mayStay)
                    wrong.push(`${group}/${person} is let in at minute ${minute}`);
                }
              }
            }
            expect(wrong).toEqual([]);
            for (const one of house.journal.memory.ledger)
              for (const { personId: id } of one.members) adopted.add(`${one.groupId}/${id}`);
            ever = [...ever, ...meetings];
            house.advanceMinutes(20);
          }
          for (const [key, was] of before) if (!adopted.has(key)) expect(shown(key), key).toBe(was);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('P1 P2 P5 one run gives everybody what is wanted, the next writes nothing, other groups are byte-identical', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(meeting, { maxLength: 10 }), async (meetings) => {
        const house = aHouse({
          now: START,
          policy: POLICY,
          bookings: meetings.map(asBooking),
          persons: PEOPLE.map((id) => aPerson(id)),
        });
        house.access.addGroup(groupId('other'));
        const day: Period = { from: START, to: addMinutes(START, 600) };
        house.access.giveByHand(groupId('other'), personId('1'), { periods: [day] });
        expect((await house.run()).result).toBe('equal');
        house.access.areWritesForbidden = true;
        expect(await house.run()).toMatchObject({ result: 'equal', actions: [] });
        expect(membership(house, 'other', '1')?.periods).toEqual([day]);
      }),
      { numRuns: 150 },
    );
  });

  it('P8 P19 killed at any write, the next runs heal; and unmapped, everything we gave is gone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(meeting, { minLength: 2, maxLength: 8 }),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        async (meetings, killAt, isAfter) => {
          const house = aHouse({
            now: START,
            policy: POLICY,
            bookings: meetings.map(asBooking),
            persons: PEOPLE.map((id) => aPerson(id)),
          });
          const { writeMembership } = house.access;
          let writes = 0;
          const killed = new Promise<never>(() => undefined);
          house.access.writeMembership = async (write) => {
            writes += 1;
            if (writes !== killAt) return writeMembership.call(house.access, write);
            if (isAfter) await writeMembership.call(house.access, write);
            died();
            return killed;
          };
          let died: () => void = () => undefined;
          const death = new Promise<void>((resolve) => (died = resolve));
          await Promise.race([house.run(), death]);
          house.access.writeMembership = writeMembership;
          house.restart();
          expect((await house.run()).result).toBe('equal');
          house.policy = { ...POLICY, groupLines: [], managedGroups: [] };
          await house.run();
          for (const group of GROUPS) for (const person of PEOPLE) expect(membership(house, group, person)).toBeNull();
        },
      ),
      { numRuns: 150 },
    );
  });
});
