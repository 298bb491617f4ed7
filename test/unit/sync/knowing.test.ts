import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnowledgeInput } from '../../../electron/sync/desired';
import {
  createMatcher,
  createPeopleLookup,
  isAmong,
  joinReadings,
  knowBookings,
  missingFrom,
  removalBlocks,
  whyAllBlocked,
  whyBlocked,
  whyUnseen,
} from '../../../electron/sync/desired';
import type {
  AccessReading,
  Booking,
  BookingReading,
  Person,
  RememberedBooking,
  RememberedReading,
} from '../../../electron/sync/model';
import { EMPTY_GUARD } from '../../../electron/sync/model';
import {
  bookingId,
  bookingIdEverywhere,
  bookingIdIn,
  everywhereOf,
  locationId,
  personId,
  roomId,
} from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import { addMinutes } from '../../../shared/time';
import { aBooking, aGroupLine, aLine, anAttendee, aPerson, aPolicy, aRoom, at, COPENHAGEN } from '../../builders';

/** What one run knows of the bookings, from a reading and from memory. With a house around it: reading.test.ts, guard.test.ts. */
const NOW = at('2026-11-23T08:00');
const p = (from: number, to: number): Period => ({ from: addMinutes(NOW, from), to: addMinutes(NOW, to) });
const WINDOW = p(-1000, 10_000);
const R1 = roomId('r1');
const R2 = roomId('r2');
const R9 = roomId('r9');
const HERE = locationId('12');
const AWAY = locationId('13');
const POLICY = aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')], { locations: [HERE, AWAY] });

const aReading = (bookings: readonly Booking[], more: Partial<BookingReading> = {}): BookingReading => ({
  readAt: NOW,
  window: WINDOW,
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
  ...more,
});
const anAccess = (more: Partial<AccessReading> = {}): AccessReading => ({
  readAt: NOW,
  completeness: 'complete',
  exceptions: [],
  zone: COPENHAGEN,
  rejected: [],
  clockSkewMs: 0,
  troubles: [],
  ...more,
});
const rejected = (room: typeof R1 | null, location: typeof HERE | null) => ({
  path: '',
  reason: '',
  roomId: room,
  locationId: location,
});
const remembered = (booking: Booking, more: Partial<RememberedBooking> = {}): RememberedBooking => {
  const { id, meetingId, locationId: location, period, status } = booking;
  return {
    id,
    meetingId,
    roomId: booking.roomId,
    locationId: location,
    period,
    status,
    evidence: 'read',
    people: [],
    ...more,
  };
};
const aMemory = (bookings: readonly RememberedBooking[], more: Partial<RememberedReading> = {}): RememberedReading => ({
  readAt: addMinutes(NOW, -5),
  window: WINDOW,
  rooms: [],
  bookings,
  ...more,
});

