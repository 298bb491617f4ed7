import type { LocationId, RoomId } from '../../../shared/ids';
import type { AccessReading, BookingReading, HoldReason } from '../model';

/** Milliseconds that our clock may differ from a server's before nothing is removed (rule R7). */
export const CLOCK_TOLERANCE_MS = 120_000;

/** Where nothing may be removed in this run, and why (rules R3, R4, R7). */
export interface RemovalBlocks {
  /** Everywhere, by what was read of the bookings; a booking that is not seen may be there all the same. */
  readonly reading: HoldReason | null;
  /** Everywhere, for a reason that does not make the booking reading less believable. */
  readonly other: HoldReason | null;
  readonly rooms: ReadonlyMap<RoomId, HoldReason>;
  readonly locations: ReadonlyMap<LocationId, HoldReason>;
}

const isClockOff = (skewMs: number | null): boolean => Math.abs(skewMs ?? 0) > CLOCK_TOLERANCE_MS;

/**
 * What both readings forbid to remove.
 * R4: only a complete reading may lead to a removal. R3: an unread room is not empty, and a rejected item blocks its room, else its
 * location, else everywhere. R7: a clock that is off.
 * @param reading null: none was made (refill from memory) or none could be made
 * @param access null when it is not known yet
 */
export function removalBlocks(reading: BookingReading | null, access: AccessReading | null): RemovalBlocks {
  const rooms = new Map<RoomId, HoldReason>();
  const locations = new Map<LocationId, HoldReason>();
  let whole: HoldReason | null = reading?.completeness === 'complete' ? null : 'incomplete-reading';
  if (reading !== null) {
    for (const id of reading.unreadRooms) rooms.set(id, 'incomplete-reading');
    for (const id of reading.unreadLocations) locations.set(id, 'incomplete-reading');
    for (const item of reading.rejected) {
      if (item.roomId !== null) rooms.set(item.roomId, 'rejected-item');
      else if (item.locationId !== null) locations.set(item.locationId, 'rejected-item');
      else whole ??= 'rejected-item';
    }
  }
  let other: HoldReason | null = null;
  if (isClockOff(reading?.clockSkewMs ?? null) || isClockOff(access?.clockSkewMs ?? null)) other = 'clock-differs';
  else if (access !== null && access.completeness !== 'complete') other = 'incomplete-reading';
  return { reading: whole, other, rooms, locations };
}

/** Why the absence of something in this room proves nothing; null when it would. */
export const whyUnseen = (blocks: RemovalBlocks, roomId: RoomId, locationId: LocationId): HoldReason | null =>
  blocks.reading ?? blocks.rooms.get(roomId) ?? blocks.locations.get(locationId) ?? null;

/** Why nothing of this room may be removed; null when it may. */
export const whyBlocked = (blocks: RemovalBlocks, roomId: RoomId, locationId: LocationId): HoldReason | null =>
  blocks.other ?? whyUnseen(blocks, roomId, locationId);

/** Why nothing at all may be removed; null when something may. */
export const whyAllBlocked = (blocks: RemovalBlocks): HoldReason | null => blocks.other ?? blocks.reading;
