import { isZoneName } from '../time';
import type { ZoneName } from '../time';

/**
 * Windows zone names and the IANA zone each stands for: the common ones of Europe and the world.
 * Source: Unicode CLDR, common/supplemental/windowsZones.xml, territory "001". Keys in small letters.
 */
const WINDOWS_ZONES: ReadonlyMap<string, string> = new Map([
  ['utc', 'Etc/UTC'],
  ['greenwich standard time', 'Atlantic/Reykjavik'],
  ['gmt standard time', 'Europe/London'],
  ['romance standard time', 'Europe/Paris'],
  ['w. europe standard time', 'Europe/Berlin'],
  ['central europe standard time', 'Europe/Budapest'],
  ['central european standard time', 'Europe/Warsaw'],
  ['fle standard time', 'Europe/Kiev'],
  ['gtb standard time', 'Europe/Bucharest'],
  ['e. europe standard time', 'Europe/Chisinau'],
  ['turkey standard time', 'Europe/Istanbul'],
  ['kaliningrad standard time', 'Europe/Kaliningrad'],
  ['russian standard time', 'Europe/Moscow'],
  ['greenland standard time', 'America/Godthab'],
  ['azores standard time', 'Atlantic/Azores'],
  ['israel standard time', 'Asia/Jerusalem'],
  ['south africa standard time', 'Africa/Johannesburg'],
  ['egypt standard time', 'Africa/Cairo'],
  ['arab standard time', 'Asia/Riyadh'],
  ['arabian standard time', 'Asia/Dubai'],
  ['pakistan standard time', 'Asia/Karachi'],
  ['india standard time', 'Asia/Calcutta'],
  ['se asia standard time', 'Asia/Bangkok'],
  ['singapore standard time', 'Asia/Singapore'],
  ['china standard time', 'Asia/Shanghai'],
  ['tokyo standard time', 'Asia/Tokyo'],
  ['korea standard time', 'Asia/Seoul'],
  ['aus eastern standard time', 'Australia/Sydney'],
  ['e. australia standard time', 'Australia/Brisbane'],
  ['w. australia standard time', 'Australia/Perth'],
  ['new zealand standard time', 'Pacific/Auckland'],
  ['atlantic standard time', 'America/Halifax'],
  ['eastern standard time', 'America/New_York'],
  ['central standard time', 'America/Chicago'],
  ['mountain standard time', 'America/Denver'],
  ['us mountain standard time', 'America/Phoenix'],
  ['pacific standard time', 'America/Los_Angeles'],
  ['alaskan standard time', 'America/Anchorage'],
  ['hawaiian standard time', 'Pacific/Honolulu'],
  ['e. south america standard time', 'America/Sao_Paulo'],
  ['argentina standard time', 'America/Buenos_Aires'],
]);

/** The IANA zone of a Windows zone name such as "Romance Standard Time", whatever its case; null when it is none of the table's. */
export const ianaFromWindowsZone = (name: string): string | null =>
  WINDOWS_ZONES.get(name.trim().toLowerCase()) ?? null;

/** The IANA zone that a server's zone name means under the profile; null when it is none that we know. */
export function zoneFromName(name: string, kinds: readonly ('iana' | 'windows')[]): ZoneName | null {
  for (const kind of kinds) {
    const zone = kind === 'iana' ? name.trim() : ianaFromWindowsZone(name);
    if (zone !== null && isZoneName(zone)) return zone;
  }
  return null;
}

/** The zone that a profile fixes for its local times; null when it fixes none. Of a checked profile the name is always known. */
export const fixedZoneOf = ({
  zone,
  zoneNames = ['iana', 'windows'],
}: {
  readonly zone: string | { readonly fixed: string };
  readonly zoneNames?: readonly ('iana' | 'windows')[];
}): ZoneName | null => (typeof zone === 'string' ? null : zoneFromName(zone.fixed, zoneNames));
