import type { Settings } from '../../shared/settings';
import type { AccessReading, BookingReading, PeopleReading } from '../sync/model';

/** Names for ids, for the views only (rule M3): from the newest reading, else as they were called when they were chosen, else the id. */
export interface Names {
  room(id: string): string;
  location(id: string): string;
  exception(id: string): string;
  group(id: string): string;
  /** "" for somebody who was not read: an id is no name of a person. */
  person(id: string): string;
}

/** What was read last, as far as it may be believed; null where nothing was. */
export interface ReadNames {
  readonly bookings: BookingReading | null;
  readonly access: AccessReading | null;
  readonly people: PeopleReading | null;
}

/** Names from what was read last and what the settings keep. */
export function namesFrom(settings: Settings, read: ReadNames): Names {
  const rooms = lookUp(settings.rooms, read.bookings?.rooms);
  const locations = lookUp(settings.locations, read.bookings?.locations);
  const exceptions = lookUp(settings.exceptions, read.access?.exceptions);
  const groups = lookUp(settings.groups, read.people?.groups);
  let persons: ReadonlyMap<string, string> | null = null;
  return {
    room: (id) => rooms.get(id) ?? id,
    location: (id) => locations.get(id) ?? id,
    exception: (id) => exceptions.get(id) ?? id,
    group: (id) => groups.get(id) ?? id,
    // A house may have tens of thousands, and most views name none of them.
    person: (id) => (persons ??= lookUp([], read.people?.persons?.list)).get(id) ?? '',
  };
}

interface Named {
  readonly id: string;
  readonly name: string;
}

function lookUp(chosen: readonly Named[], read: readonly Named[] | undefined): ReadonlyMap<string, string> {
  return new Map([...chosen, ...(read ?? [])].filter(({ name }) => name !== '').map(({ id, name }) => [id, name]));
}
