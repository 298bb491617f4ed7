import { describe, expect, it } from 'vitest';
import type { CompareInput } from '../../../electron/sync/compare';
import { compareHouse, differing, differingMemberships, explainOpening } from '../../../electron/sync/compare';
import { wantedIn } from '../../../electron/sync/compare/wanted';
import type { RunResult } from '../../../electron/sync/model';
import type { OpeningBar } from '../../../shared/dto';
import { bookingId, exceptionId, groupId, locationId, mappingLineId, roomId } from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import { addMinutes } from '../../../shared/time';
import type { House } from '../../builders';
import {
  aBooking,
  aGroupLine,
  aHouse,
  aLine,
  aManaged,
  anAttendee,
  aPerson,
  aPolicy,
  aRoom,
  at,
  between,
  COPENHAGEN,
} from '../../builders';

/** The calendar's bars one by one, with bounds and verdict. What each verdict means: compare.test.ts. */
const DAY = '2026-11-23';
const t = (clock: string) => at(`${DAY}T${clock}`);
const meeting = (from: string, to: string) => between(`${DAY}T${from}`, to);
const E1 = exceptionId('e1');
const E2 = exceptionId('e2');
const B1 = bookingId('b1');
const WHOLE_DAY = { from: at(`${DAY}T00:00`), to: at('2026-11-24T00:00') };
const ONE = meeting('13:00', '14:00');
const OPEN = meeting('12:50', '14:10');

const houseOf = (more: Parameters<typeof aPolicy>[1] = {}, ...bookings: ReturnType<typeof aBooking>[]): House =>
  aHouse({
    now: t('08:00'),
    policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')], more),
    rooms: [aRoom('r1'), aRoom('r2')],
    bookings: [aBooking('b1', 'r1', ONE), ...bookings],
  });

const after = (here: House, result: RunResult | null, more: Partial<CompareInput> = {}): CompareInput => ({
  policy: here.policy,
  bookings: result?.bookings ?? null,
  access: result?.access ?? null,
  plan: result?.plan ?? null,
  memory: here.journal.memory,
  now: here.clock.now(),
  houseZone: COPENHAGEN,
  canReadBack: here.access.canReadBack,
  ...more,
});

const bars = (input: CompareInput, exception = 'e1', range: Period = WHOLE_DAY): OpeningBar[] =>
  compareHouse(range, input, false)
    .rooms.flatMap((row) => row.lanes)
    .find((lane) => lane.exceptionId === exception)!
    .bars.map(({ isFromOtherRoom: _, ...one }) => one);
const shown = (input: CompareInput) =>
  bars(input).map(({ verdict, desired, observed }) => [verdict, desired, observed]);

/** UniLock as it would be read now. */
const there = (input: CompareInput, ...periods: readonly Period[]): CompareInput => ({
  ...input,
  access: {
    ...input.access!,
    exceptions: input.access!.exceptions.map((one) => (one.id === E1 ? { ...one, periods } : one)),
  },
});

