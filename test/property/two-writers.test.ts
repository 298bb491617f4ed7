import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEngine } from '../../electron/sync/engine';
import { exceptionId } from '../../shared/ids';
import { addMinutes } from '../../shared/time';
import { aBooking, aHouse, aLine, aPolicy, aRequest, at } from '../builders';
import { FakeJournal, FakeRandom } from '../fakes';

const START = at('2026-11-23T08:00');
const HOURS = 6;

it('P12 W6 two PCs that want different things of one exception: noticed, told, and after a few restorations nobody fights', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 59 }),
      fc.integer({ min: 60, max: 120 }),
      fc.integer({ min: 1, max: 14 }),
      async (here, there, poll) => {
        const policyOf = (leadMinutes: number) => aPolicy([aLine('r1', 'e1', { leadMinutes })]);
        const from = addMinutes(START, 600);
        const house = aHouse({
          now: START,
          policy: policyOf(here),
          bookings: [aBooking('b1', 'r1', { from, to: addMinutes(from, 60) })],
        });
        const other = createEngine({ ...house.ports, journal: new FakeJournal(), random: new FakeRandom(2) });
        const otherPolicy = policyOf(there);
        const told: string[] = [];
        let quiet = 0;
        for (let minute = 0; minute < HOURS * 60; minute += poll) {
          const before = house.access.writes.length;
          const mine = await house.run();
          house.advanceMinutes(poll / 2);
          const { plan } = await other.plan(otherPolicy, aRequest());
          const theirs = await other.run(otherPolicy, aRequest({ acceptPlanHash: plan?.hash ?? null }));
          house.advanceMinutes(poll / 2);
          for (const run of [mine, theirs]) told.push(...(run.plan?.blocked ?? []).map(({ trouble }) => trouble.code));
          quiet = house.access.writes.length === before ? quiet + 1 : 0;
        }
        expect(new Set(told)).toEqual(new Set(['other-writer']));
        // Each has its own first write and three restorations at most; then it is a person's turn.
        expect(house.access.writes.length).toBeLessThanOrEqual(8);
        expect(quiet).toBeGreaterThan(3);
        expect(house.access.periodsOf(exceptionId('e1'))).toHaveLength(1);
      },
    ),
    { numRuns: 60 },
  );
});
