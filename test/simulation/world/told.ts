import type { Attendee, Booking, Hold, PeopleReading, RunResult } from '../../../electron/sync/model';
import { exceptionKey, membershipKey, readsBookings, targetKeyOf } from '../../../electron/sync/model';
import type { Membership } from '../../../electron/simulator';
import type { Settings } from '../../../shared/settings';
import { settingsSchema } from '../../../shared/settings';
import { exceptionId } from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import type { Decided, Row, Somebody, Target, Whole } from '../oracle/asks';
import type { ObservedPeople, Standing, Told } from '../oracle/facts';
import type { Span } from '../oracle/spans';
import type { Servers } from './servers';
import { HOUSE_ZONE, USER, emailOf } from './servers';
import type { Decision, Setting } from './story';

/** The program's and the worlds' values as the plain values that the oracle is told. */

export const groupKey = (id: string): Whole => `group/${id}`;

const personsByAddress = ({ persons }: Setting): Decided['persons'] => {
  const found = new Map<string, string[]>();
  for (const { id, number } of persons) found.set(emailOf(number), [...(found.get(emailOf(number)) ?? []), id]);
  return found;
};

const somebody = ({ email, isExternal }: Pick<Attendee, 'email' | 'isExternal'>, isOrganiser: boolean): Somebody => ({
  address: email ?? '',
  isOrganiser,
  isExternal,
});

/** The people of a booking, as either side has them. */
export const peopleOf = (
  organiser: Pick<Attendee, 'email' | 'isExternal'> | null,
  others: readonly Pick<Attendee, 'email' | 'isExternal'>[],
): readonly Somebody[] => [
  ...(organiser === null ? [] : [somebody(organiser, true)]),
  ...others.map((one) => somebody(one, false)),
];

/** A booking as it was read. */
export const rowOf = ({ id, roomId, locationId, period, status, organiser, participants }: Booking): Row => ({
  id,
  roomId,
  locationId,
  status,
  from: period.from,
  to: period.to,
  people: peopleOf(organiser, participants),
});

/** @param periods of the membership as instants */
export const standingOf = (validity: Membership['validity'], periods: readonly Period[]): Standing => {
  switch (validity.kind) {
    case 'always':
      return { follows: null };
    case 'exception':
      return { follows: exceptionKey(validity.exceptionId) };
    case 'periods':
      return { periods: periods.map(spanOf) };
  }
};

export const observedPeopleOf = ({ persons, groups }: PeopleReading): ObservedPeople => ({
  hasPersons: persons === null || persons.completeness === 'complete',
  groups: new Map(
    groups.map(({ id, members }) => [
      groupKey(id),
      new Map(
        members.map((member): [Target, Standing] => {
          const { personId, basis, exceptionId: followed, periods } = member;
          const standing =
            basis === 'periods'
              ? { periods: periods.map(spanOf) }
              : { follows: followed === null ? null : exceptionKey(followed) };
          return [membershipKey(id, personId), standing];
        }),
      ),
    ]),
  ),
});

export const spanOf = ({ from, to }: Period): Span => [from, to];

export function settingsOf(setting: Setting, policy: Decision, addresses: Servers['addresses']): Settings {
  const connection = { userName: USER };
  return settingsSchema.parse({
    version: 3,
    isSetUp: true,
    bookings: { ...connection, connectorId: 'pronestor', kind: 'pronestor', address: addresses.pronestor },
    access: { ...connection, connectorId: 'unilock', kind: 'unilock-webapi', address: addresses.unilock },
    locations: setting.locations.map(({ id }) => ({ id })),
    rooms: setting.rooms.map(({ id, locationId }) => ({ id, locationId })),
    houseZone: HOUSE_ZONE,
    ...patchOf(policy),
  });
}

export const patchOf = ({
  mapping,
  exceptions,
  groupMapping,
  groups,
  intervalMinutes,
  horizonHours,
  countsPending,
}: Decision) => ({
  mapping,
  exceptions,
  groupMapping,
  groups,
  timing: { intervalMinutes, horizonHours },
  countsPending,
});

export const decidedOf = (setting: Setting, decision: Decision): Decided => ({
  lines: [
    ...decision.mapping.map((line) => ({ ...line, whole: exceptionKey(exceptionId(line.exceptionId)), who: null })),
    ...decision.groupMapping.map((line) => ({ ...line, whole: groupKey(line.groupId) })),
  ],
  managed: [
    ...decision.exceptions.map(({ id }) => exceptionKey(exceptionId(id))),
    ...decision.groups.map(({ id }) => groupKey(id)),
  ],
  persons: personsByAddress(setting),
  rooms: new Map(setting.rooms.map((room) => [room.id, room])),
  intervalMinutes: decision.intervalMinutes,
  horizonHours: decision.horizonHours,
  countsPending: decision.countsPending,
});

/** What a run told, as plain values for the oracle. */
export function toldOf(result: RunResult, isJournalled: boolean): Told {
  const { plan } = result;
  const wholeOf = ({ exceptionId: exception, groupId: group }: Pick<Hold, 'exceptionId' | 'groupId'>): Whole =>
    exception === null ? groupKey(group ?? '') : exceptionKey(exception);
  const doors = (plan?.targets ?? []).map(({ exceptionId: id, entries }) => ({ target: exceptionKey(id), entries }));
  const members = (plan?.memberships ?? []).map(({ groupId: group, personId: person, entries }) => ({
    target: membershipKey(group, person),
    entries,
  }));
  const overflow = [
    ...(plan?.overflow ?? []).map((one) => ({ ...one, target: exceptionKey(one.exceptionId) })),
    ...(plan?.membershipOverflow ?? []).map((one) => ({ ...one, target: membershipKey(one.groupId, one.personId) })),
  ];
  const asked = (plan?.consents ?? []).map(({ exceptionId: id }) => exceptionKey(id));
  return {
    hasPlan: plan !== null,
    isRefill: !readsBookings(result.trigger),
    isBroken: !isJournalled || result.troubles.some(({ code }) => code.startsWith('journal-') || code === 'cancelled'),
    overflow: overflow.flatMap(({ target, periods }) =>
      periods.map(({ period, bookings }) => ({ target, bookings, from: period.from, to: period.to })),
    ),
    holds: (plan?.holds ?? []).map((hold) => ({
      holds: hold.holds,
      whole: wholeOf(hold),
      bookings: hold.bookings,
      span: spanOf(hold.period),
    })),
    asked,
    notWritten: [
      ...asked,
      ...(plan?.blocked ?? []).filter((one) => (one.exceptionId ?? one.groupId) !== null).map(wholeOf),
    ],
    foreign: [...doors, ...members].flatMap(({ target, entries }) =>
      entries.filter(({ isForeign }) => isForeign).map(({ period }) => ({ target, span: spanOf(period) })),
    ),
    actions: result.actions.map(({ action, outcome, writes }) => ({
      target: targetKeyOf(action),
      isConfirmed: outcome === 'confirmed',
      writes,
    })),
    differing: result.differing.map(exceptionKey),
    differingMemberships: result.differingMemberships,
    givenByHand: (plan?.givenByHand ?? []).map(({ groupId: group, personId: person, bookings }) => ({
      target: membershipKey(group, person),
      bookings,
    })),
    unmatched: (plan?.unmatched ?? []).map(({ bookingId }) => bookingId),
  };
}
