import type { AnswerFormat, EndFields, JoinedText, TimeFields } from '../../shared/profile';
import { plainText } from './values';

/** An object of an answer as it came: nothing is known of it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads one field of an item; undefined when no candidate is there, or it is null. */
export type Field = (item: unknown) => unknown;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Finds one own property ignoring case; the exact name wins. Items of a list have the same keys in the same order, so the last shape's
 * answer is kept and only checked: looking through the keys of every item would cost more than parsing it.
 */
function createProperty(name: string): (item: JsonObject) => unknown {
  const wanted = name.toLowerCase();
  let found: string | null = null;
  return (item) => {
    if (found !== null && Object.hasOwn(item, found)) {
      // The remembered key may be another spelling than this item's exact one.
      if (found === name || !Object.hasOwn(item, name)) return item[found];
    }
    if (Object.hasOwn(item, name)) {
      found = name;
      return item[name];
    }
    for (const key in item) {
      if (key.length === wanted.length && key.toLowerCase() === wanted && Object.hasOwn(item, key)) {
        found = key;
        return item[key];
      }
    }
    return undefined;
  };
}

function createPath(path: string): Field {
  const properties = path.split('.').map(createProperty);
  const single = properties.length === 1 ? properties[0] : undefined;
  if (single !== undefined) return (item) => (isObject(item) ? single(item) : undefined);
  return (item) => {
    let value: unknown = item;
    for (const property of properties) {
      if (!isObject(value)) return undefined;
      value = property(value);
    }
    return value;
  };
}

/** Compiles a profile's candidates (names or dotted paths) into a reader: first hit wins, ignoring case. */
export function createField(candidates: readonly string[] | null): Field {
  if (candidates === null) return () => undefined;
  const paths = candidates.map(createPath);
  return (item) => {
    for (const path of paths) {
      const value = path(item);
      if (value !== undefined && value !== null) return value;
    }
    return undefined;
  };
}

/** A field with the words that may stand in it. */
interface WordedField {
  readonly at: readonly string[];
}

/** Whether a field is told by its names alone. */
export const isNames = (given: readonly string[] | WordedField): given is readonly string[] => Array.isArray(given);

/** The names of a field, whether its words are told or not. */
export const namesOf = (given: readonly string[] | WordedField | null): readonly string[] | null =>
  given === null || isNames(given) ? given : given.at;

/** Whether a text is put together from several fields. A list has a `join` of its own. */
export const isJoined = (at: JoinedText): at is Exclude<JoinedText, readonly string[] | null> =>
  at !== null && !Array.isArray(at);

/** Compiles where somebody's name stands into a reader of its text: of one field, or of several put together; "" for none. */
export function createNameField(at: JoinedText): (item: unknown) => string {
  if (!isJoined(at)) {
    const name = createField(at);
    return (item) => plainText(name(item));
  }
  const parts = at.join.map((part) => createField([part]));
  return (item) =>
    parts
      .map((part) => plainText(part(item)).trim())
      .filter((part) => part !== '')
      .join(' ');
}

/**
 * Compiles where a time stands into a reader of its text: of one field, or of a date and a time of day put together.
 * @see createField
 */
export function createTimeField(at: TimeFields): Field {
  if (!('date' in at)) return createField(at);
  const [date, time] = [createField(at.date), createField(at.time)];
  return (item) => {
    const [day, clock] = [date(item), time(item)];
    if (typeof day !== 'string' || typeof clock !== 'string') return undefined;
    // Some servers fill the other half of each with nothing: "2026-11-23T00:00:00" is a date, "0001-01-01T09:00:00" a time.
    return `${day.trim().split(/[T ]/)[0] ?? ''}T${clock.trim().split(/[T ]/).at(-1) ?? ''}`;
  };
}

/**
 * Compiles where a list stands. One object instead of a list is a list of one. In XML a list without items leaves no trace but the element
 * around it.
 * @param at null: the answer itself is the list
 * @param isItem whether an object that stands alone is an item at all
 * @returns a reader that gives null when there is no list: no list is not an empty list
 */
export function createListField(
  at: readonly string[] | null,
  format: AnswerFormat,
  isItem: (lone: unknown) => boolean = () => true,
): (item: unknown) => readonly unknown[] | null {
  const list = at === null ? (item: unknown) => item : createField(at);
  const outer = (at ?? []).filter((path) => path.includes('.')).map((path) => path.slice(0, path.lastIndexOf('.')));
  const around = createField(format === 'xml' ? outer : null);
  return (item) => {
    const value = list(item);
    if (Array.isArray(value)) return value as readonly unknown[];
    if (isObject(value)) return isItem(value) ? [value] : null;
    return value === undefined && around(item) !== undefined ? [] : null;
  };
}

/** A field of an item for a rejected item's path, e.g. "Start": the profile's first candidate. */
export function fieldName(at: EndFields | null): string {
  if (at === null) return '';
  return ('date' in at ? at.date : 'minutes' in at ? at.minutes : at)[0] ?? '';
}
