import { describe, expect, it } from 'vitest';
import type { Change, PlannedAction, Restoration, TargetEntry } from '../../../electron/sync/model';
import {
  byText,
  candidatesOf,
  fitPlaces,
  inWritingOrder,
  isFought,
  kindOf,
  overflowOf,
  restorationsToKeep,
  settleZone,
} from '../../../electron/sync/plan';
import type { Stay } from '../../../electron/sync/plan';
import { bookingId, exceptionId, groupId, mappingLineId, personId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { addMinutes, addMs, DAY_MS, instantFromIso } from '../../../shared/time';
import { at } from '../../builders';

/** The planner's rules one by one, each by the function that keeps it. In a whole house: writing.test.ts, wanting.test.ts. */
const NOW = at('2026-11-23T12:00');
const E1 = exceptionId('e1');
const E2 = exceptionId('e2');
/** From and to in minutes from now. */
const p = (from: number, to: number): Period => ({ from: addMinutes(NOW, from), to: addMinutes(NOW, to) });
const entry = (period: Period, id: string, more: Partial<TargetEntry> = {}): TargetEntry => ({
  period,
  bookings: [bookingId(id)],
  lines: [mappingLineId(`line of ${id}`)],
  isHeld: false,
  hasStay: false,
  isForeign: false,
  ...more,
});
const stay = (period: Period, id: string, why: Stay['why'], isForeign = false): Stay => ({
  period,
  bookings: [bookingId(id)],
  lines: [mappingLineId(`line of ${id}`)],
  why,
  isForeign,
});

describe('W2 which way a write goes', () => {
  it.each([
    ['less is left', [p(0, 60)], [p(0, 30)], 'narrowing'],
    ['a hole is cut', [p(0, 60)], [p(0, 10), p(20, 60)], 'narrowing'],
    ['more is added', [p(0, 60)], [p(0, 90)], 'widening'],
    ['one is added beside', [], [p(0, 90)], 'widening'],
    ['it is moved', [p(0, 60)], [p(30, 90)], 'mixed'],
  ] as const)('W2 %s: %j to %j is %s', (_name, before, after, kind) => {
    expect(kindOf([...before], [...after])).toBe(kind);
  });
});

describe('W2 the order of writing', () => {
  const change = (what: Change['change'], period: Period, id: string, reason: Change['reason']): Change => ({
    change: what,
    period,
    reason,
    bookings: [bookingId(id)],
  });
  const onException = (id: string, kind: PlannedAction['kind'], changes: readonly Change[] = []): PlannedAction => ({
    on: 'exception',
    exceptionId: exceptionId(id),
    kind,
    before: [],
    after: [],
    version: null,
    changes,
  });
  const onMembership = (person: string, kind: PlannedAction['kind']): PlannedAction => ({
    on: 'membership',
    groupId: groupId('g1'),
    personId: personId(person),
    kind,
    before: [],
    after: [],
    changes: [],
  });
  const orderOf = (actions: readonly PlannedAction[], now = NOW): string[] =>
    inWritingOrder(actions, now).map((one) => (one.on === 'exception' ? one.exceptionId : one.personId));

  it('W2 P9 narrowing, mixed, widening; inside a class by target, whatever the order in which they were planned', () => {
    const actions = [
      onMembership('p2', 'narrowing'),
      onException('c', 'widening'),
      onException('e', 'mixed'),
      onException('d', 'narrowing'),
      onMembership('p1', 'narrowing'),
      onException('b', 'widening'),
      onException('a', 'narrowing'),
    ];
    const order = ['a', 'd', 'p1', 'p2', 'e', 'b', 'c'];
    expect(orderOf(actions)).toEqual(order);
    expect(orderOf([...actions].reverse())).toEqual(order);
  });

  it('P18 texts are ordered by their code units', () => {
    expect([byText('a', 'b'), byText('b', 'a'), byText('a', 'a'), byText('Z', 'a')]).toEqual([-1, 1, 0, -1]);
  });

  const running = p(-30, 30);
  const shuts = (reason: Change['reason'] = 'moved', period = running, what: Change['change'] = 'remove') =>
    onException('a', 'narrowing', [change(what, period, 'b1', reason)]);
  const opens = (kind: PlannedAction['kind'] = 'widening', id = 'b1', period = running) =>
    onException('z', kind, [change('add', period, id, 'booked')]);

  it.each(['widening', 'mixed'] as const)(
    'W2 P17 the new door of a running meeting opens before the old one shuts, in a write that is %s',
    (kind) => {
      expect(orderOf([shuts(), opens(kind)])).toEqual(['z', 'a']);
      // Still so in the first minute of the running one, and only there.
      expect(orderOf([shuts('moved', p(0, 30)), opens(kind, 'b1', p(0, 30))])).toEqual(['z', 'a']);
    },
  );

  it.each([
    ['of another meeting', [shuts(), opens('widening', 'b2')]],
    ['that only takes away', [onException('m', 'narrowing'), opens('narrowing'), shuts()]],
    ['of a meeting that is still to come', [shuts('moved', p(10, 30)), opens('widening', 'b1', p(10, 30))]],
    ['that will open later', [shuts(), opens('widening', 'b1', p(10, 30))]],
    ['for a meeting that was not moved', [shuts('cut-short'), opens()]],
    ['whose old door stays', [shuts('moved', running, 'keep'), opens()]],
  ])('W2 a write %s does not go first', (_name, actions) => {
    expect(orderOf(actions)[0]).toBe('a');
  });

  it('W2 what stays open for a running meeting is no opening: only what is added goes first', () => {
    const keeps = onException('z', 'mixed', [change('keep', running, 'b1', 'booked')]);
    expect(orderOf([shuts(), keeps])).toEqual(['a', 'z']);
  });
});

describe('D3 places', () => {
  const inOrder = (
    places: number,
    candidates: readonly TargetEntry[],
    first: (one: TargetEntry) => boolean = () => false,
  ) => {
    const { entries, leftOut } = fitPlaces(candidates, places, NOW, first);
    return [entries, leftOut].map((list) => list.map((one) => one.bookings[0]));
  };
  const running = entry(p(-10, 20), 'running');
  const soon = entry(p(60, 90), 'soon');
  const later = entry(p(120, 150), 'later');
  const held = entry(p(600, 660), 'held', { hasStay: true, isHeld: true });
  const foreign = entry(p(300, 360), 'foreign', { isForeign: true, hasStay: true });
  const all = [later, foreign, soon, held, running];

  it.each([
    [1, ['running'], ['soon', 'later', 'foreign', 'held']],
    [2, ['running', 'held'], ['soon', 'later', 'foreign']],
    [3, ['running', 'foreign', 'held'], ['soon', 'later']],
    [4, ['running', 'soon', 'foreign', 'held'], ['later']],
    [5, ['running', 'soon', 'later', 'foreign', 'held'], []],
  ])('D3 %i places: the running one, then held, then kept foreign ones, then the soonest', (places, fit, left) => {
    expect(inOrder(places, all)).toEqual([fit, left]);
  });

  it('D3 W6 another’s running period is kept foreign, not running: ours runs first', () => {
    const theirs = entry(p(-20, 10), 'theirs', { isForeign: true, hasStay: true });
    expect(inOrder(1, [theirs, running])).toEqual([['running'], ['theirs']]);
    expect(inOrder(1, [theirs, held])).toEqual([['held'], ['theirs']]);
  });

  it('D3 of two that start together the shorter is the sooner', () => {
    const short = entry(p(60, 70), 'short');
    expect(inOrder(1, [soon, short])).toEqual([['short'], ['soon']]);
    expect(inOrder(2, [soon, short])).toEqual([['short', 'soon'], []]);
  });

  it('R7 what keeps its place keeps it before everything else', () => {
    expect(inOrder(2, all, (one) => one === later || one === soon)).toEqual([
      ['soon', 'later'],
      ['running', 'foreign', 'held'],
    ]);
  });

  it('W2 a list in time order is left as it is, whatever the number of places', () => {
    const list = [running, soon, later];
    expect(fitPlaces(list, 3, NOW, () => false).entries).toBe(list);
    const together = [entry(p(60, 90), 'a'), entry(p(60, 90), 'b')];
    expect(fitPlaces(together, 2, NOW, () => false).entries).toBe(together);
  });

  it.each([
    [DAY_MS - 1, true],
    [DAY_MS, false],
  ])('D3 overflow is always told; a left-out start in %i ms is urgent: %s', (ms, isUrgent) => {
    const from = addMs(NOW, ms);
    const left = entry({ from, to: addMinutes(from, 30) }, 'b1');
    const distant = entry(p(5000, 5030), 'b2');
    const { period, bookings, lines } = left;
    expect(overflowOf(E1, 3, [distant, left], NOW)).toEqual({
      exceptionId: E1,
      places: 3,
      periods: [
        { period: distant.period, bookings: distant.bookings, lines: distant.lines },
        { period, bookings, lines },
      ],
      isUrgent,
    });
  });

  it('D3 with nothing left out there is no overflow', () => {
    expect(overflowOf(E1, 3, [], NOW)).toBeNull();
  });
});

describe('what a list should hold', () => {
  const before = [p(-60, 30)];

  it('D2 W5 what stays and what is wanted are one period where they touch, and remember both', () => {
    const wanted = [entry(p(60, 90), 'a'), entry(p(200, 230), 'far')];
    const stays = [stay(p(90, 120), 'b', 'mass-change'), stay(p(70, 80), 'c', 'odd')];
    expect(candidatesOf(wanted, stays, [], NOW)).toEqual([
      {
        period: p(60, 120),
        bookings: ['a', 'b', 'c'],
        lines: ['line of a', 'line of b', 'line of c'],
        isHeld: true,
        hasStay: true,
        isForeign: false,
      },
      wanted[1],
    ]);
    expect(candidatesOf([entry(p(60, 90), 'a')], [stay(p(90, 120), 'b', 'odd')], [], NOW)).toMatchObject([
      { isHeld: false, hasStay: true },
    ]);
    // One minute apart they are two.
    expect(candidatesOf(wanted, [stay(p(91, 120), 'b', 'odd')], [], NOW)).toHaveLength(3);
  });

  it.each([
    ['mass-change', true],
    ['vanished', true],
    ['incomplete-reading', true],
    ['rejected-item', true],
    ['clock-differs', true],
    ['unknown-status', false],
    ['odd', false],
    ['kept-open', false],
    ['early-end', false],
  ] as const)('W5 R5 W4 a part that stays because of %s is held: %s', (why, isHeld) => {
    expect(candidatesOf([], [stay(p(60, 90), 'a', why)], [], NOW)).toMatchObject([
      { period: p(60, 90), isHeld, hasStay: true, isForeign: false },
    ]);
  });

  it('W6 others’ periods stay beside ours, unmerged', () => {
    const wanted = [entry(p(60, 90), 'a')];
    const theirs = [stay(p(80, 120), 'b', 'foreign', true), stay(p(90, 100), 'c', 'foreign', true)];
    expect(candidatesOf(wanted, theirs, [], NOW)).toMatchObject([
      { period: p(60, 90), isForeign: false, hasStay: false },
      { period: p(80, 120), isForeign: true, isHeld: false, hasStay: true },
      { period: p(90, 100), isForeign: true },
    ]);
  });

  it.each([
    ['has begun', p(-5, 60), p(-60, 60)],
    ['begins now', p(0, 60), p(-60, 60)],
    ['begins in a minute', p(1, 60), p(1, 60)],
  ])('W3 a wanted period that %s: from the observed one that covers now', (_name, wanted, expected) => {
    expect(candidatesOf([entry(wanted, 'a'), entry(p(90, 95), 'b')], [], before, NOW).map((one) => one.period)).toEqual(
      [expected, p(90, 95)],
    );
  });

  it('W3 the earliest observed From is lent, of those that cover now', () => {
    const observed = [p(-90, 0), p(-60, 1), p(-30, 10), p(1, 20)];
    expect(candidatesOf([entry(p(-5, 60), 'a')], [], observed, NOW)[0]?.period).toEqual(p(-60, 60));
    expect(candidatesOf([entry(p(-5, 60), 'a')], [], [p(-90, 0)], NOW)[0]?.period).toEqual(p(-5, 60));
  });

  it('W3 W6 another’s kept period lends its From to nobody', () => {
    const theirs = stay(p(-60, 30), 'b', 'foreign', true);
    const list = candidatesOf([entry(p(-5, 60), 'a')], [theirs], [p(-60, 30), p(-20, 60)], NOW);
    expect(list.map((one) => one.period)).toEqual([p(-20, 60), p(-60, 30)]);
    // Only the very same period is theirs: another with the same From or the same To may lend.
    for (const lender of [p(-60, 31), p(-61, 30)]) {
      const lent = candidatesOf([entry(p(-5, 60), 'a')], [theirs], [p(-60, 30), lender], NOW);
      expect(lent[0]?.period).toEqual({ from: lender.from, to: addMinutes(NOW, 60) });
    }
  });

  it('nothing wanted and nothing staying is nothing', () => {
    expect(candidatesOf([], [], before, NOW)).toEqual([]);
  });
});

describe('W6 another writer', () => {
  const put = (minutesAgo: number, id = E1): Restoration => ({ exceptionId: id, at: addMinutes(NOW, -minutesAgo) });

  it.each([
    ['two in an hour', [put(60), put(0)], false],
    ['three in an hour', [put(60), put(30), put(0)], true],
    ['three in an hour, remembered in any order', [put(0), put(60), put(30)], true],
    ['three in a minute more', [put(61), put(30), put(0)], false],
    ['three in a minute more, remembered in any order', [put(0), put(61), put(30)], false],
    ['three in an hour among older ones', [put(300), put(200), put(60), put(30), put(0)], true],
    ['three of which one is of another exception', [put(60), put(30, E2), put(0)], false],
  ] as const)('W6 %s: a fight %s', (_name, restorations, expected) => {
    expect(isFought([...restorations], E1)).toBe(expected);
  });

  const keep = (restorations: readonly Restoration[], isPeaceful: boolean, now: Instant = NOW, isManaged = true) =>
    restorationsToKeep(
      restorations,
      now,
      () => isManaged,
      () => isPeaceful,
    );

  it('W6 a single one is forgotten after an hour, and not before', () => {
    expect(keep([put(61), put(60)], true)).toEqual([put(60)]);
    const recent = [put(60), put(1)];
    expect(keep(recent, true)).toBe(recent);
  });

  it('W6 a stop stays while the exception is not as it should be, however long ago', () => {
    const fight = [put(600), put(590), put(580)];
    expect(keep(fight, false)).toBe(fight);
    expect(keep(fight, true)).toEqual([]);
  });

  it('W6 time alone ends nothing: as it should be, but put back within the hour, is still a stop', () => {
    const fight = [put(80), put(70), put(60)];
    expect(keep(fight, true)).toBe(fight);
    expect(keep(fight, true, addMinutes(NOW, 1))).toEqual([]);
    // What was put back in another exception does not count.
    expect(keep([...fight, put(1, E2)], true, addMinutes(NOW, 1))).toEqual([put(1, E2)]);
  });

  it('W7 what has left the mapping is forgotten', () => {
    expect(keep([put(3), put(2), put(1)], false, NOW, false)).toEqual([]);
  });
});

describe('R1 the house’s zone', () => {
  it.each([
    [null, null, null],
    ['Europe/Copenhagen', null, 'Europe/Copenhagen'],
    [null, 'Europe/Paris', 'Europe/Paris'],
    ['Europe/Copenhagen', 'Europe/Copenhagen', 'Europe/Copenhagen'],
    // Names of one clock: Windows calls Copenhagen's zone Paris.
    ['Europe/Copenhagen', 'Europe/Paris', 'Europe/Paris'],
    ['Europe/Copenhagen', 'Europe/London', null],
    // The same now, in winter, and not in summer; and the other way round.
    ['Europe/Copenhagen', 'Africa/Lagos', null],
    ['Africa/Lagos', 'Europe/Copenhagen', null],
  ])('R1 typed %s, told by UniLock %s: %s', (typed, told, settled) => {
    expect(settleZone(typed, told, NOW)).toBe(settled);
  });

  it('R1 a zone that was another until yesterday is another; the day after it is the same', () => {
    // Istanbul left its winter time for good on 27 March 2016, for Moscow's clock.
    expect(settleZone('Europe/Istanbul', 'Europe/Moscow', instantFromIso('2016-03-27T12:00:00Z'))).toBeNull();
    expect(settleZone('Europe/Istanbul', 'Europe/Moscow', instantFromIso('2016-03-28T12:00:00Z'))).toBe(
      'Europe/Moscow',
    );
  });
});
