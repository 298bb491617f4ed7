import { describe, expect, it } from 'vitest';
import type { Ask, BookingFact, Oddity } from '../../../electron/sync/desired';
import {
  ascending,
  askAll,
  byRoom,
  compileOpenings,
  frameOf,
  horizonEndOf,
  mergeAsks,
} from '../../../electron/sync/desired';
import type { MappingLine, RememberedRoom } from '../../../electron/sync/model';
import { bookingId, locationId, mappingLineId, roomId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { addMinutes, addMs, DAY_MS, HOUR_MS, instantFromIso } from '../../../shared/time';
import { aBooking, aLine, aPolicy, at, between, COPENHAGEN } from '../../builders';

/** What bookings ask for through lines, before anything is planned. With UniLock behind it: wanting.test.ts. */
const DAY = '2026-11-23';
const NOW = at(`${DAY}T08:00`);
const meeting = (from: string, to: string) => between(`${DAY}T${from}`, to);

interface Asked {
  readonly ask: Ask;
  readonly oddity: Oddity;
}

function asksOf(
  bookings: readonly BookingFact[],
  lines: readonly MappingLine[],
  more: {
    readonly rooms?: readonly RememberedRoom[];
    readonly now?: Instant;
    readonly horizonHours?: number;
    readonly zone?: string;
  } = {},
): Asked[] {
  const { rooms = [], now = NOW, horizonHours = 48, zone = COPENHAGEN } = more;
  const policy = aPolicy(lines, { horizonHours });
  const frame = frameOf({ policy, facts: bookings, zone, now });
  const asked: Asked[] = [];
  const openings = compileOpenings(lines, new Map(rooms.map((room) => [room.id, room])), frame);
  askAll(byRoom(bookings), openings, () => (ask, oddity) => asked.push({ ask, oddity }));
  return asked;
}
const periodsOf = (...input: Parameters<typeof asksOf>): Period[] => asksOf(...input).map(({ ask }) => ask.period);

describe('D1 block, lead and lag', () => {
  const room = { id: roomId('r1'), locationId: locationId('12'), preparationMinutes: 15, followUpMinutes: 20 };
  const booking = aBooking('b1', 'r1', meeting('10:00', '11:00'));
  const bare = { leadMinutes: 0, lagMinutes: 0 };

  it('D1 each line by itself; lines of a room that reach equally far ask alike', () => {
    const lines = [
      aLine('r1', 'e1', { leadMinutes: 5, lagMinutes: 7 }),
      aLine('r1', 'e2', { leadMinutes: 7, lagMinutes: 5 }),
      aLine('r1', 'e3', { leadMinutes: 5, lagMinutes: 7 }),
      aLine('r1', 'e4', { ...bare, block: 'with-preparation' }),
      aLine('r2', 'e5'),
    ];
    const asked = asksOf([booking], lines, { rooms: [room] });
    expect(asked.map(({ ask }) => [ask.line, ask.period])).toEqual([
      ['r1>e1', meeting('09:55', '11:07')],
      ['r1>e2', meeting('09:53', '11:05')],
      ['r1>e3', meeting('09:55', '11:07')],
      ['r1>e4', meeting('09:45', '11:20')],
    ]);
    expect(asked[0]?.ask).toEqual({
      period: meeting('09:55', '11:07'),
      booking: 'b1',
      line: 'r1>e1',
      room: 'r1',
      bookings: ['b1'],
      lines: ['r1>e1'],
    });
  });

  it('D1 of a room that nobody has read, the block is the meeting', () => {
    expect(periodsOf([booking], [aLine('r1', 'e1', { ...bare, block: 'with-preparation' })])).toEqual([
      meeting('10:00', '11:00'),
    ]);
  });
});

describe('R2 from now to the horizon', () => {
  const bare = { leadMinutes: 0, lagMinutes: 0 };
  const end = addMinutes(NOW, 48 * 60);
  const around = (from: Instant, to: Instant) =>
    periodsOf([aBooking('b1', 'r1', { from, to })], [aLine('r1', 'e1', bare)]);

  it('R2 what has ended is not asked for, nor what starts at the horizon', () => {
    expect(around(addMinutes(NOW, -60), NOW)).toEqual([]);
    expect(around(addMinutes(NOW, -60), addMinutes(NOW, 1))).toHaveLength(1);
    expect(around(end, addMinutes(end, 60))).toEqual([]);
    expect(around(addMinutes(end, -1), addMinutes(end, 60))).toEqual([
      { from: addMinutes(end, -1), to: addMinutes(end, 60) },
    ]);
    expect(around(addMinutes(NOW, -5000), addMinutes(NOW, -4000))).toEqual([]);
    expect(around(addMinutes(end, 4000), addMinutes(end, 5000))).toEqual([]);
  });

  it('R2 lead and lag count: what they reach into is asked for', () => {
    const lead = [aLine('r1', 'e1', { leadMinutes: 120, lagMinutes: 120 })];
    const ended = { from: addMinutes(NOW, -180), to: addMinutes(NOW, -119) };
    expect(periodsOf([aBooking('b1', 'r1', ended)], lead)).toHaveLength(1);
    expect(periodsOf([aBooking('b1', 'r1', { ...ended, to: addMinutes(NOW, -120) })], lead)).toHaveLength(0);
    const late = { from: addMinutes(end, 119), to: addMinutes(end, 300) };
    expect(periodsOf([aBooking('b1', 'r1', late)], lead)).toHaveLength(1);
    expect(periodsOf([aBooking('b1', 'r1', { ...late, from: addMinutes(end, 120) })], lead)).toHaveLength(0);
  });

  it('R1 R2 rounding counts: an end that moves outward over now or the horizon decides', () => {
    expect(around(addMinutes(NOW, -60), addMs(NOW, 1))).toHaveLength(1);
    // 25 October, 02:00-03:00 twice: an end in it becomes 03:00 the second time.
    const now = instantFromIso('2026-10-25T01:30:00Z');
    const booking = aBooking('b1', 'r1', { from: addMinutes(now, -120), to: addMinutes(now, -60) });
    expect(periodsOf([booking], [aLine('r1', 'e1', bare)], { now })).toEqual([
      { from: addMinutes(now, -120), to: instantFromIso('2026-10-25T02:00:00Z') },
    ]);
  });

  it('R2 the horizon is never under a day', () => {
    expect(horizonEndOf({ horizonHours: 1 }, NOW)).toBe(addMs(NOW, DAY_MS));
    expect(horizonEndOf({ horizonHours: 25 }, NOW)).toBe(addMs(NOW, 25 * HOUR_MS));
  });
});

describe('the frame of a run', () => {
  const frame = (...periods: readonly Period[]) =>
    frameOf({
      policy: aPolicy([], { horizonHours: 48 }),
      facts: periods.map((period, n) => aBooking(`b${n}`, 'r1', period)),
      zone: COPENHAGEN,
      now: NOW,
    });
  const TWO_DAYS = 2 * DAY_MS;

  it('spans all bookings and what their lines can reach, now always in it', () => {
    expect(frame().span).toEqual({ from: addMs(NOW, -TWO_DAYS), to: addMs(NOW, TWO_DAYS) });
    const [first, last] = [meeting('06:00', '07:00'), between('2026-12-01T10:00', '11:00')];
    expect(frame(last, first).span).toEqual({ from: addMs(first.from, -TWO_DAYS), to: addMs(last.to, TWO_DAYS) });
  });

  it('spans them whatever their order', () => {
    const [first, last] = [meeting('06:00', '07:00'), between('2026-12-01T10:00', '11:00')];
    expect(frame(first, last).span).toEqual(frame(last, first).span);
  });

  it('looks no further than ten years, whatever is booked', () => {
    const ever = { from: instantFromIso('1000-01-01T00:00:00Z'), to: instantFromIso('3000-01-01T00:00:00Z') };
    const ten = 3660 * DAY_MS + TWO_DAYS;
    expect(frame(ever).span).toEqual({ from: addMs(NOW, -ten), to: addMs(NOW, ten) });
  });
});

describe('D6 what is odd', () => {
  const oddity = (period: Period, more: Parameters<typeof aLine>[2], now = NOW): Oddity | undefined =>
    asksOf([aBooking('b1', 'r1', period)], [aLine('r1', 'e1', { leadMinutes: 0, lagMinutes: 0, ...more })], { now })[0]
      ?.oddity;

  it('D6 longer than the longest, with lead and lag in; a limit of none is none', () => {
    const two = { longestOpeningHours: 2 };
    expect(oddity(meeting('10:00', '12:00'), two)).toBeNull();
    expect(oddity(meeting('10:00', '12:01'), two)).toBe('too-long');
    expect(oddity(meeting('10:00', '12:00'), { ...two, lagMinutes: 1 })).toBe('too-long');
    expect(oddity({ from: NOW, to: addMinutes(NOW, 100_000) }, { longestOpeningHours: null })).toBeNull();
  });

  it.each([
    ['inside', 8 * 60, 17 * 60 + 30, null],
    ['a minute early', 8 * 60 + 1, 17 * 60 + 30, 'outside-safe-hours'],
    ['a minute late', 8 * 60, 17 * 60 + 29, 'outside-safe-hours'],
  ])('D6 safe hours to the minute: %s', (_name, fromMinute, toMinute, expected) => {
    expect(oddity(meeting('08:00', '17:30'), { safeHours: { fromMinute, toMinute } })).toBe(expected);
  });

  it('D6 too long is told before outside safe hours', () => {
    const safeHours = { fromMinute: 9 * 60, toMinute: 10 * 60 };
    expect(oddity(meeting('08:00', '12:00'), { safeHours, longestOpeningHours: 2 })).toBe('too-long');
  });

  it('D6 every day has its own safe hours; those to midnight join those from midnight', () => {
    const night = between(`${DAY}T23:00`, '2026-11-24T01:00');
    expect(oddity(night, { safeHours: { fromMinute: 0, toMinute: 24 * 60 } })).toBeNull();
    expect(oddity(night, { safeHours: { fromMinute: 0, toMinute: 23 * 60 + 59 } })).toBe('outside-safe-hours');
    expect(oddity(night, { safeHours: { fromMinute: 1, toMinute: 24 * 60 } })).toBe('outside-safe-hours');
    expect(oddity(between('2026-11-24T09:00', '10:00'), { safeHours: { fromMinute: 540, toMinute: 600 } })).toBeNull();
  });

  it('D6 P11 safe all day is safe all day also where midnight comes twice', () => {
    // Havana puts its clocks back from one o'clock to midnight on 1 November 2026, 05:00Z.
    const zone = 'America/Havana';
    const period = { from: instantFromIso('2026-11-01T02:00:00Z'), to: instantFromIso('2026-11-01T08:00:00Z') };
    const line = aLine('r1', 'e1', { leadMinutes: 0, lagMinutes: 0, safeHours: { fromMinute: 0, toMinute: 24 * 60 } });
    const now = instantFromIso('2026-10-31T12:00:00Z');
    expect(asksOf([aBooking('b1', 'r1', period)], [line], { now, zone }).map((one) => one.oddity)).toEqual([null]);
  });

  it('D6 each line has its own safe hours', () => {
    const lines = [
      aLine('r1', 'e1', { safeHours: { fromMinute: 480, toMinute: 1080 } }),
      aLine('r1', 'e2', { safeHours: { fromMinute: 600, toMinute: 1080 } }),
      aLine('r1', 'e3', { safeHours: { fromMinute: 480, toMinute: 600 } }),
      aLine('r1', 'e4'),
    ];
    expect(asksOf([aBooking('b1', 'r1', meeting('09:00', '11:00'))], lines).map((one) => one.oddity)).toEqual([
      null,
      'outside-safe-hours',
      'outside-safe-hours',
      null,
    ]);
  });

  it('D6 R1 P11 what starts in the doubled hour is written from before it: not inside safe hours that begin in it', () => {
    const now = instantFromIso('2026-10-24T12:00:00Z');
    const safeHours = { fromMinute: 150, toMinute: 1200 };
    const from = (iso: string) =>
      oddity({ from: instantFromIso(iso), to: instantFromIso('2026-10-25T04:00:00Z') }, { safeHours }, now);
    expect(from('2026-10-25T02:00:00Z')).toBeNull();
    expect(from('2026-10-25T01:40:00Z')).toBe('outside-safe-hours');
  });
});

describe('D2 what asks for one target is united', () => {
  const ask = (id: string, period: Period, line = 'l1'): Ask => ({
    period,
    booking: bookingId(id),
    line: mappingLineId(line),
    room: roomId('r1'),
    bookings: [bookingId(id)],
    lines: [mappingLineId(line)],
  });
  const entry = (period: Period, bookings: readonly string[], lines: readonly string[]) => ({
    period,
    bookings,
    lines,
    isHeld: false,
    hasStay: false,
    isForeign: false,
  });

  it('D2 overlapping and touching ones are one that remembers all that asked, in order and once', () => {
    const asks = [
      ask('b4', meeting('16:00', '17:00')),
      ask('b3', meeting('09:00', '10:00'), 'l2'),
      ask('b1', meeting('10:00', '11:00')),
      ask('b2', meeting('09:30', '09:40')),
      ask('b3', meeting('10:30', '10:45'), 'l1'),
      ask('b5', meeting('11:01', '12:00')),
    ];
    const united = [
      entry(meeting('09:00', '11:00'), ['b1', 'b2', 'b3'], ['l1', 'l2']),
      entry(meeting('11:01', '12:00'), ['b5'], ['l1']),
      entry(meeting('16:00', '17:00'), ['b4'], ['l1']),
    ];
    expect(mergeAsks(asks)).toEqual(united);
    expect(mergeAsks([...asks].reverse())).toEqual(united);
    expect(mergeAsks([])).toEqual([]);
    const [late, early] = [ask('b2', meeting('13:00', '14:00')), ask('b1', meeting('09:00', '10:00'))];
    expect(mergeAsks([late, early]).map((one) => one.bookings)).toEqual([['b1'], ['b2']]);
  });

  it('P18 ids are ascending and distinct', () => {
    expect(ascending(['b', 'a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
    expect(ascending(['b', 'a'])).toEqual(['a', 'b']);
    expect(ascending(['a', 'a'])).toEqual(['a']);
    expect(ascending(['a'])).toEqual(['a']);
  });
});
