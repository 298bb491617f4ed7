import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { catalogues } from '../../shared/i18n';
import { enterDemoHouse, goTo, isDemoReady, next, stepShown, writeInDemo } from './support/in-window';
import { expect, test } from './support/program';

/** What axe finds, as short lines: rule, impact, and where. */
async function violations(page: Page): Promise<string[]> {
  // Legacy mode: the other one opens a second window for its report, which this program refuses.
  // The kit's focus guards are hidden and focusable on purpose: whoever reaches one is sent on in the same moment.
  const { violations: found } = await new AxeBuilder({ page })
    .setLegacyMode()
    .exclude('[data-tabster-dummy]')
    .analyze();
  return found.flatMap(({ id, impact, nodes }) =>
    nodes.map((node) => `${id} (${impact ?? '?'}): ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
}

test.describe('every page in both languages and both looks', () => {
  test('axe finds nothing, the console is silent, the policy is kept; language and look change without a restart', async ({
    launch,
  }) => {
    test.setTimeout(480_000);
    const { page: openPage, tray, request, complaints } = await launch();
    const page = await openPage();
    const found: string[] = [];
    const look = async (where: string): Promise<void> => {
      await expect(page.getByRole('progressbar')).toHaveCount(0);
      for (const line of await violations(page)) found.push(`${where}: ${line}`);
    };

    const looks = [
      { language: 'da', theme: 'light' },
      { language: 'da', theme: 'dark' },
      { language: 'en', theme: 'light' },
      { language: 'en', theme: 'dark' },
    ] as const;
    /** Looks at the page that is shown in each language and look; ends as it began. */
    const inEveryLook = async (where: string): Promise<void> => {
      for (const { language, theme } of [...looks.slice(1), looks[0]]) {
        await request(page, 'settings/save', { language, theme });
        await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe(language);
        await expect.poll(() => page.evaluate(() => document.documentElement.style.colorScheme)).toContain(theme);
        await look(`${where}, ${language}, ${theme}`);
      }
    };
    await request(page, 'settings/save', looks[0]);

    await test.step('the wizard', async () => {
      await stepShown(page, 'Velkommen til Mødeklar');
      await inEveryLook('wizard 1');
      await enterDemoHouse(page);
      const steps = [
        'Forbind til Pronestor',
        'Hvilke lokationer?',
        'Hvilke lokaler?',
        'Forbind til UniLock',
        'Hvad åbner hvert lokale?',
      ];
      for (const [index, title] of steps.entries()) {
        await stepShown(page, title);
        await expect(page.getByRole('button', { name: 'Næste' })).toBeEnabled();
        await inEveryLook(`wizard ${index + 2}`);
        await next(page);
      }
      await expect(page.getByRole('heading', { name: 'Tjekliste' })).toBeVisible();
      await inEveryLook('wizard 7');
      await writeInDemo(page);
      await isDemoReady(tray);
      await inEveryLook('wizard 8');
      await page.getByRole('button', { name: 'Til overblikket' }).click();
    });

    await test.step('the six places', async () => {
      for (const place of ['Overblik', 'Kalender', 'Lokaler', 'Historik', 'Indstillinger', 'Hjælp'] as const) {
        await goTo(page, place);
        if (place === 'Kalender') await expect(page.locator('[data-verdict]').first()).toBeVisible();
        if (place === 'Historik') await page.locator('[data-run]').first().click();
        await inEveryLook(place);
      }
    });

    await test.step('what opens on top and beside', async () => {
      await goTo(page, 'Kalender');
      await page.locator('[data-verdict=equal]').first().click();
      await expect(page.getByRole('complementary')).toBeVisible();
      await inEveryLook('details');
      await page.getByRole('button', { name: 'Luk', exact: true }).click();
      await page.getByRole('tab', { name: 'Tabel' }).click();
      await inEveryLook('table');
      await goTo(page, 'Lokaler');
      await page
        .getByRole('button', { name: /^Flere valg for/ })
        .first()
        .click();
      await look('line dialog');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Vis demohuset' }).click();
      await expect(page.getByRole('table', { name: 'Døre, alarm, lys og ventilation' })).toBeVisible();
      await look('demo panel');
    });

    expect(found).toEqual([]);
    // Violations of the Content-Security-Policy are errors on the console.
    expect(complaints).toEqual([]);
  });
});

test('the keyboard is enough in the calendar: arrows from bar to bar, Enter explains, Escape closes', async ({
  launch,
}) => {
  const { page: openPage, tray, request } = await launch();
  const page = await openPage();
  await intoOperation(page);
  await isDemoReady(tray);
  await page.getByRole('button', { name: 'Se kalenderen' }).click();
  await expect(page.locator('[data-bar]').first()).toBeVisible();

  const focused = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('data-bar') ?? null);
  /** Tab alone gets into the timeline, at one stop. */
  const tabIntoTimeline = async (): Promise<void> => {
    await page.getByRole('searchbox').focus();
    for (let press = 0; press < 6 && (await focused()) === null; press += 1) await page.keyboard.press('Tab');
  };
  await tabIntoTimeline();
  const first = await focused();
  expect(first).not.toBeNull();
  expect(await page.locator('[data-bar][tabindex="0"]').count()).toBe(1);

  /** The timeline draws its rows as they are scrolled to: the bar to go to may have to be drawn first. */
  const drawn = (): Promise<unknown> =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const visited = new Set([first]);
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown', 'End', 'Home']) {
    await page.keyboard.press(key);
    await drawn();
    await expect.poll(focused).not.toBeNull();
    visited.add(await focused());
  }
  expect(visited.size).toBeGreaterThanOrEqual(3);

  // To an opening, whose lane names no bookings.
  const opening = page.locator('[data-verdict]');
  for (
    let press = 0;
    press < 4 && !(await opening.evaluateAll((bars) => bars.includes(document.activeElement as HTMLElement)));
    press += 1
  ) {
    await page.keyboard.press('ArrowDown');
  }
  const chosen = await focused();
  await page.keyboard.press('Enter');
  const details = page.getByRole('complementary');
  await expect(details).toBeVisible();
  await expect(details).toContainText('Booket (Fra–Til)');
  await page.keyboard.press('Escape');
  await expect(details).toHaveCount(0);
  // And the keyboard is where it was.
  await expect.poll(focused).toBe(chosen);

  await test.step('the language changes while the page stays', async () => {
    await request(page, 'settings/save', { language: 'en' });
    await expect(page.getByRole('heading', { level: 1, name: catalogues.en.calendar.title })).toBeVisible();
    await request(page, 'settings/save', { language: 'da' });
    await expect(page.getByRole('heading', { level: 1, name: catalogues.da.calendar.title })).toBeVisible();
  });
});

async function intoOperation(page: Page): Promise<void> {
  await stepShown(page, 'Velkommen til Mødeklar');
  await enterDemoHouse(page);
  for (const title of [
    'Forbind til Pronestor',
    'Hvilke lokationer?',
    'Hvilke lokaler?',
    'Forbind til UniLock',
    'Hvad åbner hvert lokale?',
  ]) {
    await stepShown(page, title);
    await next(page);
  }
  await writeInDemo(page);
}
