import { afterEach, expect, it } from 'vitest';
import { createTexts, troubleLine } from '../../../electron/cli/texts';
import type { Fault } from '../../../electron/simulator';
import type { StatusTroubleDto } from '../../../shared/dto';
import type { ErrorCode } from '../../../shared/errors';
import { LANGUAGES } from '../../../shared/i18n';
import type { Settings } from '../../../shared/settings';
import { HOUR_MS, MINUTE_MS, instant } from '../../../shared/time';
import type { FosdemHouse } from '../fosdem/fosdem-house';
import { BOOKINGS, ENTRANCE, fosdemHouse, withPeople } from '../fosdem/fosdem-house';
import type { BookingsOfFile } from '../fosdem/independent';
import { expectedAccess, expectedOpenings } from '../fosdem/independent';
import { askAboutDoors, askAboutPeople } from './asking';
import { isWhole, record } from './proof';

let house: FosdemHouse;
afterEach(() => house.close());

const SATURDAY = Date.parse('2025-02-01T00:00:00+01:00');
const SUNDAY = SATURDAY + 24 * HOUR_MS;
const MONDAY = SUNDAY + 24 * HOUR_MS;
/** A run every so many minutes. */
const EVERY = isWhole ? 5 : 30;
const PADDING = { leadMinutes: 10, lagMinutes: 10 };
/** So few that the places of ended periods have to be refilled on the day, from memory. */
const PLACES = 3;

const isOdd = (room: string): boolean => Number(room) % 2 === 1;
const ROOMS = BOOKINGS.rooms.map(({ id }) => String(id));
/** Rooms of odd number open by exceptions, of even number by their people: a door that is unlocked for all would hide whom it lets in. */
const OPENED = ROOMS.filter(isOdd);
const WITH_PEOPLE = ROOMS.filter((room, index) => !isOdd(room) && (isWhole || index % 3 === 0));

const settingsOf = (suggested: Settings, world: FosdemHouse['world']): Settings => {
  const settings = withPeople(suggested, world, PADDING, WITH_PEOPLE);
  return {
    ...settings,
    exceptions: settings.exceptions.filter(({ id }) => id === ENTRANCE || isOdd(id)),
    mapping: settings.mapping.filter(({ roomId }) => isOdd(roomId)),
  };
};

/** How an hour's trouble is told in the history: by a trouble of a side, by removals that are held, or not at all. */
interface Told {
  readonly trouble?: ErrorCode;
  readonly side?: StatusTroubleDto['side'];
  readonly isHeld?: boolean;
}

/**
 * Everything of the fault list that can happen to an answer of Pronestor, one an hour from midnight on. What a reading may be held for is held until a
 * believable one, so the hours after an empty list are told as held, too.
 */
