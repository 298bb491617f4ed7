import { nativeTheme } from 'electron';
import type { Settings } from '../../shared/settings';

/** The look that settings and system agree on. */
export interface Theme {
  /** Takes the settings' choice; listeners hear only of real changes. */
  apply(theme: Settings['theme']): void;
  isDark(): boolean;
}

export function createTheme(onChange: () => void): Theme {
  nativeTheme.on('updated', onChange);
  return {
    apply(theme) {
      if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
    },
    isDark: () => nativeTheme.shouldUseDarkColors,
  };
}
