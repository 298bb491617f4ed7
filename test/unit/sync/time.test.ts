import { describe, expect, it } from 'vitest';
import { exceptionKey, membershipKey, targetKeyOf } from '../../../electron/sync/model';
import type { AccessControl } from '../../../electron/sync/ports';
import { bookingId, exceptionId, groupId, personId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { addMinutes, instantFromIso, instantFromWall } from '../../../shared/time';
import { aBooking, aGroupLine, aHouse, aLine, aPerson, aPolicy, anAttendee, at, between } from '../../builders';

const E1 = exceptionId('e1');
const E2 = exceptionId('e2');

/** A house with one room and one door, with no lead and no lag. */
const plainHouse = (now: Instant, periods: readonly Period[], longestOpeningHours: number | null = null) =>
  aHouse({
    now,
    policy: aPolicy([aLine('r1', 'e1', { leadMinutes: 0, lagMinutes: 0, longestOpeningHours })]),
    bookings: periods.map((period, index) => aBooking(`b${String(index)}`, 'r1', period)),
  });

describe('P11 time', () => {
  describe('P11 long and odd meetings are opened whole, and stay equal to their end', () => {
    it.each([
      ['over midnight', '2026-11-23T22:00', '2026-11-24T02:00'],
      ['all day', '2026-11-24T00:00', '2026-11-25T00:00'],
      ['over several days', '2026-11-23T16:00', '2026-11-26T09:00'],
      ['over the year’s end', '2026-12-31T20:00', '2027-01-01T03:00'],
      ['of a whole week around the year’s end', '2026-12-28T08:00', '2027-01-04T08:00'],
      ['on a leap day', '2028-02-28T20:00', '2028-02-29T23:59'],
      ['over the end of a leap day', '2028-02-29T20:00', '2028-03-01T04:00'],
      ['all day on the autumn’s 25 hours', '2026-10-25T00:00', '2026-10-26T00:00'],
      ['all day on the spring’s 23 hours', '2026-03-29T00:00', '2026-03-30T00:00'],
      ['one minute long', '2026-11-23T23:59', '2026-11-24T00:00'],
    ])('P11 %s', async (_name, from, to) => {
      const period = { from: at(from), to: at(to) };
      const house = plainHouse(addMinutes(period.from, -90), [period]);
      expect((await house.run()).result).toBe('equal');
      expect(house.access.periodsOf(E1)).toEqual([period]);
      for (const now of [period.from, addMinutes(period.to, -1), period.to, addMinutes(period.to, 60)]) {
        house.clock.set(now);
        expect(await house.run()).toMatchObject({ result: 'equal', actions: [] });
      }
      expect(house.access.periodsOf(E1)).toEqual([period]);
    });

    it('P11 D6 the limit of 24 hours counts time that passes, on the long and on the short day as well', async () => {
      // From midnight to midnight: 25 hours in autumn, 23 in spring.
      for (const [day, next, opens] of [
        ['2026-10-25', '2026-10-26', false],
        ['2026-03-29', '2026-03-30', true],
        ['2026-11-24', '2026-11-25', true],
      ] as const) {
        const period = { from: at(`${day}T00:00`), to: at(`${next}T00:00`) };
        const house = plainHouse(addMinutes(period.from, -60), [period], 24);
        await house.run();
        expect(house.access.periodsOf(E1)).toEqual(opens ? [period] : []);
      }
    });
  });

  it('R1 P11 locations in other zones open the house’s doors at the same instants, whatever their walls show', async () => {
    // Nine in the morning of each place, read by the connector as instants.
    const nine = (zone: string): Period => {
      const from = instantFromWall('2026-11-23T09:00', zone, 'earlier');
      return { from, to: addMinutes(from, 60) };
    };
    const zones = ['Europe/Copenhagen', 'Atlantic/Azores', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Auckland'];
    const house = plainHouse(at('2026-11-22T12:00'), zones.map(nine));
    expect((await house.run()).result).toBe('equal');
    expect(house.access.periodsOf(E1).map(({ from }) => from)).toEqual(
      ['2026-11-22T20:00Z', '2026-11-23T03:15Z', '2026-11-23T08:00Z', '2026-11-23T10:00Z', '2026-11-23T12:30Z'].map(
        (iso) => instantFromIso(iso),
      ),
    );
  });

  describe('P11 a clock that is set between runs', () => {
    const MEETING = between('2026-11-23T13:00', '14:00');

    it.each([
      ['back by an hour', -60],
      ['back by a week', -7 * 24 * 60],
      ['forward by half an hour', 30],
    ])('P11 %s: nothing that is right is written again', async (_name, minutes) => {
      const house = plainHouse(at('2026-11-23T12:00'), [MEETING]);
      await house.run();
      house.clock.set(addMinutes(at('2026-11-23T12:00'), minutes));
      house.source.lasting = { kind: 'clock-off', skewMs: minutes * 60_000 };
      house.access.clockSkewMs = minutes * 60_000;
      expect((await house.run()).actions).toEqual([]);
      expect(house.access.periodsOf(E1)).toEqual([MEETING]);
    });

    it('P11 R7 forward by a day, so that all seems to be over: nothing is taken away, and the right clock finds all as it was', async () => {
      const house = plainHouse(at('2026-11-23T12:00'), [MEETING]);
      await house.run();
      house.clock.set(at('2026-11-24T12:00'));
      house.source.lasting = { kind: 'clock-off', skewMs: 24 * 3_600_000 };
      house.access.clockSkewMs = 24 * 3_600_000;
      expect((await house.run()).result).toBe('different');
      expect(house.access.periodsOf(E1)).toEqual([MEETING]);
      house.source.lasting = null;
      house.access.clockSkewMs = 0;
      house.clock.set(at('2026-11-23T12:10'));
      expect(await house.run()).toMatchObject({ result: 'equal', actions: [] });
    });
  });

  describe('P11 a machine that sleeps in the middle of a run', () => {
    const now = at('2026-11-23T08:00');
    const twoDoors = () => {
      const people = { organiser: null, participants: [anAttendee('1')] };
      const house = aHouse({
        now,
        policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')], { groupLines: [aGroupLine('r1', 'g1')] }),
        bookings: [
          aBooking('b1', 'r1', between('2026-11-23T13:00', '14:00'), people),
          aBooking('b2', 'r2', between('2026-11-23T15:00', '16:00')),
        ],
        persons: [aPerson('1')],
      });
      return house;
    };
    const woken = at('2026-11-23T12:30');

    it.each([
      ['bookings', (house: ReturnType<typeof twoDoors>) => [house.source, 'readBookings'] as const],
      ['exceptions', (house: ReturnType<typeof twoDoors>) => [house.access, 'observe'] as const],
      ['people', (house: ReturnType<typeof twoDoors>) => [house.access, 'observePeople'] as const],
    ])(
      'P11 asleep while the %s are read: nothing is written by what is old, and the next run writes',
      async (_what, portOf) => {
        const house = twoDoors();
        const [port, name] = portOf(house);
        const ports = port as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
        const call = ports[name]!.bind(port);
        ports[name] = async (...args) => {
          const answer = await call(...args);
          house.clock.set(woken);
          return answer;
        };
        const result = await house.run();
        expect(result).toMatchObject({ result: 'failed', troubles: [{ code: 'run-interrupted' }], actions: [] });
        expect(house.access.writes).toEqual([]);
        ports[name] = call;
        expect((await house.run()).result).toBe('equal');
      },
    );

    it('P11 asleep in a write: what it wrote is read back, and the rest waits for a run that has read anew', async () => {
      const house = twoDoors();
      const write = house.access.writePeriods.bind(house.access);
      house.access.writePeriods = async (...args) => {
        const answer = await write(...args);
        house.clock.set(woken);
        return answer;
      };
      house.source.set(aBooking('b3', 'r2', between('2026-11-23T17:00', '18:00')));
      const result = await house.run();
      expect(result.result).toBe('failed');
      const became = new Map(result.actions.map((one) => [targetKeyOf(one.action), [one.outcome, one.trouble?.code]]));
      expect(became).toEqual(
        new Map([
          [exceptionKey(E1), ['confirmed', undefined]],
          [exceptionKey(E2), ['failed', 'run-interrupted']],
          [membershipKey(groupId('g1'), personId('1')), ['failed', 'run-interrupted']],
        ]),
      );
      expect(house.access.periodsOf(E1)).toHaveLength(1);
      expect(house.access.periodsOf(E2)).toEqual([]);
      // Cancelled while the machine slept: it is never opened, not for a minute.
      house.source.change(bookingId('b2'), { status: 'cancelled' });
      house.access.writePeriods = write;
      expect((await house.run()).result).toBe('equal');
      expect(house.access.periodsOf(E2)).toEqual([between('2026-11-23T16:50', '18:10')]);
      expect(house.access.membership(groupId('g1'), personId('1'))?.periods).toHaveLength(1);
    });

    it('P11 a clock that is set back in the middle of a run stops the writing too; a minute or a quarter of an hour does not', async () => {
      for (const [minutes, isStopped] of [
        [-3, true],
        [-2, false],
        [15, false],
        [16, true],
      ] as const) {
        const house = twoDoors();
        const observe = house.access.observe.bind(house.access);
        house.access.observe = async (...args) => {
          const reading = await observe(...args);
          house.access.observe = observe;
          house.clock.set(addMinutes(now, minutes));
          return reading;
        };
        const { troubles } = await house.run();
        expect(troubles.map(({ code }) => code)).toEqual(isStopped ? ['run-interrupted'] : []);
        expect(house.access.writes.length > 0).toBe(!isStopped);
      }
    });

    it('P11 a server that takes its time is no sleep: hours of reading with progress all the way are written', async () => {
      const house = twoDoors();
      const access: AccessControl = house.access;
      const observe = access.observe.bind(access);
      access.observe = async (zone, call) => {
        for (let part = 1; part <= 12; part += 1) {
          house.clock.advance(10 * 60_000);
          call.onProgress?.(part, 12);
        }
        return observe(zone, call);
      };
      expect((await house.run()).result).toBe('equal');
    });
  });
});
