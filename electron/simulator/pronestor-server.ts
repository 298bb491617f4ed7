import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Instant, Period, ZoneName } from '../../shared/time';
import { addMinutes, hasOffset, instantFromIso, instantFromWall, overlaps, wallFromInstant } from '../../shared/time';
import type { StruckFaults } from './faults';
import { bendList } from './faults';
import type { Guest, House, HouseLocation, Meeting, RoomBooking } from './house';
import { statusOf } from './house';
import type { Twin, TwinAnswer, TwinOperation, TwinOptions, TwinRequest } from './loopback-server';
import { createTwin, jsonAnswer, jsonBody, redirectToLogin, refusal, wholeNumber } from './loopback-server';

export interface PronestorSimulator extends Twin {
  readonly userName: string;
  readonly password: string;
  readonly house: House;
}

export interface PronestorOptions extends TwinOptions {
  readonly house: House;
  readonly userName: string;
  readonly password: string;
  /** From the login, whatever is asked meanwhile. Default 20. */
  readonly sessionMinutes?: number;
  /** The most rows of one page, whatever is asked for. Default 500. */
  readonly pageLimit?: number;
  /** As the server's own setting: nobody needs to log in. Default false. */
  readonly authenticationBypass?: boolean;
}

const ROOT = '/api.mvc/v1/';
const COOKIE = 'PronestorSession';

const Login = z.object({ Username: z.string(), Password: z.string() });

/**
 * A Pronestor Planner in the default shape (our guess, `confirmed: false`), over real HTTP on loopback.
 * @throws AppError port-in-use
 */
export async function createPronestorSimulator(options: PronestorOptions): Promise<PronestorSimulator> {
  const {
    house,
    clock,
    userName,
    password,
    sessionMinutes = 20,
    pageLimit = 500,
    authenticationBypass = false,
  } = options;
  const sessions = new Map<string, Instant>();
  // Meetings are never changed in place, so their rows can be kept with them: wall times are dear to make.
  const rowsOfMeeting = new WeakMap<Meeting, readonly Row[]>();

  const find = (request: TwinRequest): TwinOperation | null => {
    if (!request.path.startsWith(ROOT)) return null;
    const method = `${request.method} ${request.path.slice(ROOT.length)}`;
    const locationId = request.query.get('locationId') ?? '';
    if (method === 'POST Authenticate') return { context: { operation: 'login' }, answer: () => login(request) };
    if (method === 'GET Locations') {
      return {
        context: { operation: 'locations' },
        answer: (struck) => guarded(request, struck, () => locations(struck)),
      };
    }
    if (method === 'GET Rooms') {
      return {
        context: { operation: 'rooms', locationId },
        answer: (struck) => guarded(request, struck, () => rooms(locationId, struck)),
      };
    }
    if (method === 'GET RoomBookings') {
      return {
        context: { operation: 'bookings', locationId },
        answer: (struck) => guarded(request, struck, () => bookings(request, locationId, struck)),
      };
    }
    return null;
  };

  function login(request: TwinRequest): TwinAnswer {
    const given = Login.safeParse(jsonBody(request));
    if (!given.success) return refusal(400, 'Username and Password are needed');
    if (given.data.Username !== userName || given.data.Password !== password) {
      return jsonAnswer({ Success: false, Message: 'Forkert brugernavn eller adgangskode' });
    }
    const session = randomUUID();
    sessions.set(session, addMinutes(clock(), sessionMinutes));
    return jsonAnswer({ Success: true }, 200, { 'Set-Cookie': `${COOKIE}=${session}; path=/; HttpOnly` });
  }

  function guarded(request: TwinRequest, struck: StruckFaults, answer: () => TwinAnswer): TwinAnswer {
    const session = cookieOf(request);
    if (struck.get('cookie-expired') !== undefined) sessions.delete(session);
    const until = sessions.get(session);
    const isLoggedIn = until !== undefined && clock() < until;
    return isLoggedIn || authenticationBypass ? answer() : redirectToLogin(request.path);
  }

  function locations(struck: StruckFaults): TwinAnswer {
    const hidden = struck.get('hidden-location')?.locationId;
    const rows = house
      .locations()
      .filter((location) => location.id !== hidden)
      .map((location) => ({ Id: Number(location.id), Name: location.name, TimeZone: location.timeZone }));
    return jsonAnswer(bendList(rows, struck));
  }

  function rooms(locationId: string, struck: StruckFaults): TwinAnswer {
    const location = house.locations().find((one) => one.id === locationId);
    if (location === undefined) return refusal(404, 'No such location');
    if (struck.get('hidden-location') !== undefined) return jsonAnswer([]);
    const rows = house
      .rooms()
      .filter((room) => room.locationId === locationId)
      .map((room) => ({
        Id: Number(room.id),
        Name: room.name,
        LocationId: Number(room.locationId),
        Capacity: room.capacity,
        PreparationMinutes: room.preparationMinutes,
        FollowUpMinutes: room.followUpMinutes,
      }));
    return jsonAnswer(bendList(rows, struck));
  }

  function bookings(request: TwinRequest, locationId: string, struck: StruckFaults): TwinAnswer {
    const location = house.locations().find((one) => one.id === locationId);
    if (location === undefined) return refusal(404, 'No such location');
    const window = windowOf(request, location.timeZone);
    if (window === null) return refusal(400, 'from and to are needed');
    if (struck.get('hidden-location') !== undefined || struck.get('empty-list') !== undefined) {
      return jsonAnswer({ Items: [], TotalCount: 0 });
    }
    const rows = rowsIn(location, window);
    const page = wholeNumber(request.query.get('page'), 1);
    const size = Math.min(wholeNumber(request.query.get('pageSize'), pageLimit), pageLimit);
    const isLost = struck.get('lost-page')?.page === page;
    const unknown = struck.get('unknown-status');
    const items = (isLost ? [] : rows.slice((page - 1) * size, page * size)).map(({ wire }) =>
      unknown !== undefined && (unknown.bookingId === undefined || unknown.bookingId === String(wire.Id))
        ? { ...wire, Status: unknown.word ?? 'Tentative' }
        : wire,
    );
    return jsonAnswer({ Items: bendList(items, struck), TotalCount: rows.length });
  }

  /** The rows of the location that overlap the window, by start, then id: pages stay the same as long as nothing changes. */
  function rowsIn(location: HouseLocation, window: Period): readonly Row[] {
    const roomIds = new Set<string>(
      house
        .rooms()
        .filter((room) => room.locationId === location.id)
        .map((room) => room.id),
    );
    const rows: Row[] = [];
    for (const meeting of house.meetings()) {
      if (!overlaps(meeting, window)) continue;
      for (const row of rowsOf(meeting)) if (roomIds.has(row.booking.roomId)) rows.push(row);
    }
    return rows.sort((a, b) => a.from - b.from || a.wire.Id - b.wire.Id);
  }

  function rowsOf(meeting: Meeting): readonly Row[] {
    const known = rowsOfMeeting.get(meeting);
    if (known !== undefined) return known;
    const rows = meeting.bookings.map((booking) => rowOf(meeting, booking, zoneOf(house, booking)));
    rowsOfMeeting.set(meeting, rows);
    return rows;
  }

  const twin = await createTwin(options, find);
  return { ...twin, userName, password, house };
}