describe('R3 R4 R7 where nothing may be removed', () => {
  const blocks = (reading: BookingReading | null, access: AccessReading | null = anAccess()) =>
    removalBlocks(reading, access);

  it('R3 R4 nowhere, after a complete reading without a flaw', () => {
    const none = blocks(aReading([]));
    expect([whyAllBlocked(none), whyBlocked(none, R1, HERE), whyUnseen(none, R1, HERE)]).toEqual([null, null, null]);
    expect(blocks(aReading([]), null).other).toBeNull();
  });

  it.each([
    ['an unread room', { unreadRooms: [R1] }, 'incomplete-reading', 'incomplete-reading', null, null],
    ['an unread location', { unreadLocations: [HERE] }, null, 'incomplete-reading', 'incomplete-reading', null],
    ['an item that tells its room', { rejected: [rejected(R1, HERE)] }, null, 'rejected-item', null, null],
    [
      'an item that tells its location',
      { rejected: [rejected(null, HERE)] },
      null,
      'rejected-item',
      'rejected-item',
      null,
    ],
  ] as const)('R3 %s blocks there, and nowhere else', (_name, more, _room, inRoom, inLocation, elsewhere) => {
    const one = blocks(aReading([], more));
    expect(whyAllBlocked(one)).toBeNull();
    expect(whyBlocked(one, R1, HERE)).toBe(inRoom);
    expect(whyUnseen(one, R1, HERE)).toBe(inRoom);
    expect(whyBlocked(one, R2, HERE)).toBe(inLocation);
    expect(whyBlocked(one, R2, AWAY)).toBe(elsewhere);
  });

  it.each([
    ['an item that tells nothing', aReading([], { rejected: [rejected(null, null)] }), 'rejected-item'],
    [
      'a partial reading',
      aReading([], { completeness: 'partial', rejected: [rejected(null, null)] }),
      'incomplete-reading',
    ],
    ['no reading', null, 'incomplete-reading'],
  ] as const)('R3 R4 %s blocks everywhere, and makes what is not seen no news', (_name, reading, why) => {
    const one = blocks(reading);
    expect([whyAllBlocked(one), whyBlocked(one, R1, HERE), whyUnseen(one, R1, HERE)]).toEqual([why, why, why]);
  });

  it.each([
    ['UniLock read in part', aReading([]), anAccess({ completeness: 'partial' }), 'incomplete-reading'],
    ['Pronestor’s clock', aReading([], { clockSkewMs: 120_001 }), anAccess(), 'clock-differs'],
    ['Pronestor’s clock, behind', aReading([], { clockSkewMs: -120_001 }), anAccess(), 'clock-differs'],
    ['UniLock’s clock', aReading([]), anAccess({ clockSkewMs: 120_001, completeness: 'partial' }), 'clock-differs'],
    ['UniLock’s clock, and no bookings read', null, anAccess({ clockSkewMs: -120_001 }), 'clock-differs'],
  ] as const)('R4 R7 %s blocks everywhere, but the bookings were read all the same', (_name, reading, access, why) => {
    const one = blocks(reading, access);
    expect([one.other, whyAllBlocked(one), whyBlocked(one, R1, HERE)]).toEqual([why, why, why]);
    expect(whyUnseen(one, R1, HERE)).toBe(reading === null ? 'incomplete-reading' : null);
  });

  it('R7 two minutes are within what clocks may differ; a server without a clock says nothing', () => {
    for (const clockSkewMs of [120_000, -120_000, null])
      expect(blocks(aReading([], { clockSkewMs }), anAccess({ clockSkewMs })).other).toBeNull();
  });
});

describe('R6 what has to be read a second time', () => {
  const old = remembered(aBooking('b1', 'r1', p(60, 120)));
  const missing = (one: RememberedBooking, reading: Partial<BookingReading> = {}, seen: readonly Booking[] = []) =>
    missingFrom(aReading(seen, reading), { policy: POLICY, memory: aMemory([one]), now: NOW });

  it('R6 a known booking that counted and is gone', () => {
    expect(missing(old)).toEqual(['b1']);
    expect(missingFrom(aReading([]), { policy: POLICY, memory: null, now: NOW })).toEqual([]);
  });

  it.each([
    ['it is there, whatever its status', old, {}, [aBooking('b1', 'r1', p(60, 120), { status: 'cancelled' })]],
    ['it is there in a room that nobody chose', old, { elsewhere: [bookingId('b1')] }, []],
    ['it has vanished before', { ...old, evidence: 'vanished' }, {}, []],
    ['it did not count', { ...old, status: 'pending' }, {}, []],
    ['its room is not chosen', { ...old, roomId: R9 }, {}, []],
    ['its location is not chosen', { ...old, locationId: locationId('99') }, {}, []],
    ['it lies outside the window', { ...old, period: { from: WINDOW.to, to: addMinutes(WINDOW.to, 60) } }, {}, []],
    ['the reading is partial', old, { completeness: 'partial' }, []],
    ['its room was not read', old, { unreadRooms: [R1] }, []],
    ['a rejected item may be it', old, { rejected: [rejected(null, null)] }, []],
  ] as const)('R6 not when %s', (_name, one, reading, seen) => {
    expect(missing(one, reading, seen)).toEqual([]);
  });

  it('R6 as long as something of it may be open: the longest lag and a day of follow-up after its end', () => {
    const reach = 120 + 24 * 60;
    const wide = { window: p(-10_000, 10_000) };
    expect(missing({ ...old, period: p(-3000, 1 - reach) }, wide)).toEqual(['b1']);
    expect(missing({ ...old, period: p(-3000, -reach) }, wide)).toEqual([]);
  });
});

