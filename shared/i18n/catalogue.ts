import { da } from './da';
import { en } from './en';
import type { SameKeys } from './same-keys';

/** Every text of the program in one language, by section. */
export type Catalogue = SameKeys<typeof da>;

export type Language = 'da' | 'en';
export const LANGUAGES: readonly Language[] = ['da', 'en'];

/** Both languages, for i18next's resources: Danish is the one that falls in where a text lacks. */
export const catalogues: Readonly<Record<Language, Catalogue>> = { da, en };

/** Plural forms stand as `key_one` and `key_other`; code asks for `key` with a `count`. */
type Singular<Key extends string> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;

type Paths<Node> = {
  [Key in keyof Node & string]: Node[Key] extends string ? Singular<Key> : `${Key}.${Paths<Node[Key]>}`;
}[keyof Node & string];

/** Every key of the catalogue as a dotted path, e.g. `errors.timed-out.title`. */
export type TextKey = Paths<typeof da>;

/** Values for the places `{{name}}` in a text; `count` also chooses the plural form. */
export type TextValues = Readonly<Record<string, string | number>>;

/** A text in the viewer's language. */
export type Translate = (key: TextKey, values?: TextValues) => string;
