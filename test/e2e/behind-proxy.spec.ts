import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instant } from '../../shared/time';
import { BOOKING_DIALECTS } from '../dialects/booking-dialects';
import { createBookingWorld } from '../dialects/booking-world';
import { ACCOUNT } from '../dialects/entrances';
import { startProxy } from '../dialects/proxy';
import type { DialectServer } from '../dialects/server';
import { listen } from '../dialects/server';
import { next, stepShown, typeConnection } from './support/in-window';
import { expect, root, test } from './support/program';
import { startSmallHouse } from './support/small-house';

/** A name that no name server knows. */
const HOST = 'planner.house.example';
const certificate = (name: string): string => readFileSync(join(root, `test/dialects/certificate/${name}.pem`), 'utf8');
const PROFILE = readFileSync(join(root, 'test/dialects/profiles/behind-proxy.json'), 'utf8');
/** A connection test has time limits of its own; on a busy machine it may come near them. */
const TESTED = { timeout: 60_000 };

test('a server that only the computer’s own proxy settings lead to, by a PAC script, and a private authority', async ({
  launch,
}) => {
  test.setTimeout(180_000);
  const small = await startSmallHouse();
  const { house } = small.pronestor();
  const dialect = BOOKING_DIALECTS.find(({ name }) => name === 'behind-proxy');
  if (dialect === undefined) throw new RangeError('the dialect is gone');
  const server: DialectServer = await listen(dialect.speak(createBookingWorld(house, () => server.faults)), {
    clock: () => instant(Date.now()),
    tls: { key: certificate('key'), cert: certificate('certificate') },
  });
  const proxy = await startProxy(HOST, server.port);
  const address = `https://${HOST}${dialect.typed}`;
  try {
    const { app, page: openPage } = await launch();
    const page = await openPage();
    await stepShown(page, 'Velkommen til Mødeklar');
    await next(page);
    await stepShown(page, 'Forbind til Pronestor');
    await page.getByRole('radio', { name: 'På jeres egen server' }).check();

    await test.step('without the proxy nobody knows its name', async () => {
      await typeConnection(page, address, { userName: ACCOUNT.userName, password: dialect.password });
      await expect(page.getByText('Forbindelsen virker ikke endnu')).toBeVisible(TESTED);
      expect(proxy.asked).toEqual([]);
    });

    await test.step('the PAC script of the computer leads there; the certificate is shown', async () => {
      // As Chromium takes it from the system's settings; only this name goes through the proxy.
      const script = `function FindProxyForURL(url, host) { return host === '${HOST}' ? 'PROXY ${new URL(proxy.url).host}' : 'DIRECT'; }`;
      await app.evaluate(
        ({ session }, pacScript) => session.defaultSession.setProxy({ mode: 'pac_script', pacScript }),
        `data:application/x-ns-proxy-autoconfig;base64,${Buffer.from(script).toString('base64')}`,
      );
      await page.getByRole('button', { name: 'Test forbindelsen' }).click();
      await expect(page.getByRole('region', { name: 'Serverens certifikat', exact: true })).toBeVisible(TESTED);
      expect(new Set(proxy.asked)).toEqual(new Set([`${HOST}:443`]));
      expect(server.seen).toEqual([]);
    });

    await test.step('with its authority and its profile it works, and the way is told', async () => {
      await app.evaluate(
        ({ dialog }, file) => {
          dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
        },
        join(root, 'test/dialects/certificate/authority.pem'),
      );
      await page.getByRole('button', { name: 'Vælg et rodcertifikat fra en fil…' }).click();
      await expect.poll(() => server.seen.length, TESTED).toBeGreaterThan(0);
      await expect(page.getByText('Forbindelsen virker ikke endnu')).toBeVisible(TESTED);
      await page.getByRole('button', { name: 'Avanceret' }).click();
      await page.getByRole('button', { name: 'Kopiér og redigér…' }).click();
      const editor = page.getByRole('alertdialog');
      await editor.getByRole('textbox', { name: 'Profilens tekst' }).fill(PROFILE);
      await editor.getByRole('button', { name: 'Gem og brug' }).click();
      await editor.getByRole('button', { name: 'Luk', exact: true }).click();
      await page.getByRole('button', { name: 'Test forbindelsen' }).click();
      await expect(page.getByText('Forbindelsen virker', { exact: true })).toBeVisible(TESTED);
      await expect(page.getByText(/^Gennem proxyserveren /)).toBeVisible();
    });
  } finally {
    await proxy.close();
    await server.close();
    await small.close();
  }
});