describe('bars', () => {
  it('what is wanted beside what is there, with the bounds of both and of everything between', async () => {
    const here = houseOf();
    const input = after(here, await here.run());
    const parts = [meeting('12:30', '13:00'), meeting('13:30', '14:00')];
    expect(bars(there(input, ...parts))).toEqual([
      {
        verdict: 'shifted',
        period: meeting('12:30', '14:10'),
        desired: OPEN,
        observed: meeting('12:30', '14:00'),
        blocks: [ONE],
        bookings: ['b1'],
      },
    ]);
    expect(bars(there(input, meeting('13:00', '15:00')))[0]?.period).toEqual(meeting('12:50', '15:00'));
    expect(shown(there(input))).toEqual([['missing', OPEN, null]]);
    // What only touches is another thing.
    const beside = [meeting('12:00', '12:50'), meeting('14:10', '15:00')];
    expect(shown(there(input, ...beside))).toEqual([
      ['foreign', null, beside[0]],
      ['missing', OPEN, null],
      ['foreign', null, beside[1]],
    ]);
  });

  it('W3 a server’s seconds, order and merging make no difference', async () => {
    const here = houseOf();
    const input = after(here, await here.run());
    const seconds = { from: addMinutes(OPEN.from, 0.5), to: addMinutes(OPEN.to, -0.5) };
    expect(shown(there(input, seconds))).toEqual([['equal', OPEN, OPEN]]);
    expect(shown(there(input, meeting('13:30', '14:10'), meeting('12:50', '13:30')))).toEqual([['equal', OPEN, OPEN]]);
  });

  it('W3 from now on: what is over of a running one may differ, what has ended does not', async () => {
    const here = houseOf();
    const input = after(here, await here.run());
    const late = there(input, meeting('13:20', '14:10'));
    expect(shown({ ...late, now: t('13:20') })[0]?.[0]).toBe('equal');
    expect(shown({ ...late, now: addMinutes(t('13:20'), 0.5) })[0]?.[0]).toBe('equal');
    expect(shown({ ...late, now: t('13:19') })[0]?.[0]).toBe('shifted');
    expect(shown({ ...there(input), now: t('14:09') })[0]?.[0]).toBe('missing');
    expect(shown({ ...there(input), now: t('14:10') })[0]?.[0]).toBe('equal');
  });

  it('only those inside the range, in time order, the shorter first', async () => {
    const here = houseOf(
      {},
      aBooking('b0', 'r1', meeting('09:00', '10:00')),
      aBooking('b2', 'r1', meeting('18:00', '19:00')),
    );
    const input = after(here, await here.run());
    expect(bars(input).map((one) => one.bookings[0])).toEqual(['b0', 'b1', 'b2']);
    expect(bars(input, 'e1', meeting('10:10', '12:50'))).toEqual([]);
    expect(bars(input, 'e1', meeting('10:09', '12:51')).map((one) => one.bookings[0])).toEqual(['b0', 'b1']);
    expect(bars(input, 'e2')).toEqual([]);
  });

  it('D1 the blocks of a bar are those of its bookings, clipped to it: what lies outside is lead and lag', async () => {
    const lines = [
      aLine('r1', 'e1', { id: mappingLineId('plain') }),
      aLine('r1', 'e2', { id: mappingLineId('else'), block: 'with-preparation' }),
      aLine('r2', 'e1', { id: mappingLineId('prepared'), block: 'with-preparation' }),
    ];
    const here = aHouse({
      now: t('08:00'),
      policy: aPolicy(lines),
      rooms: [aRoom('r1', { preparationMinutes: 99 }), aRoom('r2', { preparationMinutes: 15, followUpMinutes: 20 })],
      bookings: [aBooking('b1', 'r1', ONE), aBooking('b2', 'r2', meeting('14:30', '15:00'))],
    });
    const input = after(here, await here.run());
    expect(bars(input)).toMatchObject([
      { desired: meeting('12:50', '15:30'), blocks: [ONE, meeting('14:15', '15:20')], bookings: ['b1', 'b2'] },
    ]);
    // A booking that has moved since the plan does not reach out of its bar.
    const moved = { ...input.bookings!, bookings: [aBooking('b1', 'r1', meeting('09:00', '10:00'))] };
    const bar = bars({ ...input, bookings: moved }).find((one) => one.desired?.from === t('08:50'));
    expect(bar?.blocks).toEqual([meeting('09:00', '10:00')]);
  });

  describe('what nobody wants', () => {
    const lone = meeting('18:00', '19:00');

    it('extra with the bookings it was written for, by the plan or by memory; foreign without any', async () => {
      const here = houseOf({}, aBooking('b2', 'r1', meeting('18:10', '18:50')));
      const input = after(here, await here.run());
      const bookings = { ...input.bookings!, bookings: [aBooking('b1', 'r1', ONE)] };
      const emptyPlan = {
        ...input.plan!,
        targets: input.plan!.targets.map((one) => ({ ...one, entries: [], periods: [] })),
      };
      const [, extra] = bars({ ...input, bookings, plan: emptyPlan });
      expect(extra).toEqual({
        verdict: 'extra',
        period: lone,
        desired: null,
        observed: lone,
        blocks: [],
        bookings: ['b2'],
      });
      expect(bars({ ...input, bookings, plan: null })[1]).toMatchObject({ verdict: 'extra', bookings: ['b2'] });
      const strange = meeting('20:00', '21:00');
      expect(bars(there({ ...input, plan: emptyPlan }, strange))[2]).toMatchObject({
        verdict: 'foreign',
        bookings: [],
      });
    });

    it('equal, or handed over, when it is over', async () => {
      const here = houseOf();
      const input = there(after(here, await here.run(), { now: t('19:00') }), lone);
      expect(bars(input)[1]).toMatchObject({ verdict: 'equal', observed: lone });
      expect(bars({ ...input, canReadBack: false })[1]).toMatchObject({ verdict: 'handed-over' });
      expect(bars({ ...input, now: t('18:59') })[1]).toMatchObject({ verdict: 'foreign' });
    });

    it('R1 unknown while the house’s zone is not known, or while no booking was ever read', async () => {
      const here = houseOf();
      const input = after(here, await here.run());
      expect(bars({ ...input, houseZone: null })).toMatchObject([
        { verdict: 'unknown', desired: null, observed: OPEN },
      ]);
      const nothing = { bookings: null, memory: { ...input.memory, reading: null } };
      expect(bars({ ...input, ...nothing })).toMatchObject([{ verdict: 'unknown' }]);
      expect(bars({ ...input, bookings: null })).toMatchObject([{ verdict: 'equal' }]);
    });

    it('W1 foreign while it is asked about, and only what nobody of ours was written for', async () => {
      const here = houseOf();
      await here.run();
      here.access.edit(E1, [OPEN, lone]);
      here.journal.lose();
      here.restart();
      const input = after(here, await here.run());
      expect(input.plan?.consents).toHaveLength(1);
      expect(shown(input)).toEqual([
        ['equal', OPEN, OPEN],
        ['foreign', null, lone],
      ]);
      // Another exception's question is not about this one.
      const elsewhere = { ...input.plan!, consents: input.plan!.consents.map((one) => ({ ...one, exceptionId: E2 })) };
      expect(shown(there({ ...input, plan: elsewhere }))).toEqual([['missing', OPEN, null]]);
      expect(shown(there(input))).toEqual([['waiting', OPEN, null]]);
    });

    it('W6 kept ones are foreign bars of their own, also where ours overlap them', async () => {
      const here = houseOf({ managed: [aManaged('e1', { foreignEdits: 'keep' }), aManaged('e2')] });
      await here.run();
      const kept = meeting('13:30', '16:00');
      here.access.edit(E1, [OPEN, kept]);
      const input = after(here, await here.run());
      expect(bars(input)).toMatchObject([
        { verdict: 'equal', desired: OPEN, observed: OPEN },
        { verdict: 'foreign', period: kept, desired: null, observed: kept, blocks: [], bookings: [] },
      ]);
      for (const like of [meeting('13:30', '16:01'), meeting('13:31', '16:00')])
        expect(bars(there(input, OPEN, like)).map((one) => one.verdict)).not.toContain('foreign');
    });
  });

  it('W5 held only where something is held: a removal, and not an opening; of this exception', async () => {
    const here = houseOf({}, aBooking('b0', 'r1', meeting('09:00', '10:00')));
    await here.run();
    here.source.bookings = [];
    const input = after(here, await here.run());
    expect(bars(input)).toMatchObject([
      { verdict: 'held', desired: null, observed: meeting('08:50', '10:10'), bookings: ['b0'] },
      { verdict: 'held', observed: OPEN, bookings: ['b1'] },
    ]);
    const holding = (change: object) => ({
      ...input,
      plan: { ...input.plan!, holds: input.plan!.holds.map((one) => ({ ...one, ...change })) },
    });
    for (const change of [{ holds: 'opening' }, { exceptionId: E2 }, { period: meeting('20:00', '21:00') }])
      expect(bars(holding(change)).map((one) => one.verdict)).toEqual(['equal', 'equal']);
    for (const beside of [meeting('10:10', '12:50'), meeting('08:00', '08:50')])
      expect(bars(holding({ period: beside })).map((one) => one.verdict)).not.toContain('held');
  });

  it('W5 a held part that hangs on to a wanted one makes it held; a part kept by another rule does not', async () => {
    const here = houseOf({}, aBooking('b2', 'r1', meeting('14:20', '15:00')));
    await here.run();
    here.source.change(bookingId('b2'), { status: 'unknown' });
    const kept = after(here, await here.run());
    const whole = meeting('12:50', '15:10');
    expect(shown(kept)).toEqual([['equal', OPEN, whole]]);
    expect(shown({ ...kept, canReadBack: false })).toEqual([['handed-over', OPEN, whole]]);
    // Longer than the plan knows: nobody's rule explains that.
    expect(shown(there(kept, meeting('12:50', '15:20')))[0]?.[0]).toBe('shifted');
    expect(shown({ ...kept, plan: null })[0]?.[0]).toBe('waiting');
    const holds = [
      { ...aHold(whole, 'removal'), exceptionId: E1 },
      { ...aHold(whole, 'opening'), exceptionId: E1 },
    ];
    const withHold = (index: number) => ({ ...kept, plan: { ...kept.plan!, holds: [holds[index]!] } });
    expect(shown(withHold(0))[0]?.[0]).toBe('held');
    expect(shown(withHold(1))[0]?.[0]).toBe('equal');
  });

  it('each exception is judged by its own target, overflow, consents, list and holds', async () => {
    const here = houseOf(
      { managed: [aManaged('e1', { places: 1 }), aManaged('e2')] },
      aBooking('b2', 'r1', meeting('18:00', '19:00')),
      aBooking('b3', 'r2', meeting('18:00', '19:00')),
    );
    const input = after(here, await here.run());
    const rows = (id: typeof E1, ...periods: readonly Period[]) => ({
      ...input,
      access: {
        ...input.access!,
        exceptions: input.access!.exceptions.map((one) => (one.id === id ? { ...one, periods } : one)),
      },
    });
    expect(bars(rows(E2), 'e2')).toMatchObject([{ verdict: 'missing', bookings: ['b3'] }]);
    // What was written for the first one's bookings says nothing of the second one's rows.
    const bare = { ...rows(E2, OPEN), plan: null };
    expect(bars(bare, 'e2')).toMatchObject([{ verdict: 'foreign', bookings: [], observed: OPEN }, {}]);
    const listed = bars({ ...rows(E2, OPEN), memory: { ...input.memory, confirmed: [] } }, 'e2');
    expect(listed[0]).toMatchObject({ verdict: 'foreign', bookings: [] });
  });

  it('a lone one is told by the plan’s entry, also where memory knows nothing of it', async () => {
    const here = houseOf();
    await here.run();
    here.source.change(B1, { status: 'unknown' });
    const input = after(here, await here.run());
    const forgotten = { ...input, memory: { ...input.memory, confirmed: [] } };
    expect(bars(forgotten)).toMatchObject([{ verdict: 'equal', desired: null, bookings: ['b1'] }]);
    expect(bars({ ...forgotten, canReadBack: false })).toMatchObject([{ verdict: 'handed-over' }]);
  });

  it('W3 W13 what has ended is equal or as it was handed over, and known to be over although no booking was ever read', async () => {
    const here = houseOf();
    const input = after(here, await here.run(), { now: OPEN.to });
    expect(bars({ ...input, canReadBack: false })[0]?.verdict).toBe('equal');
    const nothing = { bookings: null, memory: { ...input.memory, reading: null } };
    expect(bars({ ...input, ...nothing })).toMatchObject([{ verdict: 'equal', desired: null }]);
    // Either side's word for the bookings is enough to call something another's.
    const lone = { ...there(input, meeting('18:00', '19:00')), now: t('08:00') };
    expect(bars({ ...lone, bookings: null })[1]?.verdict).toBe('foreign');
    expect(bars({ ...lone, memory: { ...input.memory, reading: null } })[1]?.verdict).toBe('foreign');
  });

  it('W6 of two that start together the shorter is first', async () => {
    const here = houseOf({ managed: [aManaged('e1', { foreignEdits: 'keep' }), aManaged('e2')] });
    await here.run();
    here.access.edit(E1, [OPEN, meeting('12:50', '13:00')]);
    expect(bars(after(here, await here.run())).map((one) => one.verdict)).toEqual(['foreign', 'equal']);
  });

  it('D3 no place only for what was left out', async () => {
    const here = houseOf({ managed: [aManaged('e1', { places: 1 }), aManaged('e2')] });
    here.source.set(aBooking('b2', 'r1', meeting('18:00', '19:00')));
    const input = after(here, await here.run());
    expect(shown(there(input)).map(([verdict]) => verdict)).toEqual(['missing', 'no-place']);
    expect(shown({ ...there(input), plan: { ...input.plan!, overflow: [] } })[1]?.[0]).toBe('missing');
  });

  it('R2 waiting from the horizon on; missing before it', async () => {
    const here = houseOf({ horizonHours: 24 }, aBooking('b2', 'r1', between('2026-11-24T07:00', '07:30')));
    const input = there(after(here, await here.run()));
    const range = { from: WHOLE_DAY.from, to: at('2026-11-25T00:00') };
    const verdictAt = (now: typeof input.now) => bars({ ...input, now }, 'e1', range)[1]?.verdict;
    expect(verdictAt(t('06:50'))).toBe('waiting');
    expect(verdictAt(t('06:51'))).toBe('missing');
  });
});

