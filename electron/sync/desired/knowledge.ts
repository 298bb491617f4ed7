import type { BookingId, LocationId, RoomId } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import { addMinutes, isSamePeriod, overlaps } from '../../../shared/time';
import type {
  AccessReading,
  Booking,
  BookingReading,
  BookingStatus,
  Evidence,
  HoldReason,
  MatchedPerson,
  Policy,
  RememberedBooking,
  RememberedGuard,
  RememberedReading,
  RememberedRoom,
} from '../model';
import { EMPTY_GUARD, END_STATUSES, isSeenAmong } from '../model';
import type { BookingChange, GuardSetting } from '../guard';
import { guardChanges } from '../guard';
import type { RemovalBlocks } from './evidence';
import { removalBlocks, whyBlocked, whyUnseen } from './evidence';
import type { PeopleOfBooking, PersonMatcher } from './matching';
import { createPeopleLookup } from './matching';

/** What planning needs of a booking; a read one and a remembered one both are. No names, no titles. */
export type BookingFact = Pick<Booking, 'id' | 'meetingId' | 'roomId' | 'locationId' | 'period' | 'status'>;

/** A version of a booking of which only what is already open stays: nothing is added or prolonged for it. */
export interface Sticking {
  readonly fact: BookingFact;
  /** A hold's reason, or what keeps without asking: an unknown status (R5), a person's refusal to let go (W5). */
  readonly why: HoldReason | 'unknown-status' | 'kept-open';
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
  /** Whether it is gone from two complete readings, now or earlier (R6). */
  hasVanished(id: BookingId): boolean;
  /** As the last good reading had it. */
  remembered(id: BookingId): RememberedBooking | undefined;
  /** The people of a booking, as far as lines give them access (D4). */
  peopleOf(fact: BookingFact): PeopleOfBooking;
  /** The memory to keep after this run (M1). */
  readonly toRemember: RememberedReading | null;
  /** The guard's part of that memory, with what it holds now (W5). */
  readonly guard: RememberedGuard;
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
  /** null: nothing is guarded, because nothing is written (a view). */
  readonly guard: GuardSetting | null;
}

/** R5: whether a status makes a booking count. */
export const counts = (status: BookingStatus, policy: Pick<Policy, 'countsPending'>): boolean =>
  status === 'confirmed' || (status === 'pending' && policy.countsPending);

const isSameTimeAndRoom = (a: BookingFact, b: BookingFact): boolean =>
  a.roomId === b.roomId && isSamePeriod(a.period, b.period);

const isSamePeople = (a: readonly MatchedPerson[], b: readonly MatchedPerson[]): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every((one, index) => {
      const other = b[index];
      return (
        one.personId === other?.personId && one.isOrganiser === other.isOrganiser && one.isExternal === other.isExternal
      );
    }));

/** Whether all of the old version's time is in the new one, in the same room: then nothing of it goes. */
const isSameRoomAndWithin = (old: BookingFact, booking: BookingFact): boolean =>
  old.roomId === booking.roomId && booking.period.from <= old.period.from && old.period.to <= booking.period.to;

