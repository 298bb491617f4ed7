import type { Booking, Policy, Room } from '../../electron/sync/model';
import type { ExceptionId } from '../../shared/ids';
import type { Instant, Period } from '../../shared/time';

/**
 * What should be open, minute by minute, written from the rules' text and without the engine's interval code. Only for stretches without a
 * clock change: the nights with one have tables of their own.
 */
const MINUTE = 60_000;

export type Minutes = ReadonlySet<number>;

/** The whole minutes that a period touches: From down, To up (R1). */
function eachMinute({ from, to }: Period, say: (minute: number) => void): void {
  for (let minute = Math.floor(from / MINUTE); minute * MINUTE < to; minute++) say(minute);
}

/** Open minutes from now on, by what a list of periods says. */
export function openMinutes(periods: readonly Period[], now: Instant): Set<number> {
  const open = new Set<number>();
  const first = Math.floor(now / MINUTE);
  for (const one of periods) eachMinute(one, (minute) => minute >= first && open.add(minute));
  return open;
}

/** The padded period of one booking through one line (D1). */
export function padded(booking: Booking, line: Policy['lines'][number], room: Room | undefined): Period {
  const extra = line.block === 'with-preparation';
  const before = line.leadMinutes + (extra ? (room?.preparationMinutes ?? 0) : 0);
  const after = line.lagMinutes + (extra ? (room?.followUpMinutes ?? 0) : 0);
  return {
    from: (Math.floor((booking.period.from - before * MINUTE) / MINUTE) * MINUTE) as Instant,
    to: (Math.ceil((booking.period.to + after * MINUTE) / MINUTE) * MINUTE) as Instant,
  };
}

/** The minutes from now on that bookings want of an exception (R2, R5, D1). */
export function wantedMinutes(
  exceptionId: ExceptionId,
  bookings: readonly Booking[],
  policy: Policy,
  rooms: readonly Room[],
  now: Instant,
): Set<number> {
  const wanted = new Set<number>();
  const first = Math.floor(now / MINUTE);
  const horizon = now + Math.max(24, policy.horizonHours) * 60 * MINUTE;
  for (const line of policy.lines) {
    if (line.exceptionId !== exceptionId) continue;
    for (const booking of bookings) {
      const does = booking.status === 'confirmed' || (booking.status === 'pending' && policy.countsPending);
      if (!does || booking.roomId !== line.roomId) continue;
      const period = padded(
        booking,
        line,
        rooms.find((room) => room.id === booking.roomId),
      );
      if (period.from >= horizon || period.to <= now) continue;
      eachMinute(period, (minute) => minute >= first && wanted.add(minute));
    }
  }
  return wanted;
}

export const isSubset = (inner: Minutes, outer: Minutes): boolean => [...inner].every((minute) => outer.has(minute));

export const isSame = (a: Minutes, b: Minutes): boolean => a.size === b.size && isSubset(a, b);

export const either = (...sets: readonly Minutes[]): Set<number> => new Set(sets.flatMap((set) => [...set]));
