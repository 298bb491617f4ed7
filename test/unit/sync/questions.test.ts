import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../electron/sync/engine';
import type { Hold } from '../../../electron/sync/model';
import { bookingId, exceptionId, roomId } from '../../../shared/ids';
import { addMinutes } from '../../../shared/time';
import type { House } from '../../builders';
import {
  aBooking,
  aGroupLine,
  aHouse,
  aLine,
  aManaged,
  aPerson,
  aPolicy,
  anAttendee,
  at,
  between,
} from '../../builders';

/**
 * What a question's hash is over. An answer lies in the journal under its hash, so the text that is hashed may never change (P21): these tests
 * hash with the identity and show the text. Two questions that differ in anything a person is asked about must differ in it.
 */
const DAY = '2026-11-23';
const t = (clock: string) => at(`${DAY}T${clock}`);
const meeting = (from: string, to: string) => between(`${DAY}T${from}`, to);
const E1 = exceptionId('e1');
const TOMORROW = at('2026-11-24T08:00');
const LONG = { longestOpeningHours: 2 };
const [NINE, TEN, NOON] = [t('08:50'), t('10:10'), t('12:10')];

/** A house whose hashes can be read. */
function readable(policy: ReturnType<typeof aPolicy>, ...bookings: ReturnType<typeof aBooking>[]): House {
  const house = aHouse({ now: t('08:00'), policy, bookings, persons: [aPerson('1'), aPerson('2')] });
  house.engine = createEngine({ ...house.ports, hash: { digest: (text) => text } });
  return house;
}
const text = (...values: readonly unknown[]): string => JSON.stringify(values);
const holdsOf = async (house: House): Promise<readonly Hold[]> => (await house.run()).plan?.holds ?? [];

describe('P21 the text of a question', () => {
  it('W1 consent: the exception and the periods that would go', async () => {
    const house = readable(aPolicy([aLine('r1', 'e1')]));
    house.access.edit(E1, [meeting('15:00', '16:00'), meeting('18:00', '19:00')]);
    expect((await house.plan()).plan?.consents).toEqual([
      {
        hash: text('consent', 'e1', [
          [t('15:00'), t('16:00')],
          [t('18:00'), t('19:00')],
        ]),
        exceptionId: 'e1',
        periods: [meeting('15:00', '16:00'), meeting('18:00', '19:00')],
        isUnknown: false,
      },
    ]);
  });

  it('D6 an odd opening of an exception, and of a group', async () => {
    const house = readable(
      aPolicy([aLine('r1', 'e1', LONG)], { groupLines: [aGroupLine('r1', 'g1', LONG)] }),
      aBooking('b1', 'r1', meeting('09:00', '12:00'), { participants: [anAttendee('1')] }),
    );
    const shared = {
      holds: 'opening',
      reason: 'too-long',
      roomIds: ['r1'],
      period: { from: NINE, to: NOON },
      bookings: ['b1'],
      meetings: [],
      since: t('08:00'),
      canBeConfirmed: true,
    };
    expect(await holdsOf(house)).toEqual([
      { ...shared, hash: text('opening', 'group', 'g1', 'b1', NINE, NOON), exceptionId: null, groupId: 'g1' },
      { ...shared, hash: text('opening', 'e1', 'b1', NINE, NOON), exceptionId: 'e1', groupId: null },
    ]);
  });

  it('R3 R4 a removal that waits for a reading, of an exception and of a group: by whole period, whatever the minute', async () => {
    const house = readable(
      aPolicy([aLine('r1', 'e1')], { groupLines: [aGroupLine('r1', 'g1')] }),
      aBooking('b1', 'r1', meeting('09:00', '10:00'), { participants: [anAttendee('1')] }),
    );
    await house.run();
    house.source.change(bookingId('b1'), { status: 'cancelled' });
    house.source.lasting = { kind: 'partial', lost: () => false };
    const shared = {
      holds: 'removal',
      reason: 'incomplete-reading',
      roomIds: ['r1'],
      period: { from: NINE, to: TEN },
      bookings: ['b1'],
      meetings: [],
      since: t('08:00'),
      canBeConfirmed: false,
    };
    const expected = [
      {
        ...shared,
        hash: text('removal', 'group', 'g1', 'incomplete-reading', NINE, TEN, ['b1']),
        exceptionId: null,
        groupId: 'g1',
      },
      {
        ...shared,
        hash: text('removal', 'e1', 'incomplete-reading', NINE, TEN, ['b1']),
        exceptionId: 'e1',
        groupId: null,
      },
    ];
    for (const clock of ['08:00', '08:50', '09:30', '10:09']) {
      house.clock.set(t(clock));
      expect(await holdsOf(house), clock).toEqual(expected);
    }
  });

  it('W5 a mass change: one question over everything that is held', async () => {
    const house = readable(
      aPolicy([aLine('r1', 'e1')]),
      aBooking('b1', 'r1', meeting('09:00', '10:00')),
      aBooking('b2', 'r1', meeting('12:00', '13:00')),
    );
    await house.run();
    house.source.bookings = [];
    const keys = [text('b1', 'r1', t('09:00'), t('10:00')), text('b2', 'r1', t('12:00'), t('13:00'))];
    expect((await holdsOf(house)).map((one) => one.hash)).toEqual(Array(2).fill(text('mass-change', 1, keys)));
  });
});

