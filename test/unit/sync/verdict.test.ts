import { describe, expect, it } from 'vitest';
import type { Memory, Plan, RunResult } from '../../../electron/sync/model';
import { holdsNow, isMembershipAsWanted, listOf, observed } from '../../../electron/sync/observed';
import { groupsOf, readingWindow, rereadGroups } from '../../../electron/sync/read';
import { verdictOf } from '../../../electron/sync/verdict';
import type { ErrorCode } from '../../../shared/errors';
import { ERROR_CODES, ERROR_TRAITS } from '../../../shared/errors';
import { exceptionId, groupId, locationId, mappingLineId, personId, roomId, runId } from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import { addMinutes, addMs, DAY_MS } from '../../../shared/time';
import type { House } from '../../builders';
import { aBooking, aGroupLine, aHouse, aLine, aManagedGroup, anAttendee, aPerson, aPolicy, at } from '../../builders';

/** What a run comes to (M2, P13), and what is seen of UniLock. */
const NOW = at('2026-11-23T12:00');
const p = (from: number, to: number): Period => ({ from: addMinutes(NOW, from), to: addMinutes(NOW, to) });
const E1 = exceptionId('e1');
const G1 = groupId('g1');
const ANNA = personId('1');

/** A run in which everything is as it should be, an exception and a membership, and what is changed of what it saw. */
async function ready(): Promise<{
  house: House;
  run: Parameters<typeof verdictOf>[0];
  plan: Plan;
  result: RunResult;
  memory: Memory;
}> {
  const house = aHouse({
    now: NOW,
    policy: aPolicy([aLine('r1', 'e1')], { groupLines: [aGroupLine('r1', 'g1')] }),
    bookings: [aBooking('b1', 'r1', p(60, 120), { participants: [anAttendee('1')] })],
    persons: [aPerson('1')],
  });
  const result = await house.run();
  const { bookings, access, people, plan, actions, troubles } = result;
  const { memory } = house.journal;
  const run = {
    trigger: 'schedule' as const,
    policy: house.policy,
    memory,
    now: NOW,
    canReadBack: true,
    bookings,
    access,
    people,
    plan,
    actions,
    troubles,
  };
  return { house, run, plan: plan!, result, memory };
}

