import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { addDays, instant, mondayOf, wallParts } from '../../../shared/time';
import { enterDemoHouse, goTo, isDemoReady, next, stepShown, writeInDemo } from '../support/in-window';
import { expect, root, test } from '../support/program';

/** Where the pictures go, and how big the window is; other values are for looking, not for the manual. */
const FOLDER = process.env['PICTURES_FOLDER'] ?? join(root, 'docs/manual/images');
const [WIDTH = 1280, HEIGHT = 800] = (process.env['PICTURES_SIZE'] ?? '1280x800').split('x').map(Number);
const ZOOM = Number(process.env['PICTURES_ZOOM'] ?? '1');
/** All pictures together; they lie in the repository. */
const LARGEST_SET_BYTES = 3_000_000;

test('the pictures of the manual, taken from the running program in the demo house', async ({ launch }) => {
  test.setTimeout(180_000);
  mkdirSync(FOLDER, { recursive: true });
  const { app, page: openPage, tray, request } = await launch();
  const page = await openPage();
  await app.evaluate(
    ({ BrowserWindow }, [width, height, zoom]) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(width, height);
      window?.webContents.setZoomFactor(zoom);
    },
    [WIDTH, HEIGHT, ZOOM] as const,
  );
  await expect.poll(() => page.evaluate(() => innerWidth * devicePixelRatio)).toBe(WIDTH);
  await request(page, 'settings/save', { theme: 'light', language: 'da' });

  /** What the person points at would show as hovered, and a focus ring where nobody has used the keyboard. */
  const take = async (name: string): Promise<void> => {
    await page.mouse.move(0, 0);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    const path = join(FOLDER, `${name}.png`);
    if (ZOOM === 1) await page.screenshot({ path, animations: 'disabled' });
    // Playwright cuts an enlarged page to its unenlarged size.
    else writeFileSync(path, await shotOfWindow(app), 'base64');
  };

  await test.step('the wizard', async () => {
    await stepShown(page, 'Velkommen til Mødeklar');
    await take('wizard-1-welcome');
    await enterDemoHouse(page);
    await expect(page.getByText('Forbindelsen virker', { exact: true })).toBeVisible();
    await take('wizard-2-pronestor');
    await next(page);
    await stepShown(page, 'Hvilke lokationer?');
    await expect(page.getByRole('checkbox', { name: 'Hovedkontor' })).toBeChecked();
    await take('wizard-3-locations');
    await next(page);
    await stepShown(page, 'Hvilke lokaler?');
    await expect(page.getByRole('checkbox', { name: 'Storebælt' })).toBeChecked();
    await take('wizard-4-rooms');
    await next(page);
    await stepShown(page, 'Forbind til UniLock');
    await expect(page.getByText('Forbindelsen virker', { exact: true })).toBeVisible();
    await take('wizard-5-unilock');
    await next(page);
    await stepShown(page, 'Hvad åbner hvert lokale?');
    await expect(page.getByText('8 af 8 lokaler er koblet')).toBeVisible();
    await take('wizard-6-mapping');
    await next(page);
    await stepShown(page, 'Se efter, før der skrives');
    await expect(page.getByRole('heading', { name: 'Tjekliste' })).toBeVisible();
    await take('wizard-7-check');
    await writeInDemo(page);
    await isDemoReady(tray);
    await expect(page.locator('[data-state=ready]')).toBeVisible();
    await take('wizard-8-done');
  });

  await test.step('the six places', async () => {
    await page.getByRole('button', { name: 'Til overblikket' }).click();
    await expect(page.getByText('Huset er driftsklart')).toBeVisible();
    await take('overview');
    await takeCalendar(page, take, {
      week: 'Uge',
      table: 'Tabel',
      timeline: 'Tidslinje',
      day: 'Dag',
    });
    await goTo(page, 'Lokaler');
    await expect(page.getByText('8 af 8 lokaler er koblet')).toBeVisible();
    await take('rooms');
    await goTo(page, 'Historik');
    await page.locator('[data-run]').last().click();
    await expect(page.getByRole('heading', { name: 'Hvad der blev skrevet' })).toBeVisible();
    await take('history');
    await goTo(page, 'Indstillinger');
    await expect(page.getByRole('textbox', { name: 'Adresse' }).first()).toBeVisible();
    await take('settings');
    await goTo(page, 'Hjælp');
    await take('help');
    await page.getByRole('button', { name: 'Vis demohuset' }).click();
    await expect(page.getByRole('table', { name: 'Døre, alarm, lys og ventilation' })).toBeVisible();
    await take('demo-house');
    await page.getByRole('button', { name: 'Luk', exact: true }).click();
  });

  await test.step('the calendar in English and in the dark', async () => {
    await goTo(page, 'Kalender');
    await request(page, 'settings/save', { language: 'en' });
    await expect(page.getByRole('heading', { level: 1, name: 'Calendar' })).toBeVisible();
    await take('calendar-english');
    await request(page, 'settings/save', { language: 'da', theme: 'dark' });
    await expect(page.getByRole('heading', { level: 1, name: 'Kalender' })).toBeVisible();
    await expect.poll(() => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
    await take('calendar-dark');
  });

  if (process.env['PICTURES_FOLDER'] !== undefined) return;
  const bytes = readdirSync(FOLDER).reduce((sum, name) => sum + statSync(join(FOLDER, name)).size, 0);
  expect(bytes).toBeLessThan(LARGEST_SET_BYTES);
});

const shotOfWindow = (app: ElectronApplication): Promise<string> =>
  app.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
    return image?.toPNG().toString('base64') ?? '';
  });

/** "YYYY-MM-DD" of the first Monday to Friday after today, in the demo house. */
function nextWorkday(): string {
  let date = addDays(wallParts(instant(Date.now()), 'Europe/Copenhagen').date, 1);
  while (date > addDays(mondayOf(date), 4)) date = addDays(date, 1);
  return date;
}

async function takeCalendar(
  page: Page,
  take: (name: string) => Promise<void>,
  tabs: { readonly week: string; readonly table: string; readonly timeline: string; readonly day: string },
): Promise<void> {
  await goTo(page, 'Kalender');
  await expect(page.locator('[data-verdict]').first()).toBeVisible();
  await take('calendar-now');
  // For the picture that stands for the program: a whole working day, whenever the pictures are taken.
  await page.getByLabel('Gå til dato').fill(nextWorkday());
  await expect(page.locator('[data-verdict=equal]').first()).toBeVisible();
  await take('calendar');
  await page.getByRole('button', { name: 'I dag' }).click();
  await page.getByRole('tab', { name: tabs.week }).click();
  await expect(page.getByRole('tab', { name: tabs.week })).toHaveAttribute('aria-selected', 'true');
  await take('calendar-week');
  await page.getByRole('tab', { name: tabs.table }).click();
  await expect(page.getByRole('table')).toBeVisible();
  await take('calendar-table');
  await page.getByRole('tab', { name: tabs.timeline }).click();
  await page.getByRole('tab', { name: tabs.day, exact: true }).click();
  // Late in the day every room's own door may be over.
  await page.getByLabel('Gå til dato').fill(nextWorkday());
  await page
    .getByRole('button', { name: /^(Storebælt|Lillebælt|Øresund|Kattegat), .*, ens$/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: 'Hvorfor er den åben?' })).toBeVisible();
  await expect(page.getByText('Finder forklaringen…')).toHaveCount(0);
  await take('calendar-details');
  await page.getByRole('button', { name: 'Luk', exact: true }).click();
}
