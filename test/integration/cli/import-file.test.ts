import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FilePreview } from '../../../shared/dto';
import { BOOKINGS, FILE_TEXT, FRIDAY_NOON } from '../fosdem/fosdem-house';
import { expectedOpenings } from '../fosdem/independent';
import type { Caller } from './call';
import { createCaller, REPOSITORY, simulated } from './call';
import { readImportFile } from '../../contract/import-file/import-house';

let caller: Caller;
const ends: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  caller = createCaller(FRIDAY_NOON);
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  caller.clean();
});

/** FOSDEM's bookings from the simulated Pronestor; UniLock by file. */
async function byFile() {
  const house = await simulated(
    caller,
    '--bookings',
    caller.write('input-fosdem.json', FILE_TEXT),
    '--clock',
    '2025-01-31T12:00:00+01:00',
  );
  ends.push(house.stop);
  const folder = join(caller.folder, 'import');
  mkdirSync(folder);
  const settings = {
    ...house.settings,
    houseZone: 'Europe/Brussels',
    groups: [],
    groupMapping: [],
    access: { connectorId: 'unilock', kind: 'unilock-import-file', folder },
  };
  caller.write('settings.json', settings);
  return { settings, folder, file: join(folder, 'UniLockImport.xml') };
}

const texts = ({ out }: { readonly out: readonly string[] }): string => out.join('\n');

