import { afterEach, describe, expect, it } from 'vitest';
import type { Instant, Period } from '../../../shared/time';
import { addMinutes, instant } from '../../../shared/time';
import type { QuietHouse } from './quiet-house';
import { quietHouse } from './quiet-house';

/** Lead, lag, preparation and follow-up together reach no further in this house; the widening adds at most two hours. */
const REACH_MINUTES = 180;
const utc = (text: string): Instant => instant(Date.parse(text));

let house: QuietHouse;
afterEach(() => house.close());

/** Every five minutes of the night: open throughout the meeting, shut well before and after it. */
function checkDoor(meeting: Period, night: Period): void {
  const wrong: string[] = [];
  for (let when = night.from; when < night.to; when = addMinutes(when, 5)) {
    const isIn = when >= meeting.from && when < meeting.to;
    const isFar = when < addMinutes(meeting.from, -REACH_MINUTES) || when >= addMinutes(meeting.to, REACH_MINUTES);
    if ((isIn && !house.isOpen(when)) || (isFar && house.isOpen(when))) wrong.push(new Date(when).toISOString());
  }
  expect(wrong).toEqual([]);
}

const AUTUMN = { from: utc('2026-10-24T16:00Z'), to: utc('2026-10-26T06:00Z') };
const SPRING = { from: utc('2027-03-27T16:00Z'), to: utc('2027-03-28T10:00Z') };

describe('both nights on which the clocks change, from the booking over HTTP to what UniLock holds', () => {
  it.each([
    ['ends in the first pass', '2026-10-24T22:00Z', '2026-10-25T00:20Z'],
    ['ends in the second pass', '2026-10-24T22:00Z', '2026-10-25T01:20Z'],
    ['begins in the first pass', '2026-10-25T00:30Z', '2026-10-25T02:30Z'],
    ['begins in the second pass', '2026-10-25T01:30Z', '2026-10-25T02:30Z'],
    ['lies in both passes', '2026-10-25T00:20Z', '2026-10-25T01:40Z'],
    ['ends as the hour is over', '2026-10-24T23:30Z', '2026-10-25T02:00Z'],
    ['lasts through midnight and the night', '2026-10-24T20:00Z', '2026-10-25T13:30Z'],
  ])('P11 R1 autumn: a meeting that %s', async (_, from, to) => {
    house = await quietHouse(utc('2026-10-24T10:00Z'));
    const meeting = { from: utc(from), to: utc(to) };
    house.book(meeting);
    expect(await house.sync()).toMatchObject({ result: 'equal', state: 'ready' });
    checkDoor(meeting, AUTUMN);
    house.unilock.requests.clear();
    // Looked at again inside the doubled hour: still the same, and nothing is written.
    for (const later of ['2026-10-25T00:10Z', '2026-10-25T00:50Z', '2026-10-25T01:10Z', '2026-10-25T01:50Z']) {
      house.clock.set(utc(later));
      expect(await house.sync()).toMatchObject({ result: 'equal', state: 'ready' });
      checkDoor(meeting, { from: utc(later), to: AUTUMN.to });
    }
    expect(house.unilock.requests.count('write-periods')).toBe(0);
  });

  it.each([
    ['ends where the hour is missing', '2027-03-27T23:00Z', '2027-03-28T01:00Z'],
    ['goes over it', '2027-03-28T00:30Z', '2027-03-28T01:30Z'],
    ['begins after it', '2027-03-28T01:00Z', '2027-03-28T02:00Z'],
  ])('P11 R1 spring: a meeting that %s', async (_, from, to) => {
    house = await quietHouse(utc('2027-03-27T10:00Z'));
    const meeting = { from: utc(from), to: utc(to) };
    house.book(meeting);
    expect(await house.sync()).toMatchObject({ result: 'equal', state: 'ready' });
    checkDoor(meeting, SPRING);
    house.unilock.requests.clear();
    house.clock.set(utc('2027-03-28T01:05Z'));
    expect(await house.sync()).toMatchObject({ result: 'equal', state: 'ready' });
    expect(house.unilock.requests.count('write-periods')).toBe(0);
  });
});
