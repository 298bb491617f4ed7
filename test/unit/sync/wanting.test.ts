import { describe, expect, it } from 'vitest';
import { bookingId, exceptionId, groupId, personId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { addMinutes, addMs, instantFromIso, isoFromInstant } from '../../../shared/time';
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
} from '../../builders';

const DAY = '2026-11-23';
const t = (clock: string) => at(`${DAY}T${clock}`);
const meeting = (from: string, to: string) => between(`${DAY}T${from}`, to);
const E1 = exceptionId('e1');

/** What is written for one booking through one line. */
async function writtenFor(
  period: Period,
  line: Parameters<typeof aLine>[2],
  now: Instant,
  room = {},
): Promise<readonly Period[]> {
  const house = aHouse({
    now,
    policy: aPolicy([aLine('r1', 'e1', line)]),
    rooms: [aRoom('r1', room)],
    bookings: [aBooking('b1', 'r1', period)],
  });
  await house.run();
  return house.access.periodsOf(E1);
}

describe('wanting', () => {
  it('D1 block, then lead and lag, then rounding: From down, To up (R1)', async () => {
    const raw = { from: addMs(t('09:00'), 30_000), to: addMs(t('10:00'), 30_000) };
    const room = { preparationMinutes: 15, followUpMinutes: 20 };
    expect(await writtenFor(raw, { leadMinutes: 5, lagMinutes: 10 }, t('07:00'), room)).toEqual([
      meeting('08:55', '10:11'),
    ]);
    expect(
      await writtenFor(raw, { leadMinutes: 5, lagMinutes: 10, block: 'with-preparation' }, t('07:00'), room),
    ).toEqual([meeting('08:40', '10:31')]);
  });

  it('P14 D2 a short meeting inside a long one ends nothing of it, and going takes nothing of it', async () => {
    const long = aBooking('b1', 'r1', meeting('09:00', '12:00'));
    const house = aHouse({
      now: t('07:00'),
      policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e1')]),
      bookings: [long, aBooking('b2', 'r2', meeting('10:00', '11:00'))],
    });
    await house.run();
    expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '12:10')]);
    house.source.change(bookingId('b2'), { status: 'cancelled' });
    await house.run();
    expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '12:10')]);
  });

  it('D1 D2 several rooms and lines into one exception: overlapping and touching openings are one period that remembers all', async () => {
    const house = aHouse({
      now: t('07:00'),
      policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e1', { leadMinutes: 0, lagMinutes: 0 })]),
      bookings: [
        aBooking('b2', 'r2', meeting('10:10', '11:00')),
        aBooking('b1', 'r1', meeting('09:00', '10:00')),
        aBooking('b3', 'r2', meeting('11:01', '12:00')),
      ],
    });
    const { plan } = await house.run();
    expect(plan?.targets[0]?.desired).toMatchObject([
      { period: meeting('08:50', '11:00'), bookings: ['b1', 'b2'], lines: ['r1>e1', 'r2>e1'] },
      { period: meeting('11:01', '12:00'), bookings: ['b3'], lines: ['r2>e1'] },
    ]);
  });

  it('R2 an opening that starts inside the horizon is written whole, one that starts at its end or later not yet', async () => {
    const now = t('08:00');
    const end = addMinutes(now, 24 * 60);
    const house = aHouse({
      now,
      policy: aPolicy([aLine('r1', 'e1', { leadMinutes: 0, lagMinutes: 0 }), aLine('r2', 'e2', { leadMinutes: 0 })], {
        horizonHours: 1,
      }),
      bookings: [
        aBooking('b1', 'r1', { from: addMinutes(end, -1), to: addMinutes(end, 300) }),
        aBooking('b2', 'r2', { from: end, to: addMinutes(end, 60) }),
      ],
    });
    const result = await house.run();
    // R2: never under 24 hours, whatever is set.
    expect(house.access.periodsOf(E1)).toEqual([{ from: addMinutes(end, -1), to: addMinutes(end, 300) }]);
    expect(house.access.periodsOf(exceptionId('e2'))).toEqual([]);
    expect(result.result).toBe('equal');
  });

  it('R2 the window reaches back to the earliest still-open From that we wrote, at least a day, and a day past the horizon', async () => {
    const long = { from: at('2026-11-18T09:00'), to: at('2026-11-25T09:00') };
    const house = aHouse({
      now: at('2026-11-18T08:00'),
      policy: aPolicy([aLine('r1', 'e1', { longestOpeningHours: null })], { horizonHours: 48 }),
      bookings: [aBooking('b1', 'r1', long)],
    });
    const first = await house.run();
    expect(first.bookings?.window).toEqual({ from: at('2026-11-17T08:00'), to: at('2026-11-21T08:00') });
    house.clock.set(t('08:00'));
    const later = await house.run();
    expect(later.bookings?.window).toEqual({ from: at('2026-11-18T08:50'), to: at('2026-11-26T08:00') });
    expect(later.result).toBe('equal');
  });

  describe('R5 status', () => {
    it.each([
      ['confirmed', false, true],
      ['pending', false, false],
      ['pending', true, true],
      ['cancelled', true, false],
      ['deleted', true, false],
      ['ended', true, false],
      ['no-show', true, false],
      ['empty', true, false],
      ['unknown', true, false],
    ] as const)('R5 %s (awaiting confirmation counts: %s) opens: %s', async (status, countsPending, opens) => {
      const house = aHouse({
        now: t('08:00'),
        policy: aPolicy([aLine('r1', 'e1')], { countsPending }),
        bookings: [aBooking('b1', 'r1', meeting('09:00', '10:00'), { status })],
      });
      await house.run();
      expect(house.access.periodsOf(E1).length > 0).toBe(opens);
    });

    it('R5 unknown statuses are told per room while their meetings are not over, of ten rooms at most', async () => {
      const rooms = Array.from({ length: 12 }, (_, index) => `r${String(10 + index)}`);
      const unknown = { status: 'unknown' } as const;
      const house = aHouse({
        now: t('08:00'),
        policy: aPolicy(rooms.map((room) => aLine(room, 'e1'))),
        bookings: [
          ...rooms.map((room) => aBooking(`b-${room}`, room, meeting('09:00', '10:00'), unknown)),
          aBooking('again', 'r11', meeting('11:00', '12:00'), unknown),
          aBooking('over', 'r10', meeting('06:00', '08:00'), unknown),
        ],
      });
      const told = (await house.run()).troubles.map(({ code, context }) => [
        code,
        context['roomId'],
        context['bookings'],
      ]);
      expect(told).toEqual(rooms.slice(0, 10).map((room) => ['status-unknown', room, room === 'r11' ? 2 : 1]));
      house.clock.set(t('12:00'));
      expect(await house.run()).toMatchObject({ troubles: [], result: 'equal' });
    });

    it('R5 a status that becomes unknown adds and prolongs nothing, and what was written stays to its end', async () => {
      const house = aHouse({
        now: t('08:00'),
        policy: aPolicy([aLine('r1', 'e1')]),
        bookings: [aBooking('b1', 'r1', meeting('09:00', '10:00'))],
      });
      await house.run();
      house.source.change(bookingId('b1'), { status: 'unknown', period: meeting('09:00', '18:00') });
      for (const clock of ['08:01', '09:30', '10:05']) {
        house.clock.set(t(clock));
        const result = await house.run();
        expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '10:10')]);
        expect(result.plan?.holds).toEqual([]);
        // Whether the room should be open nobody knows: that is not ready, and is told.
        expect(result.result).toBe('different');
        expect(result.troubles).toEqual([
          { code: 'status-unknown', context: { side: 'bookings', roomId: 'r1', bookings: 1 } },
        ]);
      }
      house.source.change(bookingId('b1'), { status: 'cancelled' });
      house.clock.set(t('09:30'));
      await house.run();
      expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '09:40')]);
    });
  });

  describe('D6 odd bookings', () => {
    const odd = (line: Parameters<typeof aLine>[2], period: Period) =>
      aHouse({ now: t('07:00'), policy: aPolicy([aLine('r1', 'e1', line)]), bookings: [aBooking('b1', 'r1', period)] });

    it('D6 an opening longer than the longest is held until a person confirms it once', async () => {
      const house = odd({ longestOpeningHours: 2 }, meeting('09:00', '12:00'));
      const first = await house.run();
      expect(house.access.writes).toEqual([]);
      expect(first.result).toBe('different');
      const [hold] = house.engine.holds();
      expect(hold).toMatchObject({
        holds: 'opening',
        reason: 'too-long',
        bookings: ['b1'],
        roomIds: ['r1'],
        canBeConfirmed: true,
      });
      expect(await house.engine.answerHold('another', 'confirmed')).toBe(false);
      expect(await house.engine.answerHold(hold!.hash, 'confirmed')).toBe(true);
      house.restart();
      expect((await house.run()).result).toBe('equal');
      expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '12:10')]);
    });

    it('D6 the answer is for exactly this opening: moved, it is asked about again', async () => {
      const house = odd({ longestOpeningHours: 2 }, meeting('09:00', '12:00'));
      await house.run();
      await house.engine.answerHold(house.engine.holds()[0]!.hash, 'confirmed');
      await house.run();
      house.source.change(bookingId('b1'), { period: meeting('09:00', '13:00') });
      const result = await house.run();
      expect(result.plan?.holds).toHaveLength(1);
      // What was open already is neither cut nor prolonged meanwhile.
      expect(house.access.periodsOf(E1)).toEqual([meeting('08:50', '12:10')]);
    });

    it('D6 a refused opening is not opened and not asked about again', async () => {
      const house = odd({ longestOpeningHours: 2 }, meeting('09:00', '12:00'));
      await house.run();
      await house.engine.answerHold(house.engine.holds()[0]!.hash, 'refused');
      const result = await house.run();
      expect(house.access.writes).toEqual([]);
      expect(result.plan?.holds).toEqual([]);
      expect(result.result).toBe('equal');
    });

    it('D6 long periods are normal where the line says so', async () => {
      const house = odd({ longestOpeningHours: null }, { from: t('09:00'), to: at('2026-11-30T09:00') });
      expect((await house.run()).result).toBe('equal');
    });

    it.each([
      ['08:00', '09:50', false],
      ['07:09', '09:50', true],
      ['08:00', '09:51', true],
    ])('D6 safe hours 07:00 to 10:00: a meeting %s-%s is held: %s', async (from, to, isHeld) => {
      const house = odd({ safeHours: { fromMinute: 7 * 60, toMinute: 10 * 60 } }, meeting(from, to));
      const result = await house.run();
      expect(result.plan?.holds.map((hold) => hold.reason)).toEqual(isHeld ? ['outside-safe-hours'] : []);
    });

    it('D6 safe all day means safe over midnight too', async () => {
      const house = odd(
        { safeHours: { fromMinute: 0, toMinute: 24 * 60 } },
        { from: at(`${DAY}T22:00`), to: at('2026-11-24T03:00') },
      );
      expect((await house.run()).result).toBe('equal');
    });

    it('D6 W1 nothing is asked about an exception or group that nobody manages', async () => {
      const house = aHouse({
        now: t('07:00'),
        policy: aPolicy([aLine('r1', 'e1', { longestOpeningHours: 1 })], {
          groupLines: [aGroupLine('r1', 'g1', { longestOpeningHours: 1 })],
          managed: [],
          managedGroups: [],
        }),
        bookings: [aBooking('b1', 'r1', meeting('09:00', '12:00'), { participants: [anAttendee('1')] })],
        persons: [aPerson('1')],
      });
      expect((await house.run()).plan?.holds).toEqual([]);
    });

    describe('D6 of a person group', () => {
      const G = groupId('g1');
      const oddGroup = async (length: string) => {
        const house = aHouse({
          now: t('07:00'),
          policy: aPolicy([], { groupLines: [aGroupLine('r1', 'g1', { longestOpeningHours: 2 })] }),
          bookings: [aBooking('b1', 'r1', meeting('09:00', length), { participants: [anAttendee('1')] })],
          persons: [aPerson('1')],
        });
        await house.run();
        return house;
      };
      const given = (house: House) => house.access.membership(G, personId('1'))?.periods ?? null;

      it('D6 nobody is let in until a person confirms it; refused, nobody is, and it is not asked again', async () => {
        const house = await oddGroup('12:00');
        expect(given(house)).toBeNull();
        const { hash } = house.engine.holds()[0]!;
        await house.engine.answerHold(hash, 'confirmed');
        expect((await house.run()).result).toBe('equal');
        expect(given(house)).toEqual([meeting('08:50', '12:10')]);
        const refused = await oddGroup('12:00');
        await refused.engine.answerHold(hash, 'refused');
        expect(await refused.run()).toMatchObject({ result: 'equal', plan: { holds: [] } });
        expect(given(refused)).toBeNull();
      });

      it('D6 of what was given already for it nothing is cut meanwhile; refused, it is', async () => {
        const house = await oddGroup('10:00');
        house.source.change(bookingId('b1'), { period: meeting('09:00', '14:00') });
        const [hold] = (await house.run()).plan?.holds ?? [];
        expect(hold).toMatchObject({ holds: 'opening', groupId: 'g1' });
        expect(given(house)).toEqual([meeting('08:50', '10:10')]);
        await house.engine.answerHold(hold!.hash, 'refused');
        await house.run();
        expect(given(house)).toBeNull();
      });
    });

    it('D6 keeps the time since when it was held', async () => {
      const house = odd({ longestOpeningHours: 2 }, meeting('09:00', '12:00'));
      await house.run();
      house.advanceMinutes(30);
      house.restart();
      const result = await house.run();
      expect(result.plan?.holds[0]?.since).toBe(t('07:00'));
    });
  });

  it('D3 UniLock’s own number of places counts, else the setting, never less than one', async () => {
    for (const [told, set, expected] of [
      [1, 3, 1],
      [null, 2, 2],
      [null, 0, 1],
    ] as const) {
      const house = aHouse({
        now: t('08:00'),
        policy: aPolicy([aLine('r1', 'e1')], { managed: [aManaged('e1', { places: set })] }),
        bookings: [1, 2, 3, 4].map((hour) =>
          aBooking(`b${hour}`, 'r1', meeting(`${9 + 2 * hour}:00`, `${10 + 2 * hour}:00`)),
        ),
      });
      house.access.exceptions.get(E1)!.maxPeriods = told;
      const result = await house.run();
      expect(house.access.periodsOf(E1)).toHaveLength(expected);
      expect(result.plan?.overflow[0]).toMatchObject({ places: expected, isUrgent: true });
    }
  });
});