describe('how far what is wanted is asked for', () => {
  it('W3 what reaches into the range is told by what is wanted beside it, also where that lies outside', async () => {
    const here = houseOf({}, aBooking('b2', 'r1', meeting('16:10', '17:00')));
    const [wanted, moved] = [meeting('16:00', '17:10'), meeting('15:30', '16:30')];
    const input = there(after(here, await here.run()), OPEN, moved);
    const inRange = (from: string, to: string) => bars(input, 'e1', meeting(from, to)).slice(-1);
    expect(inRange('08:00', '23:00')).toMatchObject([{ verdict: 'shifted', desired: wanted, observed: moved }]);
    expect(inRange('08:00', '16:00')).toEqual(inRange('08:00', '23:00'));
    const early = there(input, meeting('16:40', '18:00'));
    expect(bars(early, 'e1', meeting('17:30', '23:00'))).toMatchObject([{ verdict: 'shifted', desired: wanted }]);
  });

  it('no further than a day beyond what is shown', async () => {
    const here = houseOf();
    const { desire } = wantedIn(WHOLE_DAY, after(here, await here.run()));
    expect(desire!.frame).toMatchObject({ now: at('2026-11-22T00:00'), horizonEnd: at('2026-11-25T00:00') });
  });
});

const aHold = (period: Period, holds: 'removal' | 'opening') =>
  ({
    hash: 'h',
    holds,
    reason: 'mass-change',
    exceptionId: null,
    groupId: null,
    roomIds: [],
    period,
    bookings: [B1],
    meetings: [],
    since: t('08:00'),
    canBeConfirmed: true,
  }) as const;

