import { describe, expect, it } from 'vitest';
import { House } from '../../../electron/simulator';
import { locationId, roomId } from '../../../shared/ids';
import { addMinutes, instantFromIso } from '../../../shared/time';

const FROM = instantFromIso('2026-11-23T08:00:00Z');
const room = (id: string) => ({
  id: roomId(id),
  name: `Lokale ${id}`,
  locationId: locationId('12'),
  capacity: 8,
  preparationMinutes: 0,
  followUpMinutes: 0,
});
const createHouse = () =>
  new House({
    locations: [{ id: locationId('12'), name: 'Hovedkontor', timeZone: 'Europe/Copenhagen' }],
    rooms: ['101', '102', '103'].map(room),
  });
const meet = (house: House, ...roomIds: string[]) =>
  house.makeMeeting({ roomIds, from: FROM, to: addMinutes(FROM, 60) });

describe('house', () => {
  it('makes meetings with none, one and several rooms, each with ids of its own', () => {
    const house = createHouse();
    const [none, one, two] = [meet(house), meet(house, '101'), meet(house, '101', '102')];
    expect([none, one, two].map((meeting) => meeting.bookings.length)).toEqual([0, 1, 2]);
    expect(new Set(house.meetings().map((meeting) => meeting.id)).size).toBe(3);
    expect(new Set(house.meetings().flatMap((meeting) => meeting.bookings.map((booking) => booking.id))).size).toBe(3);
  });

  it('R6 keeps the booking id when a room is exchanged, and leaves an empty row when it is taken out', () => {
    const house = createHouse();
    const meeting = meet(house, '101');
    const moved = house.moveMeeting(meeting.id, { roomIds: ['102'] });
    expect(moved.bookings).toEqual([{ id: meeting.bookings[0]?.id, roomId: '102', isTakenOut: false }]);
    const emptied = house.moveMeeting(meeting.id, { roomIds: [] });
    expect(emptied.bookings).toEqual([{ id: meeting.bookings[0]?.id, roomId: '102', isTakenOut: true }]);
    const widened = house.moveMeeting(meeting.id, { roomIds: ['102', '103'] });
    expect(widened.bookings.map((booking) => [booking.roomId, booking.isTakenOut])).toEqual([
      ['102', false],
      ['103', false],
    ]);
  });

  it('changes times and status as values: a meeting handed out stays as it was', () => {
    const house = createHouse();
    const meeting = meet(house, '101');
    house.moveMeeting(meeting.id, { to: addMinutes(FROM, 30) });
    house.cancelMeeting(meeting.id);
    expect(meeting).toMatchObject({ status: 'Confirmed', to: addMinutes(FROM, 60) });
    expect(house.meeting(meeting.id)).toMatchObject({ status: 'Cancelled', from: FROM, to: addMinutes(FROM, 30) });
  });

  it('removes without a trace', () => {
    const house = createHouse();
    const meeting = meet(house, '101');
    house.removeMeeting(meeting.id);
    expect(house.meetings()).toEqual([]);
    expect(() => house.meeting(meeting.id)).toThrow(RangeError);
  });

  it('refuses unknown rooms and ends that are not after the start', () => {
    const house = createHouse();
    expect(() => meet(house, '999')).toThrow(RangeError);
    expect(() => house.makeMeeting({ roomIds: ['101'], from: FROM, to: FROM })).toThrow(RangeError);
    expect(house.meetings()).toEqual([]);
  });
});
