import { describe, expect, it } from 'vitest';
import { namesFrom } from '../../../electron/core/names';
import { planView, withNames, withoutAccessView } from '../../../electron/core/views';
import { planLines } from '../../../electron/cli/describe';
import type { Outside } from '../../../electron/cli/terminal';
import { createTerminal } from '../../../electron/cli/terminal';
import { planWithoutPersonNames, statusWithoutPersonNames } from '../../../electron/cli/without-person-names';
import type { Booking, PeopleReading, Plan, RunResult } from '../../../electron/sync/model';
import { bookingId, groupId, mappingLineId, meetingId, personId, roomId, runId } from '../../../shared/ids';
import { planDto } from '../../../shared/dto';
import { aBooking, anAttendee, aPerson, at, between, COPENHAGEN } from '../../builders';
import { FakeClock } from '../../fakes';
import { statusWith } from '../../fakes/fake-core';
import { houseSettings } from './core-house';

const NOW = at('2026-11-23T08:00');
const HOUR = between('2026-11-23T10:00', '11:00');
const [ROOM_1, ROOM_2] = [groupId('3'), groupId('4')];
const settings = houseSettings({ groups: [{ id: '3', name: 'Mødedeltagere 101' }], groupMapping: [] });

const people: PeopleReading = {
  readAt: NOW,
  persons: { completeness: 'complete', list: [aPerson('55', { name: 'Anna Holm' }), aPerson('56', { name: '' })] },
  groups: [{ id: ROOM_2, name: 'Fra UniLock', members: [] }],
  troubles: [],
};
const bookings: readonly Booking[] = [
  aBooking('1', '101', HOUR, {
    organiser: anAttendee('90', { name: 'Gæst Gæstesen' }),
    participants: [anAttendee('55'), anAttendee('91', { name: '' })],
  }),
  aBooking('2', '101', between('2026-11-23T12:00', '13:00'), {
    organiser: anAttendee('90', { name: 'Gæst Gæstesen' }),
  }),
];
const wholeList = { kind: 'widening' as const, before: [], after: [HOUR], changes: [] };
const desired = [{ period: HOUR, bookings: [bookingId('1')], lines: [mappingLineId('c')] }];
const plan: Plan = {
  madeAt: NOW,
  hash: 'abc',
  actions: [
    { on: 'membership', groupId: ROOM_1, personId: personId('55'), ...wholeList },
    { on: 'membership', groupId: ROOM_2, personId: personId('56'), ...wholeList },
  ],
  overflow: [],
  holds: [],
  consents: [],
  blocked: [],
  targets: [],
  memberships: [
    { groupId: ROOM_1, personId: personId('55'), desired, periods: [HOUR], entries: [] },
    { groupId: ROOM_2, personId: personId('55'), desired, periods: [HOUR], entries: [] },
    { groupId: ROOM_2, personId: personId('60'), desired: [], periods: [], entries: [] },
  ],
  membershipOverflow: [{ groupId: ROOM_1, personId: personId('55'), places: 50, periods: desired, isUrgent: true }],
  unmatched: [
    { bookingId: bookingId('1'), meetingId: meetingId('m1'), roomId: roomId('101'), place: 'organiser', why: 'none' },
    { bookingId: bookingId('1'), meetingId: meetingId('m1'), roomId: roomId('101'), place: 1, why: 'several' },
    { bookingId: bookingId('2'), meetingId: meetingId('m2'), roomId: roomId('101'), place: 'organiser', why: 'none' },
    { bookingId: bookingId('9'), meetingId: null, roomId: roomId('102'), place: 0, why: 'no-field' },
  ],
  givenByHand: [{ groupId: ROOM_2, personId: personId('56'), bookings: [bookingId('1'), bookingId('2')] }],
  releases: [],
};
const result: RunResult = {
  runId: runId('r'),
  trigger: 'manual',
  startedAt: NOW,
  endedAt: NOW,
  result: 'different',
  bookings: {
    readAt: NOW,
    window: between('2026-11-22T00:00', '2026-12-01T00:00'),
    completeness: 'complete',
    locations: [],
    rooms: [],
    bookings,
    elsewhere: [],
    unreadLocations: [],
    unreadRooms: [],
    rejected: [],
    clockSkewMs: 0,
    troubles: [],
  },
  access: null,
  people,
  plan,
  hashToAccept: null,
  actions: [],
  troubles: [],
  differing: [],
  differingMemberships: 0,
};
const names = namesFrom(settings, { bookings: null, access: null, people });
const view = planView(result, settings, names);

const outside: Outside = {
  out: () => undefined,
  err: () => undefined,
  environment: {},
  platform: 'linux',
  home: '/',
  folder: '/',
  clock: new FakeClock(NOW),
  zone: COPENHAGEN,
  stop: new AbortController().signal,
};