describe('W1 P18 what a plan’s hash is over', () => {
  const planned = async (change: (house: House) => void = () => undefined): Promise<string> => {
    const house = readable(
      aPolicy([aLine('r1', 'e1')], {
        managed: [aManaged('e1', { places: 1 })],
        groupLines: [aGroupLine('r1', 'g1')],
      }),
      aBooking('b1', 'r1', meeting('09:00', '10:00'), { participants: [anAttendee('1')] }),
      aBooking('b2', 'r1', meeting('12:00', '13:00')),
    );
    change(house);
    return (await house.plan()).plan?.hash ?? '';
  };

  it('P18 the same inputs give the same hash: actions, holds, consents and overflow', async () => {
    const [open, foreign] = [meeting('08:50', '10:10'), meeting('15:00', '16:00')];
    expect(await planned()).toBe(
      text(
        [
          ['exception/e1', 'widening', [], [open.from, open.to]],
          ['membership/g1/1', 'widening', [], [open.from, open.to]],
        ],
        [],
        [],
        [['e1', [t('11:50'), t('13:10')]]],
        [],
      ),
    );
    expect(JSON.parse(await planned((house) => house.access.edit(E1, [foreign])))).toMatchObject([
      [['membership/g1/1', 'widening', [], [open.from, open.to]]],
      [],
      [text('consent', 'e1', [[foreign.from, foreign.to]])],
      [['e1', [t('11:50'), t('13:10')]]],
      [],
    ]);
  });

  it('P18 holds and what does not fit into a membership are in it as well', async () => {
    const many = (house: House): void => {
      for (let n = 0; n < 51; n++) {
        const from = addMinutes(TOMORROW, n * 60);
        const participants = [anAttendee('2')];
        house.source.set(aBooking(`m${n}`, 'r2', { from, to: addMinutes(from, 15) }, { participants }));
      }
      house.policy = aPolicy([aLine('r1', 'e1', { longestOpeningHours: 1 })], {
        rooms: [...house.policy.rooms, roomId('r2')],
        groupLines: [aGroupLine('r2', 'g1')],
      });
      house.source.rooms = [...house.source.rooms, { ...house.source.rooms[0]!, id: roomId('r2') }];
    };
    const [, holds, , , overflow] = JSON.parse(await planned(many)) as readonly unknown[];
    expect(holds).toEqual([
      text('opening', 'e1', 'b1', NINE, TEN),
      text('opening', 'e1', 'b2', t('11:50'), t('13:10')),
    ]);
    const last = 50 * 60;
    expect(overflow).toEqual([['g1', '2', [addMinutes(TOMORROW, last - 10), addMinutes(TOMORROW, last + 25)]]]);
  });
});