describe('M2 P13 what a run comes to', () => {
  it('M2 equal when fresh complete readings agree; handed over when that cannot be read', async () => {
    const { run } = await ready();
    expect(verdictOf(run)).toBe('equal');
    expect(verdictOf({ ...run, canReadBack: false })).toBe('handed-over');
    expect(verdictOf({ ...run, people: null, plan: { ...run.plan!, memberships: [] } })).toBe('equal');
  });

  it('P13 failed when either side could not be read, or nothing was planned', async () => {
    const { run } = await ready();
    const unreadable = { completeness: 'unreadable' } as const;
    for (const more of [
      { access: null },
      { access: { ...run.access!, ...unreadable } },
      { bookings: { ...run.bookings!, ...unreadable } },
      { plan: null },
    ])
      expect(verdictOf({ ...run, ...more })).toBe('failed');
  });

  it.each<[ErrorCode, RunResult['result']]>([
    ['cancelled', 'failed'],
    ['zone-unsettled', 'failed'],
    ['bug', 'failed'],
    ['journal-unwritable', 'failed'],
    ['journal-damaged', 'failed'],
    ['clock-differs', 'different'],
    ['status-unknown', 'different'],
    ['room-unread', 'equal'],
    ['connection-refused', 'equal'],
  ])('M2 with the trouble %s: %s', async (code, expected) => {
    const { run } = await ready();
    expect(
      verdictOf({
        ...run,
        troubles: [
          { code: 'room-unread', context: {} },
          { code, context: {} },
        ],
      }),
    ).toBe(expected);
  });

  it('M2 what the PC itself cannot do, its journal first of all, makes a run a failed one', async () => {
    const { run } = await ready();
    const local = ERROR_CODES.filter((code) => ERROR_TRAITS[code].class === 'local');
    const ofJournal = ERROR_CODES.filter((code) => code.startsWith('journal-'));
    expect(ofJournal).toContain('journal-newer');
    for (const code of [...local, ...ofJournal])
      expect(verdictOf({ ...run, troubles: [{ code, context: {} }] }), code).toBe('failed');
  });

  it('M2 W13 by file, what nobody has taken and what waits behind it are not handed over', async () => {
    const { run } = await ready();
    const byFile = { ...run, canReadBack: false };
    expect(verdictOf(byFile)).toBe('handed-over');
    for (const code of ['handover-not-taken', 'handover-waiting'] as const)
      expect(verdictOf({ ...byFile, troubles: [{ code, context: {} }] }), code).toBe('different');
  });

  it('M2 R3 different when anything was not read whole, on either side', async () => {
    const { run } = await ready();
    const item = { path: '', reason: '', roomId: null, locationId: null };
    const bookings = [
      { completeness: 'partial' as const },
      { unreadRooms: [roomId('r1')] },
      { unreadLocations: [locationId('12')] },
      { rejected: [item] },
    ].map((more) => ({ bookings: { ...run.bookings!, ...more } }));
    const people = [
      { persons: null },
      { persons: { completeness: 'partial' as const, list: [] } },
      // One of two is enough.
      { groups: [...run.people!.groups, ...run.people!.groups.map((group) => ({ ...group, isUnlisted: true }))] },
    ].map((more) => ({ people: { ...run.people!, ...more } }));
    const access = [{ access: { ...run.access!, completeness: 'partial' as const } }];
    // P13: what has read nothing of the bookings cannot know.
    for (const more of [...bookings, ...people, ...access, { bookings: null }])
      expect(verdictOf({ ...run, ...more })).toBe('different');
  });

  it('M2 different when anything is held, asked, blocked, urgent, not confirmed, being given back or another than planned', async () => {
    const { run, plan, memory } = await ready();
    const overflow = (isUrgent: boolean) => ({
      exceptionId: E1,
      groupId: G1,
      personId: ANNA,
      places: 1,
      periods: [],
      isUrgent,
    });
    const plans: Partial<Plan>[] = [
      { holds: [{} as Plan['holds'][number]] },
      { consents: [{ hash: '', exceptionId: E1, periods: [], isUnknown: false }] },
      { blocked: [{} as Plan['blocked'][number]] },
      { overflow: [overflow(false), overflow(true)] },
      { membershipOverflow: [overflow(true)] },
      { targets: plan.targets.map((one) => ({ ...one, periods: [] })) },
      { memberships: plan.memberships.map((one) => ({ ...one, periods: [] })) },
    ];
    for (const more of plans)
      expect(verdictOf({ ...run, plan: { ...plan, ...more } }), JSON.stringify(more)).toBe('different');
    const calm = { overflow: [overflow(false)], membershipOverflow: [overflow(false)] };
    expect(verdictOf({ ...run, plan: { ...plan, ...calm } })).toBe('equal');
    expect(verdictOf({ ...run, memory: { ...memory, releasing: [E1] } })).toBe('different');
    for (const [outcome, expected] of [
      ['confirmed', 'equal'],
      ['handed-over', 'equal'],
      ['unconfirmed', 'different'],
      ['failed', 'different'],
    ] as const) {
      const [first, ...others] = run.actions;
      expect(verdictOf({ ...run, actions: [...others, { ...first!, outcome }] }), outcome).toBe(expected);
    }
  });

  it('P19 W4 to take everything back UniLock is enough; what people inside have to leave ends by itself', async () => {
    const { run, plan, memory } = await ready();
    const removing = { ...run, trigger: 'remove-all' as const, bookings: null };
    expect(verdictOf(removing)).toBe('equal');
    expect(verdictOf({ ...removing, access: { ...run.access!, completeness: 'partial' } })).toBe('different');
    expect(verdictOf({ ...removing, troubles: [{ code: 'clock-differs', context: {} }] })).toBe('different');
    const entry = { period: p(-30, 10), bookings: [], lines: [], isHeld: false, hasStay: true, isForeign: false };
    const leaving = { ...memory, releasing: [E1] };
    const release = (id: typeof E1, ...foreign: readonly boolean[]) => ({
      ...plan,
      releases: [{ exceptionId: id, entries: foreign.map((isForeign) => ({ ...entry, isForeign })) }],
    });
    expect(verdictOf({ ...removing, memory: leaving, plan: release(E1, true, false) })).toBe('equal');
    for (const more of [release(E1, true), release(E1), release(exceptionId('e2'), false), plan])
      expect(verdictOf({ ...removing, memory: leaving, plan: more })).toBe('different');
    expect(
      verdictOf({ ...removing, memory: { ...leaving, releasing: [E1, exceptionId('e2')] }, plan: release(E1, false) }),
    ).toBe('different');
    expect(verdictOf({ ...run, memory: leaving, plan: release(E1, false) })).toBe('different');
  });
});