describe('people in the views', () => {
  it('names groups and persons as read, groups else as chosen, persons else not at all', () => {
    expect(view.actions).toMatchObject([
      { on: 'membership', groupId: '3', groupName: 'Mødedeltagere 101', personId: '55', personName: 'Anna Holm' },
      { on: 'membership', groupId: '4', groupName: 'Fra UniLock', personId: '56', personName: '' },
    ]);
    expect(planDto.parse(view)).toEqual(view);
  });

  it('D4 tells who of which booking gets no access, and counts everybody once', () => {
    expect(view.unmatched.map(({ name, roomName, why }) => [name, roomName, why])).toEqual([
      ['Gæst Gæstesen', 'Lokale 101', 'none'],
      ['person91@firma.example', 'Lokale 101', 'several'],
      ['Gæst Gæstesen', 'Lokale 101', 'none'],
      ['', 'Lokale 102', 'no-field'],
    ]);
    // 55 twice and 56 by hand were found; the organiser of both bookings, the second participant and the unknown one were not.
    expect(view.checklist).toMatchObject({ peopleMatched: 2, peopleTotal: 5 });
  });

  it('M3 the screen of the command line names people, its document has their ids only', () => {
    const terminal = createTerminal(outside, { isJson: false, language: 'da' });
    const lines = planLines(view, terminal);
    expect(lines).toEqual([
      '2 ændringer ville blive skrevet:',
      'Anna Holm i Mødedeltagere 101: 0 → 1 perioder',
      'Person 56 i Fra UniLock: 0 → 1 perioder',
      'Personer fundet i UniLock: 2 af 5',
      'Ingen adgang: Gæst Gæstesen i Lokale 101 (2 bookinger: 1, 2), ingen i UniLock passer.',
      'Ingen adgang: person91@firma.example i Lokale 101 (booking 1), flere i UniLock passer.',
      'Ingen adgang: deltager nr. 1 i Lokale 102 (booking 9), Pronestor har ikke det felt, der matches på.',
      'Givet i hånden: Person 56 i Fra UniLock dækker ikke bookingerne 1, 2. Medlemskabet røres ikke.',
      expect.stringMatching(/^Ingen plads inden for et døgn til Anna Holm i Mødedeltagere 101 \(50 perioder/),
      'Planens mærke: abc',
    ]);
    const document = JSON.stringify(planWithoutPersonNames(view));
    expect(document).not.toMatch(/Anna|Gæst|firma\.example|personName/);
    expect(document).toMatch(/"personId":"55"/);
    expect(document).toMatch(/"roomName":"Lokale 101"/);
  });

  it('D4 D5 lists who gets no access by the first meeting it is about, soonest first, ten at most', () => {
    const seen = withoutAccessView(plan, result.bookings, names);
    expect(seen.total).toBe(6);
    expect(seen.people.map(({ name, why, meetingId, roomName }) => [name, why, meetingId, roomName])).toEqual([
      ['Gæst Gæstesen', 'none', 'm1', 'Lokale 101'],
      ['person91@firma.example', 'several', 'm1', 'Lokale 101'],
      ['', 'given-by-hand', bookings[0]?.meetingId, 'Lokale 101'],
      ['Anna Holm', 'no-place', bookings[0]?.meetingId, 'Lokale 101'],
      ['Gæst Gæstesen', 'none', 'm2', 'Lokale 101'],
      ['', 'no-field', null, 'Lokale 102'],
    ]);
    const many = { ...plan, unmatched: Array.from({ length: 30 }, () => plan.unmatched).flat() };
    const capped = withoutAccessView(many, result.bookings, names);
    expect([capped.total, capped.people.length]).toEqual([122, 10]);
    expect(withoutAccessView(null, null, names)).toEqual({ total: 0, people: [] });
  });

  it('M3 names nobody of a private meeting, and nobody at all in the status’s document', () => {
    const reading = result.bookings;
    if (reading === null) throw new Error('no reading');
    const hidden = { ...reading, bookings: bookings.map((booking) => ({ ...booking, isPrivate: true })) };
    expect(withoutAccessView(plan, hidden, names).people.every(({ name }) => name === '')).toBe(true);
    const status = statusWith({ withoutAccess: withoutAccessView(plan, reading, names) });
    expect(JSON.stringify(status)).toMatch(/Anna|Gæst/);
    const document = JSON.stringify(statusWithoutPersonNames(status));
    expect(document).not.toMatch(/Anna|Gæst|firma\.example/);
    expect(document).toMatch(/"personId":"55"/);
  });

  it('M3 the history names the people of a run where it is shown', () => {
    const recorded = {
      ...{ runId: 'r', trigger: 'manual' as const, startedAt: NOW, endedAt: NOW, result: 'equal' as const },
      ...{ written: 1, failed: 0, held: 0, overflow: 0, troubles: [] },
      actions: [
        {
          ...{ on: 'membership' as const, groupId: '3', groupName: '', personId: '55', personName: '' },
          ...{ kind: 'widening' as const, before: [], after: [HOUR], changes: [], outcome: null, writes: 0 },
          ...{ trouble: null, intendedAt: NOW, writtenAt: null, readBackAt: null, readBack: null },
        },
      ],
    };
    expect(withNames(recorded, names).actions).toMatchObject([
      { groupName: 'Mødedeltagere 101', personName: 'Anna Holm' },
    ]);
  });
});
