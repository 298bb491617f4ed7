import type { ErrorContext } from '../../../shared/errors';
import type { ExceptionId, GroupId } from '../../../shared/ids';
import {
  bookingId,
  exceptionId,
  groupId,
  locationId,
  mappingLineId,
  meetingId,
  personId,
  roomId,
  runId,
} from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import { addMinutes, HOUR_MS, instant } from '../../../shared/time';
import type {
  ActionResult,
  ConfirmedList,
  ConfirmedPeriod,
  ExceptionAction,
  GroupLedger,
  Memory,
  MembershipAction,
  PlannedAction,
  RememberedBooking,
  RunResult,
} from '../../../electron/sync/model';
import { EMPTY_MEMORY } from '../../../electron/sync/model';

/** Names and titles that travel on the values of a run and must never reach the disk (M3, P20). */
export const CANARIES = [
  'Kanariefugl Fortroligt Møde',
  'Kanarie Kanariesen',
  'kanarie@kanariefugl.dk',
  'Kanarieværelset',
  'Kanariedøren',
  'Kanarieafdelingen',
  'serverens kanariesætning',
];
const [TITLE, PERSON, EMAIL, ROOM_NAME, EXCEPTION_NAME, LOCATION_NAME, SENTENCE] = CANARIES as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

/** 2026-11-23T08:00:00Z */
export const START = instant(Date.UTC(2026, 10, 23, 8));

/** [START + fromMinutes, START + toMinutes) */
export const minutes = (fromMinutes: number, toMinutes: number): Period => ({
  from: addMinutes(START, fromMinutes),
  to: addMinutes(START, toMinutes),
});

export const rememberedBooking = (index: number, extra: Partial<RememberedBooking> = {}): RememberedBooking => ({
  id: bookingId(`b${index}`),
  meetingId: index % 2 === 0 ? meetingId(`m${index}`) : null,
  roomId: roomId(`room-${index % 500}`),
  locationId: locationId('1'),
  period: minutes(index * 5, index * 5 + 60),
  status: 'confirmed',
  evidence: 'read',
  people:
    index % 2 === 0
      ? [{ personId: personId(`P${index}`), isOrganiser: index % 4 === 0, isExternal: index % 4 !== 0 }]
      : [],
  ...extra,
});

export const confirmedPeriod = (period: Period, extra: Partial<ConfirmedPeriod> = {}): ConfirmedPeriod => ({
  period,
  bookings: [bookingId('b1'), bookingId('b2')],
  lines: [mappingLineId('line-1')],
  writtenAt: START,
  runId: runId('run-1'),
  isForeign: false,
  ...extra,
});

export const confirmedList = (id: ExceptionId, periods: readonly Period[]): ConfirmedList => ({
  exceptionId: id,
  periods: periods.map((each) => confirmedPeriod(each)),
  readBackAt: addMinutes(START, 1),
});

export const groupLedger = (id: GroupId, people: number): GroupLedger => ({
  groupId: id,
  members: Array.from({ length: people }, (_, index) => ({
    personId: personId(`P${index}`),
    periods: [
      {
        period: minutes(index, index + 60),
        bookings: [bookingId('b1')],
        lines: [mappingLineId('line-4')],
        writtenAt: START,
        runId: runId('run-1'),
        isForeign: index === 1,
      },
    ],
    hasBeenRead: index !== 1,
  })),
});

/** A memory in which every field holds something. */
export function fullMemory(bookings = 3): Memory {
  return {
    servers: { bookings: 'mark-of-pronestor', access: 'mark-of-unilock' },
    reading: {
      readAt: START,
      window: minutes(-24 * 60, 8 * 24 * 60),
      rooms: [{ id: roomId('room-1'), locationId: locationId('1'), preparationMinutes: 15, followUpMinutes: 0 }],
      bookings: Array.from({ length: bookings }, (_, index) => rememberedBooking(index)),
    },
    confirmed: [
      confirmedList(exceptionId('E2'), [minutes(0, 60), minutes(90, 120)]),
      confirmedList(exceptionId('E1'), []),
    ],
    intents: [
      {
        exceptionId: exceptionId('E1'),
        runId: runId('run-1'),
        periods: [confirmedPeriod(minutes(10, 20), { isForeign: true })],
        at: START,
      },
    ],
    answers: [
      { hash: 'aa', answer: 'confirmed', at: START },
      { hash: 'bb', answer: 'refused', at: START },
    ],
    holds: [{ hash: 'cc', since: START }],
    restorations: [{ exceptionId: exceptionId('E1'), at: START }],
    releasing: [exceptionId('E9')],
    ledger: [groupLedger(groupId('G4'), 2), groupLedger(groupId('G3'), 0)],
    guard: {
      recent: [{ meeting: 'meeting m1', locationId: locationId('1'), at: START, byStatus: true }],
      held: [{ booking: rememberedBooking(7, { evidence: 'vanished' }), byStatus: false, since: START }],
      question: 'dd',
      asked: 3,
    },
  };
}

