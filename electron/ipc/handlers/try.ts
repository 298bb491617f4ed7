import type { ActiveHouse } from '../../core/active-house';
import type { HandlersOf } from '../router';

export const createTryHandlers = (house: ActiveHouse): HandlersOf<'try'> => ({
  'try/opening': ({ source, exceptionId }) => house.core().startJob({ kind: 'try-opening', source, exceptionId }),
});
