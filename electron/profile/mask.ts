import type { FieldKind } from './field-map';
import { truth } from './values';

const HIDDEN = '•••';
/** Longer texts are cut: how many words a title has is nobody's business either. */
const MOST_WORDS = 3;

/** A text by its first letters: "Møde med direktionen" as "M••• m••• d•••". */
export const maskText = (text: string): string =>
  text
    .trim()
    .split(/\s+/)
    .slice(0, MOST_WORDS)
    .map((word) => (/^\p{L}/u.test(word) ? `${/^\p{L}/u.exec(word)?.[0] ?? ''}${HIDDEN}` : HIDDEN))
    .join(' ');

/** A number, or letters and digits without a blank: a wrong profile may read a title where the id should be. */
const ID = /^(?=.*\d)[\w{}:.-]{1,64}$/;
const TIME = /^\\?\/?[\d(+:./\\ TZDate)-]{4,40}$/;

/**
 * As much of a value as may be shown: ids, times and numbers when they look like it, everything else masked.
 * @param isPrivate of a private booking texts are hidden wholly
 * @param isZone whether a text is a time zone's name
 */
export function maskValue(
  value: unknown,
  kind: FieldKind,
  isPrivate: boolean,
  isZone: (text: string) => boolean,
): string | null {
  if (value === undefined || value === null) return null;
  if (kind === 'list') return Array.isArray(value) ? String(value.length) : HIDDEN;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return kind === 'text' || kind === 'status' ? HIDDEN : String(value);
  if (typeof value !== 'string') return HIDDEN;
  const text = value.trim();
  const isItself =
    (kind === 'id' && ID.test(text)) ||
    (kind === 'time' && /\d/.test(text) && TIME.test(text)) ||
    (kind === 'number' && /^-?\d{1,15}([.,]\d+)?$/.test(text)) ||
    (kind === 'zone' && isZone(text)) ||
    (kind === 'flag' && (truth(text) || ['false', '0', 'no'].includes(text.toLowerCase())));
  if (isItself) return text;
  return isPrivate ? HIDDEN : maskText(text);
}
