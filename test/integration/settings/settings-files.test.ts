import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defaultSettings, settingsSchema } from '../../../shared/settings';
import type { SettingsStore } from '../../../electron/store';
import { createSettingsStore } from '../../../electron/store';
import { standingClock } from '../../contract/journal/journal.contract';
import { houseSettings } from '../../contract/settings/settings.contract';
import { temporaryFolder } from '../../builders/temporary-folder';

const temporary = temporaryFolder('settings');
afterAll(() => temporary.remove());

let folder = '';
let count = 0;
beforeEach(() => {
  count += 1;
  folder = join(temporary.path, String(count));
  mkdirSync(folder);
});

const open = (): SettingsStore => createSettingsStore({ folder, clock: standingClock });
const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
const json = (name: string): unknown => JSON.parse(text(name));
const put = (name: string, content: string): void => writeFileSync(join(folder, name), content);
const DAMAGED = 'settings.damaged-20261123T080100Z.json';

describe('settings on disk', () => {
  it('each save keeps the one before as a backup and leaves no other file', () => {
    const store = open();
    store.save({ ...houseSettings(), language: 'en' });
    expect(readdirSync(folder)).toEqual(['settings.json']);
    store.save(houseSettings());
    expect(json('settings.json')).toEqual(houseSettings());
    expect(json('settings.backup.json')).toEqual({ ...houseSettings(), language: 'en' });
    expect(readdirSync(folder).sort()).toEqual(['settings.backup.json', 'settings.json']);
  });

  it.each([
    ['half a file', '{"version":1,"lang'],
    ['an empty file', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['a value that cannot be', '{"version":1,"language":"se"}'],
    ['a key that nobody knows', '{"version":1,"langauge":"da"}'],
    ['no version', '{"language":"da"}'],
  ])('damaged (%s): set aside, told until confirmed, the save before takes its place', (_, content) => {
    const before = open();
    before.save(houseSettings());
    before.save({ ...houseSettings(), language: 'en' });
    put('settings.json', content);
    const expected = {
      settings: houseSettings(),
      trouble: { code: 'settings-damaged', context: { file: DAMAGED, isRestored: true } },
    };
    expect(open().read()).toEqual(expected);
    expect(text(DAMAGED)).toBe(content);
    // Lasting: the next start, and a save in between, still tell it.
    const next = open();
    expect(next.read()).toEqual(expected);
    next.save({ ...houseSettings(), theme: 'dark' });
    expect(open().read().trouble).toEqual(expected.trouble);
    next.confirmTrouble();
    expect(open().read()).toEqual({ settings: { ...houseSettings(), theme: 'dark' }, trouble: null });
    expect(text(DAMAGED)).toBe(content);
  });

  it('damaged without a good backup: the defaults, not set up, and told all the same', () => {
    put('settings.json', '{');
    put('settings.backup.json', '{');
    const trouble = { code: 'settings-damaged', context: { file: DAMAGED, isRestored: false } };
    expect(open().read()).toEqual({ settings: defaultSettings(), trouble });
    expect(open().read()).toEqual({ settings: defaultSettings(), trouble });
  });

  it('damaged: a save does not cover what was set aside by nobody yet', () => {
    put('settings.json', '{');
    open().save(houseSettings());
    expect(text(DAMAGED)).toBe('{');
    expect(open().read()).toMatchObject({ settings: houseSettings(), trouble: { code: 'settings-damaged' } });
  });

  it('damaged, and killed before the backup took its place: the next start goes on with it', () => {
    const store = open();
    store.save(houseSettings());
    store.save(houseSettings());
    put('settings.json', '{');
    store.read();
    // As it stood on the disk between the two steps.
    const inBetween = createSettingsStore({ folder: join(folder, 'killed'), clock: standingClock });
    mkdirSync(join(folder, 'killed'));
    put('killed/settings.backup.json', text('settings.backup.json'));
    put('killed/settings-trouble.json', text('settings-trouble.json'));
    expect(inBetween.read()).toMatchObject({ settings: houseSettings(), trouble: { code: 'settings-damaged' } });
  });

  it('a damaged note of the damage still stops until confirmed', () => {
    open().save(houseSettings());
    put('settings-trouble.json', '{');
    expect(open().read().trouble).toMatchObject({ code: 'settings-damaged' });
    open().confirmTrouble();
    expect(open().read().trouble).toBeNull();
  });

  it('P21 a newer file is refused and stays byte for byte what it is, after confirming and trying to save too', () => {
    const content = '{ "version": 3, "somethingNew": true }';
    put('settings.json', content);
    const trouble = { code: 'settings-newer', context: { version: 3, newest: 2, file: 'settings.json' } };
    const store = open();
    expect(store.read()).toEqual({ settings: defaultSettings(), trouble });
    store.confirmTrouble();
    expect(() => store.save(houseSettings())).toThrow(expect.objectContaining({ code: 'settings-newer' }));
    expect(open().read().trouble).toEqual(trouble);
    expect(text('settings.json')).toBe(content);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it('P21 an older file is copied, then stepped up through every version in between', () => {
    const versions = [
      {
        version: -1,
        schema: z.strictObject({ version: z.literal(-1), sprog: z.string() }),
        toNext: (old: unknown) => ({ version: 0, tongue: (old as { sprog: string }).sprog }),
      },
      {
        version: 0,
        schema: z.strictObject({ version: z.literal(0), tongue: z.enum(['dansk', 'english']) }),
        toNext: (old: unknown) => ({
          version: 2,
          language: (old as { tongue: string }).tongue === 'english' ? 'en' : 'da',
        }),
      },
      { version: 2, schema: settingsSchema, toNext: null },
    ];
    const content = '{"version":-1,"sprog":"english"}';
    put('settings.json', content);
    put('draft.json', '{"version":0,"tongue":"english"}');
    const chained = createSettingsStore({ folder, clock: standingClock, versions });
    expect(chained.read()).toEqual({ settings: { ...defaultSettings(), language: 'en' }, trouble: null });
    expect(text('settings.v-1.backup.json')).toBe(content);
    // Stepped up once: the program's own chain reads it now.
    expect(open().read()).toEqual({ settings: { ...defaultSettings(), language: 'en' }, trouble: null });
    expect(chained.readDraft()).toEqual({ ...defaultSettings(), language: 'en' });
    // Wrong by its own version's schema: damaged, not stepped up.
    put('settings.json', '{"version":0,"tongue":"svensk"}');
    expect(chained.read().trouble).toMatchObject({ code: 'settings-damaged' });
  });

  it('a damaged draft is dropped; one of a newer program is left to it', () => {
    const store = open();
    put('draft.json', '{');
    expect(store.readDraft()).toBeNull();
    expect(existsSync(join(folder, 'draft.json'))).toBe(false);
    put('draft.json', '{"version":3}');
    expect(store.readDraft()).toBeNull();
    expect(text('draft.json')).toBe('{"version":3}');
  });

  it('a folder that cannot be used is named as unwritable', () => {
    put('in-the-way', '');
    const inTheWay = join(folder, 'in-the-way');
    const store = createSettingsStore({ folder: inTheWay, clock: standingClock });
    const unwritable = expect.objectContaining({
      code: 'settings-unwritable',
      context: { folder: inTheWay, reason: expect.stringMatching(/^E[A-Z]+$/) as string },
    }) as Error;
    expect(() => store.save(houseSettings())).toThrow(unwritable);
    expect(() => store.saveDraft(houseSettings())).toThrow(unwritable);
  });

  it('a save that fails leaves the former file whole and no half one beside it', () => {
    const store = open();
    store.save(houseSettings());
    // A folder where the next file should be written.
    mkdirSync(join(folder, 'settings.next.json', 'full'), { recursive: true });
    expect(() => store.save({ ...houseSettings(), language: 'en' })).toThrow(
      expect.objectContaining({ code: 'settings-unwritable' }),
    );
    expect(open().read()).toEqual({ settings: houseSettings(), trouble: null });
  });
});
