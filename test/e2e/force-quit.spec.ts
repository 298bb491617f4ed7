import { calendarIsEqual, goTo, isReady, setUp, syncFromTray, syncToEnd } from './support/in-window';
import type { LaunchedApp } from './support/program';
import { expect, test } from './support/program';
import type { SmallHouse, SmallRoom } from './support/small-house';
import { AT_REST, fiveInstants, houseTime, IN_USE, startSmallHouse } from './support/small-house';

const FROM = houseTime(1, '13:00');
const TO = houseTime(1, '14:00');

/** Ended by the system, without a chance to do anything about it. */
async function killByForce({ app }: LaunchedApp): Promise<void> {
  const ended = app.waitForEvent('close');
  app.process().kill('SIGKILL');
  await ended;
}

const around = (house: SmallHouse, room: SmallRoom): readonly string[] =>
  fiveInstants(FROM, TO).map(([, at]) => {
    const state = house.stateAt(room, at);
    return JSON.stringify(state) === JSON.stringify(IN_USE)
      ? 'in use'
      : JSON.stringify(state) === JSON.stringify(AT_REST)
        ? 'at rest'
        : 'mixed';
  });
const OPEN = ['at rest', 'in use', 'in use', 'in use', 'at rest'];
const SHUT = OPEN.map(() => 'at rest');

test('P8 killed in the middle of a sync, it heals by itself at the next start', async ({ launch }) => {
  const house = await startSmallHouse();
  try {
    house.book('Fyn', FROM, TO);
    const foreign = house.foreign();
    const first = await launch();
    await setUp(await first.page(), first.tray, house);
    expect(around(house, 'Fyn')).toEqual(OPEN);

    await test.step('while UniLock is slow to carry out the first of two writes', async () => {
      // Two rooms change: one write is under way for as long as the program lives, the other is never begun.
      house.book('Sjælland', FROM, TO);
      house.book('Bornholm', FROM, TO);
      const written = house.unilock().requests.count('write-periods');
      const endSlowness = house
        .unilock()
        .faults.inject({ kind: 'slow', operation: 'write-periods', milliseconds: 4_000 });
      await syncFromTray(first.tray);
      await expect.poll(() => house.unilock().requests.count('write-periods')).toBe(written + 1);
      expect(await first.tray.tooltip()).toBe('Synkroniserer…');
      await killByForce(first);
      endSlowness();
      expect([around(house, 'Sjælland'), around(house, 'Bornholm')]).toEqual([SHUT, SHUT]);
      expect(around(house, 'Fyn')).toEqual(OPEN);
    });

    await test.step('started again with the same data folder, it brings the house to equality', async () => {
      const second = await launch({ dataFolder: first.dataFolder });
      await isReady(second.tray);
      for (const room of house.roomNames) await expect.poll(() => around(house, room)).toEqual(OPEN);
      const page = await second.page();
      await calendarIsEqual(page, 1, 3);
      await goTo(page, 'Historik');
      await expect(page.locator('[data-run]').filter({ hasText: 'afbrudt' })).toHaveCount(1);
      // The killed program's own write may come through late: what it says is what is wanted, so equality stays.
      await syncToEnd(second.tray);
      await isReady(second.tray);
      for (const room of house.roomNames) expect(around(house, room)).toEqual(OPEN);
      await second.close();
    });

    await test.step('and again, killed while it was closing a door: after the write, before it knew', async () => {
      const third = await launch({ dataFolder: first.dataFolder, isHidden: true });
      await isReady(third.tray);
      const meeting = house
        .pronestor()
        .house.meetings()
        .find(({ bookings }) => bookings[0]?.roomId === house.roomId('Bornholm'));
      house.pronestor().house.cancelMeeting(meeting?.id ?? '');
      // The write takes a second, in which the reading that will confirm it is made slow.
      const requests = house.unilock().requests;
      const written = requests.count('write-periods');
      const endSlowness = [
        house.unilock().faults.inject({ kind: 'slow', operation: 'write-periods', milliseconds: 1_000 }),
      ];
      await syncFromTray(third.tray);
      await expect.poll(() => requests.count('write-periods')).toBe(written + 1);
      endSlowness.push(house.unilock().faults.inject({ kind: 'slow', operation: 'exceptions', milliseconds: 4_000 }));
      await expect.poll(() => around(house, 'Bornholm')).toEqual(SHUT);
      await killByForce(third);
      endSlowness.forEach((end) => end());

      const fourth = await launch({ dataFolder: first.dataFolder, isHidden: true });
      await isReady(fourth.tray);
      await expect.poll(() => around(house, 'Bornholm')).toEqual(SHUT);
      expect(around(house, 'Fyn')).toEqual(OPEN);
      await fourth.close();
    });

    expect(house.foreign()).toBe(foreign);
  } finally {
    await house.close();
  }
});
