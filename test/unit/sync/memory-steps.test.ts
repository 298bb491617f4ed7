import { describe, expect, it } from 'vitest';
import type {
  AccessReading,
  ConfirmedPeriod,
  GroupLedger,
  Hold,
  Memory,
  MembershipTarget,
  ObservedMembership,
  PlannedAction,
  TargetEntry,
} from '../../../electron/sync/model';
import { EMPTY_GUARD, EMPTY_MEMORY } from '../../../electron/sync/model';
import { observed } from '../../../electron/sync/observed';
import {
  rememberAnswers,
  rememberConfirmed,
  rememberEnd,
  rememberIntent,
  rememberKnowledge,
  rememberRestoration,
} from '../../../electron/sync/remember';
import { bookingId, exceptionId, groupId, mappingLineId, personId, runId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { addMinutes, addMs, DAY_MS, HOUR_MS } from '../../../shared/time';
import { at, COPENHAGEN } from '../../builders';

/** The steps of memory (M1), each a function from one memory to the next. */
const NOW = at('2026-11-23T12:00');
const BEFORE = addMinutes(NOW, -60);
const E1 = exceptionId('e1');
const E2 = exceptionId('e2');
const G1 = groupId('g1');
const G2 = groupId('g2');
const ANNA = personId('anna');
const BO = personId('bo');
const RUN = runId('this');
const OLD_RUN = runId('old');
const p = (from: number, to: number): Period => ({ from: addMinutes(NOW, from), to: addMinutes(NOW, to) });

const listed = (period: Period, more: Partial<ConfirmedPeriod> = {}): ConfirmedPeriod => ({
  period,
  bookings: [bookingId('b1')],
  lines: [mappingLineId('l1')],
  writtenAt: BEFORE,
  runId: OLD_RUN,
  isForeign: false,
  ...more,
});
const entry = (period: Period, more: Partial<TargetEntry> = {}): TargetEntry => ({
  period,
  bookings: [bookingId('b1')],
  lines: [mappingLineId('l1')],
  isHeld: false,
  hasStay: false,
  isForeign: false,
  ...more,
});
/** As written by this run. */
const fresh = (period: Period, more: Partial<ConfirmedPeriod> = {}) =>
  listed(period, { writtenAt: NOW, runId: RUN, ...more });
const onException = (id = E1): PlannedAction => ({
  on: 'exception',
  exceptionId: id,
  kind: 'mixed',
  before: [],
  after: [],
  changes: [],
  version: null,
});
const onMembership = (person = ANNA, group = G1): PlannedAction => ({
  on: 'membership',
  groupId: group,
  personId: person,
  kind: 'mixed',
  before: [],
  after: [],
  changes: [],
});
const intent = (periods: readonly ConfirmedPeriod[], id = E1) => ({
  exceptionId: id,
  runId: OLD_RUN,
  periods,
  at: BEFORE,
});
const list = (periods: readonly ConfirmedPeriod[], id = E1) => ({ exceptionId: id, periods, readBackAt: BEFORE });
const group = (id: typeof G1, ...members: readonly [typeof ANNA, readonly ConfirmedPeriod[]][]): GroupLedger => ({
  groupId: id,
  members: members.map(([person, periods]) => ({ personId: person, periods, hasBeenRead: true })),
});
const memory = (more: Partial<Memory>): Memory => ({ ...EMPTY_MEMORY, ...more });

describe('M1 answers and knowledge', () => {
  it('W1 D6 an answer replaces the one to the same question, and is the newest', () => {
    const answers = [
      { hash: 'a', answer: 'refused', at: BEFORE },
      { hash: 'b', answer: 'confirmed', at: BEFORE },
    ] as const;
    const now = { hash: 'a', answer: 'confirmed', at: NOW } as const;
    const known = memory({ answers });
    expect(rememberAnswers(known, [now])).toEqual({ ...known, answers: [answers[1], now] });
    expect(rememberAnswers(known, [])).toBe(known);
  });

  it('W5 the reading and what is held of it are one step', () => {
    const reading = { readAt: NOW, window: p(0, 1), rooms: [], bookings: [] };
    const guard = { ...EMPTY_GUARD, asked: 3 };
    expect(rememberKnowledge(EMPTY_MEMORY, { toRemember: reading, guard })).toEqual({
      ...EMPTY_MEMORY,
      reading,
      guard,
    });
  });

  it('W6 a restoration is added to those before', () => {
    const restorations = [{ exceptionId: E2, at: BEFORE }];
    expect(rememberRestoration(memory({ restorations }), E1, NOW).restorations).toEqual([
      ...restorations,
      { exceptionId: E1, at: NOW },
    ]);
  });
});

describe('P8 before a write is sent', () => {
  const sent = (known: Memory, entries: readonly TargetEntry[], action = onException()) =>
    rememberIntent(known, action, entries, NOW, RUN);

  it('P8 the whole list may be there from now on; what was there with the same bounds keeps when and by which run', () => {
    const known = memory({
      confirmed: [list([listed(p(0, 60))]), list([listed(p(200, 260), { runId: runId('elsewhere') })], E2)],
      intents: [
        intent([listed(p(90, 120), { runId: runId('sent') })]),
        intent([listed(p(200, 260), { runId: runId('sent elsewhere') })], E2),
      ],
    });
    const entries = [
      entry(p(0, 60), { bookings: [bookingId('b2')], lines: [mappingLineId('l2')], isForeign: true }),
      entry(p(90, 120)),
      entry(p(200, 260)),
      entry(p(0, 61)),
    ];
    expect(sent(known, entries)).toEqual({
      ...known,
      intents: [
        ...known.intents,
        {
          exceptionId: E1,
          runId: RUN,
          at: NOW,
          periods: [
            listed(p(0, 60), { bookings: [bookingId('b2')], lines: [mappingLineId('l2')], isForeign: true }),
            listed(p(90, 120), { runId: runId('sent') }),
            fresh(p(200, 260)),
            fresh(p(0, 61)),
          ],
        },
      ],
    });
  });

  it('M1 the same list sent anew replaces the old intent, of the same exception only', () => {
    const known = memory({
      intents: [
        intent([listed(p(0, 60))]),
        intent([listed(p(0, 60))], E2),
        intent([listed(p(0, 61))]),
        intent([listed(p(1, 60))]),
        intent([listed(p(0, 60)), listed(p(90, 120))]),
        intent([]),
      ],
    });
    const { intents } = sent(known, [entry(p(0, 60))]);
    expect(intents.map((one) => [one.exceptionId, one.periods.map(({ period }) => period)])).toEqual([
      [E2, [p(0, 60)]],
      [E1, [p(0, 61)]],
      [E1, [p(1, 60)]],
      [E1, [p(0, 60), p(90, 120)]],
      [E1, []],
      [E1, [p(0, 60)]],
    ]);
  });

  it('M1 the last five lists of an exception are kept, and all of the others', () => {
    const many = [1, 2, 3, 4, 5, 6].map((n) => intent([listed(p(0, n))]));
    const { intents } = sent(memory({ intents: [intent([listed(p(0, 60))], E2), ...many] }), [entry(p(0, 60))]);
    expect(intents.map((one) => [one.exceptionId, one.periods[0]?.period])).toEqual([
      [E2, p(0, 60)],
      ...[3, 4, 5, 6, 60].map((n) => [E1, p(0, n)]),
    ]);
  });

  it('P8 W8 of a membership, the list before and the one sent, united', () => {
    const known = memory({
      ledger: [
        group(G1, [BO, [listed(p(0, 60))]], [ANNA, [listed(p(0, 60)), listed(p(90, 120))]]),
        group(G2, [ANNA, []]),
      ],
    });
    const entries = [entry(p(0, 60), { bookings: [bookingId('b2')] }), entry(p(0, 61)), entry(p(1, 60))];
    expect(sent(known, entries, onMembership())).toEqual({
      ...known,
      ledger: [
        group(G2, [ANNA, []]),
        group(
          G1,
          [BO, [listed(p(0, 60))]],
          [ANNA, [listed(p(0, 60)), listed(p(90, 120)), fresh(p(0, 61)), fresh(p(1, 60))]],
        ),
      ],
    });
  });

  it('P8 R4 what was only sent has been shown by no reading, until one shows it', () => {
    const entries = [entry(p(0, 60))];
    const [once] = sent(EMPTY_MEMORY, entries, onMembership()).ledger;
    expect(once).toEqual({
      groupId: G1,
      members: [{ personId: ANNA, periods: [fresh(p(0, 60))], hasBeenRead: false }],
    });
    const twice = sent(memory({ ledger: [once!] }), [entry(p(0, 90))], onMembership());
    expect(twice.ledger[0]?.members[0]?.hasBeenRead).toBe(false);
    const confirmed = rememberConfirmed(twice, onMembership(), entries, NOW, RUN);
    expect(confirmed.ledger).toEqual([group(G1, [ANNA, [fresh(p(0, 60))]])]);
    expect(sent(confirmed, [entry(p(0, 90))], onMembership()).ledger[0]?.members[0]?.hasBeenRead).toBe(true);
  });
});

describe('W6 W8 the target was read as it should be', () => {
  it('W6 its list is confirmed, and what was sent before is settled; others are as they were', () => {
    const known = memory({
      confirmed: [list([listed(p(0, 60))]), list([], E2)],
      intents: [intent([listed(p(90, 120))]), intent([], E2)],
    });
    const at = addMinutes(NOW, 1);
    expect(rememberConfirmed(known, onException(), [entry(p(90, 120)), entry(p(300, 360))], at, RUN)).toEqual({
      ...known,
      confirmed: [
        list([], E2),
        {
          exceptionId: E1,
          periods: [listed(p(90, 120)), listed(p(300, 360), { writtenAt: at, runId: RUN })],
          readBackAt: at,
        },
      ],
      intents: [intent([], E2)],
    });
  });

  it('W8 a membership’s list, too; with nothing of ours in it, it is forgotten, and a group without members', () => {
    const theirs = entry(p(0, 60), { isForeign: true, bookings: [], lines: [] });
    const known = memory({
      ledger: [group(G1, [ANNA, [listed(p(0, 60))]], [BO, [listed(p(0, 60))]]), group(G2, [ANNA, [listed(p(0, 60))]])],
    });
    const confirm = (before: Memory, entries: readonly TargetEntry[], action = onMembership()) =>
      rememberConfirmed(before, action, entries, NOW, RUN).ledger;
    expect(confirm(known, [entry(p(0, 60)), theirs])).toEqual([
      group(G2, [ANNA, [listed(p(0, 60))]]),
      group(
        G1,
        [BO, [listed(p(0, 60))]],
        [ANNA, [listed(p(0, 60)), listed(p(0, 60), { isForeign: true, bookings: [], lines: [] })]],
      ),
    ]);
    expect(confirm(known, [theirs])).toEqual([
      group(G2, [ANNA, [listed(p(0, 60))]]),
      group(G1, [BO, [listed(p(0, 60))]]),
    ]);
    expect(confirm(known, [], onMembership(ANNA, G2))).toEqual([known.ledger[0]]);
    // When it was written is asked of the membership's own group.
    const elsewhere = memory({
      ledger: [group(G1, [ANNA, [listed(p(90, 120))]]), group(G2, [ANNA, [listed(p(0, 60))]])],
    });
    expect(confirm(elsewhere, [entry(p(0, 60)), entry(p(90, 120))], onMembership(ANNA, G2))[1]).toEqual(
      group(G2, [ANNA, [listed(p(0, 60)), fresh(p(90, 120))]]),
    );
  });
});

describe('M1 at the end of a run', () => {
  const anAccess = (
    exceptions: readonly (readonly [typeof E1, readonly Period[]])[],
    more: Partial<AccessReading> = {},
  ): AccessReading => ({
    readAt: addMinutes(NOW, 2),
    completeness: 'complete',
    exceptions: exceptions.map(([id, periods]) => ({ id, name: '', maxPeriods: null, version: null, periods })),
    zone: COPENHAGEN,
    rejected: [],
    clockSkewMs: 0,
    troubles: [],
    ...more,
  });
  const end = (
    known: Memory,
    more: Partial<Parameters<typeof rememberEnd>[1]> = {},
    access: AccessReading | null = anAccess([]),
  ) =>
    rememberEnd(known, {
      now: NOW,
      runId: RUN,
      holds: [],
      targets: new Map(),
      managed: new Set([E1, E2]),
      memberships: [],
      atFirst: more.observed ?? observed(access, null),
      observed: observed(access, null),
      isUnseen: () => false,
      canLag: true,
      ...more,
    });
  const hold = (hash: string): Hold => ({
    hash,
    holds: 'removal',
    reason: 'vanished',
    exceptionId: E1,
    groupId: null,
    roomIds: [],
    period: p(0, 60),
    bookings: [],
    meetings: [],
    since: NOW,
    canBeConfirmed: false,
  });

  it('W5 D6 of what is held, each question once, since it was first held; what is held no more is forgotten', () => {
    const known = memory({
      holds: [
        { hash: 'a', since: BEFORE },
        { hash: 'gone', since: BEFORE },
      ],
    });
    const holds = [hold('b'), hold('a'), hold('b')];
    for (const access of [null, anAccess([])])
      expect(end(known, { holds }, access).holds).toEqual([
        { hash: 'b', since: NOW },
        { hash: 'a', since: BEFORE },
      ]);
  });

  it('M1 answers are kept for four hundred days', () => {
    const answer = (hash: string, ms: number) => ({ hash, answer: 'confirmed', at: addMs(NOW, -ms) }) as const;
    const known = memory({ answers: [answer('kept', 400 * DAY_MS), answer('forgotten', 400 * DAY_MS + 1)] });
    for (const access of [null, anAccess([])])
      expect(end(known, {}, access).answers.map((one) => one.hash)).toEqual(['kept']);
  });

  it('R4 UniLock not read: lists, intents, restorations and what is being given back stay as they were', () => {
    const known = memory({
      confirmed: [list([listed(p(0, 60))])],
      intents: [intent([listed(p(0, 61))])],
      restorations: [{ exceptionId: E1, at: addMinutes(NOW, -600) }],
      releasing: [E2],
    });
    expect(end(known, { targets: new Map([[E1, []]]), managed: new Set() }, null)).toEqual(known);
  });

  describe('W3 W6 what was found as it should be', () => {
    const known = memory({
      confirmed: [list([listed(p(0, 60))])],
      intents: [intent([listed(p(90, 120))]), intent([], E2)],
    });
    const target = (...entries: readonly TargetEntry[]) => ({ targets: new Map([[E1, entries]]) });

    it('W6 is confirmed, whoever wrote it, and nothing that was sent waits any more', () => {
      const access = anAccess([[E1, [p(0, 60), p(90, 120), p(300, 360)]]]);
      const next = end(known, target(entry(p(0, 60)), entry(p(90, 120)), entry(p(300, 360))), access);
      expect(next.confirmed).toEqual([
        {
          exceptionId: E1,
          periods: [listed(p(0, 60)), listed(p(90, 120)), fresh(p(300, 360))],
          readBackAt: access.readAt,
        },
      ]);
      expect(next.intents).toEqual([intent([], E2)]);
    });

    it('W3 coverage from now on decides; what differs stays as it was remembered', () => {
      const same = end(known, target(entry(p(0, 60))), anAccess([[E1, [p(-90, 0), p(0, 30), p(30, 60)]]]));
      expect(same.intents).toEqual([intent([], E2)]);
      for (const rows of [[p(0, 61)], [p(1, 60)], []]) {
        const other = end(known, target(entry(p(0, 60))), anAccess([[E1, rows]]));
        expect([other.confirmed, other.intents]).toEqual([known.confirmed, known.intents]);
      }
      // Not read, or not planned: nobody knows.
      expect(end(known, target(entry(p(0, 60))), anAccess([])).intents).toEqual(known.intents);
      expect(end(known, {}, anAccess([[E1, [p(0, 60)]]])).intents).toEqual(known.intents);
    });

    it('P2 a list that is as it was stays the very same, its time too; changed in anything it is another', () => {
      const access = anAccess([[E1, [p(0, 60)]]]);
      expect(end(known, target(entry(p(0, 60))), access).confirmed[0]).toBe(known.confirmed[0]);
      for (const change of [
        { bookings: [bookingId('b2')] },
        { bookings: [bookingId('b1'), bookingId('b2')] },
        { lines: [mappingLineId('l1'), mappingLineId('l2')] },
        { lines: [mappingLineId('l2')] },
        { isForeign: true },
      ]) {
        const [next] = end(known, target(entry(p(0, 60), change)), access).confirmed;
        expect(next).toEqual({ exceptionId: E1, periods: [listed(p(0, 60), change)], readBackAt: access.readAt });
      }
      const two = (second: string) => ({ bookings: [bookingId('b1'), bookingId(second)] });
      const both = memory({ confirmed: [list([listed(p(0, 60), two('b2'))])] });
      expect(end(both, target(entry(p(0, 60), two('b2'))), access).confirmed[0]).toBe(both.confirmed[0]);
      expect(end(both, target(entry(p(0, 60), two('b3'))), access).confirmed[0]?.periods).toEqual([
        listed(p(0, 60), two('b3')),
      ]);
      const split = end(known, target(entry(p(0, 30)), entry(p(30, 60))), access).confirmed[0];
      expect(split?.periods).toEqual([fresh(p(0, 30)), fresh(p(30, 60))]);
    });
  });

  describe('W7 what nobody manages any more', () => {
    const known = memory({
      confirmed: [list([listed(p(0, 60))]), list([listed(p(0, 60))], E2)],
      intents: [intent([listed(p(0, 61))], E2)],
    });
    const managed = new Set([E1]);

    it.each([
      ['ours is there still', [[E2, [p(0, 60)]]], {}, true],
      ['only a part of ours is there', [[E2, [p(60, 90)]]], {}, true],
      ['others’ alone are there', [[E2, [p(61, 90)]]], {}, false],
      ['it is gone from a complete reading', [[E1, []]], {}, false],
      ['it is gone from a partial one', [[E1, []]], { completeness: 'partial' }, true],
      ['the whole list is suddenly empty', [], {}, true],
    ] as const)('W7 P6 %s: still being given back %s', (_name, exceptions, more, isReleasing) => {
      const next = end(known, { managed }, anAccess(exceptions, more));
      expect(next.releasing).toEqual(isReleasing ? [E2] : []);
      expect(next.confirmed.map((one) => one.exceptionId)).toEqual(isReleasing ? [E1, E2] : [E1]);
      expect(next.intents).toEqual(isReleasing ? known.intents : []);
    });

    it('W7 P8 what was sent within the hour and has not shown yet keeps its exception, and no other, in mind', () => {
      const confirmed = [list([]), list([], E2)];
      const both = memory({ confirmed, intents: [intent([listed(p(0, 60))]), intent([], E2)] });
      const rows = [
        [E1, []],
        [E2, []],
      ] as const;
      const next = (now: Instant) => end(both, { now, managed: new Set() }, anAccess(rows));
      expect(next(addMs(BEFORE, HOUR_MS - 1)).intents).toEqual([both.intents[0]]);
      expect(next(addMs(BEFORE, HOUR_MS - 1)).releasing).toEqual([E1]);
      expect(next(addMs(BEFORE, HOUR_MS - 1)).confirmed).toEqual([confirmed[0]]);
      expect([next(addMs(BEFORE, HOUR_MS)).intents, next(addMs(BEFORE, HOUR_MS)).releasing]).toEqual([[], []]);
    });

    it.each([
      ['ours, and nowhere to be seen', p(0, 60), {}, true],
      ['another’s', p(0, 60), { isForeign: true }, false],
      ['ours and over', p(-600, 0), {}, false],
      ['ours with a minute left', p(-600, 1), {}, true],
      ['ours beneath what is there', p(120, 150), {}, false],
    ] as const)('P8 sent just now: %s', (_name, period, more, isToCome) => {
      const known = memory({ intents: [{ ...intent([listed(period, more)]), at: NOW }] });
      const access = anAccess([[E1, [p(100, 200)]]]);
      const targets = new Map([[E1, [entry(p(100, 200))]]]);
      expect(end(known, { targets }, access).intents).toEqual(isToCome ? known.intents : []);
    });

    it('W7 told in order, once each, also by what was sent alone', () => {
      const both = memory({
        confirmed: [list([listed(p(0, 60))], E2)],
        intents: [intent([listed(p(0, 60))], E2), intent([listed(p(0, 60))])],
      });
      const rows = [
        [E1, [p(0, 60)]],
        [E2, [p(0, 60)]],
      ] as const;
      expect(end(both, { managed: new Set() }, anAccess(rows)).releasing).toEqual([E1, E2]);
    });
  });

  it('W6 restorations are kept as the other writer’s peace allows', () => {
    const restorations = [600, 590, 580].map((minutes) => ({ exceptionId: E1, at: addMinutes(NOW, -minutes) }));
    const known = memory({ restorations });
    const targets = new Map([[E1, [entry(p(0, 60))]]]);
    expect(end(known, { targets }, anAccess([[E1, []]])).restorations).toBe(restorations);
    expect(end(known, { targets }, anAccess([[E1, [p(0, 60)]]])).restorations).toEqual([]);
    expect(end(known, { targets, managed: new Set([E2]) }, anAccess([[E1, []]])).restorations).toEqual([]);
  });

  it('W6 R4 as it should be only because another’s edit is held: neither confirmed nor peace', () => {
    const restorations = [600, 590, 580].map((minutes) => ({ exceptionId: E1, at: addMinutes(NOW, -minutes) }));
    const known = memory({ confirmed: [list([listed(p(0, 60))])], restorations });
    const after = (more: Partial<TargetEntry>) =>
      end(
        known,
        { targets: new Map([[E1, [entry(p(0, 60)), entry(p(90, 120), more)]]]) },
        anAccess([[E1, [p(0, 60), p(90, 120)]]]),
      );
    expect(after({ isForeign: true, isHeld: true })).toMatchObject({ confirmed: known.confirmed, restorations });
    // Kept by the setting, or held of ours.
    for (const more of [{ isForeign: true }, { isHeld: true }]) {
      expect(after(more).confirmed[0]?.periods).toHaveLength(2);
      expect(after(more).restorations).toEqual([]);
    }
  });

  describe('W8 the ledger', () => {
    const target = (person: typeof ANNA, entries: readonly TargetEntry[], id = G1): MembershipTarget => ({
      groupId: id,
      personId: person,
      desired: [],
      periods: entries.map((one) => one.period),
      entries,
    });
    const member = (person: typeof ANNA, ...periods: readonly Period[]): ObservedMembership => ({
      personId: person,
      basis: 'periods',
      exceptionId: null,
      periods,
    });
    const ledger = (
      known: readonly GroupLedger[],
      memberships: readonly MembershipTarget[],
      groups: Readonly<Record<string, readonly ObservedMembership[]>>,
    ) =>
      end(memory({ ledger: known }), {
        memberships,
        observed: observed(null, {
          readAt: NOW,
          persons: null,
          groups: Object.entries(groups).map(([id, members]) => ({ id: groupId(id), name: '', members })),
          troubles: [],
        }),
      }).ledger;
    const ours = [listed(p(0, 60))];
    const theirs = entry(p(90, 120), { isForeign: true, bookings: [], lines: [] });

    it('W8 a membership found as it should be is confirmed, with others’ marked as theirs; one with nothing of ours is not ours', () => {
      expect(
        ledger([], [target(ANNA, [entry(p(0, 60)), theirs])], { g1: [member(ANNA, p(0, 60), p(90, 120))] }),
      ).toEqual([
        group(G1, [ANNA, [fresh(p(0, 60)), fresh(p(90, 120), { isForeign: true, bookings: [], lines: [] })]]),
      ]);
      expect(ledger([group(G1, [ANNA, ours])], [target(ANNA, [theirs])], { g1: [member(ANNA, p(90, 120))] })).toEqual(
        [],
      );
    });

    it('P8 sent and shown by no reading: it stays beside what is confirmed, but for what is there or wanted, and what is over', () => {
      const sent = (period: Period, more: Partial<ConfirmedPeriod> = {}) => listed(period, { writtenAt: NOW, ...more });
      const periods = [sent(p(0, 60)), sent(p(200, 260)), sent(p(-90, 0)), sent(p(300, 360), { isForeign: true })];
      const old = { groupId: G1, members: [{ personId: ANNA, periods, hasBeenRead: false }] };
      const targets = [target(ANNA, [entry(p(0, 60))])];
      const [shown] = ledger([old], targets, { g1: [member(ANNA, p(0, 60))] });
      expect(shown).toEqual(group(G1, [ANNA, [sent(p(0, 60)), sent(p(200, 260))]]));
      // Nobody is there, as is wanted now; whether a reading has ever shown it stays what it was.
      for (const hasBeenRead of [true, false]) {
        const known = { groupId: G1, members: [{ personId: ANNA, periods, hasBeenRead }] };
        const unseen = { memberships: [target(ANNA, [])], isUnseen: () => true };
        const groups = [{ id: G1, name: '', members: [member(BO)] }];
        const people = { readAt: NOW, persons: null, groups, troubles: [] };
        const next = end(memory({ ledger: [known] }), { ...unseen, observed: observed(null, people) }).ledger;
        expect(next).toEqual([
          { groupId: G1, members: [{ personId: ANNA, periods: [periods[0], periods[1]], hasBeenRead }] },
        ]);
      }
    });

    it('P2 what is as it was stays the very same group', () => {
      const known = [group(G2, [ANNA, ours], [BO, ours]), group(G1, [ANNA, ours])];
      const targets = [
        target(ANNA, [entry(p(0, 60))]),
        target(ANNA, [entry(p(0, 60))], G2),
        target(BO, [entry(p(0, 60))], G2),
      ];
      const there = { g1: [member(ANNA, p(0, 60))], g2: [member(ANNA, p(0, 60)), member(BO, p(0, 60))] };
      const next = ledger(known, targets, there);
      expect(next[0]).toBe(known[1]);
      expect(next[1]).toBe(known[0]);
      // One of two changes: the group is another, the other membership the same.
      const changed = ledger(
        known,
        [...targets.slice(0, 2), target(BO, [entry(p(0, 60), { bookings: [bookingId('b2')] })], G2)],
        there,
      );
      expect(changed[1]).toEqual(group(G2, [ANNA, ours], [BO, [listed(p(0, 60), { bookings: [bookingId('b2')] })]]));
      expect(changed[1]?.members[0]).toBe(known[0]!.members[0]);
      const fewer = ledger(known, targets.slice(0, 2), there);
      expect(fewer[1]).toEqual(group(G2, [ANNA, ours]));
    });

    it('W8 one that is not as it should be stays as the ledger has it; one that was never ours does not come into it', () => {
      expect(
        ledger([group(G1, [ANNA, ours])], [target(ANNA, [entry(p(0, 90))])], { g1: [member(ANNA, p(0, 60))] }),
      ).toEqual([group(G1, [ANNA, ours])]);
      expect(ledger([], [target(ANNA, [entry(p(0, 90))])], { g1: [member(ANNA, p(0, 60))] })).toEqual([]);
    });

    it('W8 one without a target was given by another hand meanwhile, or is over: it is forgotten', () => {
      expect(ledger([group(G1, [ANNA, ours])], [], { g1: [member(ANNA, p(0, 60))] })).toEqual([]);
    });

    it('R4 a group that shows nobody all of a sudden stays as it was; of one whose members’ time is over nothing stays', () => {
      expect(ledger([group(G1, [ANNA, ours])], [target(ANNA, [])], { g1: [] })).toEqual([group(G1, [ANNA, ours])]);
      const over = [listed(p(-60, 0))];
      expect(ledger([group(G1, [ANNA, over])], [target(ANNA, [])], { g1: [] })).toEqual([]);
    });

    it('R3 a group that was not read stays as it was', () => {
      expect(ledger([group(G1, [ANNA, ours])], [], {})).toEqual([group(G1, [ANNA, ours])]);
      expect(ledger([], [target(ANNA, [entry(p(0, 60))])], {})).toEqual([]);
    });
  });
});
