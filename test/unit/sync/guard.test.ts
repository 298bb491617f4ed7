import { describe, expect, it } from 'vitest';
import { isMassChange, overLimit } from '../../../electron/sync/guard';
import type { Booking, RunResult } from '../../../electron/sync/model';
import { bookingId, exceptionId, locationId, meetingId } from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import { addMinutes } from '../../../shared/time';
import type { House } from '../../builders';
import { aBooking, aHouse, aLine, aManaged, aPolicy, aRoom, at, between, COPENHAGEN } from '../../builders';

const DAY = '2026-11-23';
const t = (clock: string) => at(`${DAY}T${clock}`);
const E1 = exceptionId('e1');
const E2 = exceptionId('e2');

/** The n-th meeting: an hour of its own, twelve a day from 9 o'clock, none touching another. */
const slot = (n: number): Period => {
  const from = addMinutes(t('09:00'), Math.floor(n / 12) * 24 * 60 + (n % 12) * 70);
  return { from, to: addMinutes(from, 40) };
};
const later = ({ from, to }: Period, minutes: number): Period => ({
  from: addMinutes(from, minutes),
  to: addMinutes(to, minutes),
});
/** What stands open for a meeting: ten minutes before and after. */
const open = ({ from, to }: Period): Period => ({ from: addMinutes(from, -10), to: addMinutes(to, 10) });

const id = (n: number) => bookingId(`b${n}`);

/** A house with so many meetings in room r1 (exception e1, location 12), written, and further ones as given. */
async function houseOf(meetings: number, more: readonly Booking[] = []): Promise<House> {
  const house = aHouse({
    now: t('08:00'),
    policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')], {
      locations: [locationId('12'), locationId('13')],
      managed: [aManaged('e1', { places: 200 }), aManaged('e2', { places: 200 })],
    }),
    rooms: [aRoom('r1'), aRoom('r2', { locationId: locationId('13') })],
    bookings: [...Array.from({ length: meetings }, (_, n) => aBooking(`b${n}`, 'r1', slot(n))), ...more],
  });
  house.source.locations = [...house.source.locations, { id: locationId('13'), name: 'Værkstedet', zone: COPENHAGEN }];
  await house.run();
  return house;
}

const inOther = (name: string, period: Period, more: Partial<Booking> = {}): Booking =>
  aBooking(name, 'r2', period, { locationId: locationId('13'), ...more });

const vanish = (house: House, ...numbers: readonly number[]): void => {
  for (const n of numbers) house.source.vanish(id(n));
};
const upTo = (count: number, from = 0): number[] => Array.from({ length: count }, (_, index) => from + index);

const questions = ({ plan }: RunResult): string[] => [
  ...new Set(plan?.holds.filter(({ reason }) => reason === 'mass-change').map(({ hash }) => hash)),
];
const heldBookings = ({ plan }: RunResult): string[] =>
  (plan?.holds ?? [])
    .filter(({ reason }) => reason === 'mass-change')
    .flatMap(({ bookings }) => bookings)
    .sort();
/** Whether the meeting's whole opening is written. */
const isOpen = (house: House, period: Period, exception = E1): boolean =>
  house.access.periodsOf(exception).some((one) => one.from <= open(period).from && open(period).to <= one.to);

