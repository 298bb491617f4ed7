import type { ActiveHouse } from '../../core/active-house';
import type { HandlersOf } from '../router';

export const createSyncHandlers = (house: ActiveHouse): HandlersOf<'sync'> => ({
  'sync/now': ({ acceptPlanHash }) => house.core().syncNow({ trigger: 'manual', acceptPlanHash }),
  'sync/pause': ({ until }) => {
    house.core().pause(until);
    return null;
  },
  'sync/resume': () => {
    house.core().resume();
    return null;
  },
});
