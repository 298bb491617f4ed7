import type { BookingId, RoomId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { addMinutes } from '../../../shared/time';
import type { Booking, RememberedAnswer, RememberedBooking, RememberedGuard } from '../model';
import { END_STATUSES } from '../model';
import { addRecent, overLimit, recallRecent, recentlyHeld } from './limits';
import type { BookingChange } from './meetings';
import { heldKey } from './meetings';

/** A former version of a booking of which what is open stays: asked about, or kept open by a person's answer. */
export interface GuardedVersion {
  readonly fact: RememberedBooking;
  readonly why: 'mass-change' | 'kept-open';
}

export interface GuardOutcome {
  readonly sticking: readonly GuardedVersion[];
  /** The memory to keep after this run; the same object when nothing is new. */
  readonly memory: RememberedGuard;
}

/** What the guard lives on besides this run's bookings. */
export interface GuardSetting {
  readonly memory: RememberedGuard;
  readonly answers: readonly RememberedAnswer[];
  readonly now: Instant;
  /** Hex digest of a text. */
  digest(text: string): string;
}

/** A held booking as it is read now. */
export interface ReadInstead extends Pick<Booking, 'roomId' | 'period' | 'status'> {
  /** Whether everybody whom the held version let in is still among its people (D4). */
  readonly keepsPeople: boolean;
}

export interface GuardInput extends GuardSetting {
  /** What a believable reading says of bookings that counted before. Those of a blocked room are not among them (R3, R4, R7). */
  readonly changes: readonly BookingChange[];
  /** Whether the reading holds no booking at all, of any status: then nothing vouches for it, however little there was to lose (P6). */
  readonly isEmptyReading: boolean;
  /** Bookings that counted before this run, changed or not. Asked for only when something changed. */
  readonly counted: () => Iterable<RememberedBooking>;
  /** Whether a live mapping line opens anything for the room: only such meetings are managed. */
  readonly isManaged: (id: RoomId) => boolean;
  /** The booking as this run's reading has it; undefined when it is not there or cannot be believed in the held version's room. */
  readonly readInstead: (held: RememberedBooking) => ReadInstead | undefined;
  /** Whether a status makes a booking count (R5). */
  readonly doesCount: (status: Booking['status']) => boolean;
  /** Minutes after a booking's end in which nothing of it can be open any more. */
  readonly reachMinutes: number;
}

const isWithin = (inner: Period, outer: Period): boolean => outer.from <= inner.from && inner.to <= outer.to;

/**
 * The mass-change guard (W5): holds this run's removals when too many meetings change within an hour, keeps what it held until a person
 * answers or the booking is as it was, and lets everything else pass. A pure function of this run's knowledge and the memory of the earlier ones.
 */
export function guardChanges(input: GuardInput): GuardOutcome {
  const recalled = settleAnswer(recall(input), input);
  const { memory: returned, isBack } = letReturn(recalled, input);
  const changes = [
    ...input.changes.filter(({ old }) => (isCounted(old, input) || isLostYet(old, input)) && !isBack(old.id)),
    ...endsOf(returned, input),
  ];
  const memory = settleAnswer(changes.length === 0 ? returned : judge(returned, changes, input), input);
  const why = isAnswered(memory, input, 'refused') ? 'kept-open' : 'mass-change';
  return { memory, sticking: memory.held.map(({ booking }) => ({ fact: booking, why })) };
}

const isCounted = (old: RememberedBooking, { isManaged, now }: GuardInput): boolean =>
  isManaged(old.roomId) && old.period.to > now;

/** P6: over, but its follow-up or lag may still stand open; an answer without any booking does not shut that either. */
const isLostYet = (old: RememberedBooking, { isEmptyReading, isManaged, now, reachMinutes }: GuardInput): boolean =>
  isEmptyReading && isManaged(old.roomId) && addMinutes(old.period.to, reachMinutes) > now;

/** Forgets what is older than an hour, and held versions of which nothing can be open any more. */
function recall({ memory, now, reachMinutes }: GuardInput): RememberedGuard {
  const recent = recallRecent(memory.recent, now);
  const held = memory.held.filter(({ booking }) => addMinutes(booking.period.to, reachMinutes) > now);
  return recent === memory.recent && held.length === memory.held.length ? memory : asking({ ...memory, recent, held });
}

/** Nothing held is nothing asked. */
const asking = (memory: RememberedGuard): RememberedGuard =>
  memory.held.length === 0 ? { ...memory, question: null } : memory;

const isAnswered = (
  { question }: RememberedGuard,
  { answers }: GuardInput,
  answer: RememberedAnswer['answer'],
): boolean => answers.some((one) => one.hash === question && one.answer === answer);

/** A confirmed answer lets go of exactly what was asked. A person has accounted for it: it counts for nothing any more. */
const settleAnswer = (memory: RememberedGuard, input: GuardInput): RememberedGuard =>
  isAnswered(memory, input, 'confirmed') ? { ...memory, held: [], question: null } : memory;

/**
 * What is as it was drops out silently, and with it what was held of the same booking since: the way back is no new change.
 */
function letReturn(
  memory: RememberedGuard,
  { readInstead, doesCount }: GuardInput,
): { readonly memory: RememberedGuard; readonly isBack: (id: BookingId) => boolean } {
  const back = new Set<BookingId>();
  const held = memory.held.filter(({ booking }) => {
    const read = readInstead(booking);
    const isAsItWas =
      read !== undefined &&
      doesCount(read.status) &&
      read.roomId === booking.roomId &&
      isWithin(booking.period, read.period) &&
      read.keepsPeople;
    if (isAsItWas) back.add(booking.id);
    return !back.has(booking.id);
  });
  return {
    memory: back.size === 0 ? memory : asking({ ...memory, held }),
    isBack: (id) => back.has(id),
  };
}

/** Held on weaker evidence, and now ended by an explicit status: that is obeyed like any other (R5). */
const endsOf = ({ held }: RememberedGuard, { readInstead }: GuardInput): readonly BookingChange[] =>
  held.flatMap(({ booking, byStatus }) => {
    const read = byStatus ? undefined : readInstead(booking);
    return read !== undefined && END_STATUSES.includes(read.status) ? [{ old: booking, byStatus: true }] : [];
  });

/** Counts this run's changes, holds those over the limit, and asks anew when that adds anything to what is held. */
function judge(memory: RememberedGuard, changes: readonly BookingChange[], input: GuardInput): RememberedGuard {
  const { now, counted, isEmptyReading } = input;
  const baseline = [...counted()].filter((old) => isCounted(old, input));
  const over = overLimit(changes, [...memory.recent, ...recentlyHeld(memory.held, now)], baseline);
  const held = new Map(memory.held.map((one) => [heldKey(one), one]));
  const passed: BookingChange[] = [];
  let isMore = false;
  for (const change of changes) {
    const { old: booking, byStatus } = change;
    const key = heldKey({ booking });
    const former = held.get(key);
    if (over.has(change) || isEmptyReading) {
      isMore ||= former === undefined;
      held.set(key, { booking, byStatus, since: former?.since ?? now });
    } else {
      passed.push(change);
      if (byStatus) held.delete(key);
    }
  }
  const next = { ...memory, recent: addRecent(memory.recent, passed, now), held: [...held.values()] };
  if (!isMore) return asking(next);
  const asked = memory.asked + 1;
  const items = next.held.map(heldKey).sort();
  return { ...next, asked, question: input.digest(JSON.stringify(['mass-change', asked, items])) };
}
