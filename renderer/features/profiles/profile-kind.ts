import type { ProfileListing } from '../../../shared/dto';

export type ProfileKind = ProfileListing['kind'];

/** The side that a profile of the kind speaks to. */
export const sideOfKind = (kind: ProfileKind): 'bookings' | 'access' =>
  kind === 'booking-source' ? 'bookings' : 'access';
