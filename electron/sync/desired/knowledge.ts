import type { BookingId, LocationId, RoomId } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import { addMinutes, overlaps } from '../../../shared/time';
import type {
  AccessReading,
  Booking,
  BookingReading,
  BookingStatus,
  Evidence,
  HoldReason,
  Policy,
  RememberedBooking,
  RememberedReading,
  RememberedRoom,
} from '../model';
import type { RemovalBlocks } from './evidence';
import { removalBlocks, whyBlocked, whyUnseen } from './evidence';
import type { PeopleOfBooking, PersonMatcher } from './matching';
import { createPeopleLookup } from './matching';

/** What planning needs of a booking; a read one and a remembered one both are. No names, no titles. */
export type BookingFact = Pick<Booking, 'id' | 'meetingId' | 'roomId' | 'locationId' | 'period' | 'status'>;

/** A version of a booking of which only what is already open stays: nothing is added or prolonged for it. */
export interface Sticking {
  readonly fact: BookingFact;
  /** A hold's reason, or that the status is unknown (R5), which keeps without asking. */
  readonly why: HoldReason | 'unknown-status';
}

/** Everything that is known of the bookings in one run: read now, remembered, and what neither may be believed for. */
export interface Knowledge {
  /** Wanted in full. */
  readonly counting: readonly BookingFact[];
  readonly sticking: readonly Sticking[];
  readonly rooms: ReadonlyMap<RoomId, RememberedRoom>;
  readonly blocks: RemovalBlocks;
  /** As this run's reading has it; undefined when it is not there. */
  read(id: BookingId): BookingFact | undefined;
  /** Whether this run's reading has it only in a room that nobody chose (R6). */
  isElsewhere(id: BookingId): boolean;
  /** As the last good reading had it. */
  remembered(id: BookingId): RememberedBooking | undefined;
  /** The people of a booking, as far as lines give them access (D4). */
  peopleOf(fact: BookingFact): PeopleOfBooking;
  /** The memory to keep after this run (M1). */
  readonly toRemember: RememberedReading | null;
}

export interface KnowledgeInput {
  readonly policy: Policy;
  /** null: none was made, the plan rests on memory (D3's refill). An unreadable one is treated the same, and remembered as nothing new. */
  readonly reading: BookingReading | null;
  /** The known bookings that both the reading and its second reading lack (R6). */
  readonly vanished: ReadonlySet<BookingId>;
  readonly memory: RememberedReading | null;
  readonly access: AccessReading | null;
  /** null: nobody can be matched in this run; people are then those who were remembered. */
  readonly matcher: PersonMatcher | null;
}

/** R5: whether a status makes a booking count. */
export const counts = (status: BookingStatus, policy: Pick<Policy, 'countsPending'>): boolean =>
  status === 'confirmed' || (status === 'pending' && policy.countsPending);

const isSameTimeAndRoom = (a: BookingFact, b: BookingFact): boolean =>
  a.roomId === b.roomId && a.period.from === b.period.from && a.period.to === b.period.to;

interface Scope {
  readonly rooms: ReadonlySet<RoomId>;
  readonly locations: ReadonlySet<LocationId>;
}

const scopeOf = (policy: Policy): Scope => ({ rooms: new Set(policy.rooms), locations: new Set(policy.locations) });

const isInScope = (scope: Scope, fact: BookingFact): boolean =>
  scope.rooms.has(fact.roomId) && scope.locations.has(fact.locationId);

/** No block reaches further after its meeting: the longest lag and a day of follow-up. */
const REACH_MINUTES = 120 + 24 * 60;

/**
 * The known bookings whose absence from this reading has to be looked at a second time at once (R6): they counted, may still hold
 * something open, lie in the window, and nothing says that this reading could have missed them.
 */
export function missingFrom(
  reading: BookingReading,
  input: { readonly policy: Policy; readonly memory: RememberedReading | null; readonly now: Instant },
): BookingId[] {
  if (input.memory === null || reading.completeness !== 'complete') return [];
  const blocks = removalBlocks(reading, null);
  const scope = scopeOf(input.policy);
  const seen = new Set([...reading.bookings.map((booking) => booking.id), ...reading.elsewhere]);
  return input.memory.bookings
    .filter(
      (old) =>
        !seen.has(old.id) &&
        old.evidence !== 'vanished' &&
        counts(old.status, input.policy) &&
        isInScope(scope, old) &&
        overlaps(old.period, reading.window) &&
        addMinutes(old.period.to, REACH_MINUTES) > input.now &&
        whyUnseen(blocks, old.roomId, old.locationId) === null,
    )
    .map((old) => old.id);
}

/**
 * Two complete readings made one after the other, as one: the second is newer; what only the first holds was there a moment ago and is
 * taken as it was, because one absence is not enough (R6).
 */
export function joinReadings(first: BookingReading, second: BookingReading): BookingReading {
  if (second.completeness !== 'complete') return { ...first, troubles: [...first.troubles, ...second.troubles] };
  const seenLater = new Set([...second.bookings.map((booking) => booking.id), ...second.elsewhere]);
  return {
    ...second,
    bookings: [...second.bookings, ...first.bookings.filter((booking) => !seenLater.has(booking.id))],
    elsewhere: [...second.elsewhere, ...first.elsewhere.filter((id) => !seenLater.has(id))],
    unreadRooms: [...new Set([...first.unreadRooms, ...second.unreadRooms])],
    unreadLocations: [...new Set([...first.unreadLocations, ...second.unreadLocations])],
    rejected: [...first.rejected, ...second.rejected],
  };
}