describe('D6 odd openings in the calendar', () => {
  const odd = (more = {}) =>
    aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1', { longestOpeningHours: 1 }), aLine('r1', 'e2')], more),
      bookings: [aBooking('b1', 'r1', ONE)],
    });

  it('D6 held shut while it is asked about, with what stands open of it; wanted once confirmed, nothing once refused', async () => {
    const here = odd();
    here.access.edit(E1, [meeting('12:00', '13:00')]);
    const first = await here.runWithConsent();
    expect(bars(after(here, first))[0]).toMatchObject({
      verdict: 'held',
      desired: OPEN,
      blocks: [ONE],
      bookings: ['b1'],
    });
    expect(bars(there(after(here, first), meeting('12:00', '13:00')))).toMatchObject([
      { observed: meeting('12:00', '13:00') },
      { verdict: 'held', desired: OPEN, observed: meeting('12:50', '13:00') },
    ]);
    expect(bars(after(here, first), 'e2')).toMatchObject([{ verdict: 'equal', desired: OPEN }]);
    const { hash } = first.plan!.holds[0]!;
    await here.engine.answerHold(hash, 'confirmed');
    expect(bars(after(here, await here.run()))).toMatchObject([{ verdict: 'equal', desired: OPEN, observed: OPEN }]);

    const refused = odd();
    await refused.run();
    await refused.engine.answerHold(hash, 'refused');
    expect(bars(after(refused, await refused.run()))).toEqual([]);
  });

  it('D6 without a plan, or beyond its horizon, nobody was asked yet: it is shown as wanted', async () => {
    const here = odd({ horizonHours: 24 });
    const input = after(here, await here.run());
    expect(bars({ ...input, plan: null })).toMatchObject([{ verdict: 'waiting', desired: OPEN }]);
    const far = between('2026-11-24T08:10', '09:00');
    const near = between('2026-11-24T08:09', '09:00');
    const range = { from: WHOLE_DAY.from, to: at('2026-11-25T00:00') };
    const withBooking = (period: Period) => ({
      ...input,
      bookings: { ...input.bookings!, bookings: [aBooking('b9', 'r1', period)] },
    });
    expect(bars(withBooking(far), 'e1', range)).toMatchObject([{ verdict: 'waiting', bookings: ['b9'] }]);
    expect(bars(withBooking(near), 'e1', range)).toEqual([]);
  });

  it('D6 each exception’s own plan says whether an odd opening was wanted, for this booking and all of its time', async () => {
    const here = odd();
    await here.run();
    await here.engine.answerHold(here.engine.holds()[0]!.hash, 'confirmed');
    const input = after(here, await here.run());
    const withTargets = (
      change: (desired: { readonly period: Period; readonly bookings: readonly string[] }) => object,
    ) => ({
      ...input,
      plan: {
        ...input.plan!,
        targets: input.plan!.targets.map((one) =>
          one.exceptionId === E1 ? { ...one, desired: one.desired.map((each) => ({ ...each, ...change(each) })) } : one,
        ),
      },
    });
    const isWanted = (of: CompareInput) => bars(of).some((one) => one.desired !== null);
    expect(isWanted(withTargets(() => ({})))).toBe(true);
    expect(isWanted(withTargets(() => ({ period: { from: t('12:00'), to: t('20:00') } })))).toBe(true);
    expect(isWanted(withTargets(() => ({ bookings: [bookingId('b2')] })))).toBe(false);
    expect(
      isWanted(withTargets(({ period }) => ({ period: { from: period.from, to: addMinutes(period.to, -1) } }))),
    ).toBe(false);
    expect(isWanted(withTargets(() => ({ period: meeting('20:00', '21:00') })))).toBe(false);
    // Another exception's target says nothing of it, nor does a plan without one.
    const otherwise = withTargets(() => ({ bookings: [bookingId('b2')] }));
    const targets = [...otherwise.plan.targets].reverse();
    expect(isWanted({ ...otherwise, plan: { ...otherwise.plan, targets } })).toBe(false);
    expect(isWanted({ ...input, plan: { ...input.plan!, targets: input.plan!.targets.slice(1) } })).toBe(false);
  });

  it('D6 the hold of another exception, booking, time or kind keeps nothing shut', async () => {
    const here = odd();
    const input = after(here, await here.run());
    const [hold] = input.plan!.holds;
    for (const change of [
      { exceptionId: E2 },
      { bookings: [bookingId('b2')] },
      { period: { from: OPEN.from, to: addMinutes(OPEN.to, 1) } },
      { period: { from: addMinutes(OPEN.from, 1), to: OPEN.to } },
      { holds: 'removal' as const },
    ])
      expect(
        bars({ ...input, plan: { ...input.plan!, holds: [{ ...hold!, ...change }] } }),
        JSON.stringify(change),
      ).toEqual([]);
  });
});

