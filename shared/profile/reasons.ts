import type { Language } from '../i18n';
import { catalogues } from '../i18n';

/** Why a profile is refused where the kind of a value alone does not say it; the sentences stand in the catalogues. */
export type ReasonWord = keyof (typeof catalogues)['da']['profiles']['fault'];

/** Between a word and what it speaks of: no placeholder and no name of a field holds it. */
const BETWEEN = '|';

/** A reason in no language yet, as the message of a validator. */
export const reason = (word: ReasonWord, about = '', known = ''): string => [word, about, known].join(BETWEEN);

/** The sentence of a validator's message: one of ours by its word, any other (the validator's own, already in the language) as it is. */
export function sayReason(message: string, language: Language): string {
  const [word = '', about = '', known = ''] = message.split(BETWEEN);
  const sentences: Readonly<Record<string, string>> = catalogues[language].profiles.fault;
  const sentence = Object.hasOwn(sentences, word) ? sentences[word] : undefined;
  return sentence?.replace('{{about}}', about).replace('{{known}}', known) ?? message;
}