describe('R6 an item that holds several rooms', () => {
  const inRoom = (room: string) => bookingIdIn('9', roomId(room));
  const [inR1, inR2] = ['r1', 'r2'].map((room) => aBooking(inRoom(room), room, p(60, 120))) as [Booking, Booking];
  const elsewhere = [bookingIdEverywhere('9')];
  const know = (reading: BookingReading, vanished: readonly string[] = []) =>
    knowBookings({
      reading,
      access: anAccess(),
      policy: POLICY,
      matcher: null,
      memory: aMemory([remembered(inR1)]),
      vanished: new Set(vanished.map(bookingId)),
      guard: null,
    });

  it('R6 that lost this room has moved: it is not looked for again, and its old door is free at once', () => {
    const reading = aReading([inR2], { elsewhere });
    expect(missingFrom(reading, { policy: POLICY, memory: aMemory([remembered(inR1)]), now: NOW })).toEqual([]);
    const known = know(reading);
    expect(known.counting.map(({ id }) => id)).toEqual([inR2.id]);
    expect(known.sticking).toEqual([]);
    expect([known.isElsewhere(inR1.id), known.isElsewhere(inR2.id)]).toEqual([true, false]);
    expect(known.toRemember?.bookings.find(({ id }) => id === inR1.id)?.status).toBe('empty');
  });

  it('R6 that is not there at all is looked for a second time, and stays until it is gone twice', () => {
    const reading = aReading([], { elsewhere: [bookingIdEverywhere('90')] });
    expect(missingFrom(reading, { policy: POLICY, memory: aMemory([remembered(inR1)]), now: NOW })).toEqual([inR1.id]);
    expect(know(reading).sticking.map(({ fact }) => fact.id)).toEqual([inR1.id]);
    expect(know(reading, [inR1.id]).sticking).toEqual([]);
  });

  it('R6 of two readings the second says in which rooms it is', () => {
    const joined = joinReadings(aReading([inR1], { elsewhere }), aReading([inR2], { elsewhere }));
    expect([joined.bookings, joined.elsewhere]).toEqual([[inR2], elsewhere]);
    // Not there in the second, it was there a moment ago.
    const first = aReading([inR1], { elsewhere });
    expect(joinReadings(first, aReading([]))).toMatchObject({ bookings: [inR1], elsewhere });
  });

  it('no two items and rooms give one id, and no id leads to another item', () => {
    const part = fc.string({
      unit: fc.constantFrom('@', '%', '*', 'a', '4', '0', '2', '\n'),
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(part, part, part, part, (item, room, other, otherRoom) => {
        const [one, two] = [bookingIdIn(item, roomId(room)), bookingIdIn(other, roomId(otherRoom))];
        expect(one === two).toBe(item === other && room === otherRoom);
        expect(everywhereOf(one) === bookingIdEverywhere(other)).toBe(item === other);
        expect(one).not.toBe(bookingIdEverywhere(other));
      }),
    );
    expect(everywhereOf(bookingId('9'))).toBe('9');
  });
});

describe('R6 two readings made one after the other', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => aBooking(id, 'r1', p(60, 120))) as [Booking, Booking, Booking];
  const first = aReading([a, b], {
    elsewhere: [bookingId('x'), bookingId('y')],
    unreadRooms: [R1, R2],
    unreadLocations: [HERE],
    rejected: [rejected(R1, null)],
    troubles: [{ code: 'room-unread', context: {} }],
  });
  const second = aReading([{ ...a, status: 'cancelled' }, c, aBooking('x', 'r1', p(60, 120))], {
    readAt: addMinutes(NOW, 1),
    elsewhere: [bookingId('z')],
    unreadRooms: [R2, R9],
    unreadLocations: [HERE, AWAY],
    rejected: [rejected(R2, null)],
    troubles: [{ code: 'location-unknown', context: {} }],
  });

  it('R6 the second is newer; what only the first holds was there a moment ago; what either did not read is unread', () => {
    expect(joinReadings(first, second)).toEqual({
      ...second,
      bookings: [...second.bookings, b],
      elsewhere: ['z', 'y'],
      unreadRooms: ['r1', 'r2', 'r9'],
      unreadLocations: [HERE, AWAY],
      rejected: [...first.rejected, ...second.rejected],
    });
    // Seen by the second one only elsewhere, it is elsewhere.
    expect(joinReadings(aReading([b]), aReading([], { elsewhere: [b.id] })).bookings).toEqual([]);
  });

  it('R4 of a second reading that is not complete, only its troubles are told', () => {
    expect(joinReadings(first, { ...second, completeness: 'partial' })).toEqual({
      ...first,
      troubles: [...first.troubles, ...second.troubles],
    });
  });
});

