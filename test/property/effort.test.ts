import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exceptionId } from '../../shared/ids';
import { addMinutes, MINUTE_MS } from '../../shared/time';
import { aBooking, aHouse, aLine, aPolicy, at, exceptionOf } from '../builders';
import type { WriteFault } from '../fakes';

const START = at('2026-11-23T08:00');
const NAMES = ['e1', 'e2', 'e3', 'e4'];
const WITHIN_MS = 5 * MINUTE_MS;

it('P10 W10 whatever is wrong with some exceptions: the others are written in the same run, and a bad one costs three tries in any five minutes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(NAMES, { minLength: 1, maxLength: 3 }),
      fc.constantFrom<WriteFault>('refused', 'conflict', 'lost-before', 'throws'),
      async (bad, fault) => {
        const house = aHouse({
          now: START,
          policy: aPolicy(NAMES.map((id, index) => aLine(`r${index}`, id))),
          bookings: NAMES.map((_, index) =>
            aBooking(`b${index}`, `r${index}`, { from: addMinutes(START, 300), to: addMinutes(START, 360 + index) }),
          ),
        });
        const tries = new Map<string, number[]>(NAMES.map((id) => [id, []]));
        const write = house.access.writePeriods.bind(house.access);
        house.access.writePeriods = async (sent) => {
          tries.get(sent.exceptionId)?.push(house.clock.now());
          return write(sent);
        };
        for (const id of bad) house.access.writeFaults.set(exceptionId(id), new Array<WriteFault>(500).fill(fault));
        const first = await house.run();
        const confirmed = first.actions
          .filter((one) => one.outcome === 'confirmed')
          .map((one) => exceptionOf(one.action));
        expect(confirmed.sort()).toEqual(NAMES.filter((id) => !bad.includes(id)));
        for (let minute = 0; minute < 60; minute++) {
          house.advanceMinutes(1);
          await house.run();
        }
        for (const id of NAMES) {
          const times = tries.get(id) ?? [];
          if (!bad.includes(id)) expect(times).toHaveLength(1);
          // It is tried as long as it is wanted, and the fourth never comes within five minutes of the first.
          else expect(times.length).toBeGreaterThan(20);
          const tooSoon = times.filter((at, index) => index >= 3 && at - times[index - 3]! < WITHIN_MS);
          expect(tooSoon).toEqual([]);
        }
      },
    ),
    { numRuns: 20 },
  );
});
