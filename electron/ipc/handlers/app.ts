import type { Desktop } from '../desktop';
import type { HandlersOf } from '../router';

export const createAppHandlers = (desktop: Desktop): HandlersOf<'app'> => ({
  'app/info': () => desktop.info(),
});
