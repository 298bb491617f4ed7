import type {
  ActionDto,
  ConsentDto,
  GivenByHandDto,
  HoldDto,
  MembershipOverflowDto,
  OverflowDto,
  PlanDto,
  RunActionDto,
  RunDetailDto,
  RunDto,
  Status,
  UnmatchedDto,
  WithoutAccessDto,
} from '../../shared/dto';
import type { Settings } from '../../shared/settings';
import type { Period } from '../../shared/time';
import type {
  Attendee,
  Booking,
  BookingReading,
  ConsentNeeded,
  GivenByHand,
  Hold,
  MembershipOverflow,
  Overflow,
  Plan,
  PlannedAction,
  RunResult,
  UnmatchedPerson,
} from '../sync/model';
import type { Names } from './names';

/** The engine's values as the window and the command line take them: with names, nothing shared with the engine's own lists. */

export const holdView = (hold: Hold, names: Names): HoldDto => ({
  hash: hold.hash,
  holds: hold.holds,
  reason: hold.reason,
  exceptionId: hold.exceptionId,
  groupId: hold.groupId,
  targetName: nameOfTarget(hold, names),
  rooms: hold.roomIds.map((id) => ({ id, name: names.room(id) })),
  period: hold.period,
  bookings: [...hold.bookings],
  meetings: [...hold.meetings],
  since: hold.since,
  canBeConfirmed: hold.canBeConfirmed,
});

/** What a hold is about, as people call it. */
const nameOfTarget = ({ exceptionId, groupId }: Pick<Hold, 'exceptionId' | 'groupId'>, names: Names): string => {
  if (exceptionId !== null) return names.exception(exceptionId);
  return groupId === null ? '' : names.group(groupId);
};

export const overflowView = (overflow: Overflow, names: Names): OverflowDto => ({
  exceptionId: overflow.exceptionId,
  exceptionName: names.exception(overflow.exceptionId),
  ...leftOut(overflow),
});

const leftOut = ({
  places,
  periods,
  isUrgent,
}: Overflow | MembershipOverflow): Omit<OverflowDto, 'exceptionId' | 'exceptionName'> => ({
  places,
  periods: periods.map(({ period, bookings }) => ({ from: period.from, to: period.to, bookings: [...bookings] })),
  isUrgent,
});

/** A membership with the names of its group and person. */
function membershipView({ groupId, personId }: Pick<GivenByHand, 'groupId' | 'personId'>, names: Names) {
  return { groupId, groupName: names.group(groupId), personId, personName: names.person(personId) };
}

const membershipOverflowView = (overflow: MembershipOverflow, names: Names): MembershipOverflowDto => ({
  ...membershipView(overflow, names),
  ...leftOut(overflow),
});

const givenByHandView = (given: GivenByHand, names: Names): GivenByHandDto => ({
  ...membershipView(given, names),
  bookings: [...given.bookings],
});

export const consentView = (consent: ConsentNeeded, names: Names): ConsentDto => ({
  hash: consent.hash,
  exceptionId: consent.exceptionId,
  exceptionName: names.exception(consent.exceptionId),
  periods: copied(consent.periods),
  isUnknown: consent.isUnknown,
});

export function actionView(action: PlannedAction, names: Names): ActionDto {
  const list = {
    kind: action.kind,
    before: copied(action.before),
    after: copied(action.after),
    changes: action.changes.map(({ change, period, reason, bookings }) => ({
      change,
      period,
      reason,
      bookings: [...bookings],
    })),
  };
  const { on } = action;
  return on === 'exception'
    ? { on, exceptionId: action.exceptionId, exceptionName: names.exception(action.exceptionId), ...list }
    : { on, ...membershipView(action, names), ...list };
}

/** Finds the people of bookings by their places, among those that were read. */
function createAttendees(bookings: BookingReading | null): (person: UnmatchedPerson) => Attendee | null {
  const byId = new Map(bookings?.bookings.map((booking) => [booking.id, booking]));
  return ({ bookingId, place }) => {
    const booking = byId.get(bookingId);
    return (place === 'organiser' ? booking?.organiser : booking?.participants[place]) ?? null;
  };
}

const unmatchedView = (person: UnmatchedPerson, attendee: Attendee | null, names: Names): UnmatchedDto => ({
  bookingId: person.bookingId,
  meetingId: person.meetingId,
  roomId: person.roomId,
  roomName: names.room(person.roomId),
  place: person.place,
  why: person.why,
  name: attendee === null ? '' : attendee.name !== '' ? attendee.name : (attendee.email ?? ''),
});

const MOST_WITHOUT_ACCESS = 10;

