import type { ActiveHouse } from '../../core/active-house';
import { checkProfileText } from '../../profile';
import type { HandlersOf } from '../router';

export const createProfilesHandlers = (house: ActiveHouse): HandlersOf<'profiles'> => ({
  'profiles/list': ({ source }) => house.core().listProfiles(source),
  'profiles/read': ({ source, id }) => ({ text: house.core().profileText(source, id) }),
  'profiles/copy': ({ source, id }) => ({ text: house.core().copyProfile(source, id) }),
  'profiles/validate': ({ text }) => checkProfileText(text, house.core().readSettings().language),
  'profiles/save': ({ source, text }) => house.core().saveProfile(source, text),
  'profiles/remove': ({ source, id }) => {
    house.core().removeProfile(source, id);
    return null;
  },
  'profiles/preview': ({ source, side, text }) =>
    house.core().startJob({ kind: 'preview-profile', source, side, text }),
  'profiles/confirm': ({ source, side, answers }) => {
    house.core().confirmAnswers(source, side, answers);
    return null;
  },
  'profiles/discover': ({ source, acceptedPosts }) =>
    house.core().startJob({ kind: 'discover', source, acceptedPosts }),
});
