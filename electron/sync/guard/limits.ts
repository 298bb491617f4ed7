import type { LocationId } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import { HOUR_MS } from '../../../shared/time';
import type { HeldRemoval, RecentChange, RememberedBooking } from '../model';
import type { BookingChange } from './meetings';
import { meetingOf } from './meetings';

/** Meetings that may always change within the hour, however few there are. */
const FLOOR = 5;
const SHARE_PERCENT = 30;
/** A location with a single meeting has no whole to be lost. */
const FEWEST_OF_LOCATION = 2;
const WITHIN_MS = HOUR_MS;

/** W5: whether so many of the managed future meetings are more than may change within an hour. Counts of meetings. */
export const isMassChange = (changed: number, managed: number): boolean =>
  changed > FLOOR && changed * 100 > managed * SHARE_PERCENT;

/**
 * The changes of the last hour. Of those that a clock set back has put into the future nobody knows how old they are: they count as just made.
 */
export function recallRecent(recent: readonly RecentChange[], now: Instant): readonly RecentChange[] {
  const isAsItWas = (one: RecentChange): boolean => one.at <= now && now - one.at <= WITHIN_MS;
  if (recent.every(isAsItWas)) return recent;
  return recent.map((one) => (one.at > now ? { ...one, at: now } : one)).filter((one) => now - one.at <= WITHIN_MS);
}

/** What was held within the hour changed within it, too, as long as it is held: once it is back or answered it has not. */
export const recentlyHeld = (held: readonly HeldRemoval[], now: Instant): readonly RecentChange[] =>
  held
    .filter(({ since }) => now - since <= WITHIN_MS)
    .map(({ booking, byStatus, since }) => ({
      meeting: meetingOf(booking),
      locationId: booking.locationId,
      at: since,
      byStatus,
    }));

/** Adds the changes that this run lets pass, each meeting of a location once per kind, with its newest time. */
export function addRecent(
  recent: readonly RecentChange[],
  changes: readonly BookingChange[],
  now: Instant,
): readonly RecentChange[] {
  const keyOf = (one: RecentChange): string => JSON.stringify([one.meeting, one.locationId, one.byStatus]);
  const byKey = new Map(recent.map((one) => [keyOf(one), one]));
  for (const { old, byStatus } of changes) {
    const one = { meeting: meetingOf(old), locationId: old.locationId, at: now, byStatus };
    byKey.set(keyOf(one), one);
  }
  return [...byKey.values()];
}

/** Meetings of one place: all that are managed, those that changed in any way, and those that an explicit status ended. */
interface Tally {
  readonly managed: Set<string>;
  readonly changed: Set<string>;
  readonly ended: Set<string>;
}

/**
 * W5: which of this run's changes are too many to be obeyed without a person.
 * The share counts what no status explains; an explicit end is obeyed unless such ends cover a whole location.
 * @param recent the last hour's, passed or held; this run's not among them
 * @param baseline every managed future booking that counted before this run
 * @returns the changes whose removals are held
 */
export function overLimit(
  changes: readonly BookingChange[],
  recent: readonly RecentChange[],
  baseline: Iterable<RememberedBooking>,
): ReadonlySet<BookingChange> {
  const managed = new Set<string>();
  const unexplained = new Set<string>();
  const locations = new Map<LocationId, Tally>();
  const tallyOf = (id: LocationId): Tally => {
    const known = locations.get(id);
    if (known !== undefined) return known;
    const tally = { managed: new Set<string>(), changed: new Set<string>(), ended: new Set<string>() };
    locations.set(id, tally);
    return tally;
  };
  const count = (meeting: string, locationId: LocationId, byStatus: boolean): void => {
    const tally = tallyOf(locationId);
    // What went within the hour is part of what there was.
    managed.add(meeting);
    tally.managed.add(meeting);
    tally.changed.add(meeting);
    if (byStatus) tally.ended.add(meeting);
    else unexplained.add(meeting);
  };
  for (const booking of baseline) {
    const meeting = meetingOf(booking);
    managed.add(meeting);
    tallyOf(booking.locationId).managed.add(meeting);
  }
  for (const one of recent) count(one.meeting, one.locationId, one.byStatus);
  for (const { old, byStatus } of changes) count(meetingOf(old), old.locationId, byStatus);

  const isMass = isMassChange(unexplained.size, managed.size);
  const isHeld = ({ old, byStatus }: BookingChange): boolean => {
    const tally = tallyOf(old.locationId);
    const isPlace = tally.managed.size >= FEWEST_OF_LOCATION;
    if (byStatus) return isPlace && tally.ended.size === tally.managed.size;
    return isMass || (isPlace && tally.changed.size === tally.managed.size);
  };
  return new Set(changes.filter(isHeld));
}
