import { AppError } from '../../shared/errors';
import type { AccessProfile, BookingProfile, Profile } from '../../shared/profile';
import { parseProfile } from '../../shared/profile';
import pronestorPlanner from '../../build/profiles/pronestor-planner.json';
import unilockWebapi from '../../build/profiles/unilock-webapi.json';

/** The profiles that come with the program; a fault in one is a bug that its test finds. */
export const shippedProfiles = (): readonly Profile[] => [parseProfile(pronestorPlanner), parseProfile(unilockWebapi)];

/** @throws AppError `profile-invalid` when no booking source's profile of that id ships */
export function shippedBookingProfile(id: string): BookingProfile {
  const profile = shippedProfiles().find((each) => each.id === id);
  if (profile?.kind !== 'booking-source')
    throw new AppError('profile-invalid', { path: 'id', reason: `no booking profile "${id}"` });
  return profile;
}

/** @throws AppError `profile-invalid` when no access control's profile of that id ships */
export function shippedAccessProfile(id: string): AccessProfile {
  const profile = shippedProfiles().find((each) => each.id === id);
  if (profile?.kind !== 'access-control')
    throw new AppError('profile-invalid', { path: 'id', reason: `no access profile "${id}"` });
  return profile;
}
