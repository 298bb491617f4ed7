import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../electron/simulator';
import { addMinutes, MINUTE_MS } from '../../../shared/time';
import { at, between } from '../../builders';
import type { QuietHouse } from './quiet-house';
import { quietHouse } from './quiet-house';

const NOW = at('2026-11-23T09:07');
const MEETING = between('2026-11-23T19:00', '20:00');
const MIDDLE = addMinutes(MEETING.from, 30);

let house: QuietHouse;
beforeEach(async () => {
  house = await quietHouse(NOW);
  house.book(MEETING);
  expect(await house.sync()).toMatchObject({ result: 'equal', state: 'ready' });
});
afterEach(() => house.close());

/** Two polls later, so that no pause or count of tries is in the way. */
const later = () => house.clock.advance(11 * MINUTE_MS);

describe('every fault of a reading: nothing is removed, nothing is called ready that is not, and it heals by itself', () => {
  it.each<['pronestor' | 'unilock', Fault]>([
    ['pronestor', { kind: 'empty-list', operation: 'bookings' }],
    ['pronestor', { kind: 'empty-list', operation: 'rooms' }],
    ['pronestor', { kind: 'empty-list', operation: 'locations' }],
    ['pronestor', { kind: 'lost-page', page: 1, operation: 'bookings' }],
    ['pronestor', { kind: 'hidden-location', locationId: '12' }],
    ['pronestor', { kind: 'redirect-to-login', operation: 'bookings' }],
    ['pronestor', { kind: 'login-page', operation: 'bookings' }],
    ['pronestor', { kind: 'denied', operation: 'bookings' }],
    ['pronestor', { kind: 'wrong-clock', minutes: 5 }],
    ['pronestor', { kind: 'cut-off', operation: 'bookings' }],
    ['pronestor', { kind: 'server-error', operation: 'rooms' }],
    ['pronestor', { kind: 'too-many-requests' }],
    ['unilock', { kind: 'empty-list', operation: 'exceptions' }],
    ['unilock', { kind: 'wrong-clock', minutes: -5 }],
    ['unilock', { kind: 'login-page', operation: 'exceptions' }],
    ['unilock', { kind: 'denied', operation: 'info' }],
    ['unilock', { kind: 'cut-off', operation: 'exceptions' }],
    ['unilock', { kind: 'server-error', operation: 'exceptions' }],
  ])('P6 P13 %s: %o', async (side, fault) => {
    const before = house.written();
    const end = house[side].faults.inject(fault);
    const run = await house.sync();
    expect(['different', 'failed']).toContain(run.result);
    expect(run.state).not.toBe('ready');
    expect(house.written()).toEqual(before);
    // P22: each thing once.
    const told = run.troubles.map((trouble) => JSON.stringify(trouble));
    expect(told).toEqual([...new Set(told)]);
    end();
    later();
    expect(await house.sync()).toMatchObject({ result: 'equal', state: 'ready' });
    expect(house.written()).toEqual(before);
  });
});

describe('what was not read', () => {
  it('R3 a location that answers with an error is not called unknown', async () => {
    house.pronestor.faults.inject({ kind: 'server-error', operation: 'rooms', locationId: '12' });
    const { troubles, bookings } = await house.sync();
    expect(bookings?.unreadLocations).toContain('12');
    expect(troubles.map(({ code }) => code)).not.toContain('location-unknown');
    expect(troubles.map(({ code }) => code)).toContain('server-error');
  });
});

describe('every fault of a write: told, and put right by itself', () => {
  it.each<Fault>([
    { kind: 'answer-lost', operation: 'write-periods' },
    { kind: 'answer-lost', operation: 'write-periods', times: 1 },
    { kind: 'version-conflict', operation: 'write-periods', times: 1 },
    { kind: 'version-conflict', operation: 'write-periods' },
    { kind: 'lagging-read', reads: 3 },
    { kind: 'refusal', operation: 'write-periods', exceptionId: '6' },
    { kind: 'server-error', operation: 'write-periods' },
    { kind: 'cut-off', operation: 'write-periods' },
    { kind: 'redirect-to-login', operation: 'write-periods' },
    { kind: 'cookie-expired' },
  ])('P1 P8 W10 a cancellation and a new meeting meet %o', async (fault) => {
    house.house.cancelMeeting(house.house.meetings()[0]?.id ?? '');
    const added = between('2026-11-23T21:30', '22:30');
    house.book(added);
    const end = house.unilock.faults.inject(fault);
    const run = await house.sync();
    const isDone = !house.isOpen(MIDDLE) && house.isOpen(added.from);
    // Ready is never said before it is so; that it is so may be seen later (a lagging reading).
    expect(run.state !== 'ready' || isDone).toBe(true);
    end();
    later();
    expect(await house.sync()).toMatchObject({ result: 'equal', state: 'ready' });
    expect([house.isOpen(MIDDLE), house.isOpen(added.from)]).toEqual([false, true]);
    house.unilock.requests.clear();
    await house.sync();
    expect(house.unilock.requests.count('write-periods')).toBe(0);
  });
});
