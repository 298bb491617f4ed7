import { House } from '../../electron/simulator';
import type { BookingStatus, Guest } from '../../electron/simulator';
import { locationId, roomId } from '../../shared/ids';
import type { Period } from '../../shared/time';
import { instantFromIso } from '../../shared/time';
import { canary } from '../builders/canary';

/** Three properties in three zones; the hall of the third is never booked. */
export const PROPERTIES = [
  { id: locationId('P-01'), name: 'Havnegade', timeZone: 'Europe/Copenhagen' },
  { id: locationId('P-02'), name: 'Esplanadi', timeZone: 'Europe/Helsinki' },
  { id: locationId('P-03'), name: 'Strand', timeZone: 'Europe/London' },
] as const;

const hall = (id: string, at: string, preparationMinutes: number, followUpMinutes: number) => ({
  id: roomId(id),
  name: `Sal ${id}`,
  locationId: locationId(at),
  capacity: 12,
  preparationMinutes,
  followUpMinutes,
});

export const HALLS = [
  hall('H-101', 'P-01', 15, 10),
  hall('H-102', 'P-01', 0, 0),
  hall('H-201', 'P-02', 5, 0),
  hall('H-301', 'P-03', 0, 30),
] as const;

const ARRANGER: Guest = { name: canary('arranger'), email: 'arranger@hus.example', isExternal: false };
export const INSIDER: Guest = { name: canary('insider'), email: 'insider@hus.example', isExternal: false };
export const VISITOR: Guest = { name: canary('visitor'), email: 'visitor@gaest.example', isExternal: true };

/** One word of the house for each phase, in the order of the page. */
export const STATUSES: readonly BookingStatus[] = ['Confirmed', 'Pending', 'Cancelled', 'Deleted', 'Ended', 'NoShow'];

export const during = (from: string, to: string): Period => ({ from: instantFromIso(from), to: instantFromIso(to) });

/** The night in which the clocks of Europe go back, with a day on each side. */
export const AUTUMN = during('2026-10-24T00:00:00Z', '2026-10-26T00:00:00Z');

/** A working day of the properties, and the autumn night before it. Ids are those of the bookings. */
export function makeHouse(): House {
  const house = new House({ locations: PROPERTIES, rooms: HALLS });
  const book = (id: number, at: string, [from, to]: readonly [string, string], more: object = {}): void => {
    house.makeMeeting({
      id: String(id + 1000),
      bookingIds: [String(id)],
      roomIds: [at],
      ...during(from, to),
      title: canary(`title-${String(id)}`),
      organiser: ARRANGER,
      ...more,
    });
  };
  book(1, 'H-102', ['2026-11-23T07:00:00Z', '2026-11-23T07:30:00Z'], { isPrivate: true });
  STATUSES.forEach((status, index) => {
    const hour = String(8 + index).padStart(2, '0');
    book(11 + index, 'H-101', [`2026-11-23T${hour}:00:00Z`, `2026-11-23T${hour}:45:00Z`], {
      status,
      attendees: [INSIDER, VISITOR],
    });
  });
  book(21, 'H-201', ['2026-11-23T07:00:00Z', '2026-11-23T08:30:00Z']);
  // 02:30 to 02:30 and 01:00 to 02:15 in Copenhagen, 03:30 to 03:30 in Helsinki: the hour that comes twice.
  book(31, 'H-101', ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']);
  book(32, 'H-102', ['2026-10-24T23:00:00Z', '2026-10-25T00:15:00Z']);
  book(33, 'H-201', ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']);
  return house;
}