interface Row {
  readonly booking: RoomBooking;
  readonly from: Instant;
  readonly wire: ReturnType<typeof wireOf>;
}

const rowOf = (meeting: Meeting, booking: RoomBooking, zone: ZoneName): Row => ({
  booking,
  from: meeting.from,
  wire: wireOf(meeting, booking, zone),
});

const person = (guest: Guest) => ({ Name: guest.name, Email: guest.email });

/** A private meeting carries its title like any other: the account sees it, so the client must mask it (M3). */
const wireOf = (meeting: Meeting, booking: RoomBooking, zone: ZoneName) => ({
  Id: Number(booking.id),
  MeetingId: Number(meeting.id),
  RoomId: Number(booking.roomId),
  Start: wallFromInstant(meeting.from, zone),
  End: wallFromInstant(meeting.to, zone),
  Subject: meeting.title,
  IsPrivate: meeting.isPrivate,
  Status: statusOf(meeting, booking) as string,
  Organizer: person(meeting.organiser),
  Attendees: meeting.attendees.map((guest) => ({ ...person(guest), IsExternal: guest.isExternal })),
});

function zoneOf(house: House, booking: RoomBooking): ZoneName {
  const room = house.rooms().find((one) => one.id === booking.roomId);
  const location = house.locations().find((one) => one.id === room?.locationId);
  if (location === undefined) throw new RangeError(`room ${booking.roomId} stands in no location`);
  return location.timeZone;
}

function cookieOf(request: TwinRequest): string {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === COOKIE && value !== undefined) return value;
  }
  return '';
}

/** The asked window, widest where a wall time is ambiguous; null when it is missing or malformed. */
function windowOf(request: TwinRequest, zone: ZoneName): Period | null {
  const from = request.query.get('from');
  const to = request.query.get('to');
  if (from === null || to === null) return null;
  try {
    return {
      from: hasOffset(from) ? instantFromIso(from) : instantFromWall(from, zone, 'earlier'),
      to: hasOffset(to) ? instantFromIso(to) : instantFromWall(to, zone, 'later'),
    };
  } catch {
    // No time at all: the caller gets 400.
    return null;
  }
}
