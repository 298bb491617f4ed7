import { describe, expect, it } from 'vitest';
import type { Booking, Change } from '../../../electron/sync/model';
import { bookingId, exceptionId, roomId } from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import { addMinutes } from '../../../shared/time';
import type { House } from '../../builders';
import { aBooking, aHouse, aLine, aManaged, aPolicy, aRoom, at, between } from '../../builders';

/** What history says of each period of a written list: what became of it, why, and for which bookings. */
const DAY = '2026-11-23';
const t = (clock: string) => at(`${DAY}T${clock}`);
const meeting = (from: string, to: string) => between(`${DAY}T${from}`, to);
const E1 = exceptionId('e1');
const NEXT_DAY = at('2026-11-24T08:00');
const B1 = bookingId('b1');

const MORNING = meeting('09:00', '10:00');
const MORNING_OPEN = meeting('08:50', '10:10');

async function houseOf(bookings: readonly Booking[], more: Parameters<typeof aPolicy>[1] = {}): Promise<House> {
  const house = aHouse({
    now: t('08:00'),
    policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')], { rooms: ['r1', 'r2', 'r3'].map(roomId), ...more }),
    rooms: ['r1', 'r2', 'r3'].map((id) => aRoom(id)),
    bookings,
  });
  await house.run();
  return house;
}

/** The changes of the exception's next write. */
async function changesOf(house: House, exception = E1): Promise<readonly Change[]> {
  const { plan } = await house.plan();
  return plan?.actions.find((one) => one.on === 'exception' && one.exceptionId === exception)?.changes ?? [];
}
const said = (change: Change['change'], period: Period, reason: Change['reason'], ...bookings: string[]) => ({
  change,
  period,
  reason,
  bookings,
});

const others = [aBooking('x', 'r1', meeting('20:00', '21:00')), aBooking('y', 'r2', meeting('20:00', '21:00'))];
const X_STAYS = said('keep', meeting('19:50', '21:10'), 'booked', 'x');

