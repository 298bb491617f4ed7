import { camelDayFirst } from './access/camel-day-first';
import type { AccessDialect } from './access/dialect';
import { dotnetDenied } from './access/dotnet-denied';
import { skipTakeWrapped } from './access/skip-take-wrapped';
import { xmlWindowsZones } from './access/xml-windows-zones';

export const ACCESS_DIALECTS: readonly AccessDialect[] = [
  xmlWindowsZones,
  skipTakeWrapped,
  dotnetDenied,
  camelDayFirst,
];
