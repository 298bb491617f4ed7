import type { ActiveHouse } from '../../core/active-house';
import type { HandlersOf } from '../router';

/** Secrets go one way: in. */
export const createCredentialsHandlers = (house: ActiveHouse): HandlersOf<'credentials'> => ({
  'credentials/set': async ({ connectorId, password }) => {
    await house.core().setPassword(connectorId, password);
    return null;
  },
  'credentials/state': ({ connectorId }) => house.core().passwordState(connectorId),
});