describe('the order of a plan', () => {
  it('P9 P18 whatever the order of settings and answers, the plan is the same', async () => {
    const lines = ['e2', 'e1', 'e3'].map((id, n) => aLine(`r${n + 1}`, id, { longestOpeningHours: 1 }));
    const groupLines = [aGroupLine('r1', 'g2', LONG), aGroupLine('r1', 'g1', { longestOpeningHours: 1 })];
    const bookings = [3, 1, 2].flatMap((n) => [
      aBooking(`b${n}`, `r${n}`, meeting('12:00', '13:00'), { participants: [anAttendee('2'), anAttendee('1')] }),
      aBooking(`a${n}`, `r${n}`, meeting('10:00', '10:30'), { participants: [anAttendee('2'), anAttendee('1')] }),
      aBooking(`c${n}`, `r${n}`, meeting('15:00', '15:30')),
    ]);
    const planOf = async (turn: <T>(list: readonly T[]) => T[]) => {
      const managed = turn(['e1', 'e2', 'e3'].map((id) => aManaged(id, { places: 1 })));
      const house = readable(aPolicy(turn(lines), { groupLines: turn(groupLines), managed }), ...turn(bookings));
      for (const id of ['e1', 'e2', 'e3']) house.access.edit(exceptionId(id), [meeting('20:00', '21:00')]);
      return (await house.plan()).plan;
    };
    const plan = await planOf((list) => [...list]);
    expect(await planOf((list) => [...list].reverse())).toEqual(plan);
    expect(plan?.holds.map((one) => [one.exceptionId, one.groupId, one.bookings[0]])).toEqual([
      [null, 'g1', 'b1'],
      ['e1', null, 'b2'],
      ['e2', null, 'b1'],
      ['e3', null, 'b3'],
    ]);
    expect(plan?.consents.map((one) => one.exceptionId)).toEqual(['e1', 'e2', 'e3']);
    expect(plan?.overflow.map((one) => one.exceptionId)).toEqual(['e1', 'e2', 'e3']);
    expect(plan?.targets.map((one) => one.exceptionId)).toEqual(['e1', 'e2', 'e3']);
    expect(plan?.memberships.map((one) => [one.groupId, one.personId])).toEqual([
      ['g1', '1'],
      ['g1', '2'],
      ['g2', '1'],
      ['g2', '2'],
    ]);
  });

  it('P18 what is blocked is told in the order of the exceptions, the groups after them', async () => {
    const house = readable(
      aPolicy(
        ['e3', 'e1', 'e2'].map((id) => aLine('r1', id)),
        {
          groupLines: [aGroupLine('r1', 'g2'), aGroupLine('r1', 'g1')],
        },
      ),
    );
    house.access.exceptions.clear();
    house.access.groups.clear();
    const { plan } = await house.plan();
    expect(plan?.blocked.map((one) => [one.exceptionId, one.groupId, one.trouble])).toEqual([
      ...['e1', 'e2', 'e3'].map((id) => [id, null, { code: 'mapping-target-missing', context: { exceptionId: id } }]),
      ...['g1', 'g2'].map((id) => [null, id, { code: 'group-unread', context: { groupId: id } }]),
    ]);
  });

  it('P18 holds of one target in time order, and of one time by hash', async () => {
    const line = { longestOpeningHours: 0.25 };
    const planOf = async (...bookings: ReturnType<typeof aBooking>[]) => {
      const house = readable(aPolicy([aLine('r1', 'e1', line), aLine('r2', 'e1', line)]), ...bookings);
      return (await house.plan()).plan?.holds.map((one) => one.bookings[0]);
    };
    const bookings = [
      aBooking('b3', 'r1', meeting('09:00', '10:00')),
      aBooking('b1', 'r1', meeting('15:00', '16:00')),
      aBooking('b4', 'r2', meeting('09:00', '10:00')),
      aBooking('b2', 'r1', meeting('09:00', '10:00')),
    ];
    expect(await planOf(...bookings)).toEqual(['b2', 'b3', 'b4', 'b1']);
    expect(await planOf(...bookings.reverse())).toEqual(['b2', 'b3', 'b4', 'b1']);
  });

  it('P18 holds of groups in the order of the groups, whatever their times', async () => {
    const odd = { longestOpeningHours: 0.25 };
    const groupLines = [aGroupLine('r1', 'g2', odd), aGroupLine('r1', 'g1', { ...odd, leadMinutes: 0 })];
    const house = readable(
      aPolicy([], { groupLines }),
      aBooking('b1', 'r1', meeting('09:00', '10:00'), { participants: [anAttendee('1')] }),
    );
    expect((await house.plan()).plan?.holds.map((one) => one.groupId)).toEqual(['g1', 'g2']);
  });

  it('W7 what is given back is in the plan, with what others have there; without anything of ours nothing is written', async () => {
    const house = readable(
      aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')]),
      aBooking('b1', 'r1', meeting('09:00', '10:00')),
    );
    house.access.edit(exceptionId('e2'), []);
    await house.run();
    const theirs = meeting('20:00', '21:00');
    house.access.edit(exceptionId('e2'), [theirs]);
    house.policy = aPolicy([aLine('r1', 'e1')]);
    const { plan, result } = await house.run();
    expect(plan?.releases).toEqual([
      {
        exceptionId: 'e2',
        entries: [{ period: theirs, bookings: [], lines: [], isHeld: false, hasStay: true, isForeign: true }],
      },
    ]);
    expect([plan?.actions, result]).toEqual([[], 'equal']);
  });

  it('R1 while the house’s zone is in dispute the plan holds nothing but that', async () => {
    const house = readable(
      aPolicy([aLine('r1', 'e1')], { houseZone: 'Europe/London', groupLines: [aGroupLine('r1', 'g1')] }),
      aBooking('b1', 'r1', meeting('09:00', '10:00'), { participants: [anAttendee('1')] }),
    );
    expect((await house.plan()).plan).toEqual({
      madeAt: t('08:00'),
      hash: text([], [], [], [], []),
      actions: [],
      overflow: [],
      holds: [],
      consents: [],
      blocked: [
        {
          exceptionId: null,
          groupId: null,
          locationId: null,
          trouble: { code: 'zone-unsettled', context: { typed: 'Europe/London', told: 'Europe/Copenhagen' } },
        },
      ],
      targets: [],
      releases: [],
      memberships: [],
      membershipOverflow: [],
      unmatched: [],
      givenByHand: [],
    });
  });
});

