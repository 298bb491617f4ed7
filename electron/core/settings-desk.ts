import type { Trouble } from '../../shared/errors';
import type { SettingsPatch } from '../../shared/ipc';
import type { Settings } from '../../shared/settings';
import { validateSettings } from '../store/settings';
import type { SettingsStore } from '../store/store-api';

/** What is changed of the settings: by a page, or by main itself, which alone puts profiles and confirmed answers there. */
export type SettingsChange = SettingsPatch & Partial<Pick<Settings, 'profiles' | 'answers'>>;

/** The settings of the moment and the wizard's draft, with the rules of changing them. */
export interface SettingsDesk {
  settings(): Settings;
  trouble(): Trouble | null;
  confirmTrouble(): void;
  /** @throws AppError `settings-*` */
  save(settings: Settings): Settings;
  /** The draft, begun from the settings when there is none. */
  draft(): Settings;
  saveDraft(patch: SettingsChange): Settings;
  discardDraft(): void;
}

/** Reads the store once; from then on this desk is the only writer (W12). */
export function createSettingsDesk(store: SettingsStore): SettingsDesk {
  let { settings, trouble } = store.read();
  return {
    settings: () => settings,
    trouble: () => trouble,
    confirmTrouble() {
      store.confirmTrouble();
      trouble = null;
    },
    save(next) {
      settings = store.save(next);
      return settings;
    },
    draft: () => store.readDraft() ?? settings,
    saveDraft(patch) {
      const draft = applyPatch(store.readDraft() ?? settings, patch);
      store.saveDraft(draft);
      return draft;
    },
    discardDraft: () => store.saveDraft(null),
  };
}

/**
 * Settings with the patch's parts replaced. A room of a location that the patch drops, and a line of a room, exception or group that it drops, go
 * with it, unless the patch says itself what stays.
 * @throws AppError `settings-invalid` with path and reason
 */
export function applyPatch(settings: Settings, patch: SettingsChange): Settings {
  const given = Object.fromEntries(Object.entries<unknown>(patch).filter(([, value]) => value !== undefined));
  const merged: Settings = { ...settings, ...given };
  const locations = new Set(merged.locations.map(({ id }) => id));
  const rooms = patch.rooms ?? merged.rooms.filter(({ locationId }) => locations.has(locationId));
  const roomIds = new Set(rooms.map(({ id }) => id));
  const exceptionIds = new Set(merged.exceptions.map(({ id }) => id));
  const mapping =
    patch.mapping ??
    merged.mapping.filter(({ roomId, exceptionId }) => roomIds.has(roomId) && exceptionIds.has(exceptionId));
  const groupIds = new Set(merged.groups.map(({ id }) => id));
  const groupMapping =
    patch.groupMapping ??
    merged.groupMapping.filter(({ roomId, groupId }) => roomIds.has(roomId) && groupIds.has(groupId));
  return validateSettings({ ...merged, rooms, mapping, groupMapping });
}
