import { describe, expect, it } from 'vitest';
import { desire, knowBookings } from '../../../electron/sync/desired';
import type { ConfirmedPeriod, Memory } from '../../../electron/sync/model';
import { EMPTY_MEMORY } from '../../../electron/sync/model';
import {
  claimsByException,
  createContext,
  exceptionsToRelease,
  isEmptyOfOurs,
  planRelease,
} from '../../../electron/sync/plan';
import { bookingId, exceptionId, mappingLineId, runId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { addMinutes, addMs } from '../../../shared/time';
import { shaHash } from '../../fakes';
import { aLine, aPolicy, at, COPENHAGEN } from '../../builders';

/** W7: an exception that nobody manages any more, row by row. The whole way, with refusals and restarts: writing.test.ts, remove-all.test.ts. */
const NOW = at('2026-11-23T12:00');
const E1 = exceptionId('e1');
const LINE = mappingLineId('r1>e1');
/** From and to in minutes from now. */
const p = (from: number, to: number): Period => ({ from: addMinutes(NOW, from), to: addMinutes(NOW, to) });

const listed = (period: Period, more: Partial<ConfirmedPeriod> = {}): ConfirmedPeriod => ({
  period,
  bookings: [bookingId('b1')],
  lines: [LINE],
  writtenAt: addMinutes(NOW, -600),
  runId: runId('run'),
  isForeign: false,
  ...more,
});
const theirs = (period: Period): ConfirmedPeriod => listed(period, { isForeign: true, bookings: [], lines: [] });

interface Known {
  /** The last confirmed list; none when left out. */
  readonly confirmed?: readonly ConfirmedPeriod[];
  /** Lists that were sent with the outcome not known. */
  readonly sent?: readonly (readonly ConfirmedPeriod[])[];
  readonly lagMinutes?: number;
  readonly now?: Instant;
  /** How many periods the exception holds; null: UniLock does not say. */
  readonly places?: number | null;
}

const memoryOf = ({ confirmed, sent = [] }: Known): Memory => ({
  ...EMPTY_MEMORY,
  confirmed: confirmed === undefined ? [] : [{ exceptionId: E1, periods: confirmed, readBackAt: NOW }],
  intents: sent.map((periods) => ({ exceptionId: E1, runId: runId('run'), periods, at: NOW })),
});

function release(rows: readonly Period[], known: Known) {
  const { lagMinutes = 10, now = NOW, places = 8 } = known;
  const memory = memoryOf(known);
  // The line is still known, so that people inside have its lag to leave; its exception is managed no more.
  const policy = aPolicy([aLine('r1', 'e1', { lagMinutes })], { managed: [] });
  const knowledge = knowBookings({
    policy,
    reading: null,
    vanished: new Set(),
    memory: null,
    access: null,
    matcher: null,
    guard: null,
  });
  const wanted = desire({ policy, knowledge, zone: COPENHAGEN, now, answerOf: () => null });
  const context = createContext({ now, policy, knowledge, desire: wanted, memory, accessSkewMs: 0 }, shaHash);
  const observed = { id: E1, name: 'Undtagelse', maxPeriods: places, version: '7', periods: rows };
  const { release: planned, action } = planRelease(observed, claimsByException(memory)(E1), context);
  return {
    action,
    entries: planned.entries,
    stays: planned.entries.map((one) => [one.period, one.isForeign ? 'theirs' : 'ours']),
  };
}

describe('W7 what is released', () => {
  it('W7 what memory names and nobody manages, once and in order', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => exceptionId(id)) as [typeof E1, typeof E1, typeof E1];
    expect(exceptionsToRelease([c, a, b, a], new Set([b]))).toEqual([a, c]);
  });

  it('W7 it is empty of ours when nothing of ours is open from now on; what is another’s as well is theirs', () => {
    const claims = claimsByException(memoryOf({ confirmed: [listed(p(60, 120)), theirs(p(90, 180))] }))(E1);
    const holds = (rows: readonly Period[], now = NOW) =>
      !isEmptyOfOurs({ id: E1, name: '', maxPeriods: null, version: null, periods: rows }, claims, now);
    expect(holds([p(60, 120)])).toBe(true);
    expect(holds([p(80, 91)])).toBe(true);
    expect(holds([p(90, 180)])).toBe(false);
    expect(holds([p(0, 60), p(120, 300)])).toBe(false);
    // To the minute: seconds of a server's list are rounded outward.
    expect(holds([{ from: addMs(p(89, 90).from, 59_000), to: addMs(p(89, 90).from, 59_500) }])).toBe(true);
    expect(holds([p(60, 90)], p(89, 90).from)).toBe(true);
    expect(holds([p(60, 90)], p(90, 91).from)).toBe(false);
  });

  it('W7 W8 P19 a row of ours beneath another’s longer one is ours until it is over, as long as rows can be told apart', () => {
    const [ours, over] = [p(-10, 20), p(-5, 30)];
    const confirmed = [listed(ours), theirs(over)];
    const holds = (rows: readonly Period[], known: Known, now = NOW) =>
      !isEmptyOfOurs(
        { id: E1, name: '', maxPeriods: null, version: null, periods: rows },
        claimsByException(memoryOf(known))(E1),
        now,
      );
    expect(holds([ours, over], { confirmed })).toBe(true);
    expect(holds([ours, over], { sent: [confirmed] })).toBe(true);
    expect(holds([ours, over], { confirmed }, ours.to)).toBe(false);
    expect(holds([over], { confirmed })).toBe(false);
    expect(holds([p(-10, 19), over], { confirmed })).toBe(false);
    expect(holds([ours, over], { confirmed: [...confirmed, listed(p(60, 70))] })).toBe(false);
    expect(holds([ours, over], { confirmed: [...confirmed, theirs(ours)] })).toBe(false);
  });
});

