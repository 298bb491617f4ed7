import type { Settings } from '../../shared/settings';
import type { AccessReading, BookingReading } from '../sync/model';

/** Names for ids, for the views only (rule M3): from the newest reading, else as they were called when they were chosen, else the id. */
export interface Names {
  room(id: string): string;
  location(id: string): string;
  exception(id: string): string;
}

/** Names from what was read last and what the settings keep; null where nothing was read. */
export function namesFrom(settings: Settings, bookings: BookingReading | null, access: AccessReading | null): Names {
  const rooms = lookUp(settings.rooms, bookings?.rooms);
  const locations = lookUp(settings.locations, bookings?.locations);
  const exceptions = lookUp(settings.exceptions, access?.exceptions);
  return {
    room: (id) => rooms.get(id) ?? id,
    location: (id) => locations.get(id) ?? id,
    exception: (id) => exceptions.get(id) ?? id,
  };
}

interface Named {
  readonly id: string;
  readonly name: string;
}

function lookUp(chosen: readonly Named[], read: readonly Named[] | undefined): ReadonlyMap<string, string> {
  return new Map([...chosen, ...(read ?? [])].filter(({ name }) => name !== '').map(({ id, name }) => [id, name]));
}
