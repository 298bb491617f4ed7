import type { ActiveHouse } from '../../core/active-house';
import type { HandlersOf } from '../router';

export const createRemovalHandlers = (house: ActiveHouse): HandlersOf<'removal'> => ({
  'removal/preview': () => house.core().startJob({ kind: 'preview-removal' }),
  'removal/start': () => house.core().startJob({ kind: 'remove-everything' }),
});
