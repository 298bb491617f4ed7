import type { Page } from '@playwright/test';
import { instant } from '../../shared/time';
import { goTo, isReady, setUp, syncToEnd } from './support/in-window';
import type { LaunchedApp } from './support/program';
import { expect, test } from './support/program';
import type { SmallHouse } from './support/small-house';
import { houseTime, startSmallHouse } from './support/small-house';

interface Scene {
  readonly house: SmallHouse;
  readonly program: LaunchedApp;
  readonly page: Page;
}

/** A house in operation with two meetings to lose, and the window on its overview. */
async function inOperation(launch: () => Promise<LaunchedApp>, act: (scene: Scene) => Promise<void>): Promise<void> {
  const house = await startSmallHouse();
  try {
    house.book('Fyn', houseTime(1, '10:00'), houseTime(1, '11:30'));
    house.book('Bornholm', houseTime(2, '08:00'), houseTime(2, '16:00'));
    const program = await launch();
    const page = await program.page();
    await setUp(page, program.tray, house);
    await act({ house, program, page });
  } finally {
    await house.close();
  }
}

/** What tray and overview say, and that UniLock holds exactly what it held. */
async function isTold(
  scene: Scene,
  told: { readonly tooltip: RegExp; readonly headline: RegExp; readonly card: string },
): Promise<void> {
  const { program, page } = scene;
  await expect.poll(() => program.tray.tooltip()).toMatch(told.tooltip);
  await goTo(page, 'Overblik');
  const main = page.getByRole('main');
  await expect(main).toContainText(told.headline);
  const card = main.getByRole('region', { name: told.card });
  await expect(card).toBeVisible();
  // What, since when, what to do.
  await expect(card).toContainText(
    /Siden man\.|Siden tir\.|Siden ons\.|Siden tor\.|Siden fre\.|Siden lør\.|Siden søn\./,
  );
  await expect(card).toContainText('Gør dette');
}

async function isFine({ program, page }: Scene): Promise<void> {
  await isReady(program.tray);
  await goTo(page, 'Overblik');
  await expect(page.getByRole('main')).toContainText('Huset er driftsklart');
  await expect(page.getByText('Intet kræver dig lige nu.')).toBeVisible();
}

test('W10 a refused write is told of its exception, what its doors follow and what to do, and is over when UniLock takes it', async ({
  launch,
}) => {
  test.setTimeout(120_000);
  await inOperation(launch, async (scene) => {
    const { house, program, page } = scene;
    const managed = house
      .unilock()
      .building.exceptions()
      .find(({ periods }) => periods.length > 0);
    if (managed === undefined) throw new Error('the house has no exception with a period');
    const end = house.unilock().faults.inject({ kind: 'refusal', operation: 'write-periods' });
    house.unilock().building.editByHand({ exceptionId: managed.id, periods: [], at: instant(Date.now()) });
    await syncToEnd(program.tray);
    await expect.poll(() => program.tray.tooltip()).toMatch(/^1 forskel$/);
    await goTo(page, 'Overblik');
    const card = page.getByRole('main').getByRole('region', { name: 'UniLock ville ikke tage imod ændringen' });
    await expect(card).toContainText(`UniLock · ${managed.name}`);
    await expect(card).toContainText(`Bookingerne er ikke nået frem til ${managed.name}.`);
    await expect(card).toContainText('Gør dette');
    end();
    await syncToEnd(program.tray);
    await isFine(scene);
  });
});

test('P6 Pronestor down: said, nothing deleted, and found again by itself', async ({ launch }) => {
  test.setTimeout(180_000);
  await inOperation(launch, async (scene) => {
    const { house, program, page } = scene;
    // The shortest interval there is; a person sets it in the settings.
    await goTo(page, 'Indstillinger');
    const interval = page.getByRole('textbox', { name: 'Tid mellem kørsler' });
    await interval.fill('0');
    await expect(page.getByText('Et helt tal fra 1 til 15')).toBeVisible();
    await interval.fill('1');
    await interval.press('Enter');
    await expect(page.getByText('Gemt', { exact: true })).toBeVisible();
    await isReady(program.tray);

    const before = house.unilock().snapshot();
    await house.pronestor().goDown();
    await syncToEnd(program.tray);
    await isTold(scene, {
      tooltip: /^Ingen kontakt med Pronestor siden \d\d:\d\d\. Dørene følger planen til .+ \d\d:\d\d/,
      headline: /Ingen kontakt med Pronestor siden \d\d:\d\d/,
      card: 'Serveren tager ikke imod',
    });
    expect(house.unilock().snapshot()).toBe(before);

    // Nobody presses anything from here on: the schedule finds it within its minute.
    await house.pronestor().comeBack();
    await expect
      .poll(() => program.tray.tooltip(), { timeout: 100_000, intervals: [1_000] })
      .toMatch(/^Driftsklar\. Sidst læst /);
    await isFine(scene);
    expect(house.unilock().snapshot()).toBe(before);
  });
});

