import { addMinutes } from '../../shared/time';
import { calendarIsEqual, isReady, syncToEnd, walkToCheck, writeTheFirstTime } from './support/in-window';
import { expect, test } from './support/program';
import type { RoomState, SmallRoom } from './support/small-house';
import { AT_REST, fiveInstants, houseTime, IN_USE, startSmallHouse } from './support/small-house';

test('the mission: booked in Pronestor, the room is ready by itself; moved, it follows; cancelled, nothing opens', async ({
  launch,
}) => {
  const house = await startSmallHouse();
  try {
    const from = houseTime(1, '10:00');
    const to = houseTime(1, '11:30');
    const meeting = house.book('Fyn', from, to);
    const untouched = house.unilock().snapshot();
    const foreign = house.foreign();
    const { page: openPage, tray } = await launch();
    const page = await openPage();

    const around = (room: SmallRoom, start = from, end = to): Record<string, RoomState> =>
      Object.fromEntries(fiveInstants(start, end).map(([name, at]) => [name, house.stateAt(room, at)]));
    const ready = {
      'well before': AT_REST,
      'in the lead time': IN_USE,
      'in the meeting': IN_USE,
      'in the lag time': IN_USE,
      after: AT_REST,
    };
    const still = Object.fromEntries(Object.keys(ready).map((name) => [name, AT_REST]));

    await test.step('the wizard, typed in by hand, writes nothing', async () => {
      await walkToCheck(page, house);
      await expect(page.getByText('Pronestor er læst: 1 booking')).toBeVisible();
      await expect(page.getByText('1 ændring skrives')).toBeVisible();
      expect(house.unilock().snapshot()).toBe(untouched);
      expect(house.unilock().requests.count('write-periods')).toBe(0);
      expect(await tray.tooltip()).toBe('Ikke sat op');
    });

    await test.step('the one conscious button writes, and the house is ready', async () => {
      await writeTheFirstTime(page, tray);
      expect(around('Fyn')).toEqual(ready);
      expect(around('Sjælland')).toEqual(still);
      expect(house.unilock().requests.count('write-periods')).toBe(1);
      // To the minute: half-open, ten minutes before and after.
      expect(house.stateAt('Fyn', addMinutes(from, -11))).toEqual(AT_REST);
      expect(house.stateAt('Fyn', addMinutes(from, -10))).toEqual(IN_USE);
      expect(house.stateAt('Fyn', addMinutes(to, 9))).toEqual(IN_USE);
      expect(house.stateAt('Fyn', addMinutes(to, 10))).toEqual(AT_REST);
      await page.getByRole('button', { name: 'Se kalenderen' }).click();
      await calendarIsEqual(page, 1, 1);
      await expect(page.getByRole('button', { name: /^Fyn, .*, ens$/ })).toBeVisible();
      await expect(page.getByRole('list', { name: 'Forklaring' })).toHaveText(/1 ens/);
    });

    const shorter = addMinutes(to, -30);
    await test.step('shortened and moved to another room: Synkroniser nu in the tray, and both rooms agree', async () => {
      house.pronestor().house.moveMeeting(meeting.id, { to: shorter, roomIds: [house.roomId('Bornholm')] });
      await syncToEnd(tray);
      expect(around('Bornholm', from, shorter)).toEqual(ready);
      expect(around('Fyn')).toEqual(still);
      await isReady(tray);
      await calendarIsEqual(page, 1, 1);
      await expect(page.getByRole('button', { name: /^Bornholm, .*, ens$/ })).toBeVisible();
      await expect(page.getByRole('button', { name: /^Fyn, / })).toHaveCount(0);
    });

    await test.step('cancelled: nothing opens', async () => {
      house.pronestor().house.cancelMeeting(meeting.id);
      await syncToEnd(tray);
      for (const room of house.roomNames) expect(around(room)).toEqual(still);
      await isReady(tray);
      await calendarIsEqual(page, 1, 0);
    });

    await test.step('a further run finds nothing to do and says so', async () => {
      const before = house.unilock().snapshot();
      await syncToEnd(tray);
      await expect
        .poll(async () => (await tray.item('sync-now'))?.label)
        .toMatch(/^Synkroniser nu \(intet at gøre \d\d:\d\d\)$/);
      expect(house.unilock().snapshot()).toBe(before);
    });

    // P5: what others look after is byte for byte as it was.
    expect(house.foreign()).toBe(foreign);
  } finally {
    await house.close();
  }
});