describe('what answers a question', () => {
  it('W1 only a confirmed answer to exactly this question is a consent', async () => {
    const house = readable(aPolicy([aLine('r1', 'e1')]));
    house.access.edit(E1, [meeting('15:00', '16:00')]);
    const [asked] = (await house.plan()).plan?.consents ?? [];
    const answered = async (hash: string, answer: 'confirmed' | 'refused'): Promise<number | undefined> => {
      const memory = await house.journal.loadMemory();
      await house.journal.saveMemory({ ...memory, answers: [{ hash, answer, at: t('08:00') }] });
      return (await house.plan()).plan?.consents.length;
    };
    expect(await answered(asked!.hash, 'refused')).toBe(1);
    expect(await answered('another', 'confirmed')).toBe(1);
    expect(await answered(asked!.hash, 'confirmed')).toBe(0);
  });

  it('D6 each question keeps the time since when it was asked', async () => {
    const house = readable(aPolicy([aLine('r1', 'e1', LONG)]), aBooking('b1', 'r1', meeting('09:00', '12:00')));
    await house.run();
    house.advanceMinutes(30);
    house.source.set(aBooking('b0', 'r1', meeting('13:00', '16:00')));
    await house.run();
    house.advanceMinutes(30);
    expect((await holdsOf(house)).map((one) => [one.bookings, one.since])).toEqual([
      [['b1'], t('08:00')],
      [['b0'], t('08:30')],
    ]);
  });

  it('R4 a running hold is known by the From of its own period, one that comes later by its own', async () => {
    const house = readable(
      aPolicy([aLine('r1', 'e1')]),
      aBooking('b1', 'r1', meeting('09:00', '10:00')),
      aBooking('b2', 'r1', meeting('14:00', '15:00')),
    );
    await house.run();
    house.clock.set(t('09:30'));
    for (const id of ['b1', 'b2']) house.source.change(bookingId(id), { status: 'cancelled' });
    house.source.lasting = { kind: 'partial', lost: () => false };
    expect((await holdsOf(house)).map((one) => one.period)).toEqual([
      meeting('08:50', '10:10'),
      meeting('13:50', '15:10'),
    ]);
  });

  it('W5 held at different times, it is told since the first of them', async () => {
    const house = readable(aPolicy([aLine('r1', 'e1')]), aBooking('b1', 'r1', meeting('15:00', '16:00')));
    const versions = ['15:00', '15:20', '14:50'].map((from, n) => ({
      booking: { ...aBooking('b1', 'r1', meeting(from, '16:00')), evidence: 'read' as const, people: [] },
      byStatus: false,
      since: t(['07:30', '07:00', '07:50'][n]!),
    }));
    await house.run();
    const memory = await house.journal.loadMemory();
    await house.journal.saveMemory({
      ...memory,
      guard: { ...memory.guard, held: versions, question: 'asked', asked: 1 },
    });
    house.source.vanish(bookingId('b1'));
    const [hold] = await holdsOf(house);
    expect(hold).toMatchObject({ reason: 'mass-change', meetings: ['meeting mb1'], since: t('07:00') });
  });
});