describe('the rows of the calendar', () => {
  it('rooms, locations and names as read, else as remembered, else as set; lanes for managed exceptions only', async () => {
    const here = houseOf({ rooms: [roomId('r1'), roomId('r2'), roomId('r7')], managed: [aManaged('e1')] });
    const result = await here.run();
    const [first, second, third] = compareHouse(WHOLE_DAY, after(here, result), false).rooms;
    expect(first).toMatchObject({
      roomId: 'r1',
      roomName: 'Lokale r1',
      locationId: '12',
      locationName: 'Hovedkontor',
      zone: COPENHAGEN,
      isRead: true,
    });
    expect(first?.lanes).toMatchObject([
      { lineId: 'r1>e1', exceptionId: 'e1', exceptionName: 'Exception e1', leadMinutes: 10, lagMinutes: 10 },
    ]);
    expect(second?.lanes).toEqual([]);
    expect(third).toMatchObject({ roomName: 'r7', locationId: '', locationName: '', zone: null, isRead: false });
    const [memory] = compareHouse(WHOLE_DAY, after(here, null), false).rooms;
    expect(memory).toMatchObject({ roomName: 'r1', locationId: '12', locationName: '12', zone: null, isRead: false });
    expect(memory?.lanes[0]?.exceptionName).toBe('Undtagelse e1');
    // M3: nobody remembers whether it was private, and nothing of it is shown.
    expect(memory?.bookings).toMatchObject([{ title: null, organiser: null, isPrivate: false }]);
  });

  it('R3 a room of an unread location was not read', async () => {
    const here = houseOf();
    const { bookings } = await here.run();
    const unread = { ...bookings!, unreadLocations: [locationId('12')] };
    const rows = compareHouse(WHOLE_DAY, after(here, null, { bookings: unread }), false).rooms;
    expect(rows.map((one) => one.isRead)).toEqual([false, false]);
  });

  it('the bookings of each room inside the range, in time order; of two that start together by id', async () => {
    const here = houseOf(
      {},
      aBooking('b4', 'r1', meeting('11:00', '12:00')),
      aBooking('b3', 'r1', ONE),
      aBooking('b2', 'r2', ONE),
      aBooking('b5', 'r1', meeting('16:00', '17:00')),
    );
    const input = after(here, await here.run());
    const ids = (range: Period) =>
      compareHouse(range, input, false).rooms.map((row) => row.bookings.map((one) => one.bookingId));
    expect(ids(WHOLE_DAY)).toEqual([['b4', 'b1', 'b3', 'b5'], ['b2']]);
    expect(ids(meeting('12:00', '16:00'))).toEqual([['b1', 'b3'], ['b2']]);
    const reversed = { ...input.bookings!, bookings: [...input.bookings!.bookings].reverse() };
    expect(
      compareHouse(WHOLE_DAY, { ...input, bookings: reversed }, false).rooms[0]?.bookings.map((one) => one.bookingId),
    ).toEqual(['b4', 'b1', 'b3', 'b5']);
  });

  it('R5 M3 says what counts, and the organiser of what is not private', async () => {
    const here = houseOf({}, aBooking('b2', 'r1', meeting('16:00', '17:00'), { status: 'pending', isPrivate: true }));
    here.source.change(B1, { organiser: anAttendee('1') });
    const input = after(here, await here.run());
    expect(compareHouse(WHOLE_DAY, input, false).rooms[0]?.bookings).toEqual([
      {
        bookingId: 'b1',
        meetingId: 'mb1',
        period: ONE,
        status: 'confirmed',
        counts: true,
        isPrivate: false,
        title: aBooking('b1', 'r1', ONE).title,
        organiser: aPerson('1').name,
      },
      {
        bookingId: 'b2',
        meetingId: 'mb2',
        period: meeting('16:00', '17:00'),
        status: 'pending',
        counts: false,
        isPrivate: true,
        title: null,
        organiser: null,
      },
    ]);
  });

  it('a bar is from another room when all of its bookings are; one without known bookings is nobody’s', async () => {
    const here = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e1')]),
      bookings: [aBooking('b1', 'r1', ONE), aBooking('b2', 'r2', meeting('14:10', '15:00'))],
    });
    here.source.set(aBooking('b3', 'r2', meeting('18:00', '19:00')));
    const input = there(after(here, await here.run()), meeting('12:50', '15:10'), meeting('20:00', '21:00'));
    const lanes = compareHouse(WHOLE_DAY, input, false).rooms.map((row) => row.lanes[0]?.bars);
    expect(lanes.map((lane) => lane?.map((one) => one.isFromOtherRoom))).toEqual([
      [false, true, false],
      [false, false, false],
    ]);
  });

  it('counts every managed exception once, and says when both sides were read', async () => {
    const here = houseOf({}, aBooking('b2', 'r2', ONE), aBooking('b3', 'r2', meeting('18:00', '19:00')));
    const result = await here.run();
    const input = there(after(here, result));
    const compared = compareHouse(WHOLE_DAY, input, true);
    expect(compared.counts).toEqual({
      equal: 2,
      missing: 1,
      extra: 0,
      shifted: 0,
      waiting: 0,
      held: 0,
      'no-place': 0,
      foreign: 0,
      unknown: 0,
      'handed-over': 0,
    });
    expect(compared).toMatchObject({
      range: WHOLE_DAY,
      houseZone: COPENHAGEN,
      computedAt: t('08:00'),
      isReady: true,
      over: 0,
    });
    expect([compared.bookingsReadAt, compared.accessReadAt]).toEqual([t('08:00'), t('08:00')]);
    const blind = { access: null, bookings: null, memory: { ...input.memory, reading: null } };
    expect(compareHouse(WHOLE_DAY, { ...input, ...blind }, false)).toMatchObject({
      bookingsReadAt: null,
      accessReadAt: null,
    });
  });
});

