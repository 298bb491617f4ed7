import { describe, expect, it } from 'vitest';
import { groupId, personId } from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import { addMinutes } from '../../../shared/time';
import { aBooking, aGroupLine, aHouse, aPerson, aPolicy, anAttendee, at, between } from '../../builders';
import type { House } from '../../builders';

const NOW = at('2026-11-23T07:00');
const G = groupId('g1');
const ANNA = personId('1');
const BO = personId('2');
const MEETING = between('2026-11-23T09:00', '10:00');
const GIVEN = between('2026-11-23T08:50', '10:10');
const EVENING = between('2026-11-23T18:00', '20:00');

const policy = aPolicy([], { groupLines: [aGroupLine('r1', 'g1')] });

const houseWith = (
  more: Parameters<typeof aBooking>[3] = { participants: [anAttendee('1'), anAttendee('2')] },
): House =>
  aHouse({
    now: NOW,
    policy,
    bookings: [aBooking('b1', 'r1', MEETING, more)],
    persons: [aPerson('1'), aPerson('2'), aPerson('3')],
  });

const periodsOf = (house: House, person: typeof ANNA): readonly Period[] | null =>
  house.access.membership(G, person)?.periods ?? null;

/** The booking changes in Pronestor. */
const change = (house: House, more: Parameters<typeof aBooking>[3], period = MEETING): void => {
  house.source.bookings = [aBooking('b1', 'r1', period, more)];
};

describe('D4 who gets access', () => {
  it('D4 participants and organiser who match exactly, ignoring case; nobody else', async () => {
    const house = houseWith({
      organiser: anAttendee('1', { email: 'PERSON1@Firma.Example' }),
      participants: [anAttendee('2')],
    });
    expect(await house.run()).toMatchObject({ result: 'equal', differingMemberships: 0 });
    expect(periodsOf(house, ANNA)).toEqual([GIVEN]);
    expect(periodsOf(house, BO)).toEqual([GIVEN]);
    expect(periodsOf(house, personId('3'))).toBeNull();
  });

  it.each([
    ['nobody matches', [anAttendee('9')], 'none'],
    ['several match', [anAttendee('7')], 'several'],
    ['the field is empty', [anAttendee('1', { email: null })], 'no-field'],
  ] as const)('D4 %s: no access, and a line with meeting and room', async (_case, participants, why) => {
    const house = houseWith({ participants });
    house.access.addPerson(aPerson('7'));
    house.access.addPerson(aPerson('8', { email: 'person7@firma.example' }));
    const result = await house.run();
    expect(house.access.membershipWrites).toEqual([]);
    expect(result.plan?.unmatched).toEqual([{ bookingId: 'b1', meetingId: 'mb1', roomId: 'r1', place: 0, why }]);
    expect(result.result).toBe('equal');
  });

  it.each([
    [{ organiser: true, participants: false, externals: false }, [ANNA]],
    [{ organiser: false, participants: true, externals: false }, [BO]],
    [{ organiser: false, participants: true, externals: true }, [BO, personId('3')]],
    [{ organiser: true, participants: true, externals: true }, [ANNA, BO, personId('3')]],
  ] as const)('D4 the line says who: %j', async (who, expected) => {
    const house = houseWith({
      organiser: anAttendee('1'),
      participants: [anAttendee('2'), anAttendee('3', { isExternal: true })],
    });
    house.policy = { ...policy, groupLines: [aGroupLine('r1', 'g1', { who })] };
    await house.run();
    expect(house.access.membershipWrites.map((one) => one.personId).sort()).toEqual([...expected].sort());
  });

  it.each(['employee-number', 'initials'] as const)('D4 matched on %s when that is chosen', async (matchBy) => {
    const house = houseWith({ participants: [anAttendee('2', { email: 'another@firma.example' })] });
    house.policy = { ...policy, matchBy };
    await house.run();
    expect(periodsOf(house, BO)).toEqual([GIVEN]);
  });

  it('R4 the persons cannot be read whole: nobody is matched anew, and nobody loses what was given', async () => {
    const house = houseWith();
    await house.run();
    change(house, { participants: [anAttendee('3')] });
    for (const fault of ['persons-partial', 'persons-unreadable', 'throws', 'group-unread'] as const) {
      house.access.peopleFaults.push(fault);
      expect((await house.run()).result, fault).not.toBe('equal');
      expect([periodsOf(house, ANNA), periodsOf(house, personId('3'))], fault).toEqual([[GIVEN], null]);
    }
    expect((await house.run()).result).toBe('equal');
    expect([periodsOf(house, ANNA), periodsOf(house, personId('3'))]).toEqual([null, [GIVEN]]);
  });
});