describe('W7 ours goes, row by row', () => {
  const [ours, another, ended] = [p(60, 120), p(150, 180), p(-60, -30)];

  it('W7 W8 ours goes, the others’ rows stay as they came; history says for whom', () => {
    const seconds = { from: addMs(another.from, 5_000), to: addMs(another.to, -5_000) };
    const { action, stays } = release([seconds, ours], { confirmed: [listed(ours), theirs(another)] });
    expect(stays).toEqual([[another, 'theirs']]);
    expect(action).toEqual({
      on: 'exception',
      exceptionId: 'e1',
      kind: 'narrowing',
      before: [seconds, ours],
      after: [seconds],
      changes: [{ change: 'remove', period: ours, reason: 'not-wanted', bookings: ['b1'] }],
      version: '7',
    });
  });

  it.each([
    ['nothing of ours is there', [another], { confirmed: [theirs(another)] }],
    ['nothing is known', [another], {}],
    ['nothing is there', [], { confirmed: [listed(ours)] }],
    ['ours is over', [ended, another], { confirmed: [listed(ended), listed(ours)] }],
    ['ours ends now', [p(-60, 0), another], { confirmed: [listed(p(-60, 0)), theirs(another)] }],
  ])('W7 nothing is written when %s', (_name, rows, known) => {
    expect(release(rows, known).action).toBeNull();
  });

  it('W7 W8 another’s row over ours is known by its bounds: it stays whole, and so does one that is written twice', () => {
    const over = p(90, 200);
    expect(release([ours, over], { confirmed: [listed(ours)] }).stays).toEqual([[over, 'theirs']]);
    expect(release([ours, another], { confirmed: [listed(ours), theirs(ours)] }).stays).toEqual([
      [ours, 'theirs'],
      [another, 'theirs'],
    ]);
    for (const like of [p(60, 121), p(59, 120)])
      expect(release([ours, like], { confirmed: [listed(ours)] }).stays).toEqual([[like, 'theirs']]);
  });

  it('W7 P8 the list that was sent and never answered for is known by its rows too', () => {
    const over = p(90, 200);
    const known = { confirmed: [listed(p(300, 360))], sent: [[listed(p(400, 410))], [listed(ours)]] };
    expect(release([ours, over], known).stays).toEqual([[over, 'theirs']]);
    expect(release([ours, over], { sent: [[listed(ours)]] }).stays).toEqual([[over, 'theirs']]);
  });

  it('W7 rows of ours that are over need not stand there for the rest to be known by its rows', () => {
    const over = p(90, 200);
    expect(release([ours, over], { confirmed: [listed(ended), listed(p(-60, 0)), listed(ours)] }).stays).toEqual([
      [over, 'theirs'],
    ]);
  });
});

