import fc from 'fast-check';
import type { Booking, BookingStatus, MappingLine, Policy, Room } from '../../electron/sync/model';
import { exceptionId } from '../../shared/ids';
import type { Instant, Period } from '../../shared/time';
import { addMinutes, addMs } from '../../shared/time';
import type { House } from '../builders';
import { aBooking, aHouse, aLine, aManaged, aPolicy, aRoom, at } from '../builders';

/** A random small house: what is booked, how it is mapped, and what UniLock happens to hold. */
export interface World {
  readonly now: Instant;
  readonly policy: Policy;
  readonly rooms: readonly Room[];
  readonly bookings: readonly Booking[];
  readonly observed: ReadonlyMap<string, readonly Period[]>;
}

export const ROOMS = ['r1', 'r2', 'r3'] as const;
export const EXCEPTIONS = ['e1', 'e2', 'e3'] as const;
/** Never mapped, in every world: must never be touched (P5). */
export const UNMAPPED = exceptionId('x9');

/** A Monday in a week without clock change. */
const START = at('2026-11-23T08:00');
const STATUSES: readonly BookingStatus[] = [
  'confirmed',
  'pending',
  'cancelled',
  'deleted',
  'ended',
  'no-show',
  'empty',
  'unknown',
];

/** Periods around now, from yesterday to in three days, up to five hours, now and then with seconds. */
export const periodArb = fc
  .record({
    start: fc.integer({ min: -20 * 60, max: 60 * 60 }),
    length: fc.integer({ min: 1, max: 5 * 60 }),
    seconds: fc.constantFrom(0, 0, 0, 17_000),
  })
  .map(({ start, length, seconds }): Period => {
    const from = addMs(addMinutes(START, start), seconds);
    return { from, to: addMinutes(from, length) };
  });

export const statusArb = fc.constantFrom<BookingStatus>('confirmed', 'confirmed', 'confirmed', ...STATUSES);

const bookingsArb = fc
  .array(fc.record({ room: fc.constantFrom(...ROOMS), period: periodArb, status: statusArb }), { maxLength: 14 })
  .map((list) => list.map(({ room, period, status }, index) => aBooking(`b${index}`, room, period, { status })));

const linesArb: fc.Arbitrary<MappingLine[]> = fc
  .uniqueArray(
    fc.record({
      room: fc.constantFrom(...ROOMS),
      exception: fc.constantFrom(...EXCEPTIONS),
      lead: fc.integer({ min: 0, max: 120 }),
      lag: fc.integer({ min: 0, max: 120 }),
      prepared: fc.boolean(),
    }),
    { selector: (line) => `${line.room}>${line.exception}`, minLength: 1, maxLength: 7 },
  )
  .map((list) =>
    list.map(({ room, exception, lead, lag, prepared }) =>
      aLine(room, exception, {
        leadMinutes: lead,
        lagMinutes: lag,
        block: prepared ? 'with-preparation' : 'meeting',
        longestOpeningHours: null,
      }),
    ),
  );

const roomsArb = fc
  .tuple(
    ...ROOMS.map((id) =>
      fc.record({
        before: fc.integer({ min: 0, max: 45 }),
        after: fc.integer({ min: 0, max: 45 }),
        id: fc.constant(id),
      }),
    ),
  )
  .map((rooms) =>
    rooms.map(({ id, before, after }) => aRoom(id, { preparationMinutes: before, followUpMinutes: after })),
  );

const observedArb = fc
  .tuple(...EXCEPTIONS.map(() => fc.array(periodArb, { maxLength: 5 })))
  .map((lists) => new Map(EXCEPTIONS.map((id, index) => [id as string, lists[index] ?? []])));

export const worldArb = (more: { readonly places?: number } = {}): fc.Arbitrary<World> =>
  fc
    .record({
      bookings: bookingsArb,
      lines: linesArb,
      rooms: roomsArb,
      observed: observedArb,
      countsPending: fc.boolean(),
      secondsPast: fc.integer({ min: 0, max: 59 }),
      horizonHours: fc.constantFrom(24, 48, 168),
    })
    .map(({ bookings, lines, rooms, observed, countsPending, secondsPast, horizonHours }) => ({
      now: addMs(START, secondsPast * 1000),
      policy: aPolicy(lines, {
        rooms: rooms.map((room) => room.id),
        managed: EXCEPTIONS.map((id) => aManaged(id, { places: more.places ?? 200 })),
        countsPending,
        horizonHours,
      }),
      rooms,
      bookings,
      observed,
    }));

/** The world as a running house. */
export function build(world: World): House {
  const house = aHouse({ now: world.now, policy: world.policy, bookings: world.bookings, rooms: world.rooms });
  for (const [id, periods] of world.observed) house.access.edit(exceptionId(id), periods);
  house.access.add(UNMAPPED, { periods: [{ from: world.now, to: addMinutes(world.now, 77) }] });
  return house;
}