test('P6 UniLock down, and Pronestor’s answers of trouble: each is said, deletes nothing, and ends', async ({
  launch,
}) => {
  await inOperation(launch, async (scene) => {
    const { house, program } = scene;
    const before = house.unilock().snapshot();

    await test.step('UniLock down', async () => {
      await house.unilock().goDown();
      await syncToEnd(program.tray);
      await isTold(scene, {
        tooltip: /^Ingen kontakt med UniLock siden \d\d:\d\d\. Dørene følger planen til /,
        headline: /Ingen kontakt med UniLock siden \d\d:\d\d/,
        card: 'Serveren tager ikke imod',
      });
      expect(house.unilock().snapshot()).toBe(before);
      await house.unilock().comeBack();
      await syncToEnd(program.tray);
      await isFine(scene);
    });

    await test.step('302 to a login page, whatever is asked', async () => {
      const end = house.pronestor().faults.inject({ kind: 'redirect-to-login', operation: 'bookings' });
      await syncToEnd(program.tray);
      await isTold(scene, {
        tooltip: /^Ingen kontakt med Pronestor siden \d\d:\d\d\. Dørene følger planen til /,
        headline: /Ingen kontakt med Pronestor siden \d\d:\d\d/,
        card: 'Login er udløbet',
      });
      expect(house.unilock().snapshot()).toBe(before);
      end();
      await syncToEnd(program.tray);
      await isFine(scene);
    });

    await test.step('a page for people instead of data', async () => {
      const end = house.pronestor().faults.inject({ kind: 'login-page', operation: 'locations' });
      await syncToEnd(program.tray);
      await expect.poll(() => program.tray.tooltip()).toMatch(/^Ingen kontakt med Pronestor siden /);
      expect(house.unilock().snapshot()).toBe(before);
      end();
      await syncToEnd(program.tray);
      await isFine(scene);
    });

    await test.step('suddenly no bookings at all', async () => {
      const end = house.pronestor().faults.inject({ kind: 'empty-list', operation: 'bookings' });
      await syncToEnd(program.tray);
      await expect.poll(() => program.tray.tooltip()).toMatch(/afventer dig|forskel|opmærksomhed/);
      expect(house.unilock().snapshot()).toBe(before);
      end();
      await syncToEnd(program.tray);
      await isFine(scene);
    });
  });
});

for (const { side, connection } of [
  { side: 'pronestor', connection: 'Pronestor' },
  { side: 'unilock', connection: 'UniLock' },
] as const) {
  test(`W11 the password of ${connection} is no longer right: it asks, deletes nothing, and works again with the right one`, async ({
    launch,
  }) => {
    await inOperation(launch, async (scene) => {
      const { house, program, page } = scene;
      const before = house.unilock().snapshot();
      const renewed = 'Det-nye-kodeord-8';
      await house.changePassword(side, renewed);
      await syncToEnd(program.tray);
      await isTold(scene, {
        tooltip: /^1 afventer dig$/,
        headline: /Noget kræver din opmærksomhed/,
        card: 'Brugernavn eller kodeord blev afvist',
      });
      expect(house.unilock().snapshot()).toBe(before);
      // Asking again does not hammer the account: no second login within the pause.
      const logins = house[side]().requests.count();
      await syncToEnd(program.tray);
      await expect.poll(() => program.tray.tooltip()).toMatch(/^1 afventer dig$/);
      if (side === 'pronestor') expect(house.pronestor().requests.count('login')).toBe(1);
      else expect(house.unilock().requests.count()).toBe(logins);

      await page.getByRole('button', { name: 'Gå til Indstillinger' }).click();
      const section = page.getByRole('region', { name: connection });
      await section.getByLabel('Kodeord', { exact: true }).fill('stadig forkert');
      await section.getByRole('button', { name: 'Test forbindelsen' }).click();
      await expect(section.getByText('Forbindelsen virker ikke endnu')).toBeVisible();
      await section.getByLabel('Kodeord', { exact: true }).fill(renewed);
      await section.getByRole('button', { name: 'Test forbindelsen' }).click();
      await expect(section.getByText('Forbindelsen virker', { exact: true })).toBeVisible();
      await syncToEnd(program.tray);
      await isFine(scene);
      expect(house.unilock().snapshot()).toBe(before);
    });
  });
}
