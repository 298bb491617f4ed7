import type { Trouble } from '../errors';
import type { Language, TextKey, Translate } from './catalogue';
import { catalogues } from './catalogue';
import { da } from './da';

type ProfileFault = keyof (typeof da)['profiles']['fault'];
type SettingsFault = keyof (typeof da)['settings']['fault'];

/** Why something that was typed or written by hand is refused; the sentences stand in the catalogues. */
export type ReasonWord = ProfileFault | SettingsFault;

/** Between a word and what it speaks of: no placeholder and no name of a field holds it. */
const BETWEEN = '|';

/** Refusals whose `reason` may be such a word; that of all others is a code of whoever refused. */
const SAID: readonly string[] = ['settings-invalid', 'profile-invalid', 'invalid-argument'];

/** A reason in no language yet, e.g. as the message of a validator. */
export const reason = (word: ReasonWord, about = '', known = ''): string => [word, about, known].join(BETWEEN);

type TechnicalReason = keyof (typeof da)['app']['error']['reason'];

/** Where the word's sentence stands; null: the message is no reason of ours, but a sentence already. */
function keyOf(word: string): TextKey | null {
  if (Object.hasOwn(da.profiles.fault, word)) return `profiles.fault.${word as ProfileFault}`;
  return Object.hasOwn(da.settings.fault, word) ? `settings.fault.${word as SettingsFault}` : null;
}

/** The sentence of a reason in a language; what is none of ours stays as it is. */
export function sayReason(message: string, language: Language): string {
  const [word = '', about = '', known = ''] = message.split(BETWEEN);
  const { profiles, settings } = catalogues[language];
  const sentences: Readonly<Record<string, string>> = { ...profiles.fault, ...settings.fault };
  const sentence = Object.hasOwn(sentences, word) ? sentences[word] : undefined;
  return sentence?.replace('{{about}}', about).replace('{{known}}', known) ?? message;
}

/** A trouble whose reason is a sentence, where it was one of our words or a code that people meet often. */
export function withReasonSaid(trouble: Trouble, t: Translate): Trouble {
  const { reason: why } = trouble.context;
  if (typeof why !== 'string') return trouble;
  const saying = (sentence: string): Trouble => ({ ...trouble, context: { ...trouble.context, reason: sentence } });
  if (!SAID.includes(trouble.code))
    return Object.hasOwn(da.app.error.reason, why) ? saying(t(`app.error.reason.${why as TechnicalReason}`)) : trouble;
  const [word = '', about = '', known = ''] = why.split(BETWEEN);
  const key = keyOf(word);
  return key === null ? trouble : saying(t(key, { about, known }));
}
