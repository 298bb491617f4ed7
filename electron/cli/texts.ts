import { createInstance } from 'i18next';
import type { Trouble } from '../../shared/errors';
import type { Language, TextKey, Translate } from '../../shared/i18n';
import { catalogues, troubleValues, withReasonSaid } from '../../shared/i18n';

/** The catalogue's texts in one language. */
export function createTexts(language: Language): Translate {
  const texts = createInstance({
    lng: language,
    fallbackLng: 'da',
    resources: { da: { translation: catalogues.da }, en: { translation: catalogues.en } },
    // A terminal shows texts as they are.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  void texts.init();
  return (key, values) => texts.t(key, { ...values });
}

/** Facts of a trouble that say where it is, in the order in which they are read best. */
const WHERE = [
  'path',
  'file',
  'folder',
  'address',
  'host',
  'proxy',
  'port',
  'locationId',
  'roomId',
  'exceptionId',
  'groupId',
  'personId',
  'hash',
  'variable',
];

/** One sentence: what it is, where, and why in the words of whoever found it. */
export function troubleLine(found: Trouble, t: Translate): string {
  const trouble = withReasonSaid(found, t);
  const title = t(`errors.${trouble.code}.title` as TextKey, troubleValues(trouble));
  const where = WHERE.flatMap((key) => {
    const value = trouble.context[key];
    return value === undefined || value === null || value === '' ? [] : [String(value)];
  });
  const { reason } = trouble.context;
  const facts = [...where, ...(typeof reason === 'string' && reason !== '' ? [reason] : [])];
  return facts.length === 0 ? title : `${title}: ${facts.join(': ')}`;
}

/** The sentence, and what to do about it. */
export function troubleText(trouble: Trouble, t: Translate): string {
  return [troubleLine(trouble, t), t(`errors.${trouble.code}.remedy` as TextKey, troubleValues(trouble))]
    .filter((part) => part !== '')
    .join('\n');
}