describe('D4 who is whom', () => {
  const list = (...persons: readonly Person[]) => ({ completeness: 'complete' as const, list: persons });

  it('D4 exactly one person, ignoring case; the same person listed twice is one', () => {
    const match = createMatcher(
      list(aPerson('1'), aPerson('1'), aPerson('2', { email: 'PERSON9@firma.example' })),
      'email',
    )!;
    expect(match(anAttendee('1'))).toEqual({ personId: '1' });
    expect(match(anAttendee('9'))).toEqual({ personId: '2' });
    expect(match(anAttendee('3'))).toEqual({ why: 'none' });
  });

  it('D4 two persons with one address, and a third: nobody can say who is meant', () => {
    const alike = ['1', '2', '3'].map((id) => aPerson(id, { email: 'one@firma.example' }));
    for (const count of [2, 3])
      expect(
        createMatcher(list(...alike.slice(0, count)), 'email')!(anAttendee('1', { email: 'one@firma.example' })),
      ).toEqual({
        why: 'several',
      });
  });

  it.each([null, ''])('D4 an empty field (%j) matches nobody, also not persons without one', (email) => {
    const match = createMatcher(list(aPerson('1', { email })), 'email')!;
    expect(match(anAttendee('1', { email }))).toEqual({ why: 'no-field' });
  });

  it('D4 R4 with a list that was not read whole nobody is matched', () => {
    expect(createMatcher(null, 'email')).toBeNull();
    expect(createMatcher({ completeness: 'partial', list: [aPerson('1')] }, 'email')).toBeNull();
  });

  it.each([
    // Organiser, participant, external organiser, external participant.
    [{ organiser: true, participants: true, externals: true }, [true, true, true, true]],
    [{ organiser: true, participants: true, externals: false }, [true, true, false, false]],
    [{ organiser: true, participants: false, externals: true }, [true, false, true, false]],
    [{ organiser: false, participants: true, externals: true }, [false, true, false, true]],
    [{ organiser: true, participants: false, externals: false }, [true, false, false, false]],
    [{ organiser: false, participants: true, externals: false }, [false, true, false, false]],
    [{ organiser: false, participants: false, externals: true }, [false, false, false, false]],
  ] as const)('D4 the line says who: %j', (who, expected) => {
    const people = [false, true].flatMap((isExternal) =>
      [true, false].map((isOrganiser) => ({ isOrganiser, isExternal })),
    );
    expect(people.map((one) => isAmong(who, one))).toEqual(expected);
  });

  const match = createMatcher(list(aPerson('1'), aPerson('2')), 'email');
  const known = { personId: personId('7'), isOrganiser: false, isExternal: false };
  const old = remembered(aBooking('b1', 'r1', p(60, 120)), { people: [known] });
  const lookup = (matcher = match) =>
    createPeopleLookup(matcher, new Set([R1]), (id) => (id === old.id ? old : undefined));

  it('D4 the people of a booking: organiser and participants, each by place and role', () => {
    const booking = aBooking('b1', 'r1', p(60, 120), {
      organiser: anAttendee('1'),
      participants: [anAttendee('2', { isExternal: true }), anAttendee('9'), anAttendee('8', { email: null })],
    });
    const people = lookup();
    expect(people(booking)).toEqual({
      matched: [
        { personId: '1', isOrganiser: true, isExternal: false },
        { personId: '2', isOrganiser: false, isExternal: true },
      ],
      unmatched: [
        { place: 1, why: 'none', isOrganiser: false, isExternal: false },
        { place: 2, why: 'no-field', isOrganiser: false, isExternal: false },
      ],
    });
    expect(people(booking)).toBe(people(booking));
    expect(people(aBooking('b1', 'r1', p(60, 120), { organiser: anAttendee('9') })).unmatched).toMatchObject([
      { place: 'organiser', isOrganiser: true },
    ]);
  });

  it('R4 D4 where nobody can be matched, those who were remembered; of a remembered booking, its own', () => {
    const booking = aBooking('b1', 'r1', p(60, 120), { participants: [anAttendee('1')] });
    const nobody = { matched: [], unmatched: [] };
    expect(lookup(null)(booking)).toEqual({ matched: [known], unmatched: [] });
    expect(lookup(null)(aBooking('b2', 'r1', p(60, 120), { participants: [anAttendee('1')] }))).toEqual(nobody);
    expect(lookup()(old)).toEqual({ matched: [known], unmatched: [] });
    // M3: the people of rooms without a line are of no concern.
    expect(lookup()({ ...booking, roomId: R2 })).toEqual(nobody);
  });
});