describe('what is seen of UniLock', () => {
  const member = { personId: ANNA, basis: 'periods' as const, exceptionId: null, periods: [p(0, 60)] };
  const there = async (rows: readonly Period[], members: readonly (typeof member)[] = [member]) => {
    const { result } = await ready();
    return observed(
      { ...result.access!, exceptions: [{ id: E1, name: '', maxPeriods: null, version: null, periods: rows }] },
      { readAt: NOW, persons: null, groups: [{ id: G1, name: '', members }], troubles: [] },
    );
  };
  const onException = (before: readonly Period[], after: readonly Period[], id = E1) =>
    ({ on: 'exception', exceptionId: id, kind: 'mixed', before, after, changes: [], version: null }) as const;
  const onMembership = (before: readonly Period[], after: readonly Period[], group = G1, person = ANNA) =>
    ({ on: 'membership', groupId: group, personId: person, kind: 'mixed', before, after, changes: [] }) as const;

  it('W3 a write has arrived when its coverage from now on is there', async () => {
    const seen = await there([p(-60, 0), p(0, 30), p(30, 60)]);
    expect(holdsNow(onException([], [p(0, 60)]), seen, NOW)).toBe(true);
    expect(holdsNow(onException([], [p(-5, 60)]), seen, NOW)).toBe(true);
    expect(holdsNow(onException([], [p(0, 61)]), seen, NOW)).toBe(false);
    expect(holdsNow(onException([], [], exceptionId('e9')), seen, NOW)).toBe(false);
  });

  it('W8 of a membership as well; in a group that was not read nobody knows', async () => {
    const seen = await there([]);
    expect(holdsNow(onMembership([], [p(0, 60)]), seen, NOW)).toBe(true);
    expect(holdsNow(onMembership([], [p(0, 61)]), seen, NOW)).toBe(false);
    expect(holdsNow(onMembership([p(0, 60)], []), seen, NOW)).toBe(false);
    expect(holdsNow(onMembership([p(0, 60)], [], G1, personId('2')), seen, NOW)).toBe(true);
    expect(holdsNow(onMembership([p(0, 60)], [], groupId('g9')), seen, NOW)).toBe(false);
  });

  it('W8 what lay beneath another’s longer one changes no coverage: then the rows tell, from now on and in any order', async () => {
    const beneath = onException([p(0, 90), p(10, 20)], [p(-30, 5), p(0, 90)]);
    expect(holdsNow(beneath, await there([p(0, 90), p(-30, 5)]), NOW)).toBe(true);
    expect(holdsNow(beneath, await there([p(-90, 0), p(0, 90), p(-30, 5)]), NOW)).toBe(true);
    for (const rows of [[p(0, 90), p(10, 20)], [p(0, 90)], [p(0, 90), p(-30, 6)], [p(0, 90), p(-29, 5)]])
      expect(holdsNow(beneath, await there(rows), NOW)).toBe(false);
    // Also where two start together, and where only whole minutes put them in order.
    const three = onException([p(0, 90), p(10, 20), p(10, 15), p(30, 40)], [p(0, 90), p(0, 20), p(30, 40)]);
    const late = { from: addMs(p(30, 40).from, 30_000), to: p(30, 40).to };
    for (const rows of [
      [p(0, 20), p(0, 90), p(30, 40)],
      [p(0, 90), p(0, 20), p(30, 40)],
      [late, p(0, 90), p(0, 20)],
      [p(30, 40), p(0, 20), p(0, 90)],
    ])
      expect(holdsNow(three, await there(rows), NOW)).toBe(true);
    expect(holdsNow(three, await there([p(30, 40), p(0, 21), p(0, 90)]), NOW)).toBe(false);
    const seconds = { from: addMs(NOW, 1), to: addMs(p(0, 90).to, -1) };
    expect(holdsNow(onException([p(0, 90), p(10, 20)], [p(0, 90)]), await there([seconds]), NOW)).toBe(true);
    expect(
      holdsNow(onException([p(0, 90), p(10, 20)], [p(0, 90)], exceptionId('e9')), await there([seconds]), NOW),
    ).toBe(false);
  });

  it('W8 D5 a membership as wanted: in its periods, and with none of them no membership at all', () => {
    expect(isMembershipAsWanted(member, [p(-30, 60)], NOW)).toBe(true);
    expect(isMembershipAsWanted(member, [p(0, 61)], NOW)).toBe(false);
    expect(isMembershipAsWanted({ ...member, basis: 'always' }, [p(0, 60)], NOW)).toBe(false);
    expect(isMembershipAsWanted(undefined, [p(0, 60)], NOW)).toBe(false);
    expect([
      isMembershipAsWanted(undefined, [], NOW),
      isMembershipAsWanted({ ...member, periods: [] }, [], NOW),
    ]).toEqual([true, false]);
  });

  it('M1 the list that a target holds; somebody who is no member holds none, and what was not read is not known', async () => {
    const seen = await there([p(0, 30)]);
    expect(listOf(onException([], []), seen)).toEqual([p(0, 30)]);
    expect(listOf(onException([], [], exceptionId('e9')), seen)).toBeNull();
    expect(listOf(onMembership([], []), seen)).toEqual([p(0, 60)]);
    expect(listOf(onMembership([], [], G1, personId('2')), seen)).toEqual([]);
    expect(listOf(onMembership([], [], groupId('g9')), seen)).toBeNull();
    const nothing = observed(null, null);
    expect([nothing.exception(E1), nothing.group(G1), nothing.member(G1, ANNA)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('what is read', () => {
  it('R2 from the earliest still-open From of ours, confirmed or sent, at least a day back; to the horizon and a day', async () => {
    const { memory } = await ready();
    const written = (period: Period, isForeign = false) => ({
      period,
      bookings: [],
      lines: [mappingLineId('l1')],
      writtenAt: NOW,
      runId: runId('run'),
      isForeign,
    });
    const window = (confirmed: readonly Period[], sent: readonly Period[] = [], foreign: readonly Period[] = []) =>
      readingWindow(
        { ...aPolicy([]), horizonHours: 48 },
        {
          ...memory,
          confirmed: [
            {
              exceptionId: E1,
              readBackAt: NOW,
              periods: [...confirmed.map((one) => written(one)), ...foreign.map((one) => written(one, true))],
            },
          ],
          intents: [{ exceptionId: E1, runId: runId('run'), at: NOW, periods: sent.map((one) => written(one)) }],
        },
        NOW,
      );
    const to = addMs(NOW, 3 * DAY_MS);
    expect(window([p(-60, 60)])).toEqual({ from: addMs(NOW, -DAY_MS), to });
    expect(window([p(-60, 60), p(-5000, 1), p(-3000, 1)])).toEqual({ from: addMinutes(NOW, -5000), to });
    expect(window([p(-5000, 0)], [p(-4000, 1)])).toEqual({ from: addMinutes(NOW, -4000), to });
    expect(window([], [], [p(-5000, 60)])).toEqual({ from: addMs(NOW, -DAY_MS), to });
  });

  it('W7 W8 the groups of the mapping, and those that hold members of ours, each once', async () => {
    const { memory } = await ready();
    const groups = (managed: readonly string[], known: readonly string[]) =>
      groupsOf(aPolicy([], { managedGroups: managed.map((id) => aManagedGroup(id)) }), {
        ...memory,
        ledger: known.map((id) => ({ groupId: groupId(id), members: [] })),
      });
    expect(groups(['g2', 'g1'], ['g1', 'g3'])).toEqual(['g2', 'g1', 'g3']);
    expect(groups([], [])).toEqual([]);
  });

  it('R3 groups read again take the place of what they were; one that could not be read again is unread; the persons stay', () => {
    const reading = (names: Readonly<Record<string, string>>, troubles = 0) => ({
      readAt: addMinutes(NOW, troubles),
      persons: null,
      groups: Object.entries(names).map(([id, name]) => ({ id: groupId(id), name, members: [] })),
      troubles: Array.from({ length: troubles }, () => ({ code: 'reading-partial' as const, context: {} })),
    });
    const persons = { completeness: 'complete' as const, list: [] };
    const before = { ...reading({ g1: 'old', g2: 'old', g3: 'old' }), persons };
    const newer = reading({ g1: 'new' }, 1);
    expect(rereadGroups(before, newer, [G1, groupId('g2')])).toEqual({
      ...newer,
      persons,
      groups: [
        { id: 'g3', name: 'old', members: [] },
        { id: 'g1', name: 'new', members: [] },
      ],
    });
    expect(rereadGroups(null, newer, [G1])).toEqual(newer);
  });
});