describe('what differs (W3)', () => {
  it('W3 managed exceptions whose coverage from now on is another; what was not read or planned differs', async () => {
    const here = houseOf();
    const { plan, access } = await here.run();
    const input = after(here, null, { access });
    const differ = (one: CompareInput['access'], now = t('08:00'), of = plan) => differing(of, one, here.policy, now);
    expect(differ(access)).toEqual([]);
    expect(differ(there(input, meeting('12:50', '14:09')).access)).toEqual(['e1']);
    expect(differ(there(input).access, t('14:10'))).toEqual([]);
    expect(differ({ ...access!, exceptions: access!.exceptions.slice(1) })).toEqual(['e1']);
    expect(differ(access, t('08:00'), { ...plan!, targets: plan!.targets.slice(0, 1) })).toEqual(['e2']);
    expect([differing(null, access, here.policy, t('08:00')), differ(null)]).toEqual([[], []]);
  });

  it('W8 memberships: other periods, no member where one should be, one where none should be, a group not read', async () => {
    const G = groupId('g1');
    const here = aHouse({
      now: t('08:00'),
      policy: aPolicy([], { groupLines: [aGroupLine('r1', 'g1')] }),
      bookings: [aBooking('b1', 'r1', ONE, { participants: [anAttendee('1'), anAttendee('2')] })],
      persons: [aPerson('1'), aPerson('2')],
    });
    const { plan, people } = await here.run();
    const [group] = people!.groups;
    const count = (members: NonNullable<typeof group>['members'], of = plan) =>
      differingMemberships(of, { ...people!, groups: [{ id: G, name: '', members }] }, t('08:00'));
    const [anna, bo] = group!.members;
    expect(count([anna!, bo!])).toBe(0);
    expect(count([anna!])).toBe(1);
    expect(count([anna!, { ...bo!, periods: [ONE] }])).toBe(1);
    expect(count([anna!, { ...bo!, basis: 'always' }])).toBe(1);
    const nobody = { ...plan!, memberships: plan!.memberships.map((one) => ({ ...one, periods: [] })) };
    expect(count([anna!], nobody)).toBe(1);
    expect(count([], nobody)).toBe(0);
    expect(differingMemberships(plan, { ...people!, groups: [] }, t('08:00'))).toBe(2);
    expect(differingMemberships(nobody, { ...people!, groups: [] }, t('08:00'))).toBe(2);
    expect(differingMemberships(plan, null, t('08:00'))).toBe(2);
    expect(differingMemberships(null, people, t('08:00'))).toBe(0);
  });
});

