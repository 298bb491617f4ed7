import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import pronestor from '../../../build/profiles/pronestor-planner.json';
import { createRounds } from '../../../electron/booking/pronestor/round';
import { joinWindows, windowsOf } from '../../../electron/booking/pronestor/windows';
import type { ListReading, ProfileClient } from '../../../electron/profile';
import { createField, createTimeReader, renderTime, startConversation } from '../../../electron/profile';
import { AppError } from '../../../shared/errors';
import { locationId, roomId } from '../../../shared/ids';
import type { WrittenTime } from '../../../shared/profile';
import { parseBookingProfile } from '../../../shared/profile';
import type { Instant, ZoneName } from '../../../shared/time';
import { addMs, DAY_MS, instant, MINUTE_MS } from '../../../shared/time';

const ZONE = 'Europe/Copenhagen' as ZoneName;
const FORMS: readonly WrittenTime[] = [
  'iso-local',
  'iso-offset',
  'iso-utc',
  'iso-space',
  'day-month-year',
  'dotnet-date',
  'iso-date',
  'epoch-seconds',
  'epoch-milliseconds',
];
const START = Date.UTC(2026, 9, 20, 7, 13, 21, 456);

/** Days of a window as its server counts them: by the calendar, by the clock on the wall, or by time. */
function daysTold(from: Instant, to: Instant, form: WrittenTime): number {
  const [first, last] = [renderTime(from, ZONE, form, 'from'), renderTime(to, ZONE, form, 'to')];
  if (form === 'iso-date') return (Date.parse(last) - Date.parse(first)) / DAY_MS;
  const format =
    form === 'epoch-seconds' || form === 'epoch-milliseconds' || form === 'dotnet-date' || form === 'day-month-year'
      ? form
      : 'iso-local';
  const zone = format === 'iso-local' || format === 'day-month-year' ? 'Etc/UTC' : ZONE;
  const read = createTimeReader({ formats: [format], zone: 'location', write: form, zoneNames: ['iana'] });
  const bare = (text: string): string => (form === 'iso-offset' || form === 'iso-utc' ? text.slice(0, 19) : text);
  // The offsets of two sides of a change of clocks are told, and counted.
  if (form === 'iso-offset') return (Date.parse(last) - Date.parse(first)) / DAY_MS;
  return ((read(bare(last), zone, 'later') ?? NaN) - (read(bare(first), zone, 'earlier') ?? NaN)) / DAY_MS;
}

describe('a window that may not be too wide', () => {
  it('without a limit it is asked for as it is', () => {
    const window = { from: instant(START), to: instant(START + 1) };
    expect(windowsOf(window, null, 'iso-local')).toEqual([window]);
  });

  it('property: no call asks for more days than may be, whatever the clocks do, and nothing is left out', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FORMS),
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 0, max: 400 * DAY_MS }),
        fc.integer({ min: 1, max: 30 * DAY_MS }),
        (form, days, later, length) => {
          const from = instant(START + later);
          const window = { from, to: addMs(from, length) };
          const parts = windowsOf(window, days, form);
          for (const part of parts) expect(daysTold(part.from, part.to, form)).toBeLessThanOrEqual(days);
          expect(parts[0]?.from).toBeLessThanOrEqual(window.from);
          expect(parts.at(-1)?.to).toBeGreaterThanOrEqual(window.to);
          parts.slice(1).forEach((part, index) => expect(part.from).toBe((parts[index]?.to ?? 0) - MINUTE_MS));
          expect(parts.length).toBeLessThanOrEqual(Math.ceil(length / ((days - 1) * DAY_MS - 2 * 60 * MINUTE_MS)) + 1);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('one day at a time is possible, unless it is told by days', () => {
    const window = { from: instant(START), to: instant(START + 3 * DAY_MS) };
    expect(windowsOf(window, 1, 'epoch-seconds')).toHaveLength(4);
    expect(windowsOf(window, 1, 'iso-local')).toHaveLength(4);
  });
});

interface Row {
  readonly Id?: string;
  readonly RoomId: string;
  readonly from: number;
  readonly minutes: number;
  readonly isBroken: boolean;
}