describe('W5 the mass-change guard', () => {
  describe('P7 how many meetings may change within an hour', () => {
    it.each([
      [1, 1, false],
      [5, 5, false],
      [6, 6, true],
      [6, 19, true],
      [6, 20, false],
      [7, 20, true],
      [7, 23, true],
      [7, 24, false],
      [30, 100, false],
      [31, 100, true],
    ])('P7 %i of %i: held %s', (changed, managed, isHeld) => {
      expect(isMassChange(changed, managed)).toBe(isHeld);
    });

    it.each([
      [5, 8, false],
      [6, 8, true],
      [6, 20, false],
      [7, 20, true],
    ])('P7 W5 %i of %i meetings vanish at once: held %s', async (gone, all, isHeld) => {
      const house = await houseOf(all);
      vanish(house, ...upTo(gone));
      const result = await house.run();
      expect(upTo(gone).map((n) => isOpen(house, slot(n)))).toEqual(upTo(gone).map(() => isHeld));
      expect(upTo(all - gone, gone).every((n) => isOpen(house, slot(n)))).toBe(true);
      expect(questions(result)).toHaveLength(isHeld ? 1 : 0);
      expect(result.result).toBe(isHeld ? 'different' : 'equal');
    });

    it('W5 meetings are counted, not bookings: one meeting in seven rooms’ hours goes at once', async () => {
      const one = upTo(7, 10).map((n) => aBooking(`b${n}`, 'r1', slot(n), { meetingId: meetingId('big') }));
      const house = await houseOf(3, one);
      vanish(house, ...upTo(7, 10));
      expect(await house.run()).toMatchObject({ result: 'equal', plan: { holds: [] } });
      expect(isOpen(house, slot(10))).toBe(false);
    });

    it.each([
      ['shrink', { period: (n: number) => ({ from: slot(n).from, to: addMinutes(slot(n).to, -10) }), status: null }],
      ['move', { period: (n: number) => later(slot(n), 20), status: null }],
      ['are no longer confirmed', { period: slot, status: 'pending' as const }],
    ])('W5 six that %s are held as well, and the hold says what it is about', async (_name, { period, status }) => {
      const house = await houseOf(9);
      for (const n of upTo(6))
        house.source.change(id(n), { period: period(n), ...(status === null ? {} : { status }) });
      const result = await house.run();
      expect(upTo(6).every((n) => isOpen(house, slot(n)))).toBe(true);
      expect(result.plan?.holds[0]).toMatchObject({
        holds: 'removal',
        reason: 'mass-change',
        exceptionId: 'e1',
        roomIds: ['r1'],
        bookings: ['b0'],
        meetings: ['meeting mb0'],
        since: t('08:00'),
        canBeConfirmed: true,
      });
    });

    it('W5 six that only grow change nothing that could go', async () => {
      const house = await houseOf(9);
      for (const n of upTo(6)) house.source.change(id(n), { period: { ...slot(n), to: addMinutes(slot(n).to, 5) } });
      expect(await house.run()).toMatchObject({ result: 'equal', plan: { holds: [] } });
    });

    it('W5 six explicit cancellations of nine are obeyed, and do not make a vanished one suspicious', async () => {
      const house = await houseOf(9);
      for (const n of upTo(6)) house.source.change(id(n), { status: 'cancelled' });
      vanish(house, 6);
      expect(await house.run()).toMatchObject({ result: 'equal', plan: { holds: [] } });
      expect(house.access.periodsOf(E1)).toEqual([open(slot(7)), open(slot(8))]);
    });

    it('P7 one cancellation passes at once, whatever is held beside it', async () => {
      const house = await houseOf(9);
      vanish(house, ...upTo(6));
      house.source.change(id(6), { status: 'cancelled' });
      const result = await house.run();
      expect(isOpen(house, slot(6))).toBe(false);
      expect(heldBookings(result)).toEqual(upTo(6).map((n) => `b${n}`));
    });

    it('W5 rooms that no line opens anything for neither count nor add to what is counted', async () => {
      const house = await houseOf(
        12,
        upTo(40, 20).map((n) => aBooking(`b${n}`, 'r9', slot(n % 12))),
      );
      house.policy = { ...house.policy, rooms: [...house.policy.rooms, aRoom('r9').id] };
      house.source.rooms = [...house.source.rooms, aRoom('r9')];
      await house.run();
      vanish(house, ...upTo(6), ...upTo(30, 20));
      expect(questions(await house.run())).toHaveLength(1);
    });
  });

  describe('W5 a whole location', () => {
    it('P7 its only meeting goes at once', async () => {
      const house = await houseOf(3, [inOther('x', slot(0))]);
      house.source.vanish(bookingId('x'));
      expect(await house.run()).toMatchObject({ result: 'equal', plan: { holds: [] } });
      expect(house.access.periodsOf(E2)).toEqual([]);
    });

    it.each([
      ['vanish', 'vanish', [true, true]],
      ['cancelled', 'cancelled', [true, true]],
      // The status explains itself and does not cover the location; the other one leaves it empty without a word.
      ['cancelled', 'vanish', [false, true]],
    ] as const)('W5 its two meetings, %s and %s: held %j', async (first, second, held) => {
      const house = await houseOf(30, [inOther('x', slot(0)), inOther('y', slot(1))]);
      for (const [name, what] of [
        ['x', first],
        ['y', second],
      ] as const) {
        if (what === 'vanish') house.source.vanish(bookingId(name));
        else house.source.change(bookingId(name), { status: what });
      }
      // The rest of the house goes on.
      vanish(house, 0);
      const result = await house.run();
      expect([isOpen(house, slot(0), E2), isOpen(house, slot(1), E2)]).toEqual(held);
      expect(isOpen(house, slot(0))).toBe(false);
      expect(questions(result)).toHaveLength(1);
    });

    it('W5 one of two now and the other within the hour: what went is part of the location', async () => {
      const house = await houseOf(30, [inOther('x', slot(3)), inOther('y', slot(4))]);
      house.source.vanish(bookingId('x'));
      expect((await house.run()).plan?.holds).toEqual([]);
      house.advanceMinutes(50);
      house.source.vanish(bookingId('y'));
      expect(heldBookings(await house.run())).toEqual(['y']);
      expect(isOpen(house, slot(4), E2)).toBe(true);
    });

    it('P6 W5 a suddenly empty reading does not shut the lag of a meeting that has just ended either', async () => {
      const house = await houseOf(1);
      house.policy = {
        ...house.policy,
        lines: house.policy.lines.map((line) => ({ ...line, lagMinutes: 0, block: 'with-preparation' as const })),
      };
      house.source.rooms = house.source.rooms.map((room) => ({ ...room, followUpMinutes: 30 }));
      await house.run();
      house.clock.set(slot(0).to);
      const before = house.access.periodsOf(E1);
      house.source.lasting = { kind: 'silent-loss', lost: () => true };
      await house.run();
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual(before);
    });

    it('P6 W5 a suddenly empty reading takes nothing, not even the only meeting of the house', async () => {
      const house = await houseOf(1);
      vanish(house, 0);
      expect(heldBookings(await house.run())).toEqual(['b0']);
      expect(isOpen(house, slot(0))).toBe(true);
    });
  });

  describe('W5 any sixty minutes', () => {
    it.each([
      [50, true],
      [60, true],
      [61, false],
    ])('W5 five now and one %i minutes later: the one is held %s', async (minutes, isHeld) => {
      const house = await houseOf(12);
      vanish(house, ...upTo(5, 4));
      expect((await house.run()).plan?.holds).toEqual([]);
      house.advanceMinutes(minutes);
      house.restart();
      vanish(house, 10);
      expect(heldBookings(await house.run())).toEqual(isHeld ? ['b10'] : []);
      expect(upTo(5, 4).some((n) => isOpen(house, slot(n)))).toBe(false);
    });

    it('W5 a clock set back forgets nothing, and remembers no longer than an hour from then', async () => {
      const house = await houseOf(12);
      house.clock.set(t('20:00'));
      vanish(house, ...upTo(5, 0));
      house.clock.set(t('08:00'));
      await house.run();
      house.clock.set(t('07:00'));
      vanish(house, 5);
      expect(heldBookings(await house.run())).toEqual(['b5']);
      house.clock.set(t('08:01'));
      vanish(house, 6);
      expect(heldBookings(await house.run())).toEqual(['b5']);
    });

    it('W5 time never turns a hold into a removal: hours later, with nothing else changing, all of it still stays', async () => {
      const house = await houseOf(24);
      vanish(house, ...upTo(8, 12));
      const [asked] = questions(await house.run());
      for (const hours of [1, 2, 5, 12]) {
        house.clock.set(addMinutes(t('08:00'), hours * 60 + 1));
        if (hours === 5) house.restart();
        const reads = house.source.reads;
        const result = await house.run();
        expect(house.source.reads).toBe(reads + 1);
        expect(questions(result)).toEqual([asked]);
        expect(result.plan?.holds[0]?.since).toBe(t('08:00'));
        expect(upTo(8, 12).every((n) => isOpen(house, slot(n)))).toBe(true);
      }
    });
  });

  it('W5 P7 a whole house an hour later (a zone mistake on the server): old and new stay open, a new booking opens, a cancellation passes', async () => {
    const house = await houseOf(20);
    for (const n of upTo(20)) house.source.change(id(n), { period: later(slot(n), 60) });
    house.source.change(id(3), { period: slot(3), status: 'cancelled' });
    const fresh = between('2026-11-26T09:00', '10:00');
    house.source.set(aBooking('new', 'r1', fresh));
    const result = await house.run();
    const shifted = upTo(20).filter((n) => n !== 3);
    expect(shifted.every((n) => isOpen(house, slot(n)) && isOpen(house, later(slot(n), 60)))).toBe(true);
    expect(isOpen(house, slot(3))).toBe(false);
    expect(isOpen(house, fresh)).toBe(true);
    expect(questions(result)).toHaveLength(1);
    expect(new Set(result.plan?.holds.flatMap(({ meetings }) => meetings)).size).toBe(19);

    // The mistake is mended: everything is as it was, and nobody has been asked for nothing.
    for (const n of shifted) house.source.change(id(n), { period: slot(n) });
    house.advanceMinutes(5);
    expect(await house.run()).toMatchObject({ result: 'equal', plan: { holds: [] } });
    expect(house.access.periodsOf(E1)).toEqual([...shifted.map((n) => open(slot(n))), open(fresh)]);
    vanish(house, 0);
    expect((await house.run()).result).toBe('equal');
  });

  describe('W5 the question', () => {
    it('W5 keeps its hash over minutes, while items run and expire, and while some return', async () => {
      const house = await houseOf(12);
      vanish(house, ...upTo(8));
      const [asked] = questions(await house.run());
      for (const clock of ['08:01', '08:55', '09:20', '10:02']) {
        house.clock.set(t(clock));
        expect(questions(await house.run())).toEqual([asked]);
      }
      house.source.set(aBooking('b4', 'r1', slot(4)));
      const result = await house.run();
      expect(questions(result)).toEqual([asked]);
      expect(heldBookings(result)).toEqual(['b1', 'b2', 'b3', 'b5', 'b6', 'b7']);
      house.clock.set(t('22:00'));
      expect(await house.run()).toMatchObject({ result: 'equal', plan: { holds: [] } });
    });

    it('W5 does not depend on how what is held is written: another booking hanging on to it changes nothing', async () => {
      const house = await houseOf(12);
      vanish(house, ...upTo(8));
      const [asked] = questions(await house.run());
      house.source.set(aBooking('beside', 'r1', { from: slot(2).to, to: slot(3).from }));
      house.policy = { ...house.policy, lines: house.policy.lines.map((line) => ({ ...line, leadMinutes: 5 })) };
      const result = await house.run();
      expect(questions(result)).toEqual([asked]);
      expect(heldBookings(result)).toEqual(upTo(8).map((n) => `b${n}`));
    });

    it('W5 an added item asks again, about everything; an answer to the former question is none', async () => {
      const house = await houseOf(20);
      vanish(house, ...upTo(8, 2));
      const [first] = questions(await house.run());
      vanish(house, 15);
      house.advanceMinutes(5);
      const result = await house.run();
      const [second] = questions(result);
      expect(second).not.toBe(first);
      expect(heldBookings(result)).toHaveLength(9);
      expect(await house.engine.answerHold(first!, 'confirmed')).toBe(false);
      expect(heldBookings(await house.run())).toHaveLength(9);
    });

    it('W5 confirmed it lets go of exactly that set, once: the same change again is asked again', async () => {
      const house = await houseOf(12);
      vanish(house, ...upTo(8));
      const [asked] = questions(await house.run());
      expect(await house.engine.answerHold(asked!, 'confirmed')).toBe(true);
      expect(await house.engine.answerHold(asked!, 'confirmed')).toBe(false);
      expect(house.engine.holds()).toEqual([]);
      expect(await house.run()).toMatchObject({ result: 'equal', plan: { holds: [] } });
      expect(house.access.periodsOf(E1)).toEqual(upTo(4, 8).map((n) => open(slot(n))));

      for (const n of upTo(8)) house.source.set(aBooking(`b${n}`, 'r1', slot(n)));
      await house.run();
      vanish(house, ...upTo(8));
      const again = questions(await house.run());
      expect(again).toHaveLength(1);
      expect(again).not.toEqual([asked]);
      expect(upTo(8).every((n) => isOpen(house, slot(n)))).toBe(true);
    });

    it('W5 a person has accounted for what was confirmed: one more that vanishes goes at once', async () => {
      const house = await houseOf(14);
      vanish(house, ...upTo(8));
      await house.engine.answerHold(questions(await house.run())[0]!, 'confirmed');
      await house.run();
      vanish(house, 8);
      expect(await house.run()).toMatchObject({ result: 'equal', plan: { holds: [] } });
    });

    it('W5 refused, the openings stay to their end and nothing is asked or different; an added item asks again', async () => {
      const house = await houseOf(20);
      vanish(house, ...upTo(8));
      const [asked] = questions(await house.run());
      expect(await house.engine.answerHold(asked!, 'refused')).toBe(true);
      expect(await house.run()).toMatchObject({ result: 'equal', plan: { holds: [] } });
      house.restart();
      house.clock.set(t('08:55'));
      expect(await house.run()).toMatchObject({ result: 'equal', plan: { holds: [] } });
      expect(upTo(8).every((n) => isOpen(house, slot(n)))).toBe(true);
      vanish(house, 15);
      expect(heldBookings(await house.run())).toEqual(['b15', ...upTo(8).map((n) => `b${n}`)].sort());
    });

    it('W5 P18 what a dry run asks is what the run would ask, and may be answered before the run has seen it', async () => {
      const house = await houseOf(12);
      vanish(house, ...upTo(8));
      const [asked] = questions(await house.plan());
      expect(await house.engine.answerHold(asked!, 'confirmed')).toBe(true);
      expect(await house.run()).toMatchObject({ result: 'equal', plan: { holds: [] } });
      expect(house.access.periodsOf(E1)).toHaveLength(4);
    });

    it.each(['refused', 'lost-before', 'throws'] as const)(
      'W5 P8 an answer survives a restart before it is used, and a write that is %s after',
      async (fault) => {
        const house = await houseOf(12);
        vanish(house, ...upTo(8));
        await house.engine.answerHold(questions(await house.run())[0]!, 'confirmed');
        house.restart();
        house.access.writeFaults.set(E1, [fault, fault, fault]);
        await house.run();
        expect(house.access.periodsOf(E1)).toHaveLength(12);
        house.access.writeFaults.clear();
        house.restart();
        house.advanceMinutes(6);
        expect(await house.run()).toMatchObject({ result: 'equal', plan: { holds: [] } });
        expect(house.access.periodsOf(E1)).toEqual(upTo(4, 8).map((n) => open(slot(n))));
      },
    );

    it('W5 P8 with the journal full the answer fails and counts for nothing: it is asked again', async () => {
      const house = await houseOf(12);
      vanish(house, ...upTo(8));
      const [asked] = questions(await house.run());
      house.journal.isFull = true;
      await expect(house.engine.answerHold(asked!, 'confirmed')).rejects.toMatchObject({ code: 'journal-unwritable' });
      await house.run();
      expect(house.access.periodsOf(E1)).toHaveLength(12);
      house.journal.isFull = false;
      expect(questions(await house.run())).toEqual([asked]);
      expect(house.access.periodsOf(E1)).toHaveLength(12);
      expect(await house.engine.answerHold(asked!, 'confirmed')).toBe(true);
      expect((await house.run()).result).toBe('equal');
      expect(house.access.periodsOf(E1)).toHaveLength(4);
    });
  });

  describe('W5 while something is held', () => {
    it('W5 held parts are never prolonged, and nothing that is not open is opened for them', async () => {
      const house = await houseOf(12);
      vanish(house, ...upTo(8));
      await house.run();
      house.policy = { ...house.policy, lines: house.policy.lines.map((line) => ({ ...line, lagMinutes: 60 })) };
      house.access.edit(
        E1,
        house.access.periodsOf(E1).filter((one) => one.from !== open(slot(2)).from),
      );
      await house.run();
      expect(isOpen(house, slot(2))).toBe(false);
      for (const n of upTo(8).filter((each) => each !== 2)) {
        expect(house.access.periodsOf(E1)).toContainEqual(open(slot(n)));
      }
    });

    it('W5 a moved one that moves on stays open at its first time; back at the first, all others go', async () => {
      const house = await houseOf(9);
      for (const n of upTo(6)) house.source.change(id(n), { period: later(slot(n), 24 * 60) });
      await house.run();
      house.advanceMinutes(90);
      house.source.change(id(5), { period: later(slot(5), 48 * 60) });
      const result = await house.run();
      expect(heldBookings(result)).toEqual(upTo(6).map((n) => `b${n}`));
      expect(isOpen(house, slot(5)) && isOpen(house, later(slot(5), 48 * 60))).toBe(true);
      expect(isOpen(house, later(slot(5), 24 * 60))).toBe(false);
      house.source.change(id(5), { period: slot(5) });
      expect(heldBookings(await house.run())).toEqual(upTo(5).map((n) => `b${n}`));
      expect(isOpen(house, later(slot(5), 48 * 60))).toBe(false);
    });

    it('W5 times in between are held as well within the hour; back at the first, none of them is a reason any more', async () => {
      const house = await houseOf(9);
      for (const days of [1, 2]) {
        for (const n of upTo(6)) house.source.change(id(n), { period: later(slot(n), days * 24 * 60) });
        await house.run();
        house.advanceMinutes(5);
      }
      expect([0, 1, 2].every((days) => isOpen(house, later(slot(5), days * 24 * 60)))).toBe(true);
      for (const n of upTo(6)) house.source.change(id(n), { period: slot(n) });
      expect(await house.run()).toMatchObject({ result: 'equal', plan: { holds: [] } });
      expect(house.access.periodsOf(E1)).toEqual(upTo(9).map((n) => open(slot(n))));
    });

    it('W5 R5 a held one that gets an explicit end status goes at once, the others stay', async () => {
      const house = await houseOf(12);
      vanish(house, ...upTo(8));
      const [asked] = questions(await house.run());
      house.source.set(aBooking('b3', 'r1', slot(3), { status: 'cancelled' }));
      const result = await house.run();
      expect(isOpen(house, slot(3))).toBe(false);
      expect(questions(result)).toEqual([asked]);
      expect(heldBookings(result)).toHaveLength(7);
    });

    it('W5 W7 a change of the mapping is a person’s own: it is obeyed and counts for nothing', async () => {
      const house = await houseOf(12);
      house.policy = { ...house.policy, lines: house.policy.lines.filter((line) => line.roomId !== 'r1') };
      const emptied = await house.run();
      expect(emptied.plan?.holds).toEqual([]);
      expect(house.access.periodsOf(E1)).toEqual([]);
      const held = await houseOf(12);
      vanish(held, ...upTo(8));
      await held.run();
      held.policy = { ...held.policy, lines: held.policy.lines.filter((line) => line.roomId !== 'r1') };
      expect((await held.run()).plan?.holds).toEqual([]);
      expect(held.access.periodsOf(E1)).toEqual([]);
    });

    it.each([
      ['a refill', null],
      ['an unreadable reading', { kind: 'unreadable' }],
      ['a partial reading', { kind: 'partial', lost: () => true }],
    ] as const)('W5 D3 R4 %s holds on to what is held and changes nothing', async (_name, fault) => {
      const house = await houseOf(12);
      vanish(house, ...upTo(8));
      const [asked] = questions(await house.run());
      house.source.lasting = fault;
      const result = await house.run({ trigger: fault === null ? 'refill' : 'schedule' });
      expect(questions(result)).toEqual([asked]);
      expect(result.actions).toEqual([]);
      expect(house.access.periodsOf(E1)).toHaveLength(12);
    });

    it('W5 R3 what a rejected item hides is no change, and does not make the rest one', async () => {
      const house = await houseOf(12);
      vanish(house, ...upTo(8));
      house.source.lasting = { kind: 'rejected', bookingId: id(9), tells: 'room' };
      expect((await house.run()).plan?.holds).toEqual([]);
      expect(house.access.periodsOf(E1)).toHaveLength(12);
      house.source.lasting = null;
      expect(questions(await house.run())).toHaveLength(1);
    });

    it('W5 R4 what waits for a reading beside it has a question of its own, which nobody can answer', async () => {
      const house = await houseOf(12);
      vanish(house, ...upTo(8));
      const [asked] = questions(await house.run());
      house.source.change(id(9), { status: 'cancelled' });
      house.source.lasting = { kind: 'partial', lost: () => false };
      const { plan } = await house.run();
      const other = plan?.holds.filter(({ reason }) => reason !== 'mass-change');
      expect(other).toMatchObject([
        { reason: 'incomplete-reading', bookings: ['b9'], meetings: [], canBeConfirmed: false, since: t('08:00') },
      ]);
      expect(other?.[0]?.hash).not.toBe(asked);
      expect(plan?.holds).toHaveLength(9);
    });

    it('W4 W5 let go while it runs, a meeting is cut to the lag', async () => {
      const house = await houseOf(12);
      vanish(house, ...upTo(8));
      const [asked] = questions(await house.run());
      house.clock.set(t('09:20'));
      await house.run();
      await house.engine.answerHold(asked!, 'confirmed');
      await house.run();
      expect(house.access.periodsOf(E1)[0]).toEqual(between(`${DAY}T08:50`, '09:30'));
    });
  });

  it('W5 overLimit tells meetings of one id from bookings of the same id', () => {
    const remembered = (n: number, meeting: string | null) => ({
      ...aBooking(`${n}`, 'r1', slot(n), { meetingId: meeting === null ? null : meetingId(meeting) }),
      evidence: 'read' as const,
      people: [],
    });
    const olds = [...upTo(3).map((n) => remembered(n, null)), ...upTo(3, 3).map((n) => remembered(n, `${n - 3}`))];
    const changes = olds.map((old) => ({ old, byStatus: false }));
    expect(overLimit(changes, [], [...olds, remembered(9, '9')]).size).toBe(6);
  });
});
