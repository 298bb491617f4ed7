import { exceptionId, groupId, locationId, mappingLineId, roomId } from '../../shared/ids';
import type { GroupLineSettings, MappingLineSettings, Settings } from '../../shared/settings';
import type { OpeningLine, Policy } from '../sync/model';

/** What the settings decide about the openings, as the engine takes it. Rooms, exceptions and groups without a line are read, never written. */
export function policyFrom(settings: Settings): Policy {
  return {
    locations: settings.locations.map(({ id }) => locationId(id)),
    rooms: settings.rooms.map(({ id }) => roomId(id)),
    lines: settings.mapping.map((line) => ({ ...openingLine(line), exceptionId: exceptionId(line.exceptionId) })),
    managed: settings.exceptions.map(({ id, name, places, foreignEdits }) => ({
      id: exceptionId(id),
      name,
      places,
      foreignEdits,
    })),
    groupLines: settings.groupMapping.map((line) => ({
      ...openingLine(line),
      groupId: groupId(line.groupId),
      who: { ...line.who },
    })),
    managedGroups: settings.groups.map(({ id, name }) => ({ id: groupId(id), name })),
    matchBy: settings.people.matchBy,
    horizonHours: settings.timing.horizonHours,
    countsPending: settings.countsPending,
    houseZone: settings.houseZone,
  };
}

/** What every line of the mapping says, whether it leads to an exception or to a group (rule D1). */
const openingLine = (line: MappingLineSettings | GroupLineSettings): OpeningLine => ({
  id: mappingLineId(line.id),
  roomId: roomId(line.roomId),
  leadMinutes: line.leadMinutes,
  lagMinutes: line.lagMinutes,
  block: line.block,
  longestOpeningHours: line.longestOpeningHours,
  safeHours: line.safeHours,
});
