import type { ProfileListing } from '../../shared/dto';
import { AppError } from '../../shared/errors';
import type { Profile } from '../../shared/profile';
import { reason } from '../../shared/profile';
import type { Settings } from '../../shared/settings';
import { profileFromText, shippedProfileJson, shippedProfiles } from '../profile';

type Shelved = Pick<Settings, 'profiles' | 'bookings' | 'access' | 'language'>;

const isUsed = ({ bookings, access }: Shelved, id: string): boolean =>
  bookings?.profile === id || access?.profile === id;

/** Every profile that a connection can name: those that ship first, then the house's own. */
export function listProfiles(settings: Shelved): ProfileListing[] {
  const listing = ({ id, title, kind, confirmed }: Profile, isShipped: boolean): ProfileListing => ({
    id,
    title,
    kind,
    isConfirmed: confirmed,
    isShipped,
    isUsed: isUsed(settings, id),
  });
  return [
    ...shippedProfiles().map((profile) => listing(profile, true)),
    ...settings.profiles.map((profile) => listing(profile, false)),
  ];
}

const unknown = (id: string): AppError =>
  new AppError('profile-invalid', { path: 'id', reason: reason('no-such', `"${id}"`) });

const textOf = (profile: object): string => `${JSON.stringify(profile, null, 2)}\n`;

/** A profile as its file would be. @throws AppError `profile-invalid` when there is none of that id */
export function profileText(settings: Shelved, id: string): string {
  const profile = settings.profiles.find((each) => each.id === id) ?? shippedProfileJson(id);
  if (profile === null) throw unknown(id);
  return textOf(profile);
}

/**
 * The text of a copy under an id of its own. What nobody has seen work stays unconfirmed, and a copy of what somebody has is a new thing.
 * @param title given to the copy
 * @throws AppError `profile-invalid` when there is none of that id
 */
export function copiedProfileText(settings: Shelved, id: string, title: (of: string) => string): string {
  const profile = settings.profiles.find((each) => each.id === id) ?? shippedProfileJson(id);
  if (profile === null) throw unknown(id);
  const taken = new Set(listProfiles(settings).map((each) => each.id));
  const stem = id.slice(0, 50);
  let free = `${stem}-own`;
  for (let number = 2; taken.has(free); number++) free = `${stem}-own-${String(number)}`;
  return textOf({ ...profile, id: free, title: title(profile.title).slice(0, 200), confirmed: false });
}

/**
 * The house's own profiles with one that is put there, new or in place of its former self.
 * @throws AppError `profile-invalid` (path, reason, line, column): it is none, has the id of one that ships, or is of another kind than the
 *   connection that names it needs
 */
export function withProfile(
  settings: Shelved,
  text: string,
): { readonly id: string; readonly profiles: Settings['profiles'] } {
  const profile = profileFromText(text, settings.language);
  const refused = (path: string, why: string): AppError => new AppError('profile-invalid', { path, reason: why });
  const { id, kind } = profile;
  if (shippedProfileJson(id) !== null) throw refused('id', reason('ships', `"${id}"`));
  const { bookings, access } = settings;
  const ofAccess: Profile['kind'] = access?.kind === 'unilock-import-file' ? 'import-file' : 'access-control';
  const needed: Profile['kind'] =
    bookings?.profile === id ? 'booking-source' : access?.profile === id ? ofAccess : kind;
  if (kind !== needed) throw refused('kind', reason('must-be-as-used', `"${needed}"`));
  const isThere = settings.profiles.some((each) => each.id === id);
  const profiles = isThere
    ? settings.profiles.map((each) => (each.id === id ? profile : each))
    : [...settings.profiles, profile];
  return { id, profiles };
}

/** The house's own profiles without one. @throws AppError `profile-in-use`; `profile-invalid` when it is none of the house's own */
export function withoutProfile(settings: Shelved, id: string): Settings['profiles'] {
  if (!settings.profiles.some((each) => each.id === id)) throw unknown(id);
  if (isUsed(settings, id)) throw new AppError('profile-in-use', { id });
  return settings.profiles.filter((each) => each.id !== id);
}
