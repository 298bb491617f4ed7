import { describe, expect, it } from 'vitest';
import { documentChanges } from '../../../electron/store/journal/memory-documents';
import type { Memory, RememberedBooking } from '../../../electron/sync/model';
import { EMPTY_MEMORY } from '../../../electron/sync/model';
import { bookingId, locationId, roomId } from '../../../shared/ids';
import { at, between } from '../../builders';

/** A booking that counts how often it is put into words. */
function countedBooking(id: string) {
  const counter = { rendered: 0 };
  const booking: RememberedBooking = {
    id: bookingId(id),
    meetingId: null,
    roomId: roomId('r1'),
    locationId: locationId('l1'),
    period: between('2026-11-23T09:00', '10:00'),
    get status() {
      counter.rendered += 1;
      return 'confirmed' as const;
    },
    evidence: 'read',
    people: [],
  };
  return { booking, counter };
}

const memoryOf = (bookings: readonly RememberedBooking[], readAt: string): Memory => ({
  ...EMPTY_MEMORY,
  reading: { readAt: at(readAt), window: between('2026-11-22T00:00', '23:00'), rooms: [], bookings },
});

describe('the memory’s documents', () => {
  it('P2 bookings that are the same objects are not put into words again, in however new a reading', () => {
    const counted = Array.from({ length: 3 }, (_, index) => countedBooking(`b${String(index)}`));
    const bookings = counted.map(({ booking }) => booking);
    const first = documentChanges(memoryOf(bookings, '2026-11-23T08:00'), new Map());
    expect(counted.map(({ counter }) => counter.rendered)).toEqual([1, 1, 1]);
    const second = documentChanges(memoryOf([...bookings], '2026-11-23T08:05'), first.written);
    expect(counted.map(({ counter }) => counter.rendered)).toEqual([1, 1, 1]);
    expect(second.write.map(({ key }) => key)).toEqual(['reading']);
    const fewer = documentChanges(memoryOf(bookings.slice(1), '2026-11-23T08:10'), second.written);
    expect(fewer.write.map(({ key }) => key)).toEqual(['reading', 'reading/bookings/0']);
    const none = documentChanges(memoryOf([], '2026-11-23T08:15'), fewer.written);
    expect(none.remove).toEqual(['reading/bookings/0']);
  });
});
