import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Booking } from '../../electron/sync/model';
import { bookingId, exceptionId, locationId, roomId } from '../../shared/ids';
import { addMinutes } from '../../shared/time';
import type { ReadingFault } from '../fakes';
import { aBooking, aHouse, aLine, aPolicy, at } from '../builders';
import { isSubset, openMinutes } from './minute-oracle';

const START = at('2026-11-23T08:00');
const ROOMS = ['r1', 'r2', 'r3'];
const EXCEPTIONS = ['e1', 'e2', 'e3'].map((id) => exceptionId(id));
/** Two meetings of each room, none running. */
const BOOKINGS = ROOMS.flatMap((room, index) =>
  [2, 6].map((hour) =>
    aBooking(`${room}-${hour}`, room, {
      from: addMinutes(START, hour * 60 + index * 20),
      to: addMinutes(START, hour * 60 + 90),
    }),
  ),
);
const [GOING] = BOOKINGS as [Booking];

/** What a good answer would be obeyed for: the meeting’s old time or room is free. */
const changeArb = fc.constantFrom<Partial<Booking>>(
  { status: 'cancelled' },
  { status: 'no-show' },
  { status: 'pending' },
  { roomId: roomId('r2') },
  { period: { from: addMinutes(START, 900), to: addMinutes(START, 960) } },
  { period: { from: GOING.period.from, to: addMinutes(GOING.period.to, -30) } },
);
/** An answer that is not whole, and says so. */
const faultArb = fc.constantFrom<ReadingFault>(
  { kind: 'unreadable' },
  { kind: 'partial', lost: () => false },
  { kind: 'partial', lost: (one) => one.id !== GOING.id },
  { kind: 'unread-room', roomId: GOING.roomId },
  { kind: 'unread-location', locationId: locationId('12') },
  { kind: 'rejected', bookingId: bookingId('r1-6'), tells: 'room' },
  { kind: 'rejected', bookingId: bookingId('r3-6'), tells: 'location' },
  { kind: 'rejected', bookingId: bookingId('r3-6'), tells: 'nothing' },
  { kind: 'clock-off', skewMs: 180_000 },
);

it('P6 R3 R4 R7 an answer that is not whole takes nothing away, also where it says itself that a meeting ended, moved or got shorter', async () => {
  await fc.assert(
    fc.asyncProperty(changeArb, faultArb, fc.integer({ min: 1, max: 4 }), async (change, fault, polls) => {
      const policy = aPolicy(ROOMS.map((room, index) => aLine(room, `e${index + 1}`)));
      const house = aHouse({ now: START, policy, bookings: BOOKINGS });
      await house.run();
      const before = EXCEPTIONS.map((id) => openMinutes(house.access.periodsOf(id), START));
      house.source.change(GOING.id, change);
      house.source.lasting = fault;
      for (let poll = 0; poll < polls; poll++) {
        expect((await house.run()).result).not.toBe('equal');
        EXCEPTIONS.forEach((id, index) => {
          expect(isSubset(before[index]!, openMinutes(house.access.periodsOf(id), START))).toBe(true);
        });
      }
      // The first whole answer is obeyed.
      house.source.lasting = null;
      expect((await house.run()).result).toBe('equal');
      expect(isSubset(before[0]!, openMinutes(house.access.periodsOf(EXCEPTIONS[0]!), START))).toBe(false);
    }),
    { numRuns: 300 },
  );
});