describe('why it is open', () => {
  it.each([
    ['mass-change', 'W5'],
    ['vanished', 'R6'],
    ['incomplete-reading', 'R4'],
    ['rejected-item', 'R3'],
    ['clock-differs', 'R7'],
    ['too-long', 'D6'],
    ['outside-safe-hours', 'D6'],
  ] as const)('held because of %s: rule %s', async (reason, rule) => {
    const here = houseOf();
    const result = await here.run();
    const input = after(here, result);
    const bookings = { ...input.bookings!, bookings: [] };
    const hold = { ...aHold(OPEN, 'removal'), exceptionId: E1, reason };
    const explained = explainOpening(E1, OPEN, { ...input, bookings, plan: { ...input.plan!, holds: [hold] } });
    expect(explained).toMatchObject({ verdict: 'held', rule, holdHash: 'h', desired: null, observed: OPEN });
  });

  it('W1 another’s that was there before anything was written; W6 one that came later', async () => {
    const here = houseOf();
    const strange = meeting('18:00', '19:00');
    here.access.edit(E1, [strange]);
    const first = after(here, await here.run());
    expect(explainOpening(E1, strange, first)).toMatchObject({ verdict: 'foreign', rule: 'W1', writtenAt: null });
    expect(explainOpening(E1, OPEN, first)).toMatchObject({ verdict: 'waiting', rule: 'W1' });
    const later = houseOf();
    const input = there(after(later, await later.run()), OPEN, strange);
    expect(explainOpening(E1, strange, input)).toMatchObject({ verdict: 'foreign', rule: 'W6' });
  });

  it('R2 waiting, D3 without a place, D1 wanted, W3 over', async () => {
    const here = houseOf({ managed: [aManaged('e1', { places: 1 }), aManaged('e2')], horizonHours: 24 });
    here.source.set(aBooking('b2', 'r1', meeting('18:00', '19:00')));
    const input = after(here, await here.run());
    expect(explainOpening(E1, OPEN, input)).toMatchObject({ verdict: 'equal', rule: 'D1' });
    expect(explainOpening(E1, meeting('17:50', '19:10'), input)).toMatchObject({ verdict: 'no-place', rule: 'D3' });
    const { plan: _, ...unplanned } = input;
    expect(explainOpening(E1, meeting('17:50', '19:10'), { ...unplanned, plan: null })).toMatchObject({
      verdict: 'waiting',
      rule: 'R2',
    });
    const ended = there({ ...input, now: t('20:00') }, meeting('19:20', '19:50'));
    expect(explainOpening(E1, meeting('19:20', '19:50'), ended)).toMatchObject({ verdict: 'equal', rule: 'W3' });
  });

  it('which bar: the very one, else the first that overlaps; with reasons once per line of its room', async () => {
    const lines = [aLine('r1', 'e1'), aLine('r1', 'e2'), aLine('r2', 'e1')];
    const again = aLine('r1', 'e1', {
      id: mappingLineId('again'),
      leadMinutes: 5,
      lagMinutes: 0,
      block: 'with-preparation',
    });
    const here = aHouse({
      now: t('08:00'),
      policy: aPolicy([...lines, again]),
      bookings: [aBooking('b1', 'r1', ONE), aBooking('b2', 'r2', meeting('16:00', '17:00'))],
    });
    const input = after(here, await here.run());
    const reason = {
      bookingId: 'b1',
      roomId: 'r1',
      roomName: 'Lokale r1',
      period: ONE,
      status: 'confirmed',
      title: aBooking('b1', 'r1', ONE).title,
      isPrivate: false,
    };
    const because = [
      { ...reason, leadMinutes: 10, lagMinutes: 10, withPreparation: false },
      { ...reason, leadMinutes: 5, lagMinutes: 0, withPreparation: true },
    ];
    expect(explainOpening(E1, OPEN, input).because).toEqual(because);
    expect(explainOpening(E1, meeting('13:30', '16:30'), input).because).toEqual(because);
    expect(explainOpening(E1, meeting('15:50', '17:10'), input).because).toMatchObject([
      { bookingId: 'b2', roomId: 'r2' },
    ]);
    // From memory, without names.
    const remembered = explainOpening(E1, OPEN, { ...input, bookings: null });
    expect(remembered.because).toEqual(because.map((one) => ({ ...one, roomName: 'r1', title: null })));
  });

  it('the very bar that is meant, also where another’s overlaps it; another exception’s question and hold are not its own', async () => {
    const here = houseOf({ managed: [aManaged('e1', { foreignEdits: 'keep' }), aManaged('e2')] });
    await here.run();
    const kept = meeting('12:30', '13:30');
    here.access.edit(E1, [OPEN, kept]);
    const input = after(here, await here.run());
    expect(explainOpening(E1, OPEN, input)).toMatchObject({ verdict: 'equal', rule: 'D1' });
    expect(explainOpening(E1, kept, input)).toMatchObject({ verdict: 'foreign', rule: 'W6' });
    const consents = [{ hash: 'c', exceptionId: E2, periods: [], isUnknown: false }];
    const holds = [{ ...aHold(OPEN, 'removal'), exceptionId: E2 }];
    expect(explainOpening(E1, OPEN, { ...input, plan: { ...input.plan!, consents, holds } })).toMatchObject({
      rule: 'D1',
      holdHash: null,
    });
    const lone = meeting('18:00', '19:00');
    const unplanned = there({ ...input, plan: null }, OPEN, lone);
    expect(explainOpening(E1, lone, unplanned)).toMatchObject({ verdict: 'foreign', rule: 'W6' });
    const onlyOther = input.memory.confirmed.filter((one) => one.exceptionId === E2);
    const never = { ...unplanned, memory: { ...input.memory, confirmed: onlyOther } };
    expect(explainOpening(E1, lone, never)).toMatchObject({ verdict: 'foreign', rule: 'W1' });
  });

  it('R5 W4 W13 why it stays, in what is only handed over as well; of what should go, only while a part of it has to stay', async () => {
    const here = houseOf();
    await here.run();
    here.source.change(B1, { status: 'unknown' });
    const stays = after(here, await here.run());
    expect(explainOpening(E1, OPEN, stays)).toMatchObject({ verdict: 'equal', rule: 'R5' });
    expect(explainOpening(E1, OPEN, { ...stays, canReadBack: false })).toMatchObject({
      verdict: 'handed-over',
      rule: 'R5',
    });

    const running = houseOf({}, aBooking('b2', 'r2', ONE));
    await running.run();
    running.source.change(B1, { status: 'cancelled' });
    running.access.writeFaults.set(E1, ['refused', 'refused']);
    const toGo = after(running, await running.run());
    expect(explainOpening(E1, OPEN, toGo)).toMatchObject({ verdict: 'extra', rule: null });
    // The other exception's running opening is no reason of this one.
    expect(explainOpening(E1, OPEN, { ...toGo, now: t('13:30') })).toMatchObject({ verdict: 'extra', rule: null });
    running.clock.set(t('13:30'));
    const cut = after(running, await running.run());
    expect(explainOpening(E1, OPEN, cut)).toMatchObject({ verdict: 'extra', rule: 'W4' });
    expect(explainOpening(E1, OPEN, { ...cut, plan: null })).toMatchObject({ verdict: 'extra', rule: null });
  });

  it('of what was written for bookings that nobody knows any more, nobody is told; and the hold is the bar’s own', async () => {
    const here = houseOf();
    const result = await here.run();
    const input = after(here, result, { bookings: { ...result.bookings!, bookings: [] } });
    const forgotten = { ...input, memory: { ...input.memory, reading: null } };
    const stays = explainOpening(E1, OPEN, forgotten);
    expect(stays).toMatchObject({ verdict: 'equal', rule: 'W4', because: [] });
    // The whole bar is asked about, wherever in it somebody pointed; and where there is no bar, what was pointed at.
    const holds = [{ ...aHold(meeting('12:50', '13:00'), 'removal'), exceptionId: E1 }];
    const held = { ...forgotten, plan: { ...forgotten.plan!, holds } };
    expect(explainOpening(E1, meeting('13:30', '13:40'), held)).toMatchObject({ verdict: 'held', holdHash: 'h' });
    const nothing = there(held);
    expect(explainOpening(E1, meeting('12:55', '13:40'), nothing)).toMatchObject({ verdict: 'unknown', holdHash: 'h' });
    expect(explainOpening(E1, meeting('13:30', '13:40'), nothing)).toMatchObject({
      verdict: 'unknown',
      holdHash: null,
    });
    // W3: over from its last minute on.
    const ended = { ...forgotten, now: OPEN.to };
    expect(explainOpening(E1, OPEN, ended)).toMatchObject({ verdict: 'equal', rule: 'W3' });
  });

  it('W4 what stays is asked of the exception’s own target, and of none where there is none', async () => {
    const running = houseOf({}, aBooking('b2', 'r2', ONE));
    await running.run();
    running.clock.set(t('13:30'));
    running.source.change(bookingId('b2'), { status: 'cancelled' });
    running.access.writeFaults.set(E2, ['refused', 'refused']);
    const input = after(running, await running.run());
    expect(explainOpening(E2, OPEN, input)).toMatchObject({ verdict: 'extra', rule: 'W4' });
    const { targets } = input.plan!;
    const empty = {
      ...input,
      plan: {
        ...input.plan!,
        targets: targets.map((one) => ({ ...one, entries: one.exceptionId === E2 ? [] : one.entries })),
      },
    };
    expect(explainOpening(E2, OPEN, empty)).toMatchObject({ verdict: 'extra', rule: null });
    const without = { ...input, plan: { ...input.plan!, targets: targets.filter((one) => one.exceptionId !== E2) } };
    expect(explainOpening(E2, OPEN, without)).toMatchObject({ verdict: 'extra', rule: null });
  });

  it('names and times are those of the exception itself', async () => {
    const here = houseOf();
    await here.run();
    here.advanceMinutes(5);
    here.source.set(aBooking('b2', 'r2', ONE));
    const input = after(here, await here.run());
    expect(explainOpening(E2, OPEN, input)).toMatchObject({ exceptionName: 'Exception e2', writtenAt: t('08:05') });
    expect(explainOpening(E2, OPEN, { ...input, access: null })).toMatchObject({
      exceptionName: 'Undtagelse e2',
      verdict: 'unknown',
      observed: null,
    });
    const booking = { ...input.bookings!.bookings.find((one) => one.id === B1)!, isPrivate: true };
    const others = input.bookings!.bookings.filter((one) => one.id !== B1);
    const { because } = explainOpening(E2, OPEN, {
      ...input,
      bookings: { ...input.bookings!, bookings: [booking, ...others] },
    });
    expect(because).toMatchObject([
      { bookingId: 'b2', title: aBooking('b2', 'r2', ONE).title, roomName: 'Lokale r2', isPrivate: false },
    ]);
  });

  it('when and by which run it was written, and when this program last read it', async () => {
    const here = houseOf({}, aBooking('b2', 'r1', meeting('18:00', '19:00')));
    const result = await here.run();
    here.advanceMinutes(5);
    const input = after(here, await here.run());
    expect(explainOpening(E1, OPEN, input)).toMatchObject({
      exceptionName: 'Exception e1',
      writtenAt: t('08:00'),
      runId: result.runId,
      readBackAt: t('08:05'),
    });
    // Not read by this program yet, or never read back: when memory says.
    expect(explainOpening(E1, OPEN, { ...input, canReadBack: false }).readBackAt).toBe(t('08:00'));
    const other = { ...input.access!, exceptions: input.access!.exceptions.filter((one) => one.id !== E1) };
    expect(explainOpening(E1, OPEN, { ...input, access: other })).toMatchObject({
      exceptionName: 'Undtagelse e1',
      observed: null,
      writtenAt: null,
      readBackAt: null,
    });
    const unmanaged = { ...input.policy, managed: [] };
    expect(explainOpening(E1, OPEN, { ...input, access: other, policy: unmanaged }).exceptionName).toBe('e1');
    // Written, and gone again.
    expect(explainOpening(E1, OPEN, there(input))).toMatchObject({ verdict: 'missing', writtenAt: null, runId: null });
  });
});
