import type { Language } from '../../shared/i18n';
import { createTexts } from './texts';
import type { TrayView } from './tray-view';

/** What the tray shows between its first moment and the first status. Apart from the other views, because those load the calendar. */
export function startingView(language: Language): TrayView {
  const text = createTexts(language);
  const tooltip = text('tray.tooltip.starting');
  return {
    icon: 'not-set-up',
    tooltip,
    items: [
      { kind: 'line', label: tooltip },
      { kind: 'separator' },
      { kind: 'action', action: 'quit', label: text('tray.menu.quit'), isEnabled: true },
    ],
  };
}
