import { appDa } from './app.da';
import { calendarDa } from './calendar.da';
import { cliDa } from './cli.da';
import { commonDa } from './common.da';
import { demoDa } from './demo.da';
import { errorsDa } from './errors.da';
import { helpDa } from './help.da';
import { historyDa } from './history.da';
import { overviewDa } from './overview.da';
import { profilesDa } from './profiles.da';
import { roomsDa } from './rooms.da';
import { settingsDa } from './settings.da';
import { trayDa } from './tray.da';
import { wizardDa } from './wizard.da';

/** Every Danish text. Danish is written first; its keys are the catalogue's. */
export const da = {
  common: commonDa,
  app: appDa,
  wizard: wizardDa,
  demo: demoDa,
  overview: overviewDa,
  calendar: calendarDa,
  profiles: profilesDa,
  rooms: roomsDa,
  history: historyDa,
  settings: settingsDa,
  help: helpDa,
  tray: trayDa,
  cli: cliDa,
  errors: errorsDa,
} as const;
