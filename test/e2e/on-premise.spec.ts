import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { instant } from '../../shared/time';
import { BOOKING_DIALECTS } from '../dialects/booking-dialects';
import { createBookingWorld } from '../dialects/booking-world';
import { listen } from '../dialects/server';
import type { DialectServer } from '../dialects/server';
import { next, stepShown, typeConnection } from './support/in-window';
import { expect, root, test } from './support/program';
import { houseTime, startSmallHouse } from './support/small-house';

/** Where the pictures of docs/manual/images go when they are taken anew; without, none are taken. */
const PICTURES = process.env['PICTURES_FOLDER'] ?? null;
const CERTIFICATES = join(root, 'test/dialects/certificate');
const certificate = (name: string): string => readFileSync(join(CERTIFICATES, `${name}.pem`), 'utf8');
/** As a technician got it from the one who looks after the server. */
const PROFILE = readFileSync(join(root, 'test/dialects/profiles/on-premise-bypass.json'), 'utf8');

/** A connection test has time limits of its own; on a busy machine it may come near them. */
const TESTED = { timeout: 60_000 };

async function take(page: Page, name: string): Promise<void> {
  if (PICTURES === null) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' });
}

test('a server of one’s own: private authority, virtual folder, another language and no login, set up in the wizard', async ({
  launch,
}) => {
  test.setTimeout(180_000);
  const small = await startSmallHouse();
  const { house } = small.pronestor();
  const dialect = BOOKING_DIALECTS.find(({ name }) => name === 'on-premise-bypass');
  if (dialect === undefined) throw new RangeError('the dialect is gone');
  const server: DialectServer = await listen(dialect.speak(createBookingWorld(house, () => server.faults)), {
    clock: () => instant(Date.now()),
    tls: { key: certificate('key'), cert: certificate('certificate') },
  });
  const address = `https://127.0.0.1:${String(server.port)}/Intranet/Planner`;
  try {
    // The preview reads the bookings of today.
    small.book('Fyn', houseTime(0, '12:00'), houseTime(0, '13:30'));
    const { app, page: openPage } = await launch();
    const page = await openPage();
    await stepShown(page, 'Velkommen til Mødeklar');
    await next(page);
    await stepShown(page, 'Forbind til Pronestor');

    await test.step('nobody vouches for the certificate: it is shown, and nothing was asked', async () => {
      await page.getByRole('radio', { name: 'På jeres egen server' }).check();
      await typeConnection(page, address, { userName: 'ingen', password: 'Kanariekanal-9' });
      await expect(page.getByText('Forbindelsen virker ikke endnu')).toBeVisible(TESTED);
      const trust = page.getByRole('region', { name: 'Serverens certifikat', exact: true });
      await expect(trust).toContainText('Fingeraftryk (SHA-256)');
      await trust.scrollIntoViewIfNeeded();
      await take(page, 'on-premise-1-certificate');
      expect(server.seen).toEqual([]);
      await expect(page.getByRole('button', { name: 'Næste' })).toHaveAttribute('aria-disabled', 'true');
    });

    await test.step('the house’s own authority, from a file: reached, but it speaks another way', async () => {
      await app.evaluate(
        ({ dialog }, file) => {
          dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
        },
        join(CERTIFICATES, 'authority.pem'),
      );
      await page.getByRole('button', { name: 'Vælg et rodcertifikat fra en fil…' }).click();
      await expect(page.getByText('Godkendt er også det, som jeres eget rodcertifikat har udstedt.')).toBeVisible();
      await expect.poll(() => server.seen.length).toBeGreaterThan(0);
      await expect(page.getByText('Forbindelsen virker ikke endnu')).toBeVisible(TESTED);
    });

    await test.step('its profile, loaded beside what it reads', async () => {
      await page.getByRole('button', { name: 'Avanceret' }).click();
      await page.getByRole('button', { name: 'Kopiér og redigér…' }).click();
      const editor = page.getByRole('alertdialog');
      const text = editor.getByRole('textbox', { name: 'Profilens tekst' });
      await expect(text).toBeVisible();
      // First with a fault, as it happens when typing.
      await text.fill(PROFILE.replace('"kind": "none"', '"kind": "nobody"'));
      await expect(page.getByRole('button', { name: /Gå til linje \d+, tegn \d+: login/ })).toBeVisible();
      await expect(editor.getByRole('button', { name: 'Gem og brug' })).toHaveAttribute('aria-disabled', 'true');
      await take(page, 'on-premise-2-fault');
      await text.fill(PROFILE);
      await expect(editor.getByText('Profilen er gyldig')).toBeVisible();
      await editor.getByRole('button', { name: 'Prøv mod serveren' }).click();
      const read = editor.getByRole('list', { name: 'Testens trin' });
      await expect(read).toContainText('Lokaler: 3 læst', TESTED);
      await expect(read).toContainText('Bookinger: 1 læst');
      await take(page, 'on-premise-3-preview');
      await editor.getByRole('button', { name: 'Gem og brug' }).click();
      await editor.getByRole('button', { name: 'Luk', exact: true }).click();
      await expect(text).toHaveCount(0);
    });

    await test.step('it works, and that nobody is asked for a login is said', async () => {
      await page.getByRole('button', { name: 'Test forbindelsen' }).click();
      await expect(page.getByText('Forbindelsen virker', { exact: true })).toBeVisible(TESTED);
      await expect(page.getByText(/^Serveren beder ikke om login\./)).toBeVisible();
      await take(page, 'on-premise-4-works');
      await next(page);
      await stepShown(page, 'Hvilke lokationer?');
      await page.getByRole('textbox', { name: 'ID-numre' }).fill(small.location.id);
      await page.getByRole('button', { name: 'Tilføj' }).click();
      await expect(page.getByRole('checkbox', { name: small.location.name })).toBeChecked();
      await next(page);
      await stepShown(page, 'Hvilke lokaler?');
      for (const name of small.roomNames) await expect(page.getByRole('checkbox', { name })).toBeVisible();
    });

    // Every path asked for lies in the virtual folder.
    expect(server.seen.filter((one) => !/^(GET|POST) \/Intranet\/Planner\//.test(one))).toEqual([]);
  } finally {
    await server.close();
    await small.close();
  }
});
