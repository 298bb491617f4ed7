import { AppError } from '../../shared/errors';
import type { AccessProfile, BookingProfile, ImportFileProfile, Profile } from '../../shared/profile';
import { parseProfile, reason } from '../../shared/profile';
import pronestorPlanner from '../../build/profiles/pronestor-planner.json';
import unilockImportFile from '../../build/profiles/unilock-import-file.json';
import unilockWebapi from '../../build/profiles/unilock-webapi.json';

/** The profiles that come with the program; a fault in one is a bug that its test finds. */
export const shippedProfiles = (): readonly Profile[] =>
  [pronestorPlanner, unilockWebapi, unilockImportFile].map(parseProfile);

/** The same as they stand in their files, without what the schema fills in; null when none that ships has the id. */
export const shippedProfileJson = (id: string): { readonly id: string; readonly title: string } | null =>
  [pronestorPlanner, unilockWebapi, unilockImportFile].find((each) => each.id === id) ?? null;

const profileOf = (id: string, own: readonly Profile[]): Profile | undefined =>
  [...own, ...shippedProfiles()].find((each) => each.id === id);

/**
 * The profile that a connection names: one of the house's own, else one that ships.
 * @throws AppError `profile-invalid` when there is no booking source's profile of that id
 */
export function bookingProfileOf(id: string, own: readonly Profile[] = []): BookingProfile {
  const profile = profileOf(id, own);
  if (profile?.kind !== 'booking-source')
    throw new AppError('profile-invalid', { path: 'id', reason: reason('no-such', `"${id}"`) });
  return profile;
}

/** The same for access control. @throws AppError `profile-invalid` */
export function accessProfileOf(id: string, own: readonly Profile[] = []): AccessProfile {
  const profile = profileOf(id, own);
  if (profile?.kind !== 'access-control')
    throw new AppError('profile-invalid', { path: 'id', reason: reason('no-such', `"${id}"`) });
  return profile;
}

/** The same for an import file. @throws AppError `profile-invalid` */
export function importFileProfileOf(id: string, own: readonly Profile[] = []): ImportFileProfile {
  const profile = profileOf(id, own);
  if (profile?.kind !== 'import-file')
    throw new AppError('profile-invalid', { path: 'id', reason: reason('no-such', `"${id}"`) });
  return profile;
}