describe('R3 R5 R6 W7 what is known of one booking', () => {
  const B1 = aBooking('b1', 'r1', p(60, 120));
  const know = (more: Partial<KnowledgeInput>) =>
    knowBookings({
      policy: POLICY,
      reading: aReading([]),
      vanished: new Set(),
      memory: aMemory([remembered(B1)]),
      access: anAccess(),
      matcher: null,
      guard: null,
      ...more,
    });
  /** Counting, sticking (and why), remembered as (evidence and status). */
  const fate = (more: Partial<KnowledgeInput>) => {
    const { counting, sticking, toRemember } = know(more);
    return {
      counts: counting.map((one) => one.period),
      sticks: sticking.map((one) => [one.fact.period, one.why]),
      kept: toRemember?.bookings.map((one) => [one.period, one.evidence, one.status]),
    };
  };
  const mem = (...list: readonly RememberedBooking[]) => ({ memory: aMemory(list) });
  const read = (booking: Booking, more: Partial<BookingReading> = {}) => ({ reading: aReading([booking], more) });
  const [OLD, NEW] = [p(60, 120), p(90, 150)];
  const moved = { ...B1, period: NEW };
  const skewed = anAccess({ clockSkewMs: 200_000 });

  it('R5 it counts when confirmed; awaiting confirmation when that is set; never otherwise', () => {
    expect(fate({ ...read(moved), memory: null })).toEqual({
      counts: [NEW],
      sticks: [],
      kept: [[NEW, 'read', 'confirmed']],
    });
    const pending = read({ ...B1, status: 'pending' });
    expect(fate(pending).counts).toEqual([]);
    expect(fate({ ...pending, policy: { ...POLICY, countsPending: true } }).counts).toEqual([OLD]);
    expect(fate(read({ ...B1, status: 'ended' })).counts).toEqual([]);
  });

  it('R5 with a status nobody knows the version before it stays, and is remembered so; new or not counted before, nothing does', () => {
    const unknown = { ...moved, status: 'unknown' as const };
    expect(fate(read(unknown))).toEqual({
      counts: [],
      sticks: [[OLD, 'unknown-status']],
      kept: [[OLD, 'unknown-status', 'confirmed']],
    });
    expect(fate({ ...read(unknown), memory: null })).toEqual({
      counts: [],
      sticks: [],
      kept: [[NEW, 'read', 'unknown']],
    });
    expect(fate({ ...read(unknown), ...mem(remembered({ ...B1, status: 'cancelled' })) })).toEqual({
      counts: [],
      sticks: [],
      kept: [[NEW, 'read', 'unknown']],
    });
  });

  it('R3 R7 moved or ended in an answer that may not lead to a removal: the new one opens, the old one stays and is kept in mind', () => {
    for (const blocked of [{ ...read(moved), access: skewed }, read(moved, { unreadRooms: [R1] })])
      expect(fate(blocked)).toMatchObject({
        counts: [NEW],
        sticks: [[OLD, expect.anything()]],
        kept: [[OLD, 'read', 'confirmed']],
      });
    expect(fate({ ...read({ ...B1, status: 'cancelled' }), access: skewed })).toEqual({
      counts: [],
      sticks: [[OLD, 'clock-differs']],
      kept: [[OLD, 'read', 'confirmed']],
    });
    // As it was, there is nothing to keep beside it; what did not count before has nothing to keep either.
    expect(fate({ ...read(B1), access: skewed })).toEqual({
      counts: [OLD],
      sticks: [],
      kept: [[OLD, 'read', 'confirmed']],
    });
    expect(fate({ ...read(moved), ...mem(remembered({ ...B1, status: 'pending' })), access: skewed })).toMatchObject({
      sticks: [],
    });
    for (const change of [{ roomId: R2 }, { period: p(60, 121) }, { period: p(59, 120) }])
      expect(fate({ ...read({ ...B1, ...change }), access: skewed }).sticks).toEqual([[OLD, 'clock-differs']]);
  });

  it('R3 the room that is asked is that of the old version', () => {
    expect(fate(read({ ...moved, roomId: R2 }, { unreadRooms: [R1] })).sticks).toEqual([[OLD, 'incomplete-reading']]);
    expect(fate(read({ ...moved, roomId: R2 }, { unreadRooms: [R2] })).sticks).toEqual([]);
  });

  it('R4 not seen where nothing may be concluded from it: it is as it last was', () => {
    const unread = { reading: aReading([], { unreadRooms: [R1] }) };
    expect(fate(unread)).toEqual({ counts: [OLD], sticks: [], kept: [[OLD, 'read', 'confirmed']] });
    expect(fate({ ...unread, ...mem(remembered(B1, { evidence: 'unknown-status' })) })).toMatchObject({
      counts: [],
      sticks: [[OLD, 'unknown-status']],
      kept: [[OLD, 'unknown-status', 'confirmed']],
    });
    expect(fate({ ...unread, ...mem(remembered(B1, { evidence: 'vanished' })) })).toMatchObject({
      counts: [],
      sticks: [[OLD, 'incomplete-reading']],
    });
    expect(fate({ ...unread, ...mem(remembered({ ...B1, status: 'cancelled' })) })).toEqual({
      counts: [],
      sticks: [],
      kept: [[OLD, 'read', 'cancelled']],
    });
    for (const reading of [null, aReading([moved], { completeness: 'unreadable' })])
      expect(know({ reading })).toMatchObject({ counting: [{ period: OLD }], toRemember: aMemory([remembered(B1)]) });
  });

  it('R6 gone once it is held, gone twice it has vanished; with a clock in doubt it is not let go', () => {
    expect(fate({})).toEqual({ counts: [], sticks: [[OLD, 'incomplete-reading']], kept: [[OLD, 'read', 'confirmed']] });
    const twice = { vanished: new Set([B1.id]) };
    expect(fate(twice)).toEqual({ counts: [], sticks: [], kept: [[OLD, 'vanished', 'empty']] });
    expect([know(twice).hasVanished(B1.id), know({}).hasVanished(B1.id)]).toEqual([true, false]);
    expect(fate({ ...twice, access: skewed })).toEqual({
      counts: [],
      sticks: [[OLD, 'clock-differs']],
      kept: [[OLD, 'read', 'confirmed']],
    });
    // Held as vanished by an older program, or let go and not written yet.
    expect(fate(mem(remembered(B1, { evidence: 'vanished' })))).toMatchObject({
      sticks: [],
      kept: [[OLD, 'vanished', 'empty']],
    });
    const letGo = mem(remembered({ ...B1, status: 'empty' }, { evidence: 'vanished' }));
    expect(fate(letGo)).toEqual({ counts: [], sticks: [], kept: [[OLD, 'vanished', 'empty']] });
    expect(know(letGo).hasVanished(B1.id)).toBe(true);
    expect(know(mem(remembered({ ...B1, status: 'cancelled' }))).hasVanished(B1.id)).toBe(false);
  });

  it('R6 in a room that nobody chose: it is there, and its old door is free; not while a clock is in doubt', () => {
    for (const reading of [
      aReading([{ ...moved, roomId: R9 }]),
      aReading([], { elsewhere: [B1.id] }),
      aReading([{ ...moved, locationId: locationId('99') }]),
    ]) {
      expect(fate({ reading })).toEqual({ counts: [], sticks: [], kept: [[OLD, 'read', 'empty']] });
      expect(know({ reading }).isElsewhere(B1.id)).toBe(true);
      expect(know({ reading }).read(B1.id)).toBeUndefined();
      expect(fate({ reading, access: skewed })).toEqual({
        counts: [],
        sticks: [[OLD, 'clock-differs']],
        kept: [[OLD, 'read', 'confirmed']],
      });
    }
    // R3: an item that could not be read may be the same booking, here.
    const unsure = aReading([], { elsewhere: [B1.id], rejected: [rejected(R1, null)] });
    expect(fate({ reading: unsure })).toMatchObject({ counts: [OLD], sticks: [] });
    // What did not count is no change.
    expect(
      fate({
        reading: aReading([], { elsewhere: [B1.id] }),
        ...mem(remembered({ ...B1, status: 'pending' })),
        access: skewed,
      }),
    ).toEqual({
      counts: [],
      sticks: [],
      kept: [[OLD, 'read', 'empty']],
    });
  });

  it('W7 its room or location is no longer chosen: it wants nothing, and is kept in mind', () => {
    for (const policy of [
      { ...POLICY, rooms: [R2] },
      { ...POLICY, locations: [AWAY] },
    ])
      expect(fate({ policy })).toEqual({ counts: [], sticks: [], kept: [[OLD, 'read', 'confirmed']] });
  });

  it('R2 what lies outside the window that was read is forgotten', () => {
    const reading = aReading([], { window: p(120, 999) });
    expect(fate({ reading })).toEqual({ counts: [], sticks: [], kept: [] });
    expect(fate({ reading: { ...reading, window: p(119, 999) } }).kept).toHaveLength(1);
  });
});

