import { describe, expect, it } from 'vitest';
import { desire, knowBookings } from '../../../electron/sync/desired';
import type {
  AccessReading,
  Booking,
  BookingReading,
  ConfirmedPeriod,
  Memory,
  RememberedBooking,
} from '../../../electron/sync/model';
import { EMPTY_MEMORY } from '../../../electron/sync/model';
import { askersOf, claimsByException, createContext, hasForeignEdit, planException } from '../../../electron/sync/plan';
import { bookingId, exceptionId, mappingLineId, roomId, runId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { addMinutes, addMs, instantFromIso } from '../../../shared/time';
import { shaHash } from '../../fakes';
import { aBooking, aLine, aManaged, aPolicy, at, COPENHAGEN } from '../../builders';

/**
 * What is open and not wanted, row by row: what stays of it, by which rule, and what goes. One exception by itself; rooms r1 and r2 open it with
 * a lead and lag of ten minutes. The same rules in a whole house: writing.test.ts, reading.test.ts, hard-cases.test.ts.
 */
const NOW = at('2026-11-23T12:00');
const E1 = exceptionId('e1');
const E2 = exceptionId('e2');
const R1_LINE = mappingLineId('r1>e1');
const R2_LINE = mappingLineId('r2>e1');
/** From and to in minutes from now. */
const p = (from: number, to: number): Period => ({ from: addMinutes(NOW, from), to: addMinutes(NOW, to) });
/** A booking that asks for exactly that, lead and lag taken off. */
const asking = (id: string, from: number, to: number, more: Partial<Booking> = {}): Booking =>
  aBooking(id, 'r1', p(from + 10, to - 10), more);
const listed = (period: Period, more: Partial<ConfirmedPeriod> = {}): ConfirmedPeriod => ({
  period,
  bookings: [bookingId('b1')],
  lines: [R1_LINE],
  writtenAt: addMinutes(NOW, -600),
  runId: runId('run'),
  isForeign: false,
  ...more,
});
const theirs = (period: Period): ConfirmedPeriod => listed(period, { isForeign: true, bookings: [], lines: [] });

interface Situation {
  readonly rows: readonly Period[];
  readonly bookings?: readonly Booking[];
  readonly remembered?: readonly Booking[];
  readonly confirmed?: readonly ConfirmedPeriod[];
  readonly sent?: readonly (readonly ConfirmedPeriod[])[];
  readonly foreignEdits?: 'replace' | 'keep';
  readonly reading?: Partial<BookingReading> | null;
  readonly access?: Partial<AccessReading>;
  readonly policy?: ReturnType<typeof aPolicy>;
  readonly places?: number;
  readonly now?: Instant;
}

const POLICY = aPolicy([aLine('r1', 'e1'), aLine('r2', 'e1')]);

function planned(situation: Situation) {
  const { rows, bookings = [], remembered = bookings, now = NOW, policy = POLICY } = situation;
  const { confirmed, sent = [], foreignEdits = 'replace', places = 8 } = situation;
  const memory: Memory = {
    ...EMPTY_MEMORY,
    confirmed: confirmed === undefined ? [] : [{ exceptionId: E1, periods: confirmed, readBackAt: now }],
    intents: sent.map((periods) => ({ exceptionId: E1, runId: runId('run'), periods, at: now })),
  };
  const window = { from: addMinutes(now, -2000), to: addMinutes(now, 20_000) };
  const reading: BookingReading | null =
    situation.reading === null
      ? null
      : {
          readAt: now,
          window,
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
          ...situation.reading,
        };
  const access: AccessReading = {
    readAt: now,
    completeness: 'complete',
    exceptions: [],
    zone: COPENHAGEN,
    rejected: [],
    clockSkewMs: 0,
    troubles: [],
    ...situation.access,
  };
  const knowledge = knowBookings({
    policy,
    reading,
    vanished: new Set(),
    memory: {
      readAt: now,
      window,
      rooms: [],
      bookings: remembered.map((one): RememberedBooking => ({ ...one, evidence: 'read', people: [] })),
    },
    access,
    matcher: null,
    guard: null,
  });
  const wanted = desire({ policy, knowledge, zone: COPENHAGEN, now, answerOf: () => null });
  const context = createContext(
    { now, policy, knowledge, desire: wanted, memory, accessSkewMs: access.clockSkewMs },
    shaHash,
  );
  const observed = { id: E1, name: 'Undtagelse', maxPeriods: places, version: null, periods: rows };
  return planException(aManaged('e1', { foreignEdits }), observed, claimsByException(memory)(E1), context);
}

/** The whole list that should be there: each period, and whose it is. */
const list = (situation: Situation) =>
  planned(situation).target.entries.map((one) => [
    one.period,
    one.isForeign ? 'theirs' : one.isHeld ? 'held' : one.hasStay ? 'stays' : 'wanted',
  ]);
const consents = (situation: Situation) => planned(situation).consent?.periods ?? [];

const UNREADABLE = { reading: null };

describe('W6 keep', () => {
  const keep = { foreignEdits: 'keep' } as const;

  it('W6 never written: every row is another’s, whole, also where it overlaps what is wanted; but what we would write too is ours', () => {
    const bookings = [asking('b1', 50, 130)];
    expect(list({ ...keep, rows: [p(0, 90)], bookings })).toEqual([
      [p(0, 90), 'theirs'],
      [p(50, 130), 'wanted'],
    ]);
    expect(list({ ...keep, rows: [p(60, 90)], bookings })).toEqual([[p(50, 130), 'wanted']]);
    expect(list({ ...keep, rows: [p(-60, 0), p(-60, 1)], bookings })).toEqual([
      [p(-60, 1), 'theirs'],
      [p(50, 130), 'wanted'],
    ]);
  });

  it('W6 a row beside everything that we confirmed is another’s, whole, whatever it shares with ours', () => {
    const ours = { bookings: [asking('b1', 50, 130)], confirmed: [listed(p(50, 130))] };
    for (const row of [p(50, 140), p(40, 130), p(60, 100)])
      expect(list({ ...keep, ...ours, rows: [p(50, 130), row] })).toContainEqual([row, 'theirs']);
    // Ours that are over need not stand there.
    const over = { ...ours, confirmed: [listed(p(-90, -60)), listed(p(-60, 0)), listed(p(50, 130))] };
    expect(list({ ...keep, ...ours, rows: [p(50, 130), p(-60, 0), p(-60, -1)] })).toEqual([[p(50, 130), 'wanted']]);
    expect(list({ ...keep, ...over, rows: [p(50, 130), p(60, 100)] })).toContainEqual([p(60, 100), 'theirs']);
    expect(list({ ...keep, ...over, rows: [p(50, 130), p(-200, 0)] })).toEqual([[p(50, 130), 'wanted']]);
  });

  it('W6 the server has merged another’s with ours: the part that is not ours is theirs', () => {
    const ours = { bookings: [asking('b1', 50, 130)], confirmed: [listed(p(50, 130))] };
    expect(list({ ...keep, ...ours, rows: [p(20, 160)] })).toEqual([
      [p(20, 50), 'theirs'],
      [p(50, 130), 'wanted'],
      [p(130, 160), 'theirs'],
    ]);
  });

  it('W6 what is known to be another’s stays what it was, unmerged, and is not found a second time', () => {
    const known = {
      bookings: [asking('b1', 50, 130)],
      confirmed: [listed(p(50, 130)), theirs(p(130, 160)), theirs(p(150, 180))],
    };
    const expected = [
      [p(50, 130), 'wanted'],
      [p(130, 160), 'theirs'],
      [p(150, 180), 'theirs'],
    ];
    expect(list({ ...keep, ...known, rows: [p(50, 130), p(130, 160), p(150, 180)] })).toEqual(expected);
    expect(list({ ...keep, ...known, rows: [p(50, 180)] })).toEqual(expected);
    // The other hand has taken one of its own away.
    expect(list({ ...keep, ...known, rows: [p(50, 130), p(150, 180)] })).toEqual([
      [p(50, 130), 'wanted'],
      [p(150, 180), 'theirs'],
    ]);
  });

  it('W6 a row that another hand wrote twice is kept once', () => {
    const ours = { bookings: [asking('b1', 50, 130)], confirmed: [listed(p(50, 130))] };
    expect(list({ ...keep, ...ours, rows: [p(50, 130), p(200, 230), p(200, 230)] })).toEqual([
      [p(50, 130), 'wanted'],
      [p(200, 230), 'theirs'],
    ]);
  });

  it('P8 W6 with a write unanswered for, rows tell nothing: only what is nobody’s of ours is another’s', () => {
    const bookings = [asking('b1', 50, 130)];
    const rows = [p(50, 130), p(60, 160)];
    const theRest = [
      [p(50, 130), 'wanted'],
      [p(130, 160), 'theirs'],
    ];
    expect(list({ ...keep, rows, bookings, sent: [[listed(p(50, 130))]] })).toEqual(theRest);
    const confirmed = [listed(p(50, 130))];
    expect(list({ ...keep, rows, bookings, confirmed, sent: [[listed(p(50, 130))]] })).toEqual(theRest);
  });

  it('W6 W4 ours beside it is cut or goes by its own rules; theirs is asked for by no booking and no line', () => {
    const plan = planned({
      ...keep,
      rows: [p(-30, 60), p(200, 230)],
      confirmed: [listed(p(-30, 60)), theirs(p(200, 230))],
      bookings: [asking('b1', -30, 60, { status: 'cancelled' })],
    });
    expect(plan.target.entries).toEqual([
      {
        period: p(-30, 10),
        bookings: ['b1'],
        lines: ['r1>e1'],
        isHeld: false,
        hasStay: true,
        isForeign: false,
      },
      { period: p(200, 230), bookings: [], lines: [], isHeld: false, hasStay: true, isForeign: true },
    ]);
    expect(plan.consent).toBeNull();
  });
});

describe('R5 W6 ours beneath another’s', () => {
  const unknown = {
    foreignEdits: 'keep' as const,
    remembered: [asking('b1', 50, 130)],
    bookings: [asking('b1', 50, 130, { status: 'unknown' })],
  };

  it('R5 W6 it stays whole for a status that nobody knows, whatever bounds it shares with theirs', () => {
    for (const row of [p(100, 200), p(50, 200), p(0, 130), p(0, 200)]) {
      const confirmed = [listed(p(50, 130)), theirs(row), theirs(p(300, 330))];
      const stays = list({ ...unknown, confirmed, rows: [p(50, 130), row, p(300, 330)] });
      expect(stays).toHaveLength(3);
      expect(stays).toContainEqual([p(50, 130), 'stays']);
      expect(stays).toContainEqual([row, 'theirs']);
    }
  });

  it('R5 W6 taken out by hand, it is not put back for what theirs still covers', () => {
    const confirmed = [listed(p(50, 130)), theirs(p(100, 200)), theirs(p(300, 330))];
    expect(list({ ...unknown, confirmed, rows: [p(100, 200), p(300, 330)] })).toEqual([
      [p(100, 200), 'theirs'],
      [p(300, 330), 'theirs'],
    ]);
  });
});

describe('W1 W6 replace', () => {
  it('W1 never written: every row that is not wanted goes only with consent, whole rows', () => {
    const bookings = [asking('b1', 50, 130)];
    expect(consents({ rows: [p(60, 100), p(90, 160), p(200, 230), p(-60, 0)], bookings })).toEqual([
      p(90, 160),
      p(200, 230),
    ]);
    expect(consents({ rows: [], bookings })).toEqual([]);
  });

  it('W1 W6 what was known and kept goes only with consent; what came since the last confirmed list is replaced without', () => {
    const confirmed = [listed(p(50, 130)), theirs(p(200, 230))];
    const bookings = [asking('b1', 50, 130)];
    expect(consents({ rows: [p(50, 130), p(200, 230), p(300, 330)], bookings, confirmed })).toEqual([p(200, 230)]);
    expect(consents({ rows: [p(50, 130), p(300, 330)], bookings, confirmed })).toEqual([]);
    expect(list({ rows: [p(50, 130), p(300, 330)], bookings, confirmed })).toEqual([[p(50, 130), 'wanted']]);
  });

  it('R4 W1 while nothing may be removed, others’ stay without a question, whole rows from now on', () => {
    const rows = [p(-90, -60), p(-60, 0), p(-60, 1), p(100, 160), p(120, 130)];
    const bookings = [asking('b1', 50, 130)];
    const incomplete = { reading: { completeness: 'partial' as const } };
    expect(list({ rows, bookings, ...incomplete })).toEqual([
      [p(-60, 1), 'theirs'],
      [p(50, 130), 'wanted'],
      [p(130, 160), 'theirs'],
    ]);
    expect(consents({ rows, bookings, ...incomplete })).toEqual([]);
    expect(planned({ rows: [p(200, 230)], bookings, ...incomplete }).holds).toMatchObject([
      { reason: 'incomplete-reading', period: p(200, 230), bookings: [], roomIds: [] },
    ]);
  });
});

describe('R4 what is held of a running one', () => {
  it('R4 it is known by its own From, whatever else was listed before it', () => {
    const confirmed = [listed(p(-60, 60))];
    const holds = (...rows: readonly Period[]) =>
      planned({ ...UNREADABLE, rows, confirmed }).holds.map((one) => [one.period, one.bookings]);
    expect(holds(p(-60, 60))).toEqual([[p(-60, 60), ['b1']]]);
    expect(holds(p(-90, -80), p(-90, 0), p(-60, 60))).toEqual([[p(-60, 60), ['b1']]]);
    expect(planned({ ...UNREADABLE, rows: [p(-60, 60)], confirmed, now: addMs(NOW, 30_000) }).holds).toMatchObject([
      { period: p(-60, 60) },
    ]);
  });
});

describe('W7 what only lines that are gone asked for', () => {
  const lost = aPolicy([aLine('r2', 'e1')]);

  it('W7 it goes although Pronestor is down; what another line asked for as well stays', () => {
    const confirmed = [
      listed(p(50, 130)),
      listed(p(200, 230), { lines: [R1_LINE, R2_LINE] }),
      listed(p(300, 330), { lines: [R2_LINE] }),
    ];
    const rows = confirmed.map((one) => one.period);
    expect(list({ ...UNREADABLE, rows, confirmed, policy: lost })).toEqual([
      [p(200, 230), 'held'],
      [p(300, 330), 'held'],
    ]);
  });

  it('W7 where two lists of ours overlap, only the part goes that no living line asked for', () => {
    const confirmed = [listed(p(50, 130))];
    const sent = [[listed(p(100, 160), { lines: [R2_LINE] })]];
    expect(list({ ...UNREADABLE, rows: [p(50, 160)], confirmed, sent, policy: lost })).toEqual([[p(100, 160), 'held']]);
    const inside = [[listed(p(80, 100), { lines: [R2_LINE] })]];
    expect(list({ ...UNREADABLE, rows: [p(50, 130)], confirmed, sent: inside, policy: lost })).toEqual([
      [p(80, 100), 'held'],
    ]);
  });

  it('W7 a line that was turned to another exception, or whose room is no longer chosen, is gone from this one', () => {
    const confirmed = [listed(p(50, 130))];
    const rows = [p(50, 130)];
    expect(list({ ...UNREADABLE, rows, confirmed })).toEqual([[p(50, 130), 'held']]);
    const turned = aPolicy([{ ...aLine('r1', 'e1'), exceptionId: E2 }, aLine('r2', 'e1')]);
    expect(list({ ...UNREADABLE, rows, confirmed, policy: turned })).toEqual([]);
    const unchosen = aPolicy([aLine('r1', 'e1'), aLine('r2', 'e1')], { rooms: [roomId('r2')] });
    expect(list({ ...UNREADABLE, rows, confirmed, policy: unchosen })).toEqual([]);
  });

  it('W7 R4 of a period of ours without any line nobody can say that its line is gone: it stays', () => {
    const confirmed = [listed(p(50, 130), { lines: [] })];
    expect(list({ ...UNREADABLE, rows: [p(50, 130)], confirmed })).toEqual([[p(50, 130), 'held']]);
  });

  it('R7 W7 with a clock in doubt not even that goes', () => {
    const confirmed = [listed(p(50, 130))];
    const access = { clockSkewMs: 200_000 };
    expect(planned({ rows: [p(50, 130)], confirmed, policy: lost, access }).holds).toMatchObject([
      { reason: 'clock-differs', period: p(50, 130), roomIds: [] },
    ]);
  });
});

describe('R3 R6 what no remembered version explains', () => {
  const rows = [p(50, 130)];

  it('R6 a booking of ours that nobody knows any more: held as vanished', () => {
    expect(planned({ rows, confirmed: [listed(p(50, 130))] }).holds).toMatchObject([
      { reason: 'vanished', period: p(50, 130), bookings: ['b1'], roomIds: ['r1'] },
    ]);
    // One unknown among known ones is enough.
    const known = [aBooking('b2', 'r1', p(500, 530))];
    const both = [listed(p(50, 130), { bookings: [bookingId('b2'), bookingId('b1')] })];
    expect(planned({ rows, confirmed: both, bookings: known }).holds).toMatchObject([{ reason: 'vanished' }]);
  });

  it.each([
    ['its booking is known and is elsewhere now', { bookings: [aBooking('b1', 'r1', p(500, 530))] }],
    ['it has no line, and no booking that anybody knows', { confirmed: [listed(p(50, 130), { lines: [] })] }],
    ['it has no booking', { confirmed: [listed(p(50, 130), { bookings: [] })] }],
  ])('R6 it goes when %s', (_name, more) => {
    const plan = planned({ rows, confirmed: [listed(p(50, 130))], ...more });
    expect(plan.holds).toEqual([]);
    expect(plan.target.entries.map((one) => one.period)).not.toContainEqual(p(50, 130));
  });

  it('W7 R6 an unknown booking through a line that is gone holds nothing that another’s line still asked for', () => {
    const known = aBooking('b2', 'r2', p(500, 530));
    const confirmed = [listed(p(50, 130))];
    const sent = [[listed(p(50, 130), { bookings: [known.id], lines: [R2_LINE] })]];
    const policy = aPolicy([aLine('r2', 'e1')]);
    const plan = planned({ rows, confirmed, sent, policy, bookings: [known] });
    expect(plan.holds).toEqual([]);
    expect(plan.target.entries.map((one) => one.period)).toEqual([p(490, 540)]);
  });

  it('R3 all its bookings are known, and in rooms of which nothing may be removed: held, for the first one’s reason', () => {
    const [one, other] = [aBooking('b1', 'r1', p(500, 530)), aBooking('b2', 'r2', p(600, 630))];
    const confirmed = [listed(p(50, 130), { bookings: [one.id, other.id], lines: [R1_LINE, R2_LINE] })];
    const input = { rows, confirmed, bookings: [one, other] };
    const rejected = [{ path: '', reason: '', roomId: roomId('r1'), locationId: null }];
    const unreadRooms = [roomId('r2')];
    expect(planned({ ...input, reading: { rejected, unreadRooms } }).holds).toMatchObject([
      { reason: 'rejected-item', roomIds: ['r1', 'r2'] },
    ]);
    // Of one of them it is known that it wants nothing here: that frees the period.
    expect(planned({ ...input, reading: { rejected } }).holds).toEqual([]);
  });
});

describe('W4 early end', () => {
  const cancelled = (from: number, to: number) => ({
    rows: [p(from, to)],
    confirmed: [listed(p(from, to))],
    remembered: [asking('b1', from, to)],
    bookings: [asking('b1', from, to, { status: 'cancelled' as const })],
  });

  it.each([
    ['runs', -30, 60, [[p(-30, 10), 'stays']]],
    ['begins now', 0, 60, [[p(0, 10), 'stays']]],
    ['would begin within the lag: nobody is inside', 1, 60, []],
    ['ends within the lag', -30, 5, [[p(-30, 5), 'stays']]],
    ['ends with the lag', -30, 10, [[p(-30, 10), 'stays']]],
  ])('W4 one that %s', (_name, from, to, expected) => {
    expect(list(cancelled(from, to))).toEqual(expected);
  });

  it.each([
    ['keep', [p(-10, 9), p(5, 60)], [[p(-10, 9), 'theirs']]],
    ['keep', [p(-10, 60)], [[p(-10, 5), 'theirs']]],
    ['replace', [p(-10, 9), p(5, 60)], []],
    ['replace', [p(-10, 60)], []],
  ] as const)(
    'W4 P19 ours that has not begun goes whole, also where another’s runs into it (%s)',
    (foreignEdits, rows, left) => {
      expect(list({ ...cancelled(5, 60), rows, foreignEdits })).toEqual(left);
    },
  );

  it('W4 P8 what was sent and not answered for runs as well, as far as it is there', () => {
    const sent = [[listed(p(-30, 60))]];
    expect(list({ ...cancelled(5, 60), rows: [p(-30, 60)], sent })).toEqual([[p(-30, 10), 'stays']]);
    expect(list({ ...cancelled(5, 60), rows: [p(5, 60)], sent })).toEqual([]);
  });

  it.each([
    [0, []],
    [20_000, [[p(-30, 1), 'stays']]],
  ])('W4 without lag it is over at the next whole minute (%i ms into this one)', (ms, expected) => {
    const policy = aPolicy([aLine('r1', 'e1', { lagMinutes: 0 })]);
    expect(list({ ...cancelled(-30, 60), policy, now: addMs(NOW, ms) })).toEqual(expected);
  });

  it('W4 R1 without lag, at a whole minute of the doubled hour, it is over at once: nothing is widened that is nothing', () => {
    const now = instantFromIso('2026-10-25T00:20:00Z');
    const period = { from: addMinutes(now, -120), to: addMinutes(now, 600) };
    const policy = aPolicy([aLine('r1', 'e1', { lagMinutes: 0, leadMinutes: 0 })]);
    const booking = aBooking('b1', 'r1', period);
    const input = {
      rows: [period],
      confirmed: [listed(period)],
      remembered: [booking],
      bookings: [{ ...booking, status: 'cancelled' as const }],
      policy,
    };
    expect(list({ ...input, now })).toEqual([]);
    expect(list({ ...input, now: addMs(now, 1) })).toEqual([
      [{ from: period.from, to: instantFromIso('2026-10-25T02:00:00Z') }, 'stays'],
    ]);
  });
});

describe('what history says of a row that parts', () => {
  const known = [
    listed(p(10, 40), { bookings: [bookingId('b9')] }),
    listed(p(61, 90), { bookings: [bookingId('b1')] }),
  ];
  const situation = { rows: [p(10, 90)], confirmed: known };
  const middle = asking('b5', 40, 61);
  const [nine, one] = [asking('b9', 10, 40), asking('b1', 61, 90)];

  it('R5 its bookings are told in order, whatever the order of the parts', () => {
    const ended = [nine, one].map((each) => ({ ...each, status: 'cancelled' as const }));
    const { action } = planned({ ...situation, remembered: [nine, one], bookings: [middle, ...ended] });
    expect(action?.changes[0]).toEqual({
      change: 'remove',
      period: p(10, 90),
      reason: 'ended-by-status',
      bookings: ['b1', 'b9'],
    });
  });

  it('W7 so are those that no line wants any more', () => {
    const policy = aPolicy([aLine('r2', 'e1')], { rooms: [roomId('r1'), roomId('r2')] });
    const inOther = { ...middle, roomId: roomId('r2') };
    const { action } = planned({ ...situation, remembered: [nine, one], bookings: [nine, one, inOther], policy });
    expect(action?.changes[0]).toMatchObject({ change: 'remove', reason: 'not-wanted', bookings: ['b1', 'b9'] });
  });
});

describe('R7 which clock is right', () => {
  const over = { rows: [p(-90, -5)], confirmed: [listed(p(-90, -5))] };
  const behind = (skewMs: number | null) => ({ access: { clockSkewMs: skewMs }, reading: { clockSkewMs: 500_000 } });

  it('R7 what is over by our clock stays as long as UniLock’s may say that it is not', () => {
    expect(list({ ...over, ...behind(-6 * 60_000) })).toEqual([[p(-90, -5), 'stays']]);
    expect(list({ ...over, ...behind(-5 * 60_000) })).toEqual([]);
    expect(list({ ...over, ...behind(null) })).toEqual([[p(-90, -5), 'stays']]);
    expect(list({ ...over, rows: [p(-90, 0)], ...behind(-1) })).toEqual([[p(-90, 0), 'stays']]);
    // Two minutes are within what clocks may differ: nothing is in doubt.
    const justOver = { rows: [p(-90, -1)], confirmed: [listed(p(-90, -1))], bookings: [asking('b2', 50, 130)] };
    expect(list({ ...justOver, access: { clockSkewMs: -100_000 } })).toEqual([[p(50, 130), 'wanted']]);
  });

  it('R7 it keeps who asked for it, and is held by nobody', () => {
    expect(planned({ ...over, ...behind(null) }).target.entries).toEqual([
      { period: p(-90, -5), bookings: ['b1'], lines: ['r1>e1'], isHeld: false, hasStay: true, isForeign: false },
    ]);
  });

  it('R7 history does not call over what may run yet', () => {
    const { action } = planned({ ...over, ...behind(null), bookings: [asking('b2', 50, 130)] });
    expect(action?.changes.map((one) => [one.change, one.period])).toEqual([
      ['keep', p(-90, -5)],
      ['add', p(50, 130)],
    ]);
  });

  it('D3 R7 with a clock in doubt what is there keeps its place, else the soonest comes first', () => {
    const bookings = [asking('b1', 50, 130), asking('b2', 200, 260)];
    const full = {
      rows: [p(200, 260), p(900, 930)],
      bookings,
      confirmed: [listed(p(200, 260)), listed(p(900, 930))],
      places: 1,
    };
    expect(
      list({ ...full, rows: [p(200, 260)], confirmed: [listed(p(200, 260))], access: { clockSkewMs: 200_000 } }),
    ).toEqual([[p(200, 260), 'wanted']]);
    expect(list({ ...full, rows: [p(200, 260)], confirmed: [listed(p(200, 260))] })).toEqual([[p(50, 130), 'wanted']]);
    expect(list({ ...full, places: 2, access: { clockSkewMs: 200_000 } })).toEqual([
      [p(200, 260), 'wanted'],
      [p(900, 930), 'held'],
    ]);
  });
});

describe('claims', () => {
  const memory = (confirmed: readonly Period[] | null, ...sent: readonly (readonly Period[])[]): Memory => ({
    ...EMPTY_MEMORY,
    confirmed:
      confirmed === null ? [] : [{ exceptionId: E1, periods: confirmed.map((one) => listed(one)), readBackAt: NOW }],
    intents: [
      ...sent.map((periods) => ({
        exceptionId: E1,
        runId: runId('run'),
        periods: periods.map((one) => listed(one)),
        at: NOW,
      })),
      { exceptionId: E2, runId: runId('run'), periods: [listed(p(0, 999))], at: NOW },
    ],
  });
  const isEdited = (known: Memory, ...rows: readonly Period[]) =>
    hasForeignEdit(claimsByException(known)(E1), rows, NOW);

  it('W6 P8 another writer is what explains a list that is neither the confirmed one nor any that was sent since', () => {
    const known = memory([p(10, 20)], [p(30, 40)], [p(50, 60)]);
    for (const row of [p(10, 20), p(30, 40), p(50, 60)]) expect(isEdited(known, row, p(-20, -10))).toBe(false);
    expect(isEdited(known, p(10, 20), p(30, 40))).toBe(true);
    expect(isEdited(known)).toBe(true);
    expect(isEdited(memory(null, [p(30, 40)]), p(70, 80))).toBe(false);
  });

  it('W1 who asked for a part: those of ours that have an instant in common with it, each once and in order', () => {
    const ours = [
      listed(p(40, 60), { bookings: [bookingId('b3'), bookingId('b2')], lines: [R2_LINE] }),
      listed(p(0, 20), { bookings: [bookingId('b2'), bookingId('b1')], lines: [R2_LINE, R1_LINE] }),
      listed(p(60, 90), { bookings: [bookingId('b9')] }),
    ];
    expect(askersOf(ours, p(20, 40))).toEqual({ bookings: [], lines: [] });
    expect(askersOf(ours, p(19, 41))).toEqual({ bookings: ['b1', 'b2', 'b3'], lines: ['r1>e1', 'r2>e1'] });
  });
});