describe('D5 how long', () => {
  it('D5 somebody in two bookings of one room keeps access from the first to the last', async () => {
    const house = houseWith();
    house.source.bookings.push(
      aBooking('b2', 'r1', between('2026-11-23T10:15', '11:00'), { participants: [anAttendee('1')] }),
    );
    await house.run();
    expect(periodsOf(house, ANNA)).toEqual([between('2026-11-23T08:50', '11:10')]);
    expect(periodsOf(house, BO)).toEqual([GIVEN]);
    house.source.bookings[1] = aBooking('b2', 'r1', between('2026-11-23T10:15', '11:00'), { status: 'cancelled' });
    await house.run();
    expect(periodsOf(house, ANNA)).toEqual([GIVEN]);
  });

  it('W4 somebody taken off a running meeting has the lag to leave, and loses access within one run', async () => {
    const house = houseWith();
    await house.run();
    house.clock.set(at('2026-11-23T09:20'));
    change(house, { participants: [anAttendee('2')] });
    await house.run();
    expect(periodsOf(house, ANNA)).toEqual([between('2026-11-23T08:50', '09:30')]);
    expect(periodsOf(house, BO)).toEqual([GIVEN]);
    house.clock.set(at('2026-11-23T09:31'));
    await house.run();
    expect(periodsOf(house, ANNA)).toBeNull();
  });

  it('D5 at most 50 periods, the soonest first; the rest is told', async () => {
    const house = houseWith();
    house.source.bookings = Array.from({ length: 60 }, (_, index) => {
      const from = addMinutes(NOW, 60 + index * 60);
      return aBooking(`b${index}`, 'r1', { from, to: addMinutes(from, 15) }, { participants: [anAttendee('1')] });
    });
    const result = await house.run();
    expect(periodsOf(house, ANNA)).toHaveLength(50);
    expect(periodsOf(house, ANNA)?.[0]?.from).toBe(addMinutes(NOW, 50));
    expect(result.plan?.membershipOverflow).toMatchObject([{ groupId: 'g1', personId: '1', places: 50 }]);
    expect(result.plan?.membershipOverflow[0]?.periods).toHaveLength(10);
  });

  it('D5 periods added by hand to a membership of ours stay, count, and outlive ours', async () => {
    const house = houseWith();
    await house.run();
    house.access.giveByHand(G, ANNA, { periods: [GIVEN, EVENING] });
    await house.run();
    expect(periodsOf(house, ANNA)).toEqual([GIVEN, EVENING]);
    change(house, { status: 'cancelled' });
    expect((await house.run()).result).toBe('equal');
    expect(periodsOf(house, ANNA)).toEqual([EVENING]);
    expect(periodsOf(house, BO)).toBeNull();
    const writes = house.access.membershipWrites.length;
    house.clock.set(at('2026-11-24T07:00'));
    await house.run();
    // It is theirs now: not even its end is ours to tidy.
    expect(house.access.membershipWrites).toHaveLength(writes);
    expect(periodsOf(house, ANNA)).toEqual([EVENING]);
  });

  it('D5 a period added by hand over ours stays whole when ours goes', async () => {
    const house = houseWith();
    await house.run();
    const day = between('2026-11-23T08:00', '18:00');
    house.access.giveByHand(G, ANNA, { periods: [GIVEN, day] });
    await house.run();
    change(house, { status: 'cancelled' });
    await house.run();
    expect(periodsOf(house, ANNA)).toEqual([day]);
  });
});

