import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BookingStatus } from '../../electron/sync/model';
import { bookingId, exceptionId, roomId } from '../../shared/ids';
import { addMinutes, MINUTE_MS } from '../../shared/time';
import { aBooking, aHouse, aLine, aPolicy, at } from '../builders';
import { openMinutes } from './minute-oracle';

const START = at('2026-11-23T09:00');
const LEAD = 10;
const LAG = 5;
const B1 = bookingId('b1');
/** Of an opening from the meeting's start, minutes after it. */
const minutes = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => START / MINUTE_MS + from + index);

type What = 'shorten' | 'prolong' | 'move' | 'cancel';
const ENDS: readonly BookingStatus[] = ['cancelled', 'deleted', 'ended', 'no-show', 'empty'];

it('P17 a running meeting that is shortened, prolonged, moved to another room, cancelled or not attended takes effect within one poll', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 60, max: 240 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 25 }),
      fc.constantFrom<What>('shorten', 'prolong', 'move', 'cancel'),
      fc.constantFrom(...ENDS),
      async (length, passed, by, what, status) => {
        const house = aHouse({
          now: addMinutes(START, -60),
          policy: aPolicy(
            ['e1', 'e2'].map((id, index) => aLine(`r${index + 1}`, id, { leadMinutes: LEAD, lagMinutes: LAG })),
          ),
          bookings: [
            aBooking('b1', 'r1', { from: START, to: addMinutes(START, length) }),
            // W5: one of several meetings, so that its going is no whole location.
            aBooking('b2', 'r2', { from: addMinutes(START, 600), to: addMinutes(START, 660) }),
          ],
        });
        await house.run();
        house.clock.set(addMinutes(START, passed));
        const end = what === 'shorten' ? length - by : what === 'prolong' ? length + by : length;
        const period = { from: START, to: addMinutes(START, end) };
        if (what === 'move') house.source.change(B1, { roomId: roomId('r2') });
        else if (what === 'cancel') house.source.change(B1, { status });
        else house.source.change(B1, { period });
        const result = await house.run();
        expect(result.result).toBe('equal');
        const now = house.clock.now();
        const open = (id: string) =>
          [...openMinutes(house.access.periodsOf(exceptionId(id)), now)].sort((a, b) => a - b);
        // W4: whoever is inside a meeting that is over for its room has the lag to leave.
        const isOver = what === 'move' || what === 'cancel';
        expect(open('e1')).toEqual(minutes(passed, isOver ? passed + LAG : end + LAG));
        const other = minutes(600 - LEAD, 660 + LAG);
        expect(open('e2')).toEqual(what === 'move' ? [...minutes(passed, end + LAG), ...other] : other);
      },
    ),
    { numRuns: 150 },
  );
});
