import type { Settings } from '../../../shared/settings';
import { defaultSettings } from '../../../shared/settings';
import type { SettingsStore } from '../store-api';
import { validateSettings } from './settings-versions';

/** Settings that end with the program: the demo house, which must not touch the user's own. */
export function createMemorySettingsStore(): SettingsStore {
  let settings: Settings = defaultSettings();
  let draft: Settings | null = null;
  return {
    read: () => ({ settings, trouble: null }),
    save: (next) => {
      settings = validateSettings(next);
      return settings;
    },
    readDraft: () => draft,
    saveDraft: (next) => {
      draft = next === null ? null : validateSettings(next);
    },
    // Memory cannot be damaged: there is never anything to confirm.
    confirmTrouble: () => undefined,
  };
}
