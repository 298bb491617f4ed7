import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { Login, SmallHouse } from './small-house';
import type { TrayProbe } from './tray';

/** Danish names of the places in the window. */
export type PlaceName = 'Overblik' | 'Kalender' | 'Lokaler' | 'Historik' | 'Indstillinger' | 'Hjælp';

export async function goTo(page: Page, place: PlaceName): Promise<void> {
  await page.getByRole('navigation', { name: 'Steder i programmet' }).getByRole('button', { name: place }).click();
  await expect(page.getByRole('heading', { level: 1, name: place })).toBeVisible();
}

export const next = (page: Page): Promise<void> => page.getByRole('button', { name: 'Næste' }).click();

/** The wizard's heading of a step. */
export const stepShown = (page: Page, title: string): Promise<void> =>
  expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();

/** Types one server's address, user name and password and presses the test, as the wizard and the settings have it. */
export async function typeConnection(page: Page, url: string, login: Login): Promise<void> {
  await page.getByRole('textbox', { name: 'Adresse' }).fill(url);
  await page.getByRole('textbox', { name: 'Brugernavn' }).fill(login.userName);
  await page.getByLabel('Kodeord').fill(login.password);
  await page.getByRole('button', { name: 'Test forbindelsen' }).click();
}

const connectionWorks = async (page: Page): Promise<void> => {
  await expect(page.getByText('Forbindelsen virker', { exact: true })).toBeVisible();
  const steps = page.getByRole('list', { name: 'Testens trin' }).getByRole('listitem');
  for (const step of await steps.all()) await expect(step).not.toContainText('gik galt');
};

/** Steps 1 to 7 with typed-in servers; stops where the plan is shown and nothing is written yet. */
export async function walkToCheck(page: Page, house: SmallHouse): Promise<void> {
  await stepShown(page, 'Velkommen til Mødeklar');
  await next(page);

  await stepShown(page, 'Forbind til Pronestor');
  await typeConnection(page, house.pronestor().url, house.logins.pronestor);
  await connectionWorks(page);
  await next(page);

  await stepShown(page, 'Hvilke lokationer?');
  await page.getByRole('textbox', { name: 'ID-numre' }).fill(`${house.location.id}, 999`);
  await page.getByRole('button', { name: 'Tilføj' }).click();
  await expect(page.getByText('Ukendt ID-nummer: 999')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: house.location.name })).toBeChecked();
  await next(page);

  await stepShown(page, 'Hvilke lokaler?');
  for (const name of house.roomNames) await page.getByRole('checkbox', { name }).check();
  const count = house.roomNames.length;
  await expect(page.getByText(`${count} af ${count} valgt`)).toBeVisible();
  await next(page);

  await stepShown(page, 'Forbind til UniLock');
  await typeConnection(page, house.unilock().url, house.logins.unilock);
  await connectionWorks(page);
  await expect(page.getByText('Husets tidszone er Europe/Copenhagen. Den er oplyst af UniLock.')).toBeVisible();
  await next(page);

  await stepShown(page, 'Hvad åbner hvert lokale?');
  await page.getByRole('button', { name: `Brug alle ${count} forslag` }).click();
  await expect(page.getByText(`${count} af ${count} lokaler er koblet`)).toBeVisible();
  for (const name of house.roomNames) {
    for (const side of ['før', 'efter']) {
      await expect(page.getByRole('textbox', { name: `Minutter ${side} mødet, ${name}, ${name}` })).toHaveValue('10');
    }
  }
  await next(page);

  await stepShown(page, 'Se efter, før der skrives');
  await expect(page.getByText(`${count} af ${count} lokaler er koblet`)).toBeVisible();
}

/** Step 7's conscious button, and step 8 until the house is in operation. */
export async function writeTheFirstTime(page: Page, tray: TrayProbe): Promise<void> {
  await page.getByRole('button', { name: 'Skriv til UniLock første gang' }).click();
  await stepShown(page, 'Mødeklar er sat op');
  await expect(page.locator('[data-state=ready]')).toHaveText('Driftsklar');
  await isReady(tray);
}

/** Sets the program up as a person does, to the first equality. */
export async function setUp(page: Page, tray: TrayProbe, house: SmallHouse): Promise<void> {
  await walkToCheck(page, house);
  await writeTheFirstTime(page, tray);
  await page.getByRole('button', { name: 'Til overblikket' }).click();
}

export const isReady = (tray: TrayProbe): Promise<void> =>
  expect.poll(() => tray.tooltip()).toMatch(/^Driftsklar\. Sidst læst /);

/** Presses *Synkroniser nu* in the tray's menu, as soon as no run is under way. */
export async function syncFromTray(tray: TrayProbe): Promise<void> {
  await expect.poll(async () => (await tray.item('sync-now'))?.enabled).toBe(true);
  await tray.click('sync-now');
}

/** The same, until the run that it started has ended. */
export async function syncToEnd(tray: TrayProbe): Promise<void> {
  await syncFromTray(tray);
  // The menu is grey from the press on.
  await expect.poll(async () => (await tray.item('sync-now'))?.enabled).toBe(true);
}

/** The calendar on the day `daysAhead` from today: every opening is there and equal. */
export async function calendarIsEqual(page: Page, daysAhead: number, openings: number): Promise<void> {
  await goTo(page, 'Kalender');
  await page.getByRole('button', { name: 'I dag' }).click();
  for (let day = 0; day < daysAhead; day += 1) await page.getByRole('button', { name: 'Frem' }).click();
  await expect(page.locator('[data-verdict]')).toHaveCount(openings);
  await expect(page.locator('[data-verdict]:not([data-verdict=equal])')).toHaveCount(0);
}

/** From the first step into the demo house, whose set-up is filled in. */
export async function enterDemoHouse(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Prøv med et demohus' }).click();
  await stepShown(page, 'Forbind til Pronestor');
}

export const isDemoReady = (tray: TrayProbe): Promise<void> =>
  expect.poll(() => tray.tooltip()).toMatch(/^Demohus: Driftsklar\. Sidst læst /);

/** Step 7 in the demo house, with the consent that its living UniLock may ask for. */
export async function writeInDemo(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Skriv til UniLock første gang' });
  await expect(button).toBeVisible();
  const consent = page.getByRole('checkbox', { name: 'Ja, de nævnte perioder må erstattes' });
  if (await consent.isVisible()) await consent.check();
  await button.click();
  await stepShown(page, 'Mødeklar er sat op');
}
