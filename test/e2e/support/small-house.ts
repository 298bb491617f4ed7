import { Building, createPronestorSimulator, createUnilockSimulator, House } from '../../../electron/simulator';
import type { Meeting, NewMeeting, PronestorSimulator, UnilockSimulator } from '../../../electron/simulator';
import { equipRoom } from '../../../electron/simulator/demo-world';
import type { RoomPoints } from '../../../electron/simulator/demo-world';
import { exceptionId, locationId, roomId } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import { addDays, addMinutes, instant, instantFromWall, wallParts } from '../../../shared/time';

const ZONE = 'Europe/Copenhagen';
const LOCATION = { id: locationId('31'), name: 'Kanalhuset', timeZone: ZONE };
const ROOMS = [
  { id: roomId('311'), name: 'Fyn', exceptionId: '41' },
  { id: roomId('312'), name: 'Sjælland', exceptionId: '42' },
  { id: roomId('313'), name: 'Bornholm', exceptionId: '43' },
] as const;
export type SmallRoom = (typeof ROOMS)[number]['name'];

/** Door, alarm, light and ventilation of one room, as the mission names them. */
export interface RoomState {
  readonly door: string;
  readonly alarm: string;
  readonly light: string;
  readonly ventilation: string;
}
export const AT_REST: RoomState = { door: 'locked', alarm: 'armed', light: 'off', ventilation: 'off' };
export const IN_USE: RoomState = { door: 'unlocked', alarm: 'disarmed', light: 'on', ventilation: 'on' };

export interface Login {
  readonly userName: string;
  readonly password: string;
}

/** A house of three rooms with its two servers on loopback, run by the test: real clock, nothing booked yet. */
export interface SmallHouse {
  readonly location: { readonly id: string; readonly name: string };
  readonly roomNames: readonly SmallRoom[];
  readonly logins: { readonly pronestor: Login; readonly unilock: Login };
  pronestor(): PronestorSimulator;
  unilock(): UnilockSimulator;
  /** Books the room; people do this in Pronestor. */
  book(
    room: SmallRoom,
    from: Instant,
    to: Instant,
    more?: Pick<NewMeeting, 'title' | 'organiser' | 'attendees'>,
  ): Meeting;
  roomId(room: SmallRoom): string;
  /** What the room's control points do at the instant, if nobody writes any more. */
  stateAt(room: SmallRoom, at: Instant): RoomState;
  /** All that was in UniLock from the beginning and is not mapped, as canonical JSON (P5). */
  foreign(): string;
  /** Somebody changes the password on the server; whoever is logged in is thrown out. */
  changePassword(side: 'pronestor' | 'unilock', password: string): Promise<void>;
  close(): Promise<void>;
}

const now = (): Instant => instant(Date.now());

/** The instant of a clock time in the house, so many days from today. */
export function houseTime(daysAhead: number, clock: `${number}:${number}`): Instant {
  return instantFromWall(`${addDays(wallParts(now(), ZONE).date, daysAhead)}T${clock}:00`, ZONE, 'earlier');
}

/** Exceptions that other people look after: the cleaning's with periods to come, and one that holds nothing. */
const FOREIGN = [
  {
    id: exceptionId('51'),
    name: 'Rengøring',
    maxPeriods: 8,
    periods: [1, 2, 3].map((day) => {
      const date = addDays(wallParts(now(), ZONE).date, day);
      return { from: `${date}T05:00:00`, to: `${date}T06:30:00` };
    }),
  },
  { id: exceptionId('52'), name: 'Helligdage', maxPeriods: 8, periods: [] },
];

/** @param logins what the servers ask for; canaries where a test looks for them afterwards */
export async function startSmallHouse(
  logins: SmallHouse['logins'] = {
    pronestor: { userName: 'moedeklar-laeser', password: 'Kanariekanal-8-Pronestor' },
    unilock: { userName: 'moedeklar-skriver', password: 'Kanariekanal-8-UniLock' },
  },
): Promise<SmallHouse> {
  const house = new House({
    locations: [LOCATION],
    rooms: ROOMS.map(({ id, name }) => ({
      id,
      name,
      locationId: LOCATION.id,
      capacity: 8,
      preparationMinutes: 0,
      followUpMinutes: 0,
    })),
  });
  const equipped = ROOMS.map((room) => ({ room, ...equipRoom(room, room.exceptionId) }));
  const equipment = equipped.flatMap((one) => one.equipment);
  const building = new Building({
    zone: ZONE,
    points: equipment.map(({ point }) => point),
    tables: equipment.map(({ table }) => table),
    exceptions: [
      ...ROOMS.map((room) => ({ id: exceptionId(room.exceptionId), name: room.name, maxPeriods: 8, periods: [] })),
      ...FOREIGN,
    ],
  });
  const points = new Map<string, RoomPoints>(equipped.map(({ room, points: those }) => [room.name, those]));
  const find = (name: SmallRoom): (typeof ROOMS)[number] => {
    const found = ROOMS.find((room) => room.name === name);
    if (found === undefined) throw new RangeError(`no room ${name}`);
    return found;
  };

  let pronestor = await createPronestorSimulator({ house, clock: now, ...logins.pronestor });
  let unilock = await createUnilockSimulator({ building, clock: now, ...logins.unilock });
  const portOf = (url: string): number => Number(new URL(url).port);

  return {
    location: LOCATION,
    roomNames: ROOMS.map(({ name }) => name),
    logins,
    pronestor: () => pronestor,
    unilock: () => unilock,
    book: (room, from, to, more = {}) => house.makeMeeting({ roomIds: [find(room).id], from, to, ...more }),
    roomId: (room) => find(room).id,
    stateAt(room, at) {
      const ids = points.get(room);
      if (ids === undefined) throw new RangeError(`no room ${room}`);
      const state = unilock.stateAt(at);
      return {
        door: state.point(ids.doorId).state,
        alarm: state.point(ids.alarmId).state,
        light: state.point(ids.lightId).state,
        ventilation: state.point(ids.ventilationId).state,
      };
    },
    foreign() {
      const ids = new Set<string>(FOREIGN.map(({ id }) => id));
      return JSON.stringify(building.exceptions().filter(({ id }) => ids.has(id)));
    },
    async changePassword(side, password) {
      const { url } = side === 'pronestor' ? pronestor : unilock;
      const options = { clock: now, port: portOf(url), password };
      if (side === 'pronestor') {
        await pronestor.close();
        pronestor = await createPronestorSimulator({ house, userName: logins.pronestor.userName, ...options });
      } else {
        await unilock.close();
        unilock = await createUnilockSimulator({ building, userName: logins.unilock.userName, ...options });
      }
    },
    async close() {
      await Promise.all([pronestor.close(), unilock.close()]);
    },
  };
}

/** The five instants of the mission around a meeting with ten minutes before and after, and what they are called. */
export function fiveInstants(from: Instant, to: Instant): readonly (readonly [string, Instant])[] {
  return [
    ['well before', addMinutes(from, -45)],
    ['in the lead time', addMinutes(from, -5)],
    ['in the meeting', addMinutes(from, 15)],
    ['in the lag time', addMinutes(to, 5)],
    ['after', addMinutes(to, 45)],
  ];
}