describe('the command line with an import file', () => {
  it('configure, check, plan, sync, status: asks once, hands everything over, waits, and says when UniLock has taken it', async () => {
    const { folder, file } = await byFile();
    expect((await caller.call('configure', '--file', 'settings.json')).code).toBe(0);
    const check = await caller.call('check', '--json');
    expect(check.json()).toMatchObject({
      ok: true,
      access: {
        exceptions: 41,
        zone: null,
        steps: [{ step: 'folder' }, { step: 'folder-write' }, { step: 'waiting-file' }, { step: 'persons' }],
      },
    });

    const asked = await caller.call('sync', '--json');
    expect(asked.code).toBe(4);
    const { planHash } = asked.json() as { readonly planHash: string };
    expect(readdirSync(folder)).toEqual([]);
    expect(texts(await caller.call('sync'))).toContain('det kan ikke læses, hvilke perioder');

    const sync = await caller.call('sync', '--accept', planHash, '--json');
    expect(sync.json()).toMatchObject({ result: 'handed-over', isEqual: false, differing: [], planHash: null });
    expect(sync.code).toBe(0);
    expect(readdirSync(folder)).toEqual(['UniLockImport.xml']);
    const { exceptions } = readImportFile(readFileSync(file, 'utf8'));
    const expected = expectedOpenings(BOOKINGS);
    expect(exceptions.size).toBe(41);
    for (const [id, periods] of exceptions) expect(periods, id).toEqual(expected.get(id === '1' ? 'all' : id) ?? []);

    expect(texts(await caller.call('status'))).toContain('Filen til UniLock venter siden 12:00.');
    const again = await caller.call('sync', '--json');
    expect([again.code, (again.json() as { readonly written: number }).written]).toEqual([0, 0]);
    renameSync(file, join(caller.folder, 'taken.xml'));
    const taken = await caller.call('sync', '--json');
    expect([taken.code, (taken.json() as { readonly written: number }).written]).toEqual([0, 0]);
    expect(existsSync(file)).toBe(false);
    const status = await caller.call('status', '--json');
    expect(status.json()).toMatchObject({ state: 'handed-over', waitingSince: null });
    expect(texts(await caller.call('status'))).not.toContain('venter');
  });

  it('a folder that is away fails, exit 3, in a sentence; it is back and the next sync goes on', async () => {
    const { folder } = await byFile();
    await caller.call('configure', '--file', 'settings.json');
    renameSync(folder, `${folder}-away`);
    const away = await caller.call('sync');
    expect(away.code).toBe(3);
    expect(texts(away)).toContain('Mappen til importfilen kan ikke nås: den findes ikke');
    expect((await caller.call('check')).code).toBe(3);
    renameSync(`${folder}-away`, folder);
    expect((await caller.call('sync')).code).toBe(4);
    rmSync(folder, { recursive: true });
  });

  it.each([
    [{ folder: 'import' }, 'access.folder'],
    [{ fileName: '../x.xml' }, 'access.fileName'],
    [{ profile: 'unilock-webapi' }, 'access.profile'],
    [{ address: 'https://x.example' }, 'access'],
    [{ persons: { path: 'persons.csv' } }, 'access.folder'],
  ])('configure refuses %j with the path', async (wrong, path) => {
    const { settings } = await byFile();
    caller.write('settings.json', { ...settings, access: { ...settings.access, ...wrong } });
    const answer = await caller.call('configure', '--file', 'settings.json');
    expect(answer.code).toBe(2);
    expect([...answer.out, ...answer.err].join('\n')).toContain(path);
  });

  it('P20 M3 check --report tells folder steps, counts and codes by file; no person, title, name or password', async () => {
    const { settings, folder, file } = await byFile();
    const persons = caller.write('persons.csv', 'Navn;E-mail\nKanarie Person;kanarie@firma.example\nUden Adresse;\n');
    caller.write('settings.json', { ...settings, access: { ...settings.access, persons: { path: persons } } });
    expect((await caller.call('configure', '--file', 'settings.json')).code).toBe(0);
    const check = await caller.call('check', '--report', 'rapport.txt');
    expect(check.code).toBe(0);
    const good = readFileSync(join(caller.folder, 'rapport.txt'), 'utf8');
    expect(check.out.join('\n')).toContain(good);
    const side = good.slice(good.indexOf('(access)')).split('\n');
    expect(side.slice(1, 5)).toEqual([
      '  1 folder: ok',
      '  2 folder-write: ok',
      '  3 waiting-file: ok count=0',
      '  4 persons: ok count=2 reading-partial reason=no-key operation=persons total=2 rejected=1',
    ]);

    mkdirSync(file);
    writeFileSync(persons, '');
    const failed = await caller.call('check', '--report', 'fejl.txt', '--json');
    expect(failed.code).toBe(3);
    const bad = readFileSync(join(caller.folder, 'fejl.txt'), 'utf8');
    expect(bad).toContain('1 folder: failed import-place-taken');
    expect((failed.json() as { readonly report: { readonly text: string } }).report.text).toBe(bad);

    const bookings = JSON.parse(FILE_TEXT) as { readonly bookings: readonly { readonly title: string }[] };
    const titles = bookings.bookings.map(({ title }) => title).filter((title) => title.length > 12);
    const secrets = Object.values(caller.environment);
    expect([titles.length > 0, secrets.length]).toEqual([true, 2]);
    for (const text of [good, bad]) {
      expect(text).not.toMatch(/kanarie|firma\.example|uden adresse/i);
      expect(titles.filter((title) => text.includes(title)).length).toBe(0);
      expect(secrets.filter((secret) => text.includes(secret)).length).toBe(0);
      // The path may be somebody's home.
      expect(text).not.toContain(folder);
    }
  });

  it('profiles check --live shows the file that a draft would write, writes nothing, and names a wrong piece by its path', async () => {
    const { folder } = await byFile();
    expect((await caller.call('configure', '--file', 'settings.json')).code).toBe(0);
    const text = readFileSync(join(REPOSITORY, 'build/profiles/unilock-import-file.json'), 'utf8');
    caller.write('draft.json', text.replace('"unilock-import-file"', '"own"'));
    const shown = await caller.call('profiles', 'check', 'draft.json', '--live', '--json');
    expect(shown.code).toBe(0);
    const preview = shown.json() as FilePreview;
    expect(preview).toMatchObject({ ok: true, faults: [], fileName: 'UniLockImport.xml', zone: 'Europe/Brussels' });
    expect(preview.exceptions).toEqual({ shown: 3, ofHouse: 41 });
    const { exceptions, memberships } = readImportFile(preview.text);
    expect([exceptions.size, memberships.size]).toEqual([3, 1]);
    expect([...exceptions.values()].map(({ length }) => length)).toEqual([2, 1, 0]);
    expect(preview.text).toContain('Email="•••"');
    const said = texts(await caller.call('profiles', 'check', 'draft.json', '--live'));
    expect(said).toContain(preview.text.trimEnd());
    expect(said).toContain('Delte undtagelser: 3 af husets 41');

    caller.write(
      'wrong.json',
      text.replace('"unilock-import-file"', '"own"').replace('{periods}</Group>', '{periods}</Grup>'),
    );
    const wrong = await caller.call('profiles', 'check', 'wrong.json', '--live');
    expect(wrong.code).toBe(3);
    expect(texts(wrong)).toContain('template.group: er ikke gyldig XML');
    expect(readdirSync(folder)).toEqual([]);
  });
});
