import type { ActiveHouse } from '../../core/active-house';
import type { HandlersOf } from '../router';

export const createCheckHandlers = (house: ActiveHouse): HandlersOf<'check'> => ({
  'check/bookings': ({ source }) => house.core().startJob({ kind: 'check-bookings', source }),
  'check/access': ({ source }) => house.core().startJob({ kind: 'check-access', source }),
  'check/rooms': ({ source }) => house.core().startJob({ kind: 'read-rooms', source }),
});
