import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { addMinutes } from '../../shared/time';
import { noteSecret } from '../builders/canary';
import { filesBelow, textsIn } from './support/every-byte';
import { goTo, isReady, setUp, syncFromTray, syncToEnd } from './support/in-window';
import { expect, test } from './support/program';
import { houseTime, IN_USE, startSmallHouse } from './support/small-house';

/** What the program says to whoever started it. */
function listenTo(app: ElectronApplication): () => Buffer {
  const parts: Buffer[] = [];
  const { stdout, stderr } = app.process();
  for (const stream of [stdout, stderr]) stream?.on('data', (part: Buffer) => parts.push(part));
  return () => Buffer.concat(parts);
}

/** Another program, asking the keychain. */
const secretTool = (...args: readonly string[]): string =>
  execFileSync('secret-tool', [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

test('P20 typed passwords are in the keychain and in no byte the program wrote; names and titles in memory only', async ({
  launch,
  folder,
}) => {
  const passwords = { pronestor: `Pæne-Ænder!${randomUUID()}`, unilock: `Røde"Køer\\${randomUUID()}` };
  Object.values(passwords).forEach(noteSecret);
  const titles = ['Kanarieøens budgetmøde', 'Flamingoens fyraften'];
  const persons = [
    'Kirsten Kanariefugl',
    'kirsten.kanariefugl@hus.example',
    'Flemming Flamingo',
    'flemming@flamingo.example',
  ];
  const house = await startSmallHouse({
    pronestor: { userName: 'moedeklar-laeser', password: passwords.pronestor },
    unilock: { userName: 'moedeklar-skriver', password: passwords.unilock },
  });
  try {
    const [title = '', otherTitle = ''] = titles;
    const people = {
      organiser: { name: 'Kirsten Kanariefugl', email: 'kirsten.kanariefugl@hus.example', isExternal: false },
      attendees: [{ name: 'Flemming Flamingo', email: 'flemming@flamingo.example', isExternal: true }],
    };
    const meeting = house.book('Fyn', houseTime(1, '10:00'), houseTime(1, '11:00'), { title, ...people });
    house.book('Sjælland', houseTime(2, '09:00'), houseTime(2, '12:00'), { title: otherTitle, ...people });

    const first = await launch();
    const said = listenTo(first.app);
    const page = await first.page();
    await setUp(page, first.tray, house);

    // The canaries were really there to be seen: the calendar shows what no file may hold.
    await goTo(page, 'Kalender');
    await page.getByRole('button', { name: 'Frem' }).click();
    await page.getByRole('button', { name: new RegExp(`^${title}, `) }).click();
    await expect(page.getByText('Kirsten Kanariefugl')).toBeVisible();
    // A run that writes, and one that fails: both leave traces in journal and log.
    house.pronestor().house.moveMeeting(meeting.id, { to: houseTime(1, '11:30') });
    await syncFromTray(first.tray);
    await expect.poll(() => house.stateAt('Fyn', addMinutes(houseTime(1, '11:30'), 5))).toEqual(IN_USE);
    await house.pronestor().goDown();
    await syncFromTray(first.tray);
    await expect.poll(() => first.tray.tooltip()).toMatch(/^Ingen kontakt med Pronestor/);
    await house.pronestor().comeBack();
    await syncToEnd(first.tray);
    await isReady(first.tray);

    // Another program finds both, under the program's name.
    const found = secretTool('search', '--all', 'service', 'Mødeklar');
    expect(found).toContain(`secret = ${passwords.pronestor}`);
    expect(found).toContain(`secret = ${passwords.unilock}`);

    const { bookings, access } = await first.request(page, 'settings/get', null);
    expect(secretTool('lookup', 'service', 'Mødeklar', 'account', bookings?.connectorId ?? '')).toBe(
      passwords.pronestor,
    );
    expect(secretTool('lookup', 'service', 'Mødeklar', 'account', access?.connectorId ?? '')).toBe(passwords.unilock);

    const secrets = Object.values(passwords);
    const nowhere = (): void => {
      const files = filesBelow(folder).filter(({ path }) => !path.includes('keyrings'));
      const paths = files.map(({ path }) => path.slice(folder.length + 1));
      expect(paths).toEqual(
        expect.arrayContaining([expect.stringMatching(/^data\/.*\.json$/), expect.stringMatching(/^data\/log\//)]),
      );
      for (const { path, bytes } of files)
        expect(textsIn(bytes, [...secrets, ...titles, ...persons]), path).toEqual([]);
      // Rooms' names are a part of the settings; in journal and log they are numbers (M3).
      const noSettings = files.filter(({ path }) => !/\.json$/.test(path));
      for (const { path, bytes } of noSettings) expect(textsIn(bytes, house.roomNames), path).toEqual([]);
    };
    nowhere();
    await first.close();
    nowhere();
    expect(textsIn(said(), [...secrets, ...titles, ...persons, ...house.roomNames])).toEqual([]);

    // The next start reads them from the keychain and needs nobody.
    const second = await launch({ isHidden: true });
    await isReady(second.tray);
    await second.close();
    nowhere();
    // What Chromium and the program leave in the home folder is theirs too.
    const home = filesBelow(homedir()).filter(({ path }) => !path.startsWith(join(homedir(), '.local/share/keyrings')));
    for (const { path, bytes } of home) expect(textsIn(bytes, secrets), path).toEqual([]);
  } finally {
    await house.close();
  }
});

test('the search finds a text in every shape it looks for', () => {
  const text = 'Pæn-kode!7';
  const base64 = (before: string): Buffer => Buffer.from(Buffer.from(`${before}${text} efter`).toString('base64'));
  for (const bytes of [
    Buffer.from(`x${text}y`),
    Buffer.from(`x${text}y`, 'utf16le'),
    base64(''),
    base64('a'),
    base64('ab'),
    base64('abc'),
    Buffer.from(encodeURIComponent(`a ${text}`)),
    Buffer.from(Buffer.from(`a ${text}`).toString('hex')),
  ]) {
    expect(textsIn(bytes, [text, 'Noget andet'])).toEqual([text]);
  }
});
