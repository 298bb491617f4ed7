import type { Times } from '../../shared/profile';
import { ianaFromWindowsZone } from '../../shared/profile';
import type { ZoneName } from '../../shared/time';
import { isZoneName } from '../../shared/time';

/** The IANA zone that a server's zone name means under the profile; null when it is none that we know. */
export function zoneFromName(name: string, kinds: Times['zoneNames']): ZoneName | null {
  for (const kind of kinds) {
    const zone = kind === 'iana' ? name.trim() : ianaFromWindowsZone(name);
    if (zone !== null && isZoneName(zone)) return zone;
  }
  return null;
}