describe('W8 whose it is', () => {
  it.each([
    ['always', { basis: 'always', periods: [] }, true],
    ['in periods that cover the meeting', { periods: [between('2026-11-23T08:00', '11:00')] }, true],
    ['in periods that do not', { periods: [EVENING] }, false],
    ['by a shared exception that does not cover it', { basis: 'exception', periods: [] }, false],
  ] as const)(
    'P5 D5 a membership given by hand, %s, is untouched; told when it does not cover',
    async (_case, given, covers) => {
      const house = houseWith({ participants: [anAttendee('1')] });
      house.access.giveByHand(G, ANNA, given);
      const before = house.access.membership(G, ANNA);
      const result = await house.run();
      expect(house.access.membershipWrites).toEqual([]);
      expect(house.access.membership(G, ANNA)).toEqual(before);
      expect(result.plan?.givenByHand).toEqual(covers ? [] : [{ groupId: 'g1', personId: '1', bookings: ['b1'] }]);
      expect(result.result).toBe('equal');
    },
  );

  it('W8 the ledger is lost: a membership with exactly the wanted periods is adopted, another is listed and not touched', async () => {
    const house = houseWith();
    await house.run();
    house.access.giveByHand(G, BO, { periods: [GIVEN, EVENING] });
    await house.journal.saveMemory({ ...house.journal.memory, ledger: [] });
    house.restart();
    expect((await house.run()).plan?.givenByHand).toEqual([]);
    change(house, { status: 'cancelled' });
    await house.run();
    expect(periodsOf(house, ANNA)).toBeNull();
    expect(periodsOf(house, BO)).toEqual([GIVEN, EVENING]);
  });

  it('W7 a group that leaves the mapping is taken back, and nothing else in it', async () => {
    const house = houseWith();
    house.access.giveByHand(G, personId('3'), { periods: [EVENING] });
    await house.run();
    house.policy = { ...policy, groupLines: [], managedGroups: [] };
    await house.run();
    expect([periodsOf(house, ANNA), periodsOf(house, BO), periodsOf(house, personId('3'))]).toEqual([
      null,
      null,
      [EVENING],
    ]);
    expect(house.journal.memory.ledger).toEqual([]);
    const reads = house.access.peopleReads;
    await house.run();
    expect(house.access.peopleReads).toBe(reads);
  });

  it('W9 W3 when all is over the person is taken out of the group, once', async () => {
    const house = houseWith();
    await house.run();
    house.clock.set(at('2026-11-23T12:00'));
    await house.run();
    expect([periodsOf(house, ANNA), periodsOf(house, BO)]).toEqual([null, null]);
    const writes = house.access.membershipWrites.length;
    expect((await house.run()).result).toBe('equal');
    expect(house.access.membershipWrites).toHaveLength(writes);
  });
});

describe('writing memberships', () => {
  it('P2 the next run writes nothing', async () => {
    const house = houseWith();
    await house.run();
    house.access.areWritesForbidden = true;
    expect((await house.run()).result).toBe('equal');
  });

  it.each(['refused', 'lost-before', 'lost-after', 'conflict', 'throws'] as const)(
    'W10 P8 a write that is %s: the others go on, and it heals',
    async (fault) => {
      const house = houseWith();
      house.access.membershipFaults.set('membership/g1/1', [fault]);
      await house.run();
      expect(periodsOf(house, BO)).toEqual([GIVEN]);
      house.restart();
      expect((await house.run()).result).toBe('equal');
      expect(periodsOf(house, ANNA)).toEqual([GIVEN]);
      change(house, { status: 'cancelled' });
      await house.run();
      expect([periodsOf(house, ANNA), periodsOf(house, BO)]).toEqual([null, null]);
    },
  );

  it('W2 a running meeting that moves to another room: people are let into the new one before the old one is taken', async () => {
    const house = houseWith();
    house.policy = aPolicy([], { groupLines: [aGroupLine('r1', 'g1'), aGroupLine('r2', 'g2')] });
    house.source.rooms = [...house.source.rooms, { ...house.source.rooms[0]!, id: house.policy.rooms[1]! }];
    house.access.addGroup(groupId('g2'));
    await house.run();
    house.clock.set(at('2026-11-23T09:20'));
    house.source.bookings = [aBooking('b1', 'r2', MEETING, { participants: [anAttendee('1'), anAttendee('2')] })];
    house.access.membershipWrites.length = 0;
    await house.run();
    expect(house.access.membershipWrites.map((one) => one.groupId)).toEqual(['g2', 'g2', 'g1', 'g1']);
  });

  it('D3 R4 with Pronestor down a refill works from memory, and asks for no persons', async () => {
    const house = houseWith();
    await house.run();
    house.access.giveByHand(G, ANNA, null);
    house.source.lasting = { kind: 'unreadable' };
    await house.run({ trigger: 'refill' });
    expect(periodsOf(house, ANNA)).toEqual([GIVEN]);
  });

  it('M3 the journal’s memory holds ids of people, and neither their names nor addresses', async () => {
    const house = houseWith();
    await house.run();
    const text = JSON.stringify(house.journal.memory);
    expect(text).toContain('"personId":"1"');
    expect(text).not.toMatch(/firma\.example|kanarie/);
  });
});