describe('M1 the memory of a reading', () => {
  const old = aMemory([], {
    rooms: [
      { id: R1, locationId: HERE, preparationMinutes: 1, followUpMinutes: 2 },
      { id: R9, locationId: HERE, preparationMinutes: 0, followUpMinutes: 0 },
    ],
  });
  const know = (reading: BookingReading | null, memory: RememberedReading | null) =>
    knowBookings({
      policy: POLICY,
      reading,
      vanished: new Set(),
      memory,
      access: anAccess(),
      matcher: null,
      guard: null,
    }).toRemember;
  const rooms = [aRoom('r2', { preparationMinutes: 5, followUpMinutes: 6 }), aRoom('r9')];
  const known = [
    { id: R1, locationId: HERE, preparationMinutes: 1, followUpMinutes: 2 },
    { id: R2, locationId: HERE, preparationMinutes: 5, followUpMinutes: 6 },
  ];

  it('M1 a complete reading is the new one; rooms it lacks stay known, those nobody chose are forgotten', () => {
    expect(know(aReading([], { rooms }), old)).toEqual({ readAt: NOW, window: WINDOW, rooms: known, bookings: [] });
    expect(know(aReading([], { rooms: [aRoom('r1')] }), old)?.rooms).toMatchObject([{ id: R1, preparationMinutes: 0 }]);
  });

  it('M1 a partial one adds to the last good one, and is not its date; without a good one there is nothing to add to', () => {
    const partial = aReading([aBooking('b1', 'r1', p(60, 120))], { rooms, completeness: 'partial', window: p(0, 500) });
    expect(know(partial, old)).toMatchObject({
      readAt: old.readAt,
      window: WINDOW,
      rooms: known,
      bookings: [{ id: 'b1' }],
    });
    expect(know(partial, null)).toBeNull();
  });

  it('R4 an unreadable one, and none, leave it as it was', () => {
    expect(know(null, old)).toBe(old);
    expect(know(aReading([], { rooms, completeness: 'unreadable' }), old)).toBe(old);
    expect(know(null, null)).toBeNull();
  });
});

