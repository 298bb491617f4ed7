import type { ActiveHouse } from '../../core/active-house';
import type { HandlersOf } from '../router';

export const createStatusHandlers = (house: ActiveHouse): HandlersOf<'status'> => ({
  'status/get': () => house.core().status(),
});
