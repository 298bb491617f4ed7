import { afterEach, beforeEach, expect, it } from 'vitest';
import { addMinutes, MINUTE_MS } from '../../../shared/time';
import { at, between } from '../../builders';
import type { QuietHouse } from './quiet-house';
import { quietHouse } from './quiet-house';

const NOW = at('2026-11-23T09:07');
const MEETING = between('2026-11-23T19:00', '20:00');
const MIDDLE = addMinutes(MEETING.from, 30);
/** Pronestor has it, in the same location; the program was told to leave it alone. */
const NOT_CHOSEN = '107';

let house: QuietHouse;
beforeEach(async () => {
  house = await quietHouse(NOW);
  house.core.saveSettings({ rooms: house.core.readSettings().rooms.filter(({ id }) => id !== NOT_CHOSEN) });
  house.book(MEETING);
  expect(await house.sync()).toMatchObject({ result: 'equal', state: 'ready' });
  expect(house.isOpen(MIDDLE)).toBe(true);
});
afterEach(() => house.close());

const moveAway = () => void house.house.moveMeeting(house.house.meetings()[0]?.id ?? '', { roomIds: [NOT_CHOSEN] });

it('R6 P17 a meeting moved to a room that is not chosen frees the old door within the same poll', async () => {
  moveAway();
  expect(await house.sync()).toMatchObject({ result: 'equal', state: 'ready', plan: { holds: [] } });
  expect(house.isOpen(MIDDLE)).toBe(false);
});

it('R6 W4 moved away while it runs, the door shuts after the lag, not at once', async () => {
  house.clock.set(MIDDLE);
  await house.sync();
  moveAway();
  await house.sync();
  expect(house.isOpen(addMinutes(MIDDLE, 9))).toBe(true);
  expect(house.isOpen(addMinutes(MIDDLE, 11))).toBe(false);
});

it('R4 seen only by a reading that lacks something else it frees nothing', async () => {
  moveAway();
  const end = house.pronestor.faults.inject({ kind: 'server-error', operation: 'rooms' });
  expect((await house.sync()).result).not.toBe('equal');
  expect(house.isOpen(MIDDLE)).toBe(true);
  end();
  house.clock.advance(11 * MINUTE_MS);
  expect(await house.sync()).toMatchObject({ result: 'equal' });
  expect(house.isOpen(MIDDLE)).toBe(false);
});
