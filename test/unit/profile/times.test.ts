import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimeField, createTimeReader, renderTime } from '../../../electron/profile';
import { createWallClock } from '../../../electron/profile/wall-clock';
import type { Times } from '../../../shared/profile';
import { zoneFromName } from '../../../shared/profile';
import type { Instant } from '../../../shared/time';
import { instant, instantFromIso, instantFromWall } from '../../../shared/time';

const TIMES: Times = {
  formats: ['iso-offset', 'iso-local', 'dotnet-date', 'day-month-year'],
  zone: 'location',
  write: 'iso-local',
  zoneNames: ['iana', 'windows'],
};
const ZONES = [
  'Europe/Copenhagen',
  'America/Nuuk',
  'America/New_York',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Etc/UTC',
  'Africa/Casablanca',
];

/** Wall times everywhere, and more of them around the two nights of each year. */
const wall = fc
  .tuple(
    fc.oneof(
      fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2045, 0, 1) }),
      fc
        .tuple(
          fc.integer({ min: 1995, max: 2040 }),
          fc.constantFrom(2, 3, 8, 9, 10, 11),
          fc.integer({ min: 0, max: 31 * 86_400_000 }),
        )
        .map(([year, month, offset]) => Date.UTC(year, month, 1) + offset),
    ),
    fc.constantFrom(16, 19, 23),
  )
  .map(([ms, length]) => new Date(ms).toISOString().slice(0, length));

const or = <T>(work: () => T): T | null => {
  try {
    return work();
  } catch {
    return null;
  }
};

