import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../shared/settings';
import { defaultSettings } from '../../../shared/settings';
import type { SettingsStore } from '../../../electron/store';

/** Settings in which every list holds something. */
export const houseSettings = (): Settings => ({
  ...defaultSettings(),
  isSetUp: true,
  bookings: {
    connectorId: 'pronestor',
    kind: 'pronestor',
    profile: 'pronestor-planner',
    address: 'https://pronestor.example.dk',
    userName: 'modeklar',
    trust: { kind: 'system' },
    proxy: 'system',
  },
  access: {
    connectorId: 'unilock',
    kind: 'unilock-webapi',
    profile: 'unilock-webapi',
    address: 'https://unilock.example.dk',
    userName: '',
    trust: { kind: 'system' },
    proxy: 'none',
  },
  locations: [{ id: '1', name: 'Hovedkontoret' }],
  rooms: [{ id: '11', name: 'Store sal', locationId: '1' }],
  mapping: [
    {
      id: 'line-1',
      roomId: '11',
      exceptionId: 'E1',
      leadMinutes: 10,
      lagMinutes: 15,
      block: 'meeting',
      longestOpeningHours: null,
      safeHours: { fromMinute: 360, toMinute: 1320 },
    },
  ],
  exceptions: [{ id: 'E1', name: 'Store sal', places: 8, foreignEdits: 'keep' }],
  groups: [{ id: 'G3', name: 'Store sal, mødedeltagere' }],
  groupMapping: [
    {
      id: 'line-2',
      roomId: '11',
      groupId: 'G3',
      leadMinutes: 5,
      lagMinutes: 20,
      block: 'with-preparation',
      longestOpeningHours: 12,
      safeHours: null,
      who: { organiser: true, participants: false, externals: true },
    },
  ],
  people: { matchBy: 'employee-number' },
  houseZone: 'Europe/Copenhagen',
});

/** What every settings store does, on disk or in memory. `open` gives a new, empty one. */
export function describeSettingsStore(name: string, open: () => SettingsStore): void {
  describe(`settings ${name}`, () => {
    it('begin with the defaults, not set up and without trouble', () => {
      expect(open().read()).toEqual({ settings: defaultSettings(), trouble: null });
      expect(defaultSettings().isSetUp).toBe(false);
    });

    it('are read as they were saved, the latest only', () => {
      const store = open();
      store.save({ ...houseSettings(), language: 'en' });
      expect(store.save(houseSettings())).toEqual(houseSettings());
      expect(store.read()).toEqual({ settings: houseSettings(), trouble: null });
    });

    it('are refused with path and reason when they cannot be, and the former ones stay', () => {
      const store = open();
      store.save(houseSettings());
      const wrong = { ...houseSettings(), timing: { intervalMinutes: 99, horizonHours: 168 } };
      expect(() => store.save(wrong)).toThrow(
        expect.objectContaining({
          code: 'settings-invalid',
          context: { path: 'timing.intervalMinutes', reason: expect.stringContaining('15') as string },
        }),
      );
      expect(store.read().settings).toEqual(houseSettings());
    });

    it('a draft is kept apart from them until it is removed', () => {
      const store = open();
      expect(store.readDraft()).toBeNull();
      store.saveDraft(houseSettings());
      expect(store.readDraft()).toEqual(houseSettings());
      expect(store.read().settings).toEqual(defaultSettings());
      store.saveDraft(null);
      store.saveDraft(null);
      expect(store.readDraft()).toBeNull();
    });

    it('a draft that cannot be is refused, and the former one stays', () => {
      const store = open();
      store.saveDraft(houseSettings());
      const wrong = { ...houseSettings(), rooms: [] };
      expect(() => store.saveDraft(wrong)).toThrow(expect.objectContaining({ code: 'settings-invalid' }));
      expect(store.readDraft()).toEqual(houseSettings());
    });

    it('confirming without trouble changes nothing', () => {
      const store = open();
      store.save(houseSettings());
      store.confirmTrouble();
      expect(store.read()).toEqual({ settings: houseSettings(), trouble: null });
    });
  });
}
