import { describe, expect, it } from 'vitest';
import { settleZone } from '../../../electron/sync/plan';
import { bookingId, exceptionId, locationId, roomId } from '../../../shared/ids';
import { aBooking, aHouse, aLine, aManaged, aPolicy, at, between } from '../../builders';

const DAY = '2026-11-23';
const t = (clock: string) => at(`${DAY}T${clock}`);
const meeting = (from: string, to: string) => between(`${DAY}T${from}`, to);
const E1 = exceptionId('e1');
const E2 = exceptionId('e2');
const OPEN1 = meeting('12:50', '14:10');
const OPEN2 = meeting('14:50', '16:10');

/** Two rooms, one booking each, written. */
async function settled() {
  const house = aHouse({
    now: t('08:00'),
    policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')]),
    bookings: [aBooking('b1', 'r1', meeting('13:00', '14:00')), aBooking('b2', 'r2', meeting('15:00', '16:00'))],
  });
  await house.run();
  return house;
}

describe('reading', () => {
  describe('R1 the house’s zone', () => {
    it.each([
      ['Europe/Copenhagen', 'Europe/Copenhagen', 'Europe/Copenhagen'],
      [null, 'Europe/Copenhagen', 'Europe/Copenhagen'],
      ['Europe/Copenhagen', null, 'Europe/Copenhagen'],
      // The same clock under a neighbour's name, as Windows names come.
      ['Europe/Copenhagen', 'Europe/Paris', 'Europe/Paris'],
      ['Europe/Copenhagen', 'Europe/London', null],
      // The same offset today, another one in summer.
      ['Europe/Copenhagen', 'Africa/Lagos', null],
      [null, null, null],
    ])('R1 typed %s, told %s: %s', (typed, told, settledZone) => {
      expect(settleZone(typed, told, t('08:00'))).toBe(settledZone);
    });

    it('R1 nothing is written while they disagree', async () => {
      const house = await settled();
      house.access.zone = 'Europe/London';
      house.source.change(bookingId('b1'), { status: 'cancelled' });
      house.access.areWritesForbidden = true;
      const result = await house.run();
      expect(result).toMatchObject({ result: 'failed', actions: [] });
      expect(result.troubles).toContainEqual({
        code: 'zone-unsettled',
        context: { typed: 'Europe/Copenhagen', told: 'Europe/London' },
      });
      expect(house.access.periodsOf(E1)).toEqual([OPEN1]);
    });
  });

  describe('R3 what was not read', () => {
    it.each([
      ['room', { kind: 'unread-room', roomId: roomId('r1') }],
      ['location', { kind: 'unread-location', locationId: locationId('12') }],
    ] as const)('R3 an unread %s is not empty: its bookings count as they last did', async (_name, fault) => {
      const house = await settled();
      house.source.lasting = fault;
      house.access.edit(E1, []);
      const result = await house.run();
      expect(house.access.periodsOf(E1)).toEqual([OPEN1]);
      expect(result.result).toBe('different');
    });

    it('R3 an unread room blocks removals there alone: a cancellation elsewhere is obeyed', async () => {
      const house = await settled();
      house.source.lasting = { kind: 'unread-room', roomId: roomId('r1') };
      house.source.change(bookingId('b1'), { status: 'cancelled' });
      house.source.change(bookingId('b2'), { status: 'cancelled' });
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([OPEN1]);
      expect(house.access.periodsOf(E2)).toEqual([]);
    });

    it.each([
      ['room', false],
      ['location', true],
      ['nothing', true],
    ] as const)(
      'R3 a rejected item that tells its %s blocks removals there; elsewhere: %s',
      async (tells, isElsewhereToo) => {
        const house = await settled();
        house.source.lasting = { kind: 'rejected', bookingId: bookingId('b1'), tells };
        house.source.change(bookingId('b2'), { status: 'cancelled' });
        const result = await house.run();
        expect(house.access.periodsOf(E1)).toEqual([OPEN1]);
        expect(house.access.periodsOf(E2)).toEqual(isElsewhereToo ? [OPEN2] : []);
        expect(result.plan?.holds.map((hold) => [hold.reason, hold.canBeConfirmed])).toEqual(
          isElsewhereToo ? [['rejected-item', false]] : [],
        );
      },
    );

    it('R3 a moved booking in a room with a rejected item opens anew and keeps the old, until the room is read whole', async () => {
      const house = await settled();
      house.source.set(aBooking('b3', 'r1', meeting('18:00', '19:00')));
      house.source.lasting = { kind: 'rejected', bookingId: bookingId('b3'), tells: 'room' };
      house.source.change(bookingId('b1'), { period: meeting('10:00', '11:00') });
      for (let time = 0; time < 2; time++) {
        const result = await house.run();
        expect(house.access.periodsOf(E1)).toEqual([meeting('09:50', '11:10'), OPEN1]);
        expect(result.plan?.holds).toMatchObject([{ reason: 'rejected-item', bookings: ['b1'], period: OPEN1 }]);
      }
      house.source.change(bookingId('b1'), { period: meeting('10:30', '11:30') });
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([meeting('09:50', '11:40'), OPEN1]);
      house.source.lasting = null;
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([meeting('10:20', '11:40'), meeting('17:50', '19:10')]);
    });
  });

  it('R3 the old time of a moved booking stays in a room with a rejected item, also where another room’s booking hung on to it', async () => {
    const house = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e1')]),
      bookings: [
        aBooking('x', 'r1', meeting('13:00', '14:00')),
        aBooking('y', 'r2', meeting('14:00', '15:00')),
        aBooking('z', 'r1', meeting('20:00', '21:00')),
      ],
    });
    await house.run();
    house.source.lasting = { kind: 'rejected', bookingId: bookingId('z'), tells: 'room' };
    house.source.change(bookingId('x'), { period: meeting('10:00', '11:00') });
    await house.run();
    expect(house.access.periodsOf(E1)).toEqual([
      meeting('09:50', '11:10'),
      meeting('12:50', '15:10'),
      meeting('19:50', '21:10'),
    ]);
    house.source.change(bookingId('y'), { status: 'cancelled' });
    await house.run();
    expect(house.access.periodsOf(E1)).toEqual([meeting('09:50', '11:10'), OPEN1, meeting('19:50', '21:10')]);
  });

  describe('R4 only a complete reading removes', () => {
    it('R4 a cancellation seen in a partial reading waits for a complete one; an addition does not', async () => {
      const house = await settled();
      house.source.lasting = { kind: 'partial', lost: () => false };
      house.source.change(bookingId('b1'), { status: 'cancelled' });
      house.source.set(aBooking('b3', 'r2', meeting('18:00', '19:00')));
      for (let time = 0; time < 3; time++) {
        const result = await house.run();
        expect(house.access.periodsOf(E1)).toEqual([OPEN1]);
        expect(house.access.periodsOf(E2)).toEqual([OPEN2, meeting('17:50', '19:10')]);
        expect(result.plan?.holds).toMatchObject([
          { reason: 'incomplete-reading', bookings: ['b1'], canBeConfirmed: false },
        ]);
      }
      house.source.lasting = null;
      expect((await house.run()).result).toBe('equal');
      expect(house.access.periodsOf(E1)).toEqual([]);
    });

    it('R4 a first reading that is partial opens, and removes nothing of others', async () => {
      const house = aHouse({
        now: t('08:00'),
        policy: aPolicy([aLine('r1', 'e1')]),
        bookings: [aBooking('b1', 'r1', meeting('13:00', '14:00'))],
      });
      const stranger = meeting('20:00', '21:00');
      house.access.edit(E1, [stranger]);
      house.source.lasting = { kind: 'partial', lost: () => false };
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([OPEN1, stranger]);
      // W1: what was kept meanwhile is still another's, and asked about.
      house.source.lasting = null;
      const result = await house.run();
      expect(result.plan?.consents).toMatchObject([{ periods: [stranger] }]);
      expect(house.access.periodsOf(E1)).toEqual([OPEN1, stranger]);
    });
  });

  describe('R6 vanished', () => {
    it('R6 P7 a known booking that is gone is read for a second time at once, and goes like a cancelled one when it is gone from both', async () => {
      const house = await settled();
      const reads = house.source.reads;
      house.source.vanish(bookingId('b1'));
      const result = await house.run();
      expect(house.source.reads).toBe(reads + 2);
      expect(house.access.periodsOf(E1)).toEqual([]);
      expect(result).toMatchObject({ result: 'equal', plan: { holds: [] } });
      expect(result.plan?.actions[0]?.changes).toMatchObject([
        { change: 'remove', reason: 'vanished', bookings: ['b1'] },
      ]);
    });

    it('R6 W4 a running one that vanished is cut to the lag', async () => {
      const house = await settled();
      house.clock.set(t('13:20'));
      house.source.vanish(bookingId('b1'));
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([meeting('12:50', '13:30')]);
    });

    it('R6 let go and not written: it is still known, so nothing is held, and the next run writes it without a second reading', async () => {
      const house = await settled();
      house.source.vanish(bookingId('b1'));
      house.access.writeFaults.set(E1, ['refused']);
      expect((await house.run()).plan?.holds).toEqual([]);
      expect(house.access.periodsOf(E1)).toEqual([OPEN1]);
      house.restart();
      const reads = house.source.reads;
      const result = await house.run();
      expect(result).toMatchObject({ result: 'equal', plan: { holds: [] } });
      expect(result.plan?.actions[0]?.changes).toMatchObject([{ change: 'remove', reason: 'vanished' }]);
      expect(house.source.reads).toBe(reads + 1);
      expect(house.access.periodsOf(E1)).toEqual([]);
    });

    it('R6 R7 twice gone with a clock in doubt has not vanished: it is looked for twice again when the clock is right', async () => {
      const house = await settled();
      house.source.vanish(bookingId('b1'));
      house.access.clockSkewMs = 500_000;
      expect((await house.run()).plan?.holds).toMatchObject([{ reason: 'clock-differs', bookings: ['b1'] }]);
      const reads = house.source.reads;
      house.access.clockSkewMs = 0;
      expect((await house.run()).result).toBe('equal');
      expect(house.source.reads).toBe(reads + 2);
      expect(house.access.periodsOf(E1)).toEqual([]);
    });

    it('R6 W5 P21 what an older program held as vanished is counted now like what vanishes now', async () => {
      const house = await settled();
      const { memory } = house.journal;
      const bookings = memory.reading!.bookings.map((one) => ({ ...one, evidence: 'vanished' as const }));
      await house.journal.saveMemory({ ...memory, reading: { ...memory.reading!, bookings } });
      house.source.bookings = [];
      const { plan } = await house.run();
      expect(plan?.holds.map(({ reason, bookings: [id] }) => [reason, id])).toEqual([
        ['mass-change', 'b1'],
        ['mass-change', 'b2'],
      ]);
      expect(house.access.periodsOf(E1)).toEqual([OPEN1]);
    });

    it('R6 a glitch of one reading is nothing', async () => {
      const house = await settled();
      house.source.faults.push({ kind: 'silent-loss', lost: () => true });
      const result = await house.run();
      expect(result.result).toBe('equal');
      expect(result.plan?.holds).toEqual([]);
    });

    it('R6 when the second reading fails nothing has vanished, and it is looked for again at the next run', async () => {
      const house = await settled();
      house.source.vanish(bookingId('b1'));
      // The first reading is whole (and lacks b1), the second is not.
      house.source.faults.push({ kind: 'silent-loss', lost: () => false }, { kind: 'unreadable' });
      const first = await house.run();
      expect(first.plan?.holds).toMatchObject([{ reason: 'incomplete-reading', bookings: ['b1'] }]);
      const reads = house.source.reads;
      const second = await house.run();
      expect(house.source.reads).toBe(reads + 2);
      expect(second).toMatchObject({ result: 'equal', plan: { holds: [] } });
      expect(house.access.periodsOf(E1)).toEqual([]);
    });

    it('R6 a second reading that is partial takes nothing from the first: explicit ends are obeyed, the missing one is held', async () => {
      const house = await settled();
      house.source.vanish(bookingId('b1'));
      house.source.change(bookingId('b2'), { status: 'cancelled' });
      house.source.faults.push({ kind: 'silent-loss', lost: () => false }, { kind: 'partial', lost: () => true });
      const result = await house.run();
      expect(house.access.periodsOf(E2)).toEqual([]);
      expect(result.plan?.holds).toMatchObject([{ reason: 'incomplete-reading', bookings: ['b1'] }]);
    });

    it('R6 what vanished and comes back is as if nothing had been', async () => {
      const house = await settled();
      house.source.vanish(bookingId('b1'));
      await house.run();
      house.source.set(aBooking('b1', 'r1', meeting('13:00', '14:00')));
      expect((await house.run()).result).toBe('equal');
      house.source.change(bookingId('b1'), { status: 'cancelled' });
      expect((await house.run()).result).toBe('equal');
      expect(house.access.periodsOf(E1)).toEqual([]);
    });

    it('R6 a booking with another time or room has moved: that is obeyed at once', async () => {
      const house = await settled();
      house.source.change(bookingId('b1'), { period: meeting('10:00', '11:00'), roomId: roomId('r2') });
      const result = await house.run();
      expect(house.access.periodsOf(E1)).toEqual([]);
      expect(house.access.periodsOf(E2)).toEqual([meeting('09:50', '11:10'), OPEN2]);
      expect(result.plan?.actions.flatMap((one) => one.changes).filter((one) => one.change === 'remove')).toMatchObject(
        [{ reason: 'moved', bookings: ['b1'] }],
      );
      expect(result.result).toBe('equal');
    });

    describe('R6 moved to a room that nobody chose', () => {
      it('R6 P17 it is there all the same: the old door is free at once, without a second reading or a hold', async () => {
        const house = await settled();
        const reads = house.source.reads;
        house.source.change(bookingId('b1'), { roomId: roomId('r9') });
        const result = await house.run();
        expect(house.source.reads).toBe(reads + 1);
        expect(house.access.periodsOf(E1)).toEqual([]);
        expect(result).toMatchObject({ result: 'equal', plan: { holds: [] } });
        expect(result.plan?.actions[0]?.changes).toMatchObject([
          { change: 'remove', reason: 'moved', bookings: ['b1'] },
        ]);
      });

      it('R6 W4 a running one is cut to the lag, not at once', async () => {
        const house = await settled();
        house.clock.set(t('13:20'));
        house.source.change(bookingId('b1'), { roomId: roomId('r9') });
        await house.run();
        expect(house.access.periodsOf(E1)).toEqual([meeting('12:50', '13:30')]);
      });

      it.each([
        ['R4 a partial reading', { kind: 'partial', lost: () => false }],
        ['R3 an unread room', { kind: 'unread-room', roomId: roomId('r1') }],
        ['R7 a clock that is off', { kind: 'clock-off', skewMs: 500_000 }],
      ] as const)('%s frees nothing, and the next good one does', async (_name, fault) => {
        const house = await settled();
        house.source.change(bookingId('b1'), { roomId: roomId('r9') });
        house.source.lasting = fault;
        await house.run();
        expect(house.access.periodsOf(E1)).toEqual([OPEN1]);
        house.source.lasting = null;
        expect((await house.run()).result).toBe('equal');
        expect(house.access.periodsOf(E1)).toEqual([]);
      });

      it('R6 it is freed although it could not be written at first and it vanished then; back again it opens again', async () => {
        const house = await settled();
        const moved = aBooking('b1', 'r9', meeting('13:00', '14:00'));
        house.source.set(moved);
        house.access.writeFaults.set(E1, ['refused']);
        await house.run();
        expect(house.access.periodsOf(E1)).toEqual([OPEN1]);
        house.source.vanish(bookingId('b1'));
        expect((await house.run()).result).toBe('equal');
        expect(house.access.periodsOf(E1)).toEqual([]);
        house.source.set({ ...moved, roomId: roomId('r1') });
        expect((await house.run()).result).toBe('equal');
        expect(house.access.periodsOf(E1)).toEqual([OPEN1]);
      });

      it('R6 seen there only by the second reading it has moved, not vanished', async () => {
        const house = await settled();
        house.source.vanish(bookingId('b1'));
        const readBookings = house.source.readBookings.bind(house.source);
        house.source.readBookings = (request) => {
          house.source.readBookings = (again) => {
            house.source.set(aBooking('b1', 'r9', meeting('13:00', '14:00')));
            return readBookings(again);
          };
          return readBookings(request);
        };
        expect((await house.run()).plan?.holds).toEqual([]);
        expect(house.access.periodsOf(E1)).toEqual([]);
      });
    });

    it('R6 only its own part is held: an explicit end beside it is obeyed', async () => {
      const house = aHouse({
        now: t('08:00'),
        policy: aPolicy([aLine('r1', 'e1')]),
        bookings: [aBooking('x', 'r1', meeting('09:00', '10:30')), aBooking('y', 'r1', meeting('10:00', '12:00'))],
      });
      await house.run();
      house.source.vanish(bookingId('y'));
      house.source.change(bookingId('x'), { status: 'cancelled' });
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([meeting('09:50', '12:10')]);
    });

    it('R6 an explicit end that could not be written is obeyed later, although the booking is gone by then', async () => {
      const house = await settled();
      house.source.change(bookingId('b1'), { status: 'cancelled' });
      house.access.writeFaults.set(E1, ['refused']);
      await house.run();
      house.source.vanish(bookingId('b1'));
      house.access.isDown = true;
      await house.run();
      house.access.isDown = false;
      expect((await house.run()).result).toBe('equal');
      expect(house.access.periodsOf(E1)).toEqual([]);
    });

    it('R6 what memory cannot explain is held as well: bookings of ours that nobody knows any more', async () => {
      const house = await settled();
      const { memory } = house.journal;
      await house.journal.saveMemory({ ...memory, reading: null });
      house.source.vanish(bookingId('b1'));
      const result = await house.run();
      expect(house.access.periodsOf(E1)).toEqual([OPEN1]);
      expect(result.plan?.holds).toMatchObject([{ reason: 'vanished', bookings: ['b1'] }]);
    });
  });

  describe('R7 clocks', () => {
    it.each([
      [120_000, []],
      [-120_000, []],
      [120_001, [OPEN1]],
      [-120_001, [OPEN1]],
    ])('R7 off by %i ms', async (skewMs, stays) => {
      for (const side of ['bookings', 'access'] as const) {
        const house = await settled();
        if (side === 'bookings') house.source.lasting = { kind: 'clock-off', skewMs };
        else house.access.clockSkewMs = skewMs;
        house.source.change(bookingId('b1'), { status: 'cancelled' });
        const result = await house.run();
        expect(house.access.periodsOf(E1)).toEqual(stays);
        const seconds = Math.round(skewMs / 1000);
        expect(result.troubles).toEqual(
          stays.length > 0 ? [{ code: 'clock-differs', context: { side, seconds } }] : [],
        );
        expect(result.result).toBe(stays.length > 0 ? 'different' : 'equal');
      }
    });

    it('R7 a clock that differs from both servers is told once, as trouble of this machine', async () => {
      const house = await settled();
      house.source.lasting = { kind: 'clock-off', skewMs: 180_000 };
      house.access.clockSkewMs = 200_000;
      const { troubles } = await house.run();
      expect(troubles).toEqual([{ code: 'clock-differs', context: { side: 'program', seconds: 180 } }]);
    });

    it("R7 P4 a clock that is ahead of UniLock's takes nothing for over that the door still has open", async () => {
      const house = await settled();
      // In truth the meeting runs; our clock says that it is long over, and something else has to be written.
      house.clock.set(t('17:00'));
      house.access.clockSkewMs = t('13:30') - t('17:00');
      house.source.set(aBooking('b2', 'r1', meeting('20:00', '21:00')));
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([OPEN1, meeting('19:50', '21:10')]);
      house.access.clockSkewMs = 0;
      house.source.set(aBooking('b3', 'r1', meeting('22:00', '23:00')));
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([meeting('19:50', '21:10'), meeting('21:50', '23:10')]);
    });

    it('R7 D3 a clock that is behind gives no place to what is over, if something open would have to go for it', async () => {
      const house = aHouse({
        now: t('13:30'),
        policy: aPolicy([aLine('r1', 'e1')], { managed: [aManaged('e1', { places: 1 })] }),
        bookings: [aBooking('b0', 'r1', meeting('09:00', '10:00')), aBooking('b1', 'r1', meeting('13:00', '14:00'))],
      });
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([OPEN1]);
      house.clock.set(t('09:30'));
      house.access.clockSkewMs = t('13:30') - t('09:30');
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([OPEN1]);
    });

    it.each([
      ['with its exception', aPolicy([aLine('r2', 'e2')])],
      ['alone', aPolicy([aLine('r2', 'e2')], { managed: [aManaged('e1'), aManaged('e2')] })],
    ])('R7 with a clock in doubt a line dropped from the mapping %s waits, too', async (_name, policy) => {
      const house = await settled();
      house.access.clockSkewMs = 500_000;
      house.policy = policy;
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([OPEN1]);
      house.access.clockSkewMs = 0;
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([]);
    });
  });
});