describe('reading times', () => {
  it.each(ZONES)(
    'property: the quick clock of %s gives exactly what shared/time gives, whatever it read before',
    (zone) => {
      fc.assert(
        fc.property(
          fc.array(wall, { minLength: 1, maxLength: 20 }),
          fc.constantFrom('earlier' as const, 'later' as const),
          (walls, fold) => {
            const clock = createWallClock(zone);
            for (const text of walls)
              expect([text, clock(text, fold)]).toEqual([text, instantFromWall(text, zone, fold)]);
          },
        ),
        { numRuns: 150 },
      );
    },
  );

  it('property: a text that is no wall time is none for either', () => {
    const clock = createWallClock('Europe/Copenhagen');
    const two = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, '0'));
    const odd = fc
      .tuple(fc.constantFrom('2026', '1999', '0099', '2024'), two, two, two, two, two)
      .map(([y, mo, d, h, mi, s]) => `${y}-${mo}-${d}T${h}:${mi}:${s}`);
    fc.assert(
      fc.property(odd, (text) => {
        expect(clock(text, 'earlier')).toBe(or(() => instantFromWall(text, 'Europe/Copenhagen', 'earlier')));
      }),
      { numRuns: 2000 },
    );
  });

  it('property: a time with offset is what shared/time says, in whatever zone', () => {
    const read = createTimeReader(TIMES);
    const offset = fc
      .tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([sign, h, m]) => `${sign}${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
    fc.assert(
      fc.property(wall, fc.oneof(offset, fc.constant('Z')), (text, suffix) => {
        expect(read(text + suffix, 'America/Nuuk', 'earlier')).toBe(instantFromIso(text + suffix));
      }),
    );
  });

  it.each([
    ['23-11-2026 09:05', '2026-11-23T08:05:00Z'],
    ['23.11.2026 9.05', '2026-11-23T08:05:00Z'],
    ['3/7/2026 21:30:15', '2026-07-03T19:30:15Z'],
    ['23-11-2026T09:05:00', '2026-11-23T08:05:00Z'],
    ['2026-11-23 09:05:00', '2026-11-23T08:05:00Z'],
    ['31-02-2026 09:00', null],
    ['23-13-2026 09:00', null],
    ['23-11-26 09:00', null],
    ['23-11-2026', null],
    ['23-11-2026 09:00 PM', null],
  ])('the day before the month, or a space for the T: %s', (text, iso) => {
    const read = createTimeReader(TIMES);
    expect(read(text, 'Europe/Copenhagen', 'earlier')).toBe(iso === null ? null : instantFromIso(iso));
  });

  it('a date and a time of day of two fields are one time; one without the other is none', () => {
    const read = createTimeReader(TIMES);
    const at = createTimeField({ date: ['Date'], time: ['Time'] });
    const timeOf = (item: object) => read(at(item), 'Europe/Copenhagen', 'earlier');
    for (const [Date, Time] of [
      ['2026-11-23', '09:05'],
      ['2026-11-23T00:00:00', '09:05:00'],
      ['23-11-2026', '9:05'],
      [' 2026-11-23 00:00 ', '0001-01-01T09:05:00'],
    ])
      expect(timeOf({ Date, Time })).toBe(instantFromIso('2026-11-23T08:05:00Z'));
    for (const item of [{ Date: '2026-11-23' }, { Time: '09:05' }, { Date: 20261123, Time: '09:05' }, {}])
      expect(timeOf(item)).toBeNull();
  });

  it('a window told by days ends with the day after', () => {
    const at = instantFromIso('2026-11-23T22:30:00Z');
    expect([
      renderTime(at, 'Europe/Copenhagen', 'iso-date', 'from'),
      renderTime(at, 'Europe/Copenhagen', 'iso-date', 'to'),
    ]).toEqual(['2026-11-23', '2026-11-24']);
    const autumn = instantFromIso('2026-10-24T22:30:00Z');
    expect(renderTime(autumn, 'Europe/Copenhagen', 'iso-date', 'to')).toBe('2026-10-26');
  });

  it('property: what is written is read back to the second', () => {
    const read = createTimeReader(TIMES);
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2000, 0, 1) / 1000, max: Date.UTC(2040, 0, 1) / 1000 }),
        fc.constantFrom(...ZONES),
        (seconds, zone) => {
          const at = instant(seconds * 1000);
          for (const form of ['epoch-seconds', 'epoch-milliseconds'] as const) {
            const readEpoch = createTimeReader({ ...TIMES, formats: [form] });
            expect(readEpoch(renderTime(at, zone, form, 'to'), zone, 'earlier')).toBe(at);
          }
          for (const form of ['iso-offset', 'iso-utc', 'dotnet-date'] as const)
            expect(read(renderTime(at, zone, form, 'from'), zone, 'earlier')).toBe(at);
          for (const form of ['iso-local', 'iso-space', 'day-month-year'] as const) {
            const local = renderTime(at, zone, form, 'to');
            expect([read(local, zone, 'earlier'), read(local, zone, 'later')]).toContain(at);
          }
        },
      ),
    );
  });

  it.each([
    ['2026-11-23T09:00:00', Date.UTC(2026, 10, 23, 8)],
    ['2026-11-23 09:00', Date.UTC(2026, 10, 23, 8)],
    [' 2026-06-23T09:00:00.5 ', Date.UTC(2026, 5, 23, 7, 0, 0, 500)],
    ['2026-11-23T09:00:00Z', Date.UTC(2026, 10, 23, 9)],
    ['2026-11-23T09:00:00+05:30', Date.UTC(2026, 10, 23, 3, 30)],
    ['/Date(1795420800000)/', 1795420800000],
    ['\\/Date(1795420800000+0100)\\/', 1795420800000],
    ['/Date(-1)/', -1],
  ])('%s', (text, expected) => {
    expect(createTimeReader(TIMES)(text, 'Europe/Copenhagen', 'earlier')).toBe(expected);
  });

  const [SECONDS, MILLISECONDS] = ['epoch-seconds', 'epoch-milliseconds'] as const;
  it.each([
    [SECONDS, 1795420800, Date.UTC(2026, 10, 23, 8)],
    [SECONDS, '1795420800', Date.UTC(2026, 10, 23, 8)],
    [SECONDS, 1795420800.25, Date.UTC(2026, 10, 23, 8, 0, 0, 250)],
    [SECONDS, 946684800, Date.UTC(2000, 0, 1)],
    [SECONDS, 946684799, null],
    [SECONDS, 4102444800, null],
    // The other unit is no time of this century.
    [SECONDS, 1795420800000, null],
    [MILLISECONDS, 1795420800000, Date.UTC(2026, 10, 23, 8)],
    [MILLISECONDS, ' 1795420800000 ', Date.UTC(2026, 10, 23, 8)],
    [MILLISECONDS, 1795420800, null],
    [SECONDS, -1795420800, null],
    [SECONDS, '+1795420800', null],
    [SECONDS, 0, null],
    [SECONDS, NaN, null],
    [SECONDS, true, null],
    [MILLISECONDS, 1.7954208e300, null],
  ])('%s: %j', (format, value, expected) => {
    for (const zone of ['Europe/Copenhagen', 'America/Nuuk'])
      expect(createTimeReader({ ...TIMES, formats: [format] })(value, zone, 'later')).toBe(expected);
  });

  it('a count of seconds and one of milliseconds are told apart where a server has both', () => {
    const read = createTimeReader({ ...TIMES, formats: [MILLISECONDS, SECONDS] });
    const at = Date.UTC(2026, 10, 23, 8);
    expect([read(at, 'Etc/UTC', 'earlier'), read(at / 1000, 'Etc/UTC', 'earlier')]).toEqual([at, at]);
  });

  it('a window told in whole seconds is never smaller than the one that is meant', () => {
    const at = instant(Date.UTC(2026, 10, 23, 8) + 1);
    expect(renderTime(at, 'Etc/UTC', SECONDS, 'from')).toBe('1795420800');
    expect(renderTime(at, 'Etc/UTC', SECONDS, 'to')).toBe('1795420801');
    expect(renderTime(at, 'Etc/UTC', MILLISECONDS, 'to')).toBe('1795420800001');
  });

  it.each([
    '',
    'soon',
    '2026-11-23',
    '2026-02-30T09:00:00',
    '2026-11-23T24:30:00',
    '23-11-2026 09:00',
    '/Date(abc)/',
    1795420800000,
    null,
    {},
  ])('takes %j for no time', (value) => {
    expect(
      createTimeReader({ ...TIMES, formats: ['iso-offset', 'iso-local', 'dotnet-date'] })(
        value,
        'Europe/Copenhagen',
        'earlier',
      ),
    ).toBeNull();
  });

  it('reads only the formats of its profile', () => {
    const localOnly = createTimeReader({ ...TIMES, formats: ['iso-local'] });
    expect(localOnly('2026-11-23T09:00:00Z', 'Etc/UTC', 'earlier')).toBeNull();
    const dotnetOnly = createTimeReader({ ...TIMES, formats: ['dotnet-date'] });
    expect(dotnetOnly('2026-11-23T09:00:00', 'Etc/UTC', 'earlier')).toBeNull();
  });

  it('writes whole minutes where no seconds are wanted, outward', () => {
    const [exact, odd] = [instant(Date.UTC(2026, 10, 23, 8)), instant(Date.UTC(2026, 10, 23, 8, 0, 30))];
    const written = (at: Instant, bound: 'from' | 'to') =>
      (['iso-local-minutes', 'iso-space-minutes', 'day-month-year-minutes'] as const).map((form) =>
        renderTime(at, 'Europe/Copenhagen', form, bound),
      );
    const nine = ['2026-11-23T09:00', '2026-11-23 09:00', '23-11-2026 09:00'];
    expect([written(exact, 'from'), written(exact, 'to'), written(odd, 'from')]).toEqual([nine, nine, nine]);
    expect(written(odd, 'to')).toEqual(['2026-11-23T09:01', '2026-11-23 09:01', '23-11-2026 09:01']);
  });

  it('R1 an hour that occurs twice is the earlier or the later one, as asked', () => {
    const read = createTimeReader(TIMES);
    const [first, second] = ['earlier', 'later'].map((fold) =>
      read('2026-10-25T02:30:00', 'Europe/Copenhagen', fold as 'earlier'),
    ) as [Instant, Instant];
    expect([first, second]).toEqual([Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30)]);
  });

  it('knows IANA and Windows names, as the profile allows', () => {
    expect(zoneFromName('Europe/Copenhagen', ['iana'])).toBe('Europe/Copenhagen');
    expect(zoneFromName('Romance Standard Time', ['iana', 'windows'])).toBe('Europe/Copenhagen');
    expect(zoneFromName('Romance Standard Time', ['iana'])).toBeNull();
    expect(zoneFromName('+01:00', ['iana', 'windows'])).toBeNull();
    expect(zoneFromName('Atlantis', ['iana', 'windows'])).toBeNull();
  });
});