describe('P2 M1 what is as it was', () => {
  const matcher = createMatcher({ completeness: 'complete', list: ['1', '2'].map((id) => aPerson(id)) }, 'email');
  const policy = aPolicy([], { locations: [HERE, AWAY], groupLines: [aGroupLine('r1', 'g1')] });
  const [anna, bo] = ['1', '2'].map((id) => ({ personId: personId(id), isOrganiser: false, isExternal: false }));
  const old = remembered(aBooking('b1', 'r1', p(60, 120)), { people: [anna!, bo!] });
  const kept = (booking: Partial<Booking>) =>
    knowBookings({
      policy,
      reading: aReading([
        aBooking('b1', 'r1', p(60, 120), { participants: [anAttendee('1'), anAttendee('2')], ...booking }),
      ]),
      vanished: new Set(),
      memory: aMemory([old]),
      access: anAccess(),
      matcher,
      guard: null,
    }).toRemember?.bookings[0];

  it('P2 a booking with the same people is remembered as the same object', () => {
    expect(kept({})).toBe(old);
    expect(kept({ title: 'another', isPrivate: true })).toBe(old);
  });

  it.each<[string, Partial<Booking>]>([
    ['one less', { participants: [anAttendee('1')] }],
    ['none any more', { participants: [] }],
    ['others', { participants: [anAttendee('2'), anAttendee('1')] }],
    ['one of them another', { participants: [anAttendee('1'), anAttendee('1')] }],
    ['one of them its organiser', { organiser: anAttendee('1'), participants: [anAttendee('2')] }],
    ['one of them from outside', { participants: [anAttendee('1'), anAttendee('2', { isExternal: true })] }],
    ['all of them from outside', { participants: ['1', '2'].map((id) => anAttendee(id, { isExternal: true })) }],
    ['one more', { participants: ['1', '2', '1'].map((id) => anAttendee(id)) }],
  ])('D4 with %s it is another', (_name, booking) => {
    const now = kept(booking);
    expect(now).not.toBe(old);
    expect(now?.people).not.toEqual(old.people);
  });

  it('M1 in another location it is another', () => {
    expect(kept({ locationId: AWAY })).toMatchObject({ locationId: AWAY });
  });
});