const NONSENSE: readonly (readonly [Fault, Told])[] = [
  [
    { kind: 'server-error', operation: 'rooms' },
    { trouble: 'server-error', side: 'bookings' },
  ],
  [
    { kind: 'server-error', operation: 'locations', status: 503 },
    { trouble: 'server-error', side: 'bookings' },
  ],
  [
    { kind: 'redirect-to-login', operation: 'rooms' },
    { trouble: 'login-expired', side: 'bookings' },
  ],
  [
    { kind: 'login-page', operation: 'login' },
    { trouble: 'not-data', side: 'bookings' },
  ],
  [
    { kind: 'cut-off', operation: 'login' },
    { trouble: 'connection-lost', side: 'bookings' },
  ],
  // Read and understood all the same: nothing has to be told.
  [{ kind: 'slow', milliseconds: 20 }, {}],
  [{ kind: 'duplicate-rows' }, {}],
  // UniLock's clock agrees with ours: Pronestor's is told.
  [
    { kind: 'wrong-clock', minutes: 180 },
    { trouble: 'clock-differs', side: 'bookings' },
  ],
  // R5: nothing is opened and nothing shut for it.
  [{ kind: 'unknown-status' }, { trouble: 'status-unknown', side: 'bookings' }],
  [{ kind: 'empty-list', operation: 'bookings' }, { isHeld: true }],
  [
    { kind: 'lost-page', operation: 'bookings', page: 1 },
    { trouble: 'reading-partial', side: 'bookings' },
  ],
  [
    { kind: 'lost-page', operation: 'bookings', page: 2 },
    { trouble: 'reading-partial', side: 'bookings' },
  ],
  [
    { kind: 'cut-off', operation: 'bookings' },
    { trouble: 'connection-lost', side: 'bookings' },
  ],
  [
    { kind: 'hidden-location', locationId: '1' },
    { trouble: 'location-unknown', side: 'bookings' },
  ],
  [
    { kind: 'denied', operation: 'bookings' },
    { trouble: 'login-expired', side: 'bookings' },
  ],
  [
    { kind: 'empty-list', operation: 'rooms' },
    { trouble: 'room-unread', side: 'bookings' },
  ],
  [
    { kind: 'empty-list', operation: 'locations' },
    { trouble: 'location-unknown', side: 'bookings' },
  ],
  [{ kind: 'cookie-expired' }, { trouble: 'login-expired', side: 'bookings' }],
  [{ kind: 'too-many-requests' }, { trouble: 'too-many-requests', side: 'bookings' }],
  [
    { kind: 'redirect-to-login', operation: 'bookings' },
    { trouble: 'login-expired', side: 'bookings' },
  ],
  [
    { kind: 'login-page', operation: 'bookings' },
    { trouble: 'login-expired', side: 'bookings' },
  ],
  [
    { kind: 'server-error', operation: 'bookings', status: 502 },
    { trouble: 'server-error', side: 'bookings' },
  ],
  [
    { kind: 'cut-off', operation: 'rooms' },
    { trouble: 'connection-lost', side: 'bookings' },
  ],
  [
    { kind: 'wrong-clock', minutes: -3 },
    { trouble: 'clock-differs', side: 'bookings' },
  ],
];

/** One hour of the fault, and what was told of it that should not or was not and should. */
async function hourOf([fault, told]: (typeof NONSENSE)[number], hour: number, lines: string[]): Promise<string[]> {
  const wrong: string[] = [];
  const from = SATURDAY + hour * HOUR_MS;
  const end = house.pronestor.faults.inject(fault);
  const sides = new Set<string>();
  let runs = 0;
  for (let minute = 0; minute < 60; minute += EVERY) {
    house.clock.set(instant(from + minute * MINUTE_MS));
    await house.sync();
    runs += 1;
    for (const { side, trouble } of house.core.status().troubles) sides.add(`${side} ${trouble.code}`);
  }
  end();
  const history = (await house.core.listRuns({ limit: runs, before: null })).filter(
    ({ startedAt }) => startedAt >= from,
  );
  const codes = new Set(history.flatMap(({ troubles }) => troubles.map(({ code }) => code)));
  const expected = told.trouble === undefined ? [] : [told.trouble];
  const name = `hour ${hour} ${fault.kind} ${fault.operation ?? ''}`;
  const compare = (what: string, found: unknown, wanted: unknown): void => {
    if (JSON.stringify(found) !== JSON.stringify(wanted))
      wrong.push(`${name}: ${what} ${JSON.stringify(found)}, expected ${JSON.stringify(wanted)}`);
  };
  compare('runs', history.length, runs);
  compare('troubles', [...codes], expected);
  compare('sides', [...sides], told.trouble === undefined ? [] : [`${told.side ?? ''} ${told.trouble}`]);
  if (told.isHeld === true)
    compare(
      'held',
      history.every(({ held }) => held > 0),
      true,
    );
  const first = history.find(({ troubles }) => troubles.length > 0)?.troubles[0];
  for (const language of LANGUAGES) {
    const line = first === undefined ? '' : troubleLine(first, createTexts(language));
    // A text that lacks is shown as its key.
    if (first !== undefined && (line === '' || line.includes('errors.'))) wrong.push(`${name}: no text in ${language}`);
    if (language === 'en') {
      const heard = first === undefined ? (told.isHeld === true ? 'removals held' : 'nothing to tell') : line;
      lines.push(`${String(hour).padStart(2, '0')}:00      ${fault.kind} ${fault.operation ?? ''}: ${heard}`);
    }
  }
  return wrong;
}

