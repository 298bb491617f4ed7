import { exceptionId, locationId, mappingLineId, roomId } from '../../shared/ids';
import type { Settings } from '../../shared/settings';
import type { Policy } from '../sync/model';

/** What the settings decide about the openings, as the engine takes it. Rooms and exceptions without a line are read, never written. */
export function policyFrom(settings: Settings): Policy {
  return {
    locations: settings.locations.map(({ id }) => locationId(id)),
    rooms: settings.rooms.map(({ id }) => roomId(id)),
    lines: settings.mapping.map((line) => ({
      id: mappingLineId(line.id),
      roomId: roomId(line.roomId),
      exceptionId: exceptionId(line.exceptionId),
      leadMinutes: line.leadMinutes,
      lagMinutes: line.lagMinutes,
      block: line.block,
      longestOpeningHours: line.longestOpeningHours,
      safeHours: line.safeHours,
    })),
    managed: settings.exceptions.map(({ id, name, places, foreignEdits }) => ({
      id: exceptionId(id),
      name,
      places,
      foreignEdits,
    })),
    horizonHours: settings.timing.horizonHours,
    countsPending: settings.countsPending,
    houseZone: settings.houseZone,
  };
}
