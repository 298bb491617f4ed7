import type { BookingCheck, FoundLocation, FoundRoom, RoomList } from '../../../shared/dto';
import type { Trouble } from '../../../shared/errors';
import { asAppError } from '../../../shared/errors';
import type { LocationId } from '../../../shared/ids';
import { locationId } from '../../../shared/ids';
import type { BookingProfile } from '../../../shared/profile';
import { DAY_MS, addMs, overlaps, period, startOfDay } from '../../../shared/time';
import type { ConnectorOptions, Conversation, StepFinding } from '../../profile';
import { createSeenAnswers, isReached, openConnection, runCheckSteps, startConversation } from '../../profile';
import type { BookingReading, Completeness, Location, RejectedItem, Room } from '../../sync/model';
import { END_STATUSES } from '../../sync/model';
import type { BookingSource, Call } from '../../sync/ports';
import type { LocationList, Round, RoundRequest } from './round';
import { createRounds } from './round';

/** The places of a house: what the set-up shows to choose from. */
export interface PlacesReading {
  /** Only those whose zone is known. */
  readonly locations: readonly Location[];
  readonly rooms: readonly Room[];
  readonly rejected: readonly RejectedItem[];
  /** Why it may not be all. */
  readonly troubles: readonly Trouble[];
}

export interface PlacesSource {
  /** All locations and rooms that the account sees. Remote trouble is in `troubles`. */
  readPlaces(call: Call): Promise<PlacesReading>;
  /** The rooms of the locations, with the confirmed bookings of the coming seven days counted. Remote trouble is in `troubles`. */
  listRooms(locations: readonly string[], call: Call): Promise<RoomList>;
}

export interface PronestorSource extends BookingSource, PlacesSource {
  /** The numbered steps of a connection test, each with what it counted; bookings are today's. Remote trouble is in the step that failed. */
  check(call: Call): Promise<BookingCheck>;
  /** Closes its connections. */
  close(): void;
}

const WEEK_DAYS = 7;
/** Troubles of single rooms told at most, so that a narrowed role does not fill a screen. */
const MAX_ROOM_TROUBLES = 10;

const foundLocation = ({ id, name, zone }: Location): FoundLocation => ({ id, name, zone });

/**
 * Creates the connector to a Pronestor Planner, or to any server that the profile describes.
 * @throws AppError `invalid-address`
 */