/** Puts the reading and the memory together (R3-R7): what counts, what only stays, and what to remember. */
export function knowBookings(input: KnowledgeInput): Knowledge {
  const { policy, memory } = input;
  // An unreadable reading holds nothing that may be believed, its list least of all (R4).
  const reading = input.reading?.completeness === 'unreadable' ? null : input.reading;
  const blocks = removalBlocks(reading, input.access);
  const scope = scopeOf(policy);
  const oldById = new Map((memory?.bookings ?? []).map((old) => [old.id, old]));
  const roomsWithGroups = new Set(policy.groupLines.map((line) => line.roomId));
  const peopleOf = createPeopleLookup(input.matcher, roomsWithGroups, (id) => oldById.get(id));
  const remember = (fact: Booking | RememberedBooking, evidence: Evidence): RememberedBooking => ({
    id: fact.id,
    meetingId: fact.meetingId,
    roomId: fact.roomId,
    locationId: fact.locationId,
    period: fact.period,
    status: fact.status,
    evidence,
    people: peopleOf(fact).matched,
  });
  const readById = new Map<BookingId, Booking>();
  const elsewhere = new Set(reading?.elsewhere);
  const counting: BookingFact[] = [];
  const sticking: Sticking[] = [];
  const toRemember: RememberedBooking[] = [];

  for (const booking of reading?.bookings ?? []) {
    if (!isInScope(scope, booking)) {
      elsewhere.add(booking.id);
      continue;
    }
    readById.set(booking.id, booking);
    const old = oldById.get(booking.id);
    const hasCounted = old !== undefined && counts(old.status, policy);
    if (booking.status === 'unknown') {
      // R5: nothing is added for it; what a reading with a known status wrote stays to its end.
      if (hasCounted) sticking.push({ fact: old, why: 'unknown-status' });
      toRemember.push(hasCounted ? remember(old, 'unknown-status') : remember(booking, 'read'));
      continue;
    }
    const isCounting = counts(booking.status, policy);
    if (isCounting) counting.push(booking);
    const blocked = hasCounted ? whyBlocked(blocks, old.roomId, old.locationId) : null;
    if (hasCounted && blocked !== null && !(isCounting && isSameTimeAndRoom(old, booking))) {
      // R3, R4, R7: said to be moved or ended, in an answer that may not lead to a removal. The old version is kept in mind until one may.
      sticking.push({ fact: old, why: blocked });
      toRemember.push(old);
    } else {
      toRemember.push(remember(booking, 'read'));
    }
  }

  for (const old of memory?.bookings ?? []) {
    if (readById.has(old.id)) continue;
    if (reading !== null && !overlaps(old.period, reading.window)) continue;
    if (!isInScope(scope, old)) {
      // W7: its room is no longer chosen, it wants nothing. Forgotten at once, what it opened would look vanished until the next good write.
      toRemember.push(old);
      continue;
    }
    const doesCount = counts(old.status, policy);
    const unseen = whyUnseen(blocks, old.roomId, old.locationId);
    if (elsewhere.has(old.id) && unseen === null) {
      // R6: it is there, in a room that nobody chose. That is evidence, not absence, and frees the old door at once.
      if (doesCount && blocks.other !== null) {
        sticking.push({ fact: old, why: blocks.other });
        toRemember.push(old);
      } else {
        toRemember.push({ ...remember(old, 'read'), status: 'empty' });
      }
    } else if (old.evidence === 'vanished') {
      if (doesCount) sticking.push({ fact: old, why: 'vanished' });
      toRemember.push(old);
    } else if (unseen !== null) {
      // R4: no news is not bad news; it counts as it last did.
      if (doesCount) {
        if (old.evidence === 'unknown-status') sticking.push({ fact: old, why: 'unknown-status' });
        else counting.push(old);
      }
      toRemember.push(old);
    } else if (doesCount) {
      // R6: gone from a complete reading. Twice gone it has vanished; once gone it is looked for again at the next run.
      const hasVanished = input.vanished.has(old.id);
      sticking.push({ fact: old, why: hasVanished ? 'vanished' : (blocks.other ?? 'incomplete-reading') });
      toRemember.push(hasVanished ? remember(old, 'vanished') : old);
    } else {
      // It was said to have ended before it went: if that could not be written then, it is still more than absence.
      toRemember.push(old);
    }
  }

  const rooms = new Map<RoomId, RememberedRoom>();
  for (const room of memory?.rooms ?? []) if (scope.rooms.has(room.id)) rooms.set(room.id, room);
  for (const room of reading?.rooms ?? []) {
    if (!scope.rooms.has(room.id)) continue;
    const { id, locationId, preparationMinutes, followUpMinutes } = room;
    rooms.set(id, { id, locationId, preparationMinutes, followUpMinutes });
  }

  return {
    counting,
    sticking,
    rooms,
    blocks,
    read: (id) => readById.get(id),
    isElsewhere: (id) => elsewhere.has(id),
    remembered: (id) => oldById.get(id),
    peopleOf,
    toRemember: whatToRemember(memory, reading, toRemember, [...rooms.values()]),
  };
}

/** M1: the last good reading. A partial one adds to it what it does not contradict, but is not its date. */
function whatToRemember(
  memory: RememberedReading | null,
  reading: BookingReading | null,
  bookings: readonly RememberedBooking[],
  rooms: readonly RememberedRoom[],
): RememberedReading | null {
  if (reading === null) return memory;
  if (reading.completeness === 'complete') return { readAt: reading.readAt, window: reading.window, rooms, bookings };
  // Without any complete reading yet there is nothing good to remember.
  return memory === null ? null : { ...memory, rooms, bookings };
}