/** Who gets no access by the plan, soonest meeting first: those who match nobody, and whom a membership of UniLock does not serve. */
export function withoutAccessView(
  plan: Plan | null,
  bookings: BookingReading | null,
  names: Names,
): Status['withoutAccess'] {
  const byId = new Map<string, Booking>(bookings?.bookings.map((booking) => [booking.id, booking]));
  const attendeeOf = createAttendees(bookings);
  const row = (
    bookingId: string | undefined,
    { name, ...rest }: Pick<WithoutAccessDto, 'why' | 'personId' | 'place' | 'name'>,
  ): WithoutAccessDto => {
    const booking = bookingId === undefined ? undefined : byId.get(bookingId);
    return {
      ...rest,
      bookingId: bookingId ?? null,
      meetingId: booking?.meetingId ?? null,
      from: booking?.period.from ?? null,
      roomName: booking === undefined ? '' : names.room(booking.roomId),
      name: booking?.isPrivate === true ? '' : name,
    };
  };
  const member = (
    why: WithoutAccessDto['why'],
    { personId }: GivenByHand | MembershipOverflow,
    ids: readonly string[],
  ): WithoutAccessDto => {
    const soonest = [...ids].sort((a, b) => beginOf(byId.get(a)?.period.from) - beginOf(byId.get(b)?.period.from))[0];
    return row(soonest, { why, personId, place: null, name: names.person(personId) });
  };
  const people = [
    ...(plan?.unmatched ?? []).map((person) => {
      const { name, roomName, meetingId, place, why } = unmatchedView(person, attendeeOf(person), names);
      return { ...row(person.bookingId, { why, place, name, personId: null }), roomName, meetingId };
    }),
    ...(plan?.givenByHand ?? []).map((given) => member('given-by-hand', given, given.bookings)),
    ...(plan?.membershipOverflow ?? []).map((overflow) =>
      member(
        'no-place',
        overflow,
        overflow.periods.flatMap((left) => left.bookings),
      ),
    ),
  ].sort((a, b) => beginOf(a.from) - beginOf(b.from));
  return { total: people.length, people: people.slice(0, MOST_WITHOUT_ACCESS) };
}

/** For sorting: what is not known comes last. */
const beginOf = (from: number | null | undefined): number => from ?? Number.MAX_SAFE_INTEGER;

/** How many people shall have access, and how many of them were found: everybody once, whatever number of bookings they are in. */
function countPeople(
  plan: Plan | null,
  attendeeOf: (person: UnmatchedPerson) => Attendee | null,
): { readonly matched: number; readonly total: number } {
  const matched = new Set([
    ...(plan?.memberships ?? []).filter(({ desired }) => desired.length > 0).map(({ personId }) => personId),
    ...(plan?.givenByHand ?? []).map(({ personId }) => personId),
  ]);
  const unmatched = new Set(
    plan?.unmatched.map((person) => JSON.stringify(attendeeOf(person) ?? [person.bookingId, person.place])),
  );
  return { matched: matched.size, total: matched.size + unmatched.size };
}

/**
 * A dry run's plan. Where no plan could be made (a side could not be read) its hash is the empty text, which no consent can name, and the
 * troubles say why.
 */
export function planView(result: RunResult, settings: Settings, names: Names): PlanDto {
  const { plan, bookings, access } = result;
  // A room may open nothing and yet let its people in.
  const mapped = new Set([...settings.mapping, ...settings.groupMapping].map((line) => line.roomId));
  const found = new Set<string>(access?.exceptions.map(({ id }) => id));
  const attendeeOf = createAttendees(bookings);
  const people = countPeople(plan, attendeeOf);
  return {
    hash: plan?.hash ?? '',
    madeAt: plan?.madeAt ?? result.endedAt,
    houseZone: access?.zone ?? settings.houseZone,
    actions: plan?.actions.map((action) => actionView(action, names)) ?? [],
    overflow: plan?.overflow.map((overflow) => overflowView(overflow, names)) ?? [],
    holds: plan?.holds.map((hold) => holdView(hold, names)) ?? [],
    consents: plan?.consents.map((consent) => consentView(consent, names)) ?? [],
    blocked:
      plan?.blocked.map(({ exceptionId, groupId, locationId, trouble }) => ({
        exceptionId,
        groupId,
        locationId,
        trouble: { ...trouble },
      })) ?? [],
    membershipOverflow: plan?.membershipOverflow.map((overflow) => membershipOverflowView(overflow, names)) ?? [],
    unmatched: plan?.unmatched.map((person) => unmatchedView(person, attendeeOf(person), names)) ?? [],
    givenByHand: plan?.givenByHand.map((given) => givenByHandView(given, names)) ?? [],
    checklist: {
      bookingsRead: bookings?.completeness ?? 'unreadable',
      accessRead: access?.completeness ?? 'unreadable',
      rooms: settings.rooms.length,
      roomsMapped: settings.rooms.filter(({ id }) => mapped.has(id)).length,
      bookings:
        bookings?.bookings.filter(
          ({ status }) => status === 'confirmed' || (status === 'pending' && settings.countsPending),
        ).length ?? 0,
      exceptions: settings.exceptions.length,
      exceptionsFound: settings.exceptions.filter(({ id }) => found.has(id)).length,
      placesEnough: plan?.overflow.length === 0,
      peopleMatched: people.matched,
      peopleTotal: people.total,
    },
    troubles: result.troubles.map((trouble) => ({ ...trouble })),
  };
}

/** A run as the history shows it. */
export function runView(result: RunResult): RunDto {
  return {
    runId: result.runId,
    trigger: result.trigger,
    startedAt: result.startedAt,
    endedAt: result.endedAt,
    result: result.result,
    written: result.actions.filter(({ writes }) => writes > 0).length,
    failed: result.actions.filter(({ outcome }) => outcome === 'failed' || outcome === 'unconfirmed').length,
    held: result.plan?.holds.length ?? 0,
    overflow: result.plan?.overflow.length ?? 0,
    troubles: result.troubles.map((trouble) => ({ ...trouble })),
  };
}

/** The journal keeps no names (rule M3): they are filled in where a run is shown. */
export const withNames = (run: RunDetailDto, names: Names): RunDetailDto => ({
  ...run,
  actions: run.actions.map((action): RunActionDto =>
    action.on === 'exception'
      ? { ...action, exceptionName: names.exception(action.exceptionId) }
      : { ...action, groupName: names.group(action.groupId), personName: names.person(action.personId) },
  ),
});

const copied = (periods: readonly Period[]): Period[] => periods.map(({ from, to }) => ({ from, to }));