/** The file as Pronestor has it since Saturday: of each kind of room the last booking of Sunday is cancelled. */
function cancelOfSunday(): BookingsOfFile {
  const last = [OPENED, WITH_PEOPLE].map((rooms) => {
    const index = BOOKINGS.bookings
      .map(
        ({ roomId, start, people }) =>
          rooms.includes(String(roomId)) && Date.parse(start) > SUNDAY && people.length > 0,
      )
      .lastIndexOf(true);
    house.world.house.cancelMeeting(house.world.house.meetings()[index]?.id ?? '');
    return index;
  });
  return { ...BOOKINGS, bookings: BOOKINGS.bookings.filter((_booking, index) => !last.includes(index)) };
}

/** What is wrong at the doors and with the people on one day. */
function askTheDay(file: BookingsOfFile, within: { readonly from: number; readonly to: number }) {
  const openings = expectedOpenings(file);
  const entrance = expectedOpenings({ ...file, bookings: file.bookings.filter(({ roomId }) => isOdd(String(roomId))) });
  const points = house.world.roomPoints;
  const doors = [
    { doorId: house.world.mainEntrance.doorId, spans: entrance.get('all') ?? [] },
    ...points.map(({ roomId, doorId }) => ({ doorId, spans: isOdd(roomId) ? (openings.get(roomId) ?? []) : [] })),
  ];
  const access = expectedAccess(file, PADDING);
  const expected = new Map(WITH_PEOPLE.map((room) => [room, access.get(room) ?? new Map<string, never>()]));
  const locked = points.filter(({ roomId }) => !isOdd(roomId)).map(({ roomId, doorId }) => ({ room: roomId, doorId }));
  return {
    doors: askAboutDoors({ house, doors, within }),
    people: askAboutPeople({ house, expected, doors: locked, within, isWhole }),
  };
}

it(
  'P6 P3 P23 a day of nonsense from Pronestor, another kind each hour: no minute of a wrong door, nobody wrong, each told, and all well after it',
  async () => {
    house = await fosdemHouse({ places: PLACES, settings: settingsOf });
    expect((await house.sync()).result).toBe('equal');
    house.clock.set(instant(SATURDAY - MINUTE_MS));
    const good = await house.sync();
    expect(good.result).toBe('equal');
    expect(good.plan?.overflow.length).toBeGreaterThan(0);
    const written = house.writes();
    const since = cancelOfSunday();

    const wrong: string[] = [];
    const lines: string[] = [];
    for (const [hour, one] of NONSENSE.entries()) wrong.push(...(await hourOf(one, hour, lines)));
    expect(NONSENSE).toHaveLength(24);
    expect(wrong).toEqual([]);
    // Places were refilled on the way.
    expect(house.writes()).toBeGreaterThan(written);

    house.clock.set(instant(SUNDAY));
    const recovered = await house.sync();
    expect(recovered).toMatchObject({ result: 'equal', differing: [], differingMemberships: 0, troubles: [] });
    expect(house.core.status()).toMatchObject({ state: 'ready', troubles: [], holds: [] });
    const [saturday, sunday] = [
      askTheDay(BOOKINGS, { from: SATURDAY, to: SUNDAY }),
      askTheDay(since, { from: SUNDAY, to: MONDAY }),
    ];
    for (const { doors, people } of [saturday, sunday]) {
      expect(doors.wrong.slice(0, 20)).toEqual([]);
      expect(people.wrong.slice(0, 20)).toEqual([]);
      expect(people.letIn).toBeGreaterThan(0);
    }
    record('nonsense-day', [
      `house      FOSDEM 2025 on its Saturday: ${OPENED.length} rooms and the entrance open by exceptions of ${PLACES} places, ${WITH_PEOPLE.length} rooms by their people`,
      `runs       every ${EVERY} minutes of a virtual clock`,
      `asked      ${saturday.doors.questions} times about a door, ${saturday.people.questions} times about a person at a door, at every change point of the day`,
      `wrong      ${saturday.doors.wrong.length} doors, ${saturday.people.wrong.length} people; on Sunday, after the first good reading, ${sunday.doors.wrong.length} and ${sunday.people.wrong.length}`,
      ...lines,
    ]);
  },
  30 * MINUTE_MS,
);