describe('what a reading of a group may be believed', () => {
  it('R4 P6 a group that is suddenly empty is not filled with new people before it has shown itself again', async () => {
    const house = houseWith({ participants: [anAttendee('1')] });
    await house.run();
    house.access.giveByHand(G, BO, { basis: 'always', periods: [] });
    change(house, { participants: [anAttendee('1'), anAttendee('2')] });
    const { observePeople } = house.access;
    house.access.observePeople = async (request) => {
      const reading = await observePeople.call(house.access, request);
      return { ...reading, groups: reading.groups.map((group) => ({ ...group, members: [] })) };
    };
    await house.run();
    house.access.observePeople = observePeople;
    expect((await house.run()).result).toBe('equal');
    expect(house.access.membership(G, BO)?.basis).toBe('always');
    expect(periodsOf(house, ANNA)).toEqual([GIVEN]);
  });
});

describe('W5 people and the guard', () => {
  const anonymous = anAttendee('1', { email: null });
  const houseOf = (meetings: number): House => {
    const house = houseWith();
    house.source.bookings = Array.from({ length: meetings }, (_, index) => {
      const from = addMinutes(MEETING.from, index * 120);
      return aBooking(`b${index}`, 'r1', { from, to: addMinutes(from, 60) }, { participants: [anAttendee('1')] });
    });
    return house;
  };
  const anonymise = (house: House, count: number): void => {
    house.source.bookings = house.source.bookings.map((one, index) =>
      index < count ? { ...one, participants: [anonymous] } : one,
    );
  };

  it('W5 people of six of ten meetings made anonymous at once keep their access until somebody says otherwise', async () => {
    const house = houseOf(10);
    await house.run();
    const before = periodsOf(house, ANNA);
    expect(before).toHaveLength(10);
    anonymise(house, 6);
    const { plan } = await house.run();
    expect(periodsOf(house, ANNA)).toEqual(before);
    const hashes = new Set(plan?.holds.map((one) => one.hash));
    expect(plan?.holds.map((one) => [one.reason, one.groupId])).toEqual(Array(6).fill(['mass-change', G]));
    expect(hashes.size).toBe(1);
    expect((await house.run()).result).toBe('different');
    await house.engine.answerHold([...hashes][0] ?? '', 'confirmed');
    await house.run();
    expect(periodsOf(house, ANNA)).toEqual(before?.slice(6));
  });

  it('W5 shown again as they were, the question is gone; five at once go at once', async () => {
    const house = houseOf(20);
    await house.run();
    const before = periodsOf(house, ANNA);
    const shown = house.source.bookings;
    anonymise(house, 7);
    expect((await house.run()).plan?.holds).not.toEqual([]);
    house.source.bookings = shown;
    expect(await house.run()).toMatchObject({ result: 'equal', plan: { holds: [] } });
    expect(periodsOf(house, ANNA)).toEqual(before);
    anonymise(house, 5);
    expect(await house.run()).toMatchObject({ result: 'equal' });
    expect(periodsOf(house, ANNA)).toEqual(before?.slice(5));
  });
});