describe('W5 what the guard is told', () => {
  const olds = Array.from({ length: 6 }, (_, n) => remembered(aBooking(`b${n}`, 'r1', p(60 + 60 * n, 90 + 60 * n))));
  const guard = { memory: EMPTY_GUARD, answers: [], now: NOW, digest: (text: string) => text };
  const held = (bookings: readonly Booking[], more: Partial<KnowledgeInput> = {}) =>
    knowBookings({
      policy: POLICY,
      reading: aReading(bookings),
      vanished: new Set(olds.map((one) => one.id)),
      memory: aMemory(olds),
      access: anAccess(),
      matcher: null,
      guard,
      ...more,
    }).guard.held.map((one) => one.booking.id);
  const beside = aBooking('x', 'r2', p(60, 90), { locationId: AWAY });
  const sixOf = (change: Partial<Booking>) => olds.map((one) => ({ ...aBooking(one.id, 'r1', one.period), ...change }));

  it('W5 six of a location that vanish, move or stop counting are held; as they were, they are not', () => {
    expect(held([beside])).toHaveLength(6);
    expect(held([beside, ...sixOf({ roomId: R2 })])).toHaveLength(6);
    expect(held([beside, ...sixOf({ status: 'pending' })])).toHaveLength(6);
    expect(held([beside, ...sixOf({ roomId: R9 })])).toHaveLength(6);
    expect(held([beside, ...sixOf({})])).toEqual([]);
  });

  it('W5 nothing counts in a room without a live line: no exception and no group of it is managed', () => {
    expect(held([beside], { policy: { ...POLICY, managed: POLICY.managed.slice(1) } })).toEqual([]);
    const toGroup = aPolicy([aLine('r2', 'e2')], { locations: [HERE, AWAY], groupLines: [aGroupLine('r1', 'g1')] });
    expect(held([beside], { policy: toGroup })).toHaveLength(6);
    expect(held([beside], { policy: { ...toGroup, managedGroups: [] } })).toEqual([]);
  });

  it('W5 R6 moved to a room that nobody chose is no explicit end: six of nineteen are too many; what did not count is no change', () => {
    const others = Array.from({ length: 13 }, (_, n) => aBooking(`o${n}`, 'r1', p(900 + 60 * n, 930 + 60 * n)));
    const memoryWith = (sixth: readonly RememberedBooking[]) =>
      aMemory([...sixth, ...others.map((one) => remembered(one))]);
    const elsewhere = [...others, ...sixOf({ roomId: R9 })];
    expect(held(elsewhere, { memory: memoryWith(olds) })).toHaveLength(6);
    const uncounted = olds.map((one) => ({ ...one, status: 'pending' as const }));
    expect(held(elsewhere, { memory: memoryWith(uncounted) })).toEqual([]);
  });

  it('W5 what did not count before is not part of what there was', () => {
    const uncounted = Array.from({ length: 30 }, (_, n) =>
      remembered(aBooking(`u${n}`, 'r1', p(60, 90), { status: 'pending' })),
    );
    const elsewhere = Array.from({ length: 30 }, (_, n) => remembered(aBooking(`v${n}`, 'r9', p(60, 90))));
    const two = [aBooking('y', 'r1', p(900, 930)), aBooking('z', 'r1', p(960, 990))];
    const memory = aMemory([...olds, ...uncounted, ...elsewhere, ...two.map((one) => remembered(one))]);
    expect(held([beside, ...two], { memory })).toHaveLength(6);
  });

  it('P6 W5 an empty answer vouches for nothing; one booking, of any status and anywhere, makes it no empty answer', () => {
    const one = { memory: aMemory(olds.slice(0, 1)) };
    expect(held([], one)).toEqual(['b0']);
    expect(held([beside], one)).toEqual([]);
    expect(held([], { ...one, reading: aReading([], { elsewhere: [bookingId('q')] }) })).toEqual([]);
    expect(held([], { ...one, reading: null })).toEqual([]);
  });

  it('W5 R3 a held one is believed to be back only where its room was read whole', () => {
    const memory = { ...EMPTY_GUARD, held: [{ booking: olds[0]!, byStatus: false, since: NOW }], question: 'asked' };
    const back = [beside, ...sixOf({})];
    const still = (reading: Partial<BookingReading>) =>
      held(back, { reading: aReading(back, reading), guard: { ...guard, memory } });
    expect(still({})).toEqual([]);
    expect(still({ unreadRooms: [R1] })).toEqual(['b0']);
  });

  it('W5 D4 people who are let in no more are a change; those who come are none', () => {
    const policy = aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')], {
      locations: [HERE, AWAY],
      groupLines: [aGroupLine('r1', 'g1')],
    });
    const matcher = createMatcher(
      { completeness: 'complete', list: ['1', '2', '3'].map((id) => aPerson(id)) },
      'email',
    );
    const people = ['1', '2'].map((id) => ({ personId: personId(id), isOrganiser: false, isExternal: false }));
    const memory = aMemory(olds.map((one) => ({ ...one, people })));
    const with_ = (...ids: readonly string[]) =>
      held([beside, ...sixOf({ participants: ids.map((id) => anAttendee(id)) })], { policy, matcher, memory });
    expect(with_('1', '2')).toEqual([]);
    expect(with_('1', '2', '3')).toEqual([]);
    expect(with_('1', '3')).toHaveLength(6);
    expect(with_()).toHaveLength(6);
  });
});