describe('P11 R1 the two nights of Europe/Copenhagen', () => {
  const utc = (from: string, to: string): Period => ({ from: instantFromIso(from), to: instantFromIso(to) });
  const shown = (periods: readonly Period[]) =>
    periods.map(({ from, to }) => [isoFromInstant(from), isoFromInstant(to)]);

  it.each([
    // Autumn 2026: 25 October, 02:00-03:00 happens twice, 00:00Z-02:00Z.
    [
      'ends in the first pass',
      '2026-10-24T22:00:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-24T22:00:00Z',
      '2026-10-25T02:00:00Z',
    ],
    [
      'ends in the second pass',
      '2026-10-24T22:00:00Z',
      '2026-10-25T01:30:00Z',
      '2026-10-24T22:00:00Z',
      '2026-10-25T02:00:00Z',
    ],
    [
      'starts in the first pass',
      '2026-10-25T00:30:00Z',
      '2026-10-25T04:00:00Z',
      '2026-10-24T23:59:00Z',
      '2026-10-25T04:00:00Z',
    ],
    [
      'starts in the second pass',
      '2026-10-25T01:30:00Z',
      '2026-10-25T04:00:00Z',
      '2026-10-24T23:59:00Z',
      '2026-10-25T04:00:00Z',
    ],
    ['lies inside', '2026-10-25T00:10:00Z', '2026-10-25T01:50:00Z', '2026-10-24T23:59:00Z', '2026-10-25T02:00:00Z'],
    ['covers it', '2026-10-24T20:00:00Z', '2026-10-25T05:00:00Z', '2026-10-24T20:00:00Z', '2026-10-25T05:00:00Z'],
    [
      'ends as it starts',
      '2026-10-24T22:00:00Z',
      '2026-10-25T00:00:00Z',
      '2026-10-24T22:00:00Z',
      '2026-10-25T02:00:00Z',
    ],
    [
      'starts as it ends',
      '2026-10-25T02:00:00Z',
      '2026-10-25T04:00:00Z',
      '2026-10-25T02:00:00Z',
      '2026-10-25T04:00:00Z',
    ],
    // Spring 2026: 29 March, 02:00-03:00 does not happen, 01:00Z.
    ['ends in spring', '2026-03-28T23:00:00Z', '2026-03-29T01:30:00Z', '2026-03-28T23:00:00Z', '2026-03-29T01:30:00Z'],
    [
      'starts in spring',
      '2026-03-29T00:59:30Z',
      '2026-03-29T03:00:00Z',
      '2026-03-29T00:59:00Z',
      '2026-03-29T03:00:00Z',
    ],
  ])('a booking that %s', async (_name, from, to, writtenFrom, writtenTo) => {
    const raw = utc(from, to);
    const line = { leadMinutes: 0, lagMinutes: 0 };
    expect(shown(await writtenFor(raw, line, addMinutes(raw.from, -600)))).toEqual(
      shown([utc(writtenFrom, writtenTo)]),
    );
  });

  it.each([
    ['autumn', '2026-10-24T20:00:00Z', '2026-10-25T05:00:00Z'],
    ['spring', '2026-03-28T20:00:00Z', '2026-03-29T05:00:00Z'],
  ])(
    'P2 through the %s night, minute by minute, a long meeting is written once and stays equal',
    async (_name, from, to) => {
      const raw = utc(from, to);
      const house = aHouse({
        now: addMinutes(raw.from, -60),
        policy: aPolicy([aLine('r1', 'e1')]),
        bookings: [
          aBooking('b1', 'r1', raw),
          aBooking('b2', 'r1', { from: addMinutes(raw.to, 90), to: addMinutes(raw.to, 120) }),
        ],
      });
      while (house.clock.now() < raw.to) {
        expect((await house.run()).result).toBe('equal');
        house.advanceMinutes(7);
      }
      expect(house.access.writes).toHaveLength(1);
    },
  );

  it('R5 R1 what only stays is widened as it was written, however far ahead it is', async () => {
    const raw = utc('2026-10-24T20:00:00Z', '2026-10-25T00:30:00Z');
    const house = aHouse({
      now: addMinutes(raw.from, -5 * 24 * 60),
      policy: aPolicy([aLine('r1', 'e1', { leadMinutes: 0, lagMinutes: 0 })]),
      bookings: [aBooking('b1', 'r1', raw)],
    });
    await house.run();
    house.source.change(bookingId('b1'), { status: 'unknown' });
    await house.run();
    expect(shown(house.access.periodsOf(E1))).toEqual([['2026-10-24T20:00:00Z', '2026-10-25T02:00:00Z']]);
  });

  it('W4 a cut in the doubled hour moves outward, but never past the written To', async () => {
    const raw = utc('2026-10-24T20:00:00Z', '2026-10-25T05:00:00Z');
    const house = aHouse({
      now: addMinutes(raw.from, -60),
      policy: aPolicy([aLine('r1', 'e1')]),
      bookings: [aBooking('b1', 'r1', raw)],
    });
    await house.run();
    house.clock.set(instantFromIso('2026-10-25T00:20:00Z'));
    house.source.change(bookingId('b1'), { status: 'ended' });
    await house.run();
    expect(shown(house.access.periodsOf(E1))).toEqual([['2026-10-24T19:50:00Z', '2026-10-25T02:00:00Z']]);
  });

  it('D6 safe hours follow the clock on the wall on both nights', async () => {
    for (const [day, zoneHours] of [
      ['2026-10-25', 1],
      ['2026-03-29', 2],
    ] as const) {
      const line = { leadMinutes: 0, lagMinutes: 0, safeHours: { fromMinute: 480, toMinute: 960 } };
      const eight = instantFromIso(`${day}T${String(8 - zoneHours).padStart(2, '0')}:00:00Z`);
      const now = addMinutes(eight, -300);
      expect(await writtenFor({ from: eight, to: addMinutes(eight, 480) }, line, now)).toHaveLength(1);
      expect(await writtenFor({ from: addMinutes(eight, -1), to: addMinutes(eight, 60) }, line, now)).toEqual([]);
    }
  });
});
