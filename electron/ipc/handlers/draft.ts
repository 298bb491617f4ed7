import type { ActiveHouse } from '../../core/active-house';
import type { HandlersOf } from '../router';

export const createDraftHandlers = (house: ActiveHouse): HandlersOf<'draft'> => ({
  'draft/get': () => house.core().readDraft(),
  'draft/save': (patch) => house.core().saveDraft(patch),
  'draft/discard': () => {
    house.core().discardDraft();
    return null;
  },
  'draft/finish': ({ acceptPlanHash }) => house.core().finishDraft(acceptPlanHash),
});
