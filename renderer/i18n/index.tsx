import type { i18n as I18n } from 'i18next';
import { createInstance } from 'i18next';
import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import { I18nextProvider, initReactI18next, useTranslation } from 'react-i18next';
import type { Format, Language, Translate } from '../../shared/i18n';
import { catalogues, createFormat } from '../../shared/i18n';
import type { ZoneName } from '../../shared/time';
import { viewerZone } from '../../shared/time';

function createTexts(language: Language): I18n {
  const texts = createInstance();
  // Everything is bundled, so this ends before it returns; its promise only tells so.
  void texts.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'da',
    resources: { da: { translation: catalogues.da }, en: { translation: catalogues.en } },
    // React escapes already.
    interpolation: { escapeValue: false },
    nsSeparator: false,
    initAsync: false,
    react: { useSuspense: false },
  });
  return texts;
}

const FormatContext = createContext<Format | null>(null);

export interface TextProviderProps {
  readonly language: Language;
  /** The zone in which times are shown; null until the house's is known: then the viewer's. */
  readonly zone: ZoneName | null;
  readonly children: ReactNode;
}

/** Texts and formats for everything inside. A new language takes effect without a restart. */
export function TextProvider({ language, zone, children }: TextProviderProps): ReactNode {
  // One per language rather than one that changes: a change would reach the children after they have shown the old language once more.
  const [texts] = useState(() => ({ da: createTexts('da'), en: createTexts('en') }));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const format = useMemo(() => createFormat(language, zone ?? viewerZone()), [language, zone]);
  return (
    <I18nextProvider i18n={texts[language]}>
      <FormatContext.Provider value={format}>{children}</FormatContext.Provider>
    </I18nextProvider>
  );
}

/** Times of everything inside in another zone than the window's; null: as outside. For what is shown before the house's zone is known. */
export function InZone({ zone, children }: { zone: ZoneName | null; children: ReactNode }): ReactNode {
  const outer = useFormat();
  const inner = useMemo(() => (zone === null ? outer : createFormat(outer.language, zone)), [outer, zone]);
  return <FormatContext.Provider value={inner}>{children}</FormatContext.Provider>;
}

/** The translating function in the viewer's language; keys are checked at compile time. */
export function useText(): Translate {
  const { t } = useTranslation();
  return t as unknown as Translate;
}

/** Times and days as texts in the viewer's language and the house's zone. */
export function useFormat(): Format {
  const format = useContext(FormatContext);
  if (format === null) throw new Error('useFormat needs a TextProvider');
  return format;
}