describe('W7 where rows cannot be told apart, the coverage is parted', () => {
  it('P15 what takes no more places than before is parted, also where UniLock says that it has fewer than it holds', () => {
    const rows = [p(60, 180), p(300, 360), p(400, 460)];
    const known = { confirmed: [listed(p(60, 120)), theirs(p(120, 180))], places: 1 };
    expect(release(rows, known).stays).toEqual([
      [p(120, 180), 'theirs'],
      [p(300, 360), 'theirs'],
      [p(400, 460), 'theirs'],
    ]);
  });

  it('W7 the server has merged ours with another’s: theirs stays', () => {
    const { action, stays } = release([p(60, 180)], { confirmed: [listed(p(60, 120)), theirs(p(120, 180))] });
    expect(stays).toEqual([[p(120, 180), 'theirs']]);
    expect(action?.changes).toEqual([{ change: 'remove', period: p(60, 120), reason: 'not-wanted', bookings: ['b1'] }]);
    expect(action?.after).toEqual([p(120, 180)]);
  });

  it('W7 ours was changed by hand: what it has in common with ours goes, the rest stays, before and after it', () => {
    expect(release([p(70, 100)], { confirmed: [listed(p(60, 120))] }).stays).toEqual([]);
    expect(release([p(50, 130)], { confirmed: [listed(p(60, 120))] }).stays).toEqual([
      [p(50, 60), 'theirs'],
      [p(120, 130), 'theirs'],
    ]);
  });

  it('W7 a row that is another’s by memory, or has nothing in common with ours, stays as it is', () => {
    const confirmed = [listed(p(60, 120)), listed(p(200, 260)), theirs(p(60, 300))];
    expect(release([p(60, 300)], { confirmed })).toMatchObject({ action: null, stays: [[p(60, 300), 'theirs']] });
    expect(release([p(10, 20), p(70, 80)], { confirmed: [listed(p(60, 120))] }).stays).toEqual([[p(10, 20), 'theirs']]);
  });

  it('W7 P8 a list of which nothing is ahead any more tells no rows apart', () => {
    const known = { confirmed: [listed(p(60, 120))], sent: [[listed(p(-60, -30))]] };
    expect(release([p(70, 100)], known).stays).toEqual([]);
  });

  it('W7 only a part of what was written stands there: then another’s row over it cannot be told from ours', () => {
    const known = { confirmed: [listed(p(60, 120)), listed(p(200, 260))] };
    expect(release([p(60, 120), p(90, 150)], known).stays).toEqual([[p(120, 150), 'theirs']]);
  });

  describe('P15 W7 where the parts find no places', () => {
    const [early, late] = [p(50, 130), p(200, 300)];
    const confirmed = [listed(p(60, 120)), listed(p(220, 280)), listed(p(400, 420))];
    const isEmpty = (rows: readonly Period[], places: number | null, now = NOW) =>
      isEmptyOfOurs(
        { id: E1, name: '', maxPeriods: places, version: null, periods: rows },
        claimsByException(memoryOf({ confirmed }))(E1),
        now,
      );

    it('P15 W7 rows that another hand wrote over ours stay whole, nothing is written, and nothing of ours is left', () => {
      expect(release([early, late], { confirmed, places: 2 })).toMatchObject({
        action: null,
        stays: [
          [early, 'theirs'],
          [late, 'theirs'],
        ],
      });
      expect(isEmpty([early, late], 2)).toBe(true);
      // Where nobody says how many places there are, UniLock itself says no, and that is told.
      expect(release([early, late], { confirmed, places: null }).action?.after).toHaveLength(4);
      expect(isEmpty([early, late], null)).toBe(false);
    });

    it('P15 W7 as many are parted as find places, the first as listed; then it is as it can be', () => {
      const parted = [p(50, 60), p(120, 130), late];
      const { action } = release([early, late], { confirmed, places: 3 });
      expect(action?.after).toEqual(parted);
      expect(isEmpty([early, late], 3)).toBe(false);
      expect(release(parted, { confirmed, places: 3 }).action).toBeNull();
      expect(isEmpty(parted, 3)).toBe(true);
      expect(release([early, late], { confirmed, places: 4 }).action?.after).toEqual([
        p(50, 60),
        p(120, 130),
        p(200, 220),
        p(280, 300),
      ]);
      expect(isEmpty([early, late], 4)).toBe(false);
    });

    it('P15 W7 one that needs too many leaves them to the next', () => {
      const [twice, once] = [p(50, 290), p(390, 430)];
      expect(release([twice, once], { confirmed, places: 3 }).action?.after).toEqual([twice, p(390, 400), p(420, 430)]);
    });

    it('P15 W7 what goes whole or loses an end needs no place, and a row that goes gives its own', () => {
      expect(release([early, p(210, 270)], { confirmed, places: 2 }).action?.after).toEqual([early, p(210, 220)]);
      expect(release([early, p(230, 270)], { confirmed, places: 2 }).action?.after).toEqual([p(50, 60), p(120, 130)]);
      expect(isEmpty([early, p(230, 270)], 2)).toBe(false);
    });

    it('W4 W7 people inside find their place too, or the row stays whole until they have left', () => {
      const known = { confirmed: [listed(p(-30, 60))] };
      expect(release([p(-60, 90)], { ...known, places: 3 }).stays).toEqual([
        [p(-60, -30), 'theirs'],
        [p(-30, 10), 'ours'],
        [p(60, 90), 'theirs'],
      ]);
      expect(release([p(-60, 90)], { ...known, places: 2 })).toMatchObject({
        action: null,
        stays: [[p(-60, 90), 'theirs']],
      });
    });
  });

  it('W4 W7 in a merged row that runs, ours is cut to the lag and theirs stays, in time order', () => {
    const known = { confirmed: [listed(p(-30, 60)), theirs(p(-60, -30)), theirs(p(60, 90))] };
    const { action, stays } = release([p(-60, 90)], known);
    expect(stays).toEqual([
      [p(-60, -30), 'theirs'],
      [p(-30, 10), 'ours'],
      [p(60, 90), 'theirs'],
    ]);
    expect(action?.changes).toEqual([
      { change: 'keep', period: p(-30, 10), reason: 'cut-short', bookings: ['b1'] },
      { change: 'remove', period: p(10, 60), reason: 'cut-short', bookings: ['b1'] },
    ]);
  });
});

