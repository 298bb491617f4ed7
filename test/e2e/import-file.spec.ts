import { mkdirSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsSchema } from '../../shared/settings';
import { goTo, syncToEnd } from './support/in-window';
import { expect, test } from './support/program';
import { houseTime, startSmallHouse } from './support/small-house';

const FILE = 'UniLockImport.xml';

test('W13 by file: asked once, handed over and waiting, changes wait for it, and it is told when UniLock has taken it', async ({
  launch,
  folder,
}) => {
  const house = await startSmallHouse();
  try {
    house.book('Fyn', houseTime(1, '10:00'), houseTime(1, '11:30'));
    const [dataFolder, imports] = [join(folder, 'data'), join(folder, 'import')];
    mkdirSync(dataFolder);
    mkdirSync(imports);
    const rooms = house.roomNames.map((name) => ({ id: house.roomId(name), name, locationId: house.location.id }));
    const settings = settingsSchema.parse({
      version: 3,
      language: 'da',
      isSetUp: true,
      houseZone: 'Europe/Copenhagen',
      bookings: {
        connectorId: 'pronestor',
        kind: 'pronestor',
        address: house.pronestor().url,
        userName: house.logins.pronestor.userName,
      },
      access: { connectorId: 'unilock', kind: 'unilock-import-file', folder: imports },
      locations: [{ id: house.location.id, name: house.location.name }],
      rooms,
      exceptions: [{ id: 'Fyn', name: 'Fyn' }],
      mapping: [{ id: 'line-1', roomId: house.roomId('Fyn'), exceptionId: 'Fyn' }],
    });
    writeFileSync(join(dataFolder, 'settings.json'), JSON.stringify(settings));
    const program = await launch({ dataFolder });
    const page = await program.page();
    await program.request(page, 'credentials/set', {
      side: 'bookings',
      connectorId: 'pronestor',
      password: house.logins.pronestor.password,
    });
    await syncToEnd(program.tray);
    await goTo(page, 'Overblik');
    const main = page.getByRole('main');
    await expect(main).toContainText('UniLock kan ikke læses i denne kanal');
    expect(readdirSync(imports)).toEqual([]);
    await main.getByRole('button', { name: 'Erstat dem' }).click();

    await expect(main).toContainText('Afleveret til UniLock');
    await expect(main).toContainText(/Filen ligger i mappen og venter på UniLock siden \d\d:\d\d\./);
    await expect.poll(() => program.tray.tooltip()).toMatch(/^Filen til UniLock venter siden \d\d:\d\d/);
    await expect(page.locator('[data-state=ready]')).toHaveCount(0);
    const text = readFileSync(join(imports, FILE), 'utf8');
    expect(text).toContain('<SharedException Name="Fyn"><Period ');

    // A change meets a file that is still there.
    house.book('Fyn', houseTime(2, '08:00'), houseTime(2, '09:00'));
    await syncToEnd(program.tray);
    await expect(main.getByRole('region', { name: 'Ændringer venter, til UniLock har taget filen' })).toBeVisible();
    expect(readFileSync(join(imports, FILE), 'utf8')).toBe(text);
    expect(readdirSync(imports)).toEqual([FILE]);
    // A share that hangs would take the process along that touches it: it is not the program's own.
    const services = await program.app.evaluate(({ app }) => app.getAppMetrics().map(({ name }) => name));
    expect(services).toContain('Mødeklar files');

    for (const what of ['the change', 'everything']) {
      rmSync(join(imports, FILE));
      await syncToEnd(program.tray);
      if (what === 'the change') {
        await expect(main).toContainText(/venter på UniLock siden \d\d:\d\d\./);
        expect(readFileSync(join(imports, FILE), 'utf8').match(/<Period /g)).toHaveLength(2);
      }
    }
    await expect(main).toContainText('Det kan ikke læses tilbage i denne kanal.');
    await expect(main).not.toContainText('venter på UniLock');
    await expect
      .poll(() => program.tray.tooltip())
      .toMatch(/^Afleveret til UniLock \d\d:\d\d \(kan ikke læses tilbage\)/);
    expect(readdirSync(imports)).toEqual([]);

    // One that has lain there for longer than UniLock ever needs, and that is not ours: left as it is, and told.
    writeFileSync(join(imports, FILE), '<Import/>');
    const longAgo = new Date(Date.now() - 11 * 60_000);
    utimesSync(join(imports, FILE), longAgo, longAgo);
    await syncToEnd(program.tray);
    await expect(main.getByRole('region', { name: /UniLock har ikke taget filen siden \d\d:\d\d$/ })).toBeVisible();
    expect(readFileSync(join(imports, FILE), 'utf8')).toBe('<Import/>');
    rmSync(join(imports, FILE));
    await syncToEnd(program.tray);
    await expect(main.getByRole('region', { name: /UniLock har ikke taget filen/ })).toHaveCount(0);

    // The file that a draft of its profile would write, in the real window.
    await goTo(page, 'Indstillinger');
    for (const advanced of await page.getByRole('button', { name: 'Avanceret' }).all()) await advanced.click();
    await page.getByRole('button', { name: 'Kopiér og redigér…' }).last().click();
    const editor = page.getByRole('alertdialog');
    await expect(editor.getByText('Profilen er gyldig')).toBeVisible();
    await editor.getByRole('button', { name: 'Vis filen' }).click();
    await expect(editor.getByText('Filen er gyldig XML')).toBeVisible();
    await expect(editor.getByRole('region', { name: 'Filens indhold' })).toContainText('<SharedException Name="Fyn">');
    const pictures = process.env['PICTURES_FOLDER'];
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, 'import-file-preview.png') });
    expect(program.complaints).toEqual([]);
  } finally {
    await house.close();
  }
});
