import type { Compare, Explanation } from '../../shared/dto';
import { exceptionId as asExceptionId } from '../../shared/ids';
import type { Settings } from '../../shared/settings';
import type { Instant, Period } from '../../shared/time';
import { compareHouse, explainOpening } from '../sync/compare';
import type { CompareInput } from '../sync/compare';
import type { Memory } from '../sync/model';
import type { Names } from './names';
import { policyFrom } from './policy';
import type { Seen } from './status';

/** What the calendar is made from: the newest believable readings, the last plan, memory, and names for ids. */
export interface ViewFacts {
  readonly now: Instant;
  readonly settings: Settings;
  readonly seen: Seen;
  readonly memory: Memory;
  readonly names: Names;
  /** false: what is there is only what was handed over (W13). */
  readonly canReadBack: boolean;
}

/** The calendar's rows. Rooms and exceptions that could not be read are called as they were when they were chosen. */
export function compareView(range: Period, facts: ViewFacts, isReady: boolean): Compare {
  const { names, settings } = facts;
  const compared = compareHouse(range, inputOf(facts), isReady);
  const locationOf = new Map(settings.rooms.map(({ id, locationId }) => [id, locationId]));
  return {
    ...compared,
    rooms: compared.rooms.map((room) => {
      const locationId = room.locationId === '' ? (locationOf.get(room.roomId) ?? '') : room.locationId;
      return {
        ...room,
        roomName: names.room(room.roomId),
        locationId,
        locationName: names.location(locationId),
        lanes: room.lanes.map((lane) => ({ ...lane, exceptionName: names.exception(lane.exceptionId) })),
      };
    }),
  };
}

/** Why one bar is as it is. */
export function explanationView(exceptionId: string, period: Period, facts: ViewFacts): Explanation {
  const { names } = facts;
  const explained = explainOpening(asExceptionId(exceptionId), period, inputOf(facts));
  return {
    ...explained,
    exceptionName: names.exception(exceptionId),
    because: explained.because.map((reason) => ({ ...reason, roomName: names.room(reason.roomId) })),
  };
}

function inputOf({ now, settings, seen, memory, canReadBack }: ViewFacts): CompareInput {
  return {
    policy: policyFrom(settings),
    bookings: seen.bookings,
    access: seen.access,
    plan: seen.plan,
    memory,
    now,
    houseZone: seen.access?.zone ?? settings.houseZone,
    canReadBack,
  };
}
