import { createInstance } from 'i18next';
import { da } from '../../shared/i18n/da';
import { en } from '../../shared/i18n/en';
import type { Language, Translate } from '../../shared/i18n';

const made = new Map<Language, Translate>();

/** The catalogue's texts in one language; Danish falls in where a text lacks. */
export function createTexts(language: Language): Translate {
  const known = made.get(language);
  if (known !== undefined) return known;
  const texts = createInstance({
    lng: language,
    fallbackLng: 'da',
    resources: { da: { translation: da }, en: { translation: en } },
    // The texts go to the desktop, which shows them as they are.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  void texts.init();
  const translate: Translate = (key, values) => texts.t(key, { ...values });
  made.set(language, translate);
  return translate;
}
