import type { ActiveHouse } from '../../core/active-house';
import type { HandlersOf } from '../router';

export const createCompareHandlers = (house: ActiveHouse): HandlersOf<'compare'> => ({
  'compare/get': ({ range }) => house.core().compare(range),
  'compare/explain': ({ exceptionId, period }) => house.core().explain(exceptionId, period),
});
