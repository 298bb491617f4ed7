import type { da } from './da';
import type { SameKeys } from './same-keys';
import { appEn } from './app.en';
import { calendarEn } from './calendar.en';
import { cliEn } from './cli.en';
import { commonEn } from './common.en';
import { demoEn } from './demo.en';
import { errorsEn } from './errors.en';
import { helpEn } from './help.en';
import { historyEn } from './history.en';
import { overviewEn } from './overview.en';
import { profilesEn } from './profiles.en';
import { roomsEn } from './rooms.en';
import { settingsEn } from './settings.en';
import { trayEn } from './tray.en';
import { wizardEn } from './wizard.en';

/** Every English text: the same keys as in Danish. */
export const en: SameKeys<typeof da> = {
  common: commonEn,
  app: appEn,
  wizard: wizardEn,
  demo: demoEn,
  overview: overviewEn,
  calendar: calendarEn,
  profiles: profilesEn,
  rooms: roomsEn,
  history: historyEn,
  settings: settingsEn,
  help: helpEn,
  tray: trayEn,
  cli: cliEn,
  errors: errorsEn,
};
