import type { ActiveHouse } from '../../core/active-house';
import type { HandlersOf } from '../router';

export const createSettingsHandlers = (house: ActiveHouse): HandlersOf<'settings'> => ({
  'settings/get': () => house.core().readSettings(),
  'settings/save': (patch) => house.core().saveSettings(patch),
  'settings/trouble': () => house.core().settingsTrouble(),
  'settings/confirm-trouble': () => {
    house.core().confirmSettingsTrouble();
    return null;
  },
});