describe('why a period is there', () => {
  it('booked: added for a booking, beside one that stays as it was', async () => {
    const house = await houseOf(others);
    house.source.set(aBooking('b1', 'r1', MORNING));
    expect(await changesOf(house)).toEqual([said('add', MORNING_OPEN, 'booked', 'b1'), X_STAYS]);
  });

  it.each([
    ['at its end', meeting('09:00', '10:30'), meeting('08:50', '10:40')],
    ['at its start', meeting('08:30', '10:00'), meeting('08:20', '10:10')],
  ])('prolonged %s: only added, nothing is said to go', async (_name, period, open) => {
    const house = await houseOf([aBooking('b1', 'r1', MORNING), ...others]);
    house.source.change(B1, { period });
    expect(await changesOf(house)).toEqual([said('add', open, 'prolonged', 'b1'), X_STAYS]);
  });

  it('prolonged: another booking hangs on to what is there', async () => {
    const house = await houseOf([aBooking('b1', 'r1', MORNING), ...others]);
    house.source.set(aBooking('b2', 'r1', meeting('10:20', '11:00')));
    expect(await changesOf(house)).toEqual([said('add', meeting('08:50', '11:10'), 'prolonged', 'b1', 'b2'), X_STAYS]);
  });

  it.each([
    ['after', meeting('10:20', '11:00'), meeting('10:10', '11:10')],
    ['before', meeting('08:20', '08:40'), meeting('08:10', '08:50')],
  ])('booked, and not prolonged: right %s what goes', async (_name, period, open) => {
    const house = await houseOf([aBooking('b1', 'r1', MORNING), ...others]);
    house.source.change(B1, { status: 'cancelled' });
    house.source.set(aBooking('b2', 'r1', period));
    const changes = await changesOf(house);
    expect(changes).toContainEqual(said('add', open, 'booked', 'b2'));
    expect(changes).toContainEqual(said('remove', MORNING_OPEN, 'ended-by-status', 'b1'));
  });

  it('booked, and not prolonged: what was there before is over', async () => {
    const house = await houseOf([aBooking('b1', 'r1', MORNING), ...others]);
    house.clock.set(t('10:10'));
    house.source.set(aBooking('b2', 'r1', meeting('10:00', '11:00')));
    expect(await changesOf(house)).toEqual([
      said('remove', MORNING_OPEN, 'ended'),
      said('add', meeting('09:50', '11:10'), 'booked', 'b2'),
      X_STAYS,
    ]);
  });

  it('shortened: the longer one goes, the shorter one comes, both for the same booking', async () => {
    const house = await houseOf([aBooking('b1', 'r1', MORNING), ...others]);
    house.source.change(B1, { period: meeting('09:00', '09:30') });
    expect(await changesOf(house)).toEqual([
      said('add', meeting('08:50', '09:40'), 'shortened', 'b1'),
      said('remove', MORNING_OPEN, 'shortened', 'b1'),
      X_STAYS,
    ]);
  });

  it('W4 cut short: what stays of a running one for people to leave', async () => {
    const house = await houseOf([aBooking('b1', 'r1', MORNING), ...others]);
    house.clock.set(t('09:30'));
    house.source.change(B1, { status: 'ended' });
    expect(await changesOf(house)).toEqual([
      said('add', meeting('08:50', '09:40'), 'cut-short', 'b1'),
      said('remove', MORNING_OPEN, 'cut-short', 'b1'),
      X_STAYS,
    ]);
  });

  it('shortened, and not cut short: a running one that is still booked', async () => {
    const house = await houseOf([aBooking('b1', 'r1', MORNING), ...others]);
    house.clock.set(t('09:15'));
    house.source.change(B1, { period: meeting('09:00', '09:30') });
    expect(await changesOf(house)).toEqual([
      said('add', meeting('08:50', '09:40'), 'shortened', 'b1'),
      said('remove', MORNING_OPEN, 'shortened', 'b1'),
      X_STAYS,
    ]);
  });

  const pair = [aBooking('b1', 'r1', MORNING), aBooking('b2', 'r1', meeting('10:00', '11:00'))];
  const six = Array.from({ length: 6 }, (_, n) =>
    aBooking(`m${n}`, 'r1', { from: addMinutes(NEXT_DAY, n * 120), to: addMinutes(NEXT_DAY, n * 120 + 60) }),
  );

  it('W5 held: what stays although nobody’s booking wants it, whole or in part', async () => {
    const house = await houseOf([...pair, ...six, ...others]);
    for (const id of [...pair, ...six].map((one) => one.id)) house.source.vanish(id);
    house.source.set(aBooking('b2', 'r1', pair[1]!.period, { status: 'cancelled' }));
    const changes = await changesOf(house);
    expect(changes.slice(0, 2)).toEqual([
      said('add', meeting('08:50', '10:10'), 'held', 'b1'),
      said('remove', meeting('08:50', '11:10'), 'ended-by-status', 'b2'),
    ]);
    expect(changes.filter((one) => one.reason === 'held')).toHaveLength(7);
    expect(changes).toContainEqual(said('keep', between('2026-11-24T07:50', '09:10'), 'held', 'm0'));
  });

  it('W6 kept: another’s, as it stands, and apart again where the server had merged it with ours', async () => {
    const house = await houseOf([aBooking('b1', 'r1', MORNING), ...others], {
      managed: [aManaged('e1', { foreignEdits: 'keep' }), aManaged('e2')],
    });
    const theirs = [meeting('10:10', '11:00'), meeting('15:00', '16:00')];
    house.access.edit(E1, [...house.access.periodsOf(E1), ...theirs]);
    await house.run();
    house.access.edit(E1, [meeting('08:50', '11:00'), theirs[1]!, meeting('19:50', '21:10')]);
    house.source.change(B1, { status: 'cancelled' });
    expect(await changesOf(house)).toEqual([
      said('remove', meeting('08:50', '11:00'), 'ended-by-status', 'b1'),
      said('add', theirs[0]!, 'kept-foreign'),
      said('keep', theirs[1]!, 'kept-foreign'),
      X_STAYS,
    ]);
  });

  describe('D3 a freed place', () => {
    const full = async (): Promise<House> => {
      const house = await houseOf([aBooking('b1', 'r1', MORNING), aBooking('b2', 'r1', meeting('14:00', '15:00'))], {
        managed: [aManaged('e1', { places: 1 }), aManaged('e2')],
      });
      house.clock.set(t('10:10'));
      return house;
    };
    const [ENDED, NEXT] = [said('remove', MORNING_OPEN, 'ended'), meeting('13:50', '15:10')];

    it('D3 freed place: it was booked all the time and did not fit', async () => {
      const house = await full();
      expect(await changesOf(house)).toEqual([ENDED, said('add', NEXT, 'freed-place', 'b2')]);
      // The same from memory alone, with nothing read.
      const { plan } = await house.plan({ trigger: 'refill' });
      expect(plan?.actions[0]?.changes).toEqual([ENDED, said('add', NEXT, 'freed-place', 'b2')]);
    });

    it.each([
      ['it is new', (house: House) => house.source.set(aBooking('b3', 'r1', meeting('14:00', '15:00')))],
      [
        'its time is new',
        (house: House) => house.source.change(bookingId('b2'), { period: meeting('14:00', '14:59') }),
      ],
      [
        'its start is new',
        (house: House) => house.source.change(bookingId('b2'), { period: meeting('13:59', '15:00') }),
      ],
      ['its room is new', (house: House) => house.source.change(bookingId('b2'), { roomId: roomId('r3') })],
    ])('D3 booked, and not a freed place: %s', async (_name, change) => {
      const house = await full();
      house.policy = { ...house.policy, lines: [...house.policy.lines, aLine('r3', 'e1')] };
      change(house);
      const added = (await changesOf(house)).find((one) => one.change === 'add');
      expect(added?.reason).toBe('booked');
    });

    it('D3 booked, and not a freed place: it counts only since it was confirmed', async () => {
      const house = await full();
      house.clock.set(t('10:00'));
      house.source.change(bookingId('b2'), { status: 'pending' });
      await house.run();
      house.clock.set(t('10:10'));
      house.source.change(bookingId('b2'), { status: 'confirmed' });
      const added = (await changesOf(house)).find((one) => one.change === 'add');
      expect(added?.reason).toBe('booked');
    });

    it('D3 booked, and not a freed place: there was room for it, another hand took it out', async () => {
      const house = await houseOf([aBooking('b1', 'r1', MORNING), ...others]);
      house.access.edit(E1, [meeting('19:50', '21:10')]);
      expect(await changesOf(house)).toEqual([said('add', MORNING_OPEN, 'booked', 'b1'), X_STAYS]);
    });
  });
});

