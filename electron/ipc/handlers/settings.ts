import type { ActiveHouse } from '../../core/active-house';
import type { HandlersOf } from '../router';

export const createSettingsHandlers = (house: ActiveHouse): HandlersOf<'settings'> => ({
  'settings/get': () => house.core().readSettings(),
  'settings/save': (patch) => house.core().saveSettings(patch),
  'settings/export': async () => ({ suggestedName: 'modeklar-export.json', text: await house.core().exportHouse() }),
  'settings/import': ({ text }) => house.core().importHouse(text),
  'settings/trouble': () => house.core().settingsTrouble(),
  'settings/confirm-trouble': () => {
    house.core().confirmSettingsTrouble();
    return null;
  },
});