export function createPronestorSource(options: ConnectorOptions<BookingProfile>): PronestorSource {
  const { profile, clock, logger } = options;
  const connection = openConnection(options);
  const rounds = createRounds(profile, connection.client);

  /** A round, or the trouble that kept it from beginning. Only bugs are thrown. */
  async function tryRound(request: RoundRequest, conversation: Conversation, call: Call): Promise<Round | Trouble> {
    try {
      return await rounds.read(request, conversation, call.onProgress);
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.code === 'bug') throw thrown;
      return error.toWire();
    }
  }
  const hasFailed = (round: Round | Trouble): round is Trouble => 'code' in round;

  const tell = (
    event: string,
    fields: Readonly<Record<string, string | number | boolean | null>>,
    troubles: readonly Trouble[],
  ): void => {
    logger.info(event, fields);
    for (const trouble of troubles) logger.warn(`${event}-trouble`, { code: trouble.code, ...trouble.context });
  };

  return {
    async readBookings(request, call) {
      const conversation = startConversation(call.abort);
      const round = await tryRound(request, conversation, call);
      const nothing = {
        locations: [],
        rooms: [],
        bookings: [],
        elsewhere: [],
        unreadLocations: request.locations,
        unreadRooms: request.rooms,
        rejected: [],
      };
      let reading: Omit<BookingReading, 'readAt' | 'window' | 'clockSkewMs'>;
      if (hasFailed(round)) reading = { ...nothing, completeness: 'unreadable', troubles: [round] };
      else {
        const unreadLocations = [...round.missingLocations, ...round.failedLocations];
        const found = new Set(round.rooms.map(({ id }) => id));
        const unreadRooms = request.rooms.filter((id) => !found.has(id));
        // Rooms of an unread location are explained by it.
        const roomTroubles = unreadLocations.length > 0 ? [] : unreadRooms.slice(0, MAX_ROOM_TROUBLES);
        const troubles = [
          ...round.troubles,
          ...roomTroubles.map((id): Trouble => ({ code: 'room-unread', context: { roomId: id } })),
        ];
        const isNothingRead =
          request.locations.length > 0 && request.locations.every((id) => unreadLocations.includes(id));
        // R3: what is missing from its list is unread, and blocks removals there; what was read elsewhere is as good as ever.
        const isWhole =
          round.failedLocations.length === 0 && round.troubles.every(({ code }) => code === 'location-unknown');
        const completeness: Completeness = isNothingRead ? 'unreadable' : isWhole ? 'complete' : 'partial';
        reading = isNothingRead
          ? { ...nothing, completeness, troubles }
          : {
              completeness,
              locations: round.locations,
              rooms: round.rooms,
              bookings: round.bookings,
              elsewhere: round.elsewhere,
              unreadLocations,
              unreadRooms,
              rejected: round.rejectedBookings,
              troubles,
            };
      }
      tell(
        'bookings-read',
        {
          completeness: reading.completeness,
          locations: reading.locations.length,
          rooms: reading.rooms.length,
          bookings: reading.bookings.length,
          rejected: reading.rejected.length,
        },
        reading.troubles,
      );
      return { ...reading, readAt: clock.now(), window: request.window, clockSkewMs: conversation.clockSkewMs };
    },

    async readPlaces(call) {
      const round = await tryRound({ locations: null, rooms: null, window: null }, startConversation(call.abort), call);
      if (hasFailed(round)) return { locations: [], rooms: [], rejected: [], troubles: [round] };
      return {
        locations: round.locations,
        rooms: round.rooms,
        rejected: round.rejectedRooms,
        troubles: round.troubles,
      };
    },

    async listRooms(locations, call) {
      const now = clock.now();
      const window = period(now, addMs(now, WEEK_DAYS * DAY_MS));
      const round = await tryRound(
        { locations: locations.map(locationId), rooms: null, window },
        startConversation(call.abort),
        call,
      );
      if (hasFailed(round)) return { rooms: [], unknownLocations: [], troubles: [round] };
      const unread = new Set<LocationId>(round.failedLocations);
      const counts = new Map<string, number>();
      for (const booking of round.bookings)
        if (booking.status === 'confirmed') counts.set(booking.roomId, (counts.get(booking.roomId) ?? 0) + 1);
      const rooms = round.rooms.map((room): FoundRoom => ({
        ...room,
        bookingsComingWeek: unread.has(room.locationId) ? null : (counts.get(room.id) ?? 0),
      }));
      return { rooms, unknownLocations: [...round.missingLocations], troubles: [...round.troubles] };
    },

    async check(call) {
      const seen = createSeenAnswers();
      const conversation = startConversation(call.abort, seen);
      const now = clock.now();
      let places: readonly Location[] = [];
      // Places and bookings come from one round, so that a test asks the server no more than a run does.
      let round: Round | null = null;
      let list: LocationList | undefined;
      const bookingsToday = (): number => {
        const zoneOf = new Map(places.map(({ id, zone }) => [id, zone]));
        return (round?.bookings ?? []).filter((booking) => {
          const zone = zoneOf.get(booking.locationId);
          if (zone === undefined || END_STATUSES.includes(booking.status)) return false;
          const from = startOfDay(now, zone);
          return overlaps(booking.period, { from, to: startOfDay(addMs(from, 1.5 * DAY_MS), zone) });
        }).length;
      };
      const steps = await runCheckSteps(connection.checkTarget(conversation), [
        {
          step: 'locations',
          run: async (): Promise<StepFinding> => {
            list = await rounds.readLocations(conversation);
            const { listed, rejected, troubles } = list;
            seen.rejected(rejected);
            rejected.forEach((item) => options.witness?.rejected(item));
            return { count: listed.length, trouble: troubles[0] ?? null };
          },
        },
        {
          step: 'rooms',
          run: async (): Promise<StepFinding> => {
            const window = { from: addMs(now, -2 * DAY_MS), to: addMs(now, 2 * DAY_MS) };
            const request = { locations: null, rooms: null, window, ...(list === undefined ? {} : { listed: list }) };
            round = await rounds.read(request, conversation, call.onProgress);
            places = round.locations;
            seen.rejected([...round.rejectedRooms, ...round.rejectedBookings]);
            [...round.rejectedRooms, ...round.rejectedBookings].forEach((item) => options.witness?.rejected(item));
            return {
              count: round.rooms.length,
              trouble: round.troubles.find(({ context }) => context['operation'] !== 'bookings') ?? null,
            };
          },
        },
        {
          step: 'bookings',
          run: (): Promise<StepFinding> =>
            Promise.resolve({ count: bookingsToday(), trouble: round?.troubles[0] ?? null }),
        },
      ]);
      const ok = steps.every(({ state }) => state !== 'failed');
      tell('booking-check', { ok, ...Object.fromEntries(steps.map(({ step, state }) => [step, state])) }, []);
      const facts = await connection.facts(conversation, isReached(steps));
      return { ok, steps, facts, locations: places.map(foundLocation) };
    },

    close: () => connection.close(),
  };
}