describe('why a period goes', () => {
  const gone = async (change: (house: House) => void, clock = '08:05'): Promise<Change | undefined> => {
    const house = await houseOf([aBooking('b1', 'r1', MORNING), ...others]);
    house.clock.set(t(clock));
    change(house);
    return (await changesOf(house)).find((one) => one.change === 'remove');
  };

  it.each(['cancelled', 'deleted', 'ended', 'no-show', 'empty', 'pending'] as const)(
    'R5 ended by status: %s; cut short when it runs',
    async (status) => {
      const end = (house: House): void => house.source.change(B1, { status });
      expect(await gone(end)).toEqual(said('remove', MORNING_OPEN, 'ended-by-status', 'b1'));
      expect(await gone(end, '08:50')).toEqual(said('remove', MORNING_OPEN, 'cut-short', 'b1'));
    },
  );

  it.each([
    ['to another time of the day', { period: meeting('15:00', '16:00') }],
    ['to right after what was open', { period: meeting('10:20', '11:00') }],
    ['to another room of the house', { roomId: roomId('r2') }],
  ])('R6 moved: %s', async (_name, change) => {
    expect(await gone((house) => house.source.change(B1, change))).toEqual(said('remove', MORNING_OPEN, 'moved', 'b1'));
  });

  it('R6 moved: to a room that nobody chose; cut short when it runs', async () => {
    const move = (house: House): void => house.source.change(B1, { roomId: roomId('r9') });
    expect(await gone(move)).toEqual(said('remove', MORNING_OPEN, 'moved', 'b1'));
    expect(await gone(move, '09:30')).toEqual(said('remove', MORNING_OPEN, 'cut-short', 'b1'));
  });

  it('R6 shortened: it overlaps what was open', async () => {
    expect(await gone((house) => house.source.change(B1, { period: meeting('09:30', '10:30') }))).toEqual(
      said('remove', MORNING_OPEN, 'shortened', 'b1'),
    );
  });

  it('R6 vanished: gone from two complete readings; cut short when it runs', async () => {
    const vanish = (house: House): void => house.source.vanish(B1);
    expect(await gone(vanish)).toEqual(said('remove', MORNING_OPEN, 'vanished', 'b1'));
    expect(await gone(vanish, '09:30')).toEqual(said('remove', MORNING_OPEN, 'cut-short', 'b1'));
  });

  it('W7 not wanted: the mapping changed, the booking did not', async () => {
    expect(
      await gone((house) => {
        house.policy = { ...house.policy, lines: [aLine('r3', 'e1'), ...house.policy.lines.slice(1)] };
      }),
    ).toEqual(said('remove', MORNING_OPEN, 'not-wanted', 'b1'));
  });

  it('W7 R4 not wanted, and not vanished: nothing was read, and the mapping changed', async () => {
    expect(
      await gone((house) => {
        house.source.lasting = { kind: 'unreadable' };
        house.policy = { ...house.policy, lines: house.policy.lines.slice(1) };
      }),
    ).toEqual(said('remove', MORNING_OPEN, 'not-wanted', 'b1'));
  });

  it('W6 not wanted: another hand’s, replaced', async () => {
    const theirs = meeting('12:00', '13:00');
    expect(await gone((house) => house.access.edit(E1, [...house.access.periodsOf(E1), theirs]))).toEqual(
      said('remove', theirs, 'not-wanted'),
    );
  });

  it('of several bookings in one period the strongest reason is told, with the bookings that it is true of', async () => {
    const house = await houseOf([
      aBooking('b3', 'r1', MORNING),
      aBooking('b2', 'r1', MORNING),
      aBooking('b1', 'r1', MORNING),
      aBooking('b4', 'r1', MORNING),
      ...others,
    ]);
    house.source.change(bookingId('b3'), { status: 'cancelled' });
    house.source.change(bookingId('b1'), { status: 'deleted' });
    house.source.change(bookingId('b2'), { period: meeting('15:00', '16:00') });
    house.source.vanish(bookingId('b4'));
    const first = (await changesOf(house))[0];
    expect(first).toEqual(said('remove', MORNING_OPEN, 'ended-by-status', 'b1', 'b3'));
  });

  it('W3 what is over leaves with the next write, whoever’s it was', async () => {
    const house = await houseOf([aBooking('b1', 'r1', MORNING), ...others]);
    house.clock.set(t('10:10'));
    house.source.change(bookingId('x'), { status: 'cancelled' });
    expect(await changesOf(house)).toEqual([
      said('remove', MORNING_OPEN, 'ended'),
      said('remove', meeting('19:50', '21:10'), 'ended-by-status', 'x'),
    ]);
  });
});
