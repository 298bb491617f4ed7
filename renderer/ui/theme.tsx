import type { BrandVariants, Theme } from '@fluentui/react-components';
import { createDarkTheme, createLightTheme, FluentProvider, teamsHighContrastTheme } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';

/** The one accent colour: a calm blue-green, dark to light. */
const accent: BrandVariants = {
  10: '#02090A',
  20: '#07191C',
  30: '#09292E',
  40: '#0A363D',
  50: '#0A434C',
  60: '#0A515C',
  70: '#0B5F6C',
  80: '#0D6D7C',
  90: '#1B7C8B',
  100: '#368B99',
  110: '#4E9AA7',
  120: '#66A9B5',
  130: '#7EB8C2',
  140: '#97C7CF',
  150: '#B1D6DC',
  160: '#CCE5E9',
};

const font = "'Segoe UI Variable Text', 'Segoe UI', system-ui, -apple-system, 'Noto Sans', 'DejaVu Sans', sans-serif";

const light: Theme = { ...createLightTheme(accent), fontFamilyBase: font };
const darkBase = createDarkTheme(accent);
const dark: Theme = {
  ...darkBase,
  fontFamilyBase: font,
  // The kit's own dark foreground for the accent is too dim for small text on its dark grounds.
  colorBrandForeground1: accent[120],
  colorBrandForeground2: accent[130],
  colorBrandForegroundLink: accent[130],
  colorBrandForegroundLinkHover: accent[140],
};
const highContrast: Theme = { ...teamsHighContrastTheme, fontFamilyBase: font };

/** Whether the system asks for its own few strong colours. */
function useForcedColors(): boolean {
  const [query] = useState(() => (typeof matchMedia === 'function' ? matchMedia('(forced-colors: active)') : null));
  const [isForced, setForced] = useState(query?.matches ?? false);
  useEffect(() => {
    if (query === null) return undefined;
    const listen = (change: MediaQueryListEvent): void => setForced(change.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, [query]);
  return isForced;
}

/** The kit's theme around the window's content: light, dark, or the system's high contrast. */
export function ThemeProvider({ isDark, children }: { isDark: boolean; children: ReactNode }): ReactNode {
  const isForced = useForcedColors();
  useEffect(() => {
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
  }, [isDark]);
  return <FluentProvider theme={isForced ? highContrast : isDark ? dark : light}>{children}</FluentProvider>;
}