/** The same memory with personal data on its values at run time, as a careless spread would bring along. */
export function memoryWithNames(): Memory {
  const memory = fullMemory();
  const extra = { title: TITLE, organiser: { name: PERSON, email: EMAIL }, exceptionName: EXCEPTION_NAME };
  const { reading } = memory;
  if (reading === null) throw new Error('the sample has a reading');
  return {
    ...memory,
    servers: { ...memory.servers, ...extra },
    reading: {
      ...reading,
      rooms: reading.rooms.map((each) => ({ ...each, name: ROOM_NAME })),
      bookings: reading.bookings.map((each) => ({
        ...each,
        ...extra,
        people: each.people.map((person) => ({ ...person, ...extra, name: PERSON })),
      })),
    },
    confirmed: memory.confirmed.map((list) => ({
      ...list,
      ...extra,
      periods: list.periods.map((each) => ({ ...each, ...extra, period: { ...each.period, ...extra } })),
    })),
    intents: memory.intents.map((each) => ({ ...each, ...extra })),
    answers: memory.answers.map((each) => ({ ...each, ...extra })),
    holds: memory.holds.map((each) => ({ ...each, ...extra })),
    restorations: memory.restorations.map((each) => ({ ...each, ...extra })),
    ledger: memory.ledger.map((group) => ({
      ...group,
      ...extra,
      name: PERSON,
      members: group.members.map((member) => ({
        ...member,
        ...extra,
        name: PERSON,
        periods: member.periods.map((each) => ({ ...each, ...extra, period: { ...each.period, ...extra } })),
      })),
    })),
    guard: {
      ...memory.guard,
      ...extra,
      recent: memory.guard.recent.map((each) => ({ ...each, ...extra })),
      held: memory.guard.held.map((each) => ({ ...each, ...extra, booking: { ...each.booking, ...extra } })),
    },
  };
}

const wholeList = {
  kind: 'mixed' as const,
  before: [minutes(0, 30)],
  after: [minutes(0, 60), minutes(90, 120)],
  changes: [
    { change: 'keep' as const, period: minutes(0, 60), reason: 'prolonged' as const, bookings: [bookingId('b1')] },
    { change: 'add' as const, period: minutes(90, 120), reason: 'booked' as const, bookings: [bookingId('b2')] },
  ],
};

export const plannedAction = (id: string, extra: Partial<ExceptionAction> = {}): ExceptionAction => ({
  on: 'exception',
  exceptionId: exceptionId(id),
  version: 'v7',
  ...wholeList,
  ...extra,
});

export const plannedMembership = (
  group: string,
  person: string,
  extra: Partial<MembershipAction> = {},
): MembershipAction => ({
  on: 'membership',
  groupId: groupId(group),
  personId: personId(person),
  ...wholeList,
  ...extra,
});

export const confirmedResult = (action: PlannedAction): ActionResult => ({
  action,
  outcome: 'confirmed',
  writes: 1,
  trouble: null,
  writtenAt: addMinutes(START, 2),
  readBackAt: addMinutes(START, 3),
  readBack: action.after,
});

const targetOf = (action: PlannedAction): ErrorContext =>
  action.on === 'exception'
    ? { exceptionId: action.exceptionId }
    : { groupId: action.groupId, personId: action.personId };

export const refusedResult = (action: PlannedAction): ActionResult => ({
  action,
  outcome: 'failed',
  writes: 3,
  trouble: { code: 'write-refused', context: { ...targetOf(action), status: 422, reason: SENTENCE } },
  writtenAt: null,
  readBackAt: null,
  readBack: null,
});

const anybody = { name: PERSON, email: EMAIL, employeeNumber: null, initials: null };

/** The end of a run whose readings are full of names. */
export function runResult(id: string, actions: readonly ActionResult[], startedAt = START): RunResult {
  const exceptions = actions.flatMap(({ action }) => (action.on === 'exception' ? [action.exceptionId] : []));
  return {
    runId: runId(id),
    trigger: 'manual',
    startedAt,
    endedAt: instant(startedAt + HOUR_MS),
    result: 'different',
    bookings: {
      readAt: startedAt,
      window: minutes(0, 60),
      completeness: 'complete',
      locations: [{ id: locationId('1'), name: LOCATION_NAME, zone: 'Europe/Copenhagen' }],
      rooms: [
        {
          id: roomId('room-1'),
          name: ROOM_NAME,
          locationId: locationId('1'),
          capacity: 8,
          preparationMinutes: 0,
          followUpMinutes: 0,
        },
      ],
      bookings: [
        {
          id: bookingId('b1'),
          meetingId: null,
          roomId: roomId('room-1'),
          locationId: locationId('1'),
          period: minutes(0, 60),
          status: 'confirmed',
          title: TITLE,
          isPrivate: true,
          organiser: { ...anybody, isExternal: false },
          participants: [{ ...anybody, isExternal: true }],
        },
      ],
      elsewhere: [],
      unreadLocations: [],
      unreadRooms: [],
      rejected: [],
      clockSkewMs: null,
      troubles: [],
    },
    access: {
      readAt: startedAt,
      completeness: 'complete',
      exceptions: exceptions.map((each) => ({
        id: each,
        name: EXCEPTION_NAME,
        maxPeriods: 8,
        version: null,
        periods: [],
      })),
      zone: 'Europe/Copenhagen',
      rejected: [],
      clockSkewMs: null,
      troubles: [],
    },
    people: {
      readAt: startedAt,
      persons: { completeness: 'complete', list: [{ id: personId('P1'), ...anybody }] },
      groups: [{ id: groupId('G4'), name: LOCATION_NAME, members: [] }],
      troubles: [],
    },
    plan: {
      madeAt: startedAt,
      hash: 'plan',
      actions: actions.map(({ action }) => action),
      overflow: [{ exceptionId: exceptionId('E1'), places: 8, periods: [], isUrgent: false }],
      holds: [],
      consents: [],
      blocked: [],
      targets: [],
      memberships: [],
      membershipOverflow: [],
      unmatched: [],
      givenByHand: [],
      releases: [],
    },
    hashToAccept: null,
    actions,
    troubles: [
      {
        code: 'server-error',
        context: { status: 500, address: 'https://pronestor.example.dk/api.mvc', message: SENTENCE },
      },
    ],
    differing: exceptions,
    differingMemberships: actions.length - exceptions.length,
  };
}

export { EMPTY_MEMORY };
