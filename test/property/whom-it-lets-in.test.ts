import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PersonField } from '../../electron/sync/model';
import { groupId, personId } from '../../shared/ids';
import { addMinutes } from '../../shared/time';
import { aBooking, aGroupLine, aHouse, aPerson, aPolicy, anAttendee, at } from '../builders';

const START = at('2026-11-23T08:00');
const GROUP = groupId('g1');
/** As the domain paper says it, not as the program does. */
const MOST_PERIODS = 50;
const FIELDS = { email: 'email', 'employee-number': 'employeeNumber', initials: 'initials' } as const;
const meeting = (from: number, length: number) => ({
  from: addMinutes(START, from),
  to: addMinutes(START, from + length),
});

describe('P23 whom it lets in', () => {
  it('P23 D4 a person who may be one of two is nobody: no access, told, whatever the order, the case and the field', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<PersonField>('email', 'employee-number', 'initials'),
        fc.boolean(),
        fc.shuffledSubarray(['1', '2', '3'], { minLength: 3 }),
        fc.integer({ min: 2, max: 3 }),
        async (matchBy, isLoud, order, many) => {
          const field = FIELDS[matchBy];
          const shared = aPerson('1')[field]!;
          const spelt = isLoud ? shared.toUpperCase() : shared;
          const persons = order.map((id, index) =>
            aPerson(id, index < many ? { [field]: index % 2 === 0 ? shared : spelt } : {}),
          );
          const others = persons.slice(many);
          const house = aHouse({
            now: START,
            policy: aPolicy([], { groupLines: [aGroupLine('r1', 'g1')], matchBy }),
            persons,
            bookings: [
              aBooking('b1', 'r1', meeting(60, 60), {
                participants: [anAttendee('1'), ...others.map((one) => anAttendee(one.id))],
              }),
            ],
          });
          const { plan } = await house.run();
          const letIn = persons.filter((one) => house.access.membership(GROUP, one.id) !== null);
          // Whoever has a field of their own is still let in, unless it is the one the two share.
          expect(letIn).toEqual(others.filter((one) => one[field] !== shared));
          expect(plan?.unmatched.map((one) => one.why)).toContain('several');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('P23 D5 at most 50 periods of one person in one group, the soonest, and what does not fit is told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: MOST_PERIODS - 2, max: MOST_PERIODS + 4 }), async (count) => {
        const bookings = Array.from({ length: count }, (_, index) =>
          aBooking(`b${index}`, 'r1', meeting(60 + index * 60, 30), { participants: [anAttendee('1')] }),
        );
        const house = aHouse({
          now: START,
          policy: aPolicy([], { groupLines: [aGroupLine('r1', 'g1', { leadMinutes: 0, lagMinutes: 0 })] }),
          persons: [aPerson('1')],
          bookings,
        });
        const { plan } = await house.run();
        const there = house.access.membership(GROUP, personId('1'))?.periods ?? [];
        expect(there).toEqual(bookings.slice(0, MOST_PERIODS).map((one) => one.period));
        const left = plan?.membershipOverflow.flatMap((one) => one.periods) ?? [];
        expect(left).toHaveLength(Math.max(0, count - MOST_PERIODS));
      }),
      { numRuns: 14 },
    );
  });
});