/** A server that has every booking that ends after the one bound and begins before the other. */
function clientOf(rows: readonly Row[], wider: (days: number) => void, failing: number | null = null): ProfileClient {
  const read = createTimeReader({
    formats: ['epoch-seconds'],
    zone: 'location',
    write: 'epoch-seconds',
    zoneNames: ['iana'],
  });
  let asked = 0;
  const listOf = (operation: string, values: Readonly<Record<string, unknown>>): unknown[] => {
    if (operation === 'locations') return [{ Id: 1, Name: 'A', TimeZone: ZONE }];
    if (operation === 'rooms') return ['a', 'b'].map((Id) => ({ Id, LocationId: 1 }));
    asked += 1;
    if (asked === failing) throw new AppError('server-error', { operation });
    const [from, to] = [values['from'], values['to']].map((text) => read(text, ZONE, 'earlier') ?? NaN) as [
      number,
      number,
    ];
    wider((to - from) / DAY_MS);
    return rows
      .filter((row) => row.isBroken || (row.from + row.minutes * MINUTE_MS > from && row.from < to))
      .map(({ Id, RoomId, from: at, minutes, isBroken }) => ({
        ...(Id === undefined ? {} : { Id }),
        RoomId,
        Start: isBroken ? 'soon' : at / 1000,
        End: at / 1000 + minutes * 60,
        Status: 'Ended',
      }));
  };
  return {
    readList: (operation, _, { values }) =>
      Promise.resolve(values).then((told) => ({ items: listOf(operation, told), faults: [] })),
    readObject: () => Promise.reject(new Error('not asked for')),
    write: () => Promise.reject(new Error('never sent')),
  };
}

const profileWith = (windowDays: number | null) =>
  parseBookingProfile({
    ...pronestor,
    times: { ...pronestor.times, formats: ['epoch-seconds'], write: 'epoch-seconds' },
    operations: { ...pronestor.operations, bookings: { ...pronestor.operations.bookings, windowDays } },
  });

async function roundOf(rows: readonly Row[], windowDays: number | null, failing: number | null = null) {
  let widest = 0;
  const client = clientOf(rows, (days) => (widest = Math.max(widest, days)), failing);
  const window = { from: instant(START), to: instant(START + 10 * DAY_MS) };
  const round = await createRounds(profileWith(windowDays), client).read(
    { locations: [locationId('1')], rooms: [roomId('a')], window },
    startConversation(null),
    null,
  );
  const byText = (list: readonly unknown[]): string[] => list.map((one) => JSON.stringify(one)).sort();
  return {
    widest,
    round,
    read: {
      bookings: byText(round.bookings),
      elsewhere: byText(round.elsewhere),
      rejected: byText(round.rejectedBookings.map((item) => ({ ...item, path: item.path.replace(/\d+/, '') }))),
      troubles: byText(round.troubles),
      failed: round.failedLocations,
    },
  };
}

describe('a window asked for in several calls', () => {
  const row = fc.record<Row>(
    {
      Id: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8'),
      RoomId: fc.constantFrom('a', 'a', 'b'),
      from: fc
        .oneof(
          fc.integer({ min: -3 * 1440, max: 13 * 1440 }),
          fc.constantFrom(...[1, 2, 3, 5, 7].map((day) => day * 1440 - 1440)),
        )
        .map((minutes) => Math.floor(START / MINUTE_MS) * MINUTE_MS + minutes * MINUTE_MS),
      minutes: fc.oneof(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 6 * 1440 })),
      isBroken: fc.boolean(),
    },
    { requiredKeys: ['RoomId', 'from', 'minutes', 'isBroken'] },
  );

  it('property: what is read, rejected and told is what one wide window gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 25 }), fc.integer({ min: 1, max: 8 }), async (rows, days) => {
        const [whole, split] = await Promise.all([roundOf(rows, null), roundOf(rows, days)]);
        expect(split.read).toEqual(whole.read);
        expect(split.widest).toBeLessThanOrEqual(days);
      }),
      { numRuns: 200 },
    );
  });

  const long: Row = {
    Id: '1',
    RoomId: 'a',
    from: Math.floor(START / 60_000) * 60_000,
    minutes: 5 * 1440,
    isBroken: false,
  };

  it('R3 a call that does not come makes the reading partial; what the others told is kept', async () => {
    const { round } = await roundOf([long], 4, 2);
    expect(round.bookings.map(({ id }) => id)).toEqual(['1']);
    expect(round.failedLocations).toEqual([]);
    expect(round.troubles.map(({ code, context }) => [code, context['reason']])).toEqual([
      ['server-error', undefined],
      ['reading-partial', 'window-missing'],
    ]);
    expect((await roundOf([long], 4, 1)).round.failedLocations).toEqual(['1']);
  });

  it('R3 an item that two windows tell differently of is believed in neither', () => {
    const lists = ['a', 'b'].map((RoomId): ListReading => ({
      items: [{ Id: 1, RoomId }, { RoomId: 'x' }],
      faults: [],
    }));
    expect(joinWindows(lists, createField(['Id'])).items).toEqual([
      { Id: 1, RoomId: 'a' },
      { RoomId: 'x' },
      { Id: 1, RoomId: 'b' },
    ]);
  });
});