describe('W4 W7 people inside have the lag to leave', () => {
  const running = p(-30, 60);

  it('W4 a running one of ours is cut to now and the lag; one that comes later goes whole', () => {
    const { action, stays } = release([running, p(100, 120)], { confirmed: [listed(running), listed(p(100, 120))] });
    expect(stays).toEqual([[p(-30, 10), 'ours']]);
    expect(action?.changes).toEqual([
      { change: 'keep', period: p(-30, 10), reason: 'cut-short', bookings: ['b1'] },
      { change: 'remove', period: p(10, 60), reason: 'cut-short', bookings: ['b1'] },
      { change: 'remove', period: p(100, 120), reason: 'not-wanted', bookings: ['b1'] },
    ]);
  });

  it('W4 what stays is ours, asked for by whom it was written, and held by nobody', () => {
    expect(release([running], { confirmed: [listed(running)] }).entries).toEqual([
      { period: p(-30, 10), bookings: ['b1'], lines: ['r1>e1'], isHeld: false, hasStay: true, isForeign: false },
    ]);
    expect(release([p(-60, 90)], { confirmed: [listed(running)] }).entries).toContainEqual({
      period: p(-30, 10),
      bookings: ['b1'],
      lines: ['r1>e1'],
      isHeld: false,
      hasStay: true,
      isForeign: false,
    });
  });

  it.each([
    ['it begins now', p(0, 60), [[p(0, 10), 'ours']]],
    ['it begins in a minute', p(1, 60), []],
    ['it ends before the lag does', p(-30, 5), [[p(-30, 5), 'ours']]],
    ['it ends with the lag', p(-30, 10), [[p(-30, 10), 'ours']]],
  ])('W4 %s', (_name, row, stays) => {
    expect(release([row], { confirmed: [listed(row)] }).stays).toEqual(stays);
  });

  it('W4 never prolonged: what ends within the lag is left, and nothing is written', () => {
    expect(release([p(-30, 5)], { confirmed: [listed(p(-30, 5))] }).action).toBeNull();
  });

  it('W4 the longest lag of the lines that asked for it; without lag, or with a line nobody knows, it goes at once', () => {
    const unknown = mappingLineId('gone');
    expect(release([running], { confirmed: [listed(running, { lines: [unknown, LINE] })] }).stays).toEqual([
      [p(-30, 10), 'ours'],
    ]);
    // Written twice, for two lines: people of both are inside.
    const twice = [listed(running, { lines: [unknown] }), listed(running)];
    expect(release([running], { confirmed: twice }).stays).toEqual([[p(-30, 10), 'ours']]);
    expect(release([running], { confirmed: [listed(running, { lines: [unknown] })] }).stays).toEqual([]);
    const inTheMinute = addMs(NOW, 20_000);
    expect(release([running], { confirmed: [listed(running)], lagMinutes: 0, now: inTheMinute }).stays).toEqual([]);
    expect(release([running], { confirmed: [listed(running)], now: inTheMinute }).stays).toEqual([
      [p(-30, 11), 'ours'],
    ]);
  });
});
