import type { Desktop } from '../desktop';
import type { HandlersOf } from '../router';

export const createClipboardHandlers = (desktop: Desktop): HandlersOf<'clipboard'> => ({
  'clipboard/write': ({ text }) => {
    desktop.writeClipboard(text);
    return null;
  },
});
