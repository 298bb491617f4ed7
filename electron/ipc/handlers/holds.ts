import type { ActiveHouse } from '../../core/active-house';
import type { HandlersOf } from '../router';

export const createHoldsHandlers = (house: ActiveHouse): HandlersOf<'holds'> => ({
  'holds/answer': async ({ hash, answer }) => {
    await house.core().answerHold(hash, answer);
    return null;
  },
});