/** The rooms for which a live line opens something or gives access: only their meetings are managed (W5). */
function managedRooms({ lines, managed, groupLines, managedGroups }: Policy): (id: RoomId) => boolean {
  const exceptions = new Set(managed.map((one) => one.id));
  const groups = new Set(managedGroups.map((one) => one.id));
  const live = [
    ...lines.filter((line) => exceptions.has(line.exceptionId)),
    ...groupLines.filter((line) => groups.has(line.groupId)),
  ];
  const rooms = new Set(live.map((line) => line.roomId));
  return (id) => rooms.has(id);
}

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
  if (input.memory === null) return [];
  const blocks = removalBlocks(reading, null);
  const scope = scopeOf(input.policy);
  const seen = new Set([...reading.bookings.map((booking) => booking.id), ...reading.elsewhere]);
  return input.memory.bookings
    .filter(
      (old) =>
        !isSeenAmong(seen, old.id) &&
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
    bookings: [...second.bookings, ...first.bookings.filter((booking) => !isSeenAmong(seenLater, booking.id))],
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
  // A booking that counts again may have other people by then, and while nobody can be matched there is no telling.
  const lastCounting = (id: BookingId): RememberedBooking | undefined => {
    const old = oldById.get(id);
    return old !== undefined && counts(old.status, policy) ? old : undefined;
  };
  const peopleOf = createPeopleLookup(input.matcher, roomsWithGroups, lastCounting);
  /** What is as it was stays the same object, so that a store may skip it. */
  const remember = (fact: Booking | RememberedBooking, evidence: Evidence): RememberedBooking => {
    const { id, meetingId, roomId, locationId, period, status } = fact;
    const people = peopleOf(fact).matched;
    const old = oldById.get(id);
    const isAsItWas =
      old?.evidence === evidence &&
      old.status === status &&
      old.meetingId === meetingId &&
      old.locationId === locationId &&
      isSameTimeAndRoom(old, fact) &&
      isSamePeople(old.people, people);
    return isAsItWas ? old : { id, meetingId, roomId, locationId, period, status, evidence, people };
  };
  const readById = new Map<BookingId, Booking>();
  const elsewhere = new Set(reading?.elsewhere);
  /** Whether everybody whom the old version let in is still among the booking's people: a list that was made anonymous lets nobody in. */
  const keepsPeople = (old: RememberedBooking, booking: Booking): boolean => {
    if (old.people.length === 0) return true;
    const now = new Set(peopleOf(booking).matched.map((one) => one.personId));
    return old.people.every((one) => now.has(one.personId));
  };
  const counting: BookingFact[] = [];
  const sticking: Sticking[] = [];
  const toRemember: RememberedBooking[] = [];
  const vanished = new Set<BookingId>();
  const changes: BookingChange[] = [];

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
      const isLess = hasCounted && !(isCounting && isSameRoomAndWithin(old, booking) && keepsPeople(old, booking));
      if (isLess) changes.push({ old, byStatus: END_STATUSES.includes(booking.status) });
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
    if (isSeenAmong(elsewhere, old.id) && unseen === null) {
      // R6: it is there, in a room that nobody chose. That is evidence, not absence, and frees the old door unless too many do (W5).
      if (doesCount && blocks.other !== null) {
        sticking.push({ fact: old, why: blocks.other });
        toRemember.push(old);
      } else {
        if (doesCount) changes.push({ old, byStatus: false });
        toRemember.push({ ...remember(old, 'read'), status: 'empty' });
      }
    } else if (unseen !== null) {
      // R4: no news is not bad news; it counts as it last did.
      if (doesCount) {
        if (old.evidence === 'read') counting.push(old);
        else sticking.push({ fact: old, why: old.evidence === 'vanished' ? unseen : 'unknown-status' });
      }
      toRemember.push(old);
    } else if (doesCount) {
      // R6: gone from a complete reading. Twice gone it has vanished; once gone it is looked for again at the next run.
      const isTwiceGone = input.vanished.has(old.id) || old.evidence === 'vanished';
      if (isTwiceGone && blocks.other === null) {
        vanished.add(old.id);
        changes.push({ old, byStatus: false });
        // It wants nothing any more. Kept in mind until its time is past: what it opened may take some tries to go.
        toRemember.push({ ...remember(old, 'vanished'), status: 'empty' });
      } else {
        sticking.push({ fact: old, why: blocks.other ?? 'incomplete-reading' });
        toRemember.push(old);
      }
    } else {
      // It was said to have ended before it went, or was let go: if that could not be written then, it is still known.
      if (old.evidence === 'vanished') vanished.add(old.id);
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

  const guarded =
    input.guard === null
      ? null
      : guardChanges({
          ...input.guard,
          changes,
          isEmptyReading: reading !== null && reading.bookings.length + reading.elsewhere.length === 0,
          counted: () => (memory?.bookings ?? []).filter((old) => counts(old.status, policy) && isInScope(scope, old)),
          isManaged: managedRooms(policy),
          readInstead: (held) => {
            const read = whyBlocked(blocks, held.roomId, held.locationId) === null ? readById.get(held.id) : undefined;
            if (read === undefined) return undefined;
            const { roomId, period, status } = read;
            return { roomId, period, status, keepsPeople: keepsPeople(held, read) };
          },
          doesCount: (status) => counts(status, policy),
          reachMinutes: REACH_MINUTES,
        });

  return {
    counting,
    sticking: guarded === null ? sticking : [...sticking, ...guarded.sticking],
    rooms,
    blocks,
    read: (id) => readById.get(id),
    isElsewhere: (id) => !readById.has(id) && isSeenAmong(elsewhere, id),
    hasVanished: (id) => vanished.has(id),
    remembered: (id) => oldById.get(id),
    peopleOf,
    toRemember: whatToRemember(memory, reading, toRemember, [...rooms.values()]),
    guard: guarded?.memory ?? EMPTY_GUARD,
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
