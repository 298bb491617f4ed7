import type { ProfileListing } from '../../../shared/dto';

export type ProfileKind = ProfileListing['kind'];

/** The side whose server a profile of the kind speaks to; null: a file answers nothing. */
export const sideOfKind = (kind: ProfileKind): 'bookings' | 'access' | null =>
  kind === 'booking-source' ? 'bookings' : kind === 'access-control' ? 'access' : null;
