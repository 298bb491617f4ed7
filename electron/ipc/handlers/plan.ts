import type { ActiveHouse } from '../../core/active-house';
import type { HandlersOf } from '../router';

export const createPlanHandlers = (house: ActiveHouse): HandlersOf<'plan'> => ({
  'plan/preview': ({ source, patch }) => house.core().startJob({ kind: 'preview', source, patch }),
});
