import type { AnswerFormat, EndFields, FieldEquals, JoinedText, PrivacyFields, TimeFields } from '../../shared/profile';
import { idText, plainText, truth } from './values';

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

/** Whether a field of a whole answer says what the profile waits for. */
export const says = ({ at, equals }: FieldEquals, data: unknown): boolean => {
  if (!isObject(data)) return false;
  const value = createField(at)(data);
  return (Array.isArray(equals) ? (equals as readonly unknown[]) : [equals]).includes(value);
};

/** Compiles what says that an item is private. Of words only the known ones say that it is not. */
export function createPrivacyField(fields: PrivacyFields | null): (item: unknown) => boolean {
  const field = createField(namesOf(fields));
  if (fields === null || !('unless' in fields)) return (item) => truth(field(item));
  const open = new Set(fields.unless.map((word) => word.toLowerCase()));
  return (item) => !open.has(idText(field(item))?.toLowerCase() ?? '');
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

/** What a list's path leads to in one answer. */
export interface ListedItems {
  readonly items: readonly unknown[];
  /**
   * Of a path that goes through the rows of a list, e.g. the rooms of all floors: the items of each of its rows. Pages and totals count the rows.
   * Otherwise null: the items are the rows.
   */
  readonly rows: readonly (readonly unknown[])[] | null;
  /** Rows without the list that should be in them: that is not an empty one. */
  readonly broken: number;
}

/** What a part of a list's path ends with where the path goes on in every row: "floors[].rooms". */
const EACH = '[]';

/** The path of the outermost list. */
export const outerListOf = (path: string): string => path.split(EACH)[0] ?? '';

/**
 * Compiles a list's path. That it goes on in every row of a list has to be said: a list that stands where an object was expected, e.g. an empty one,
 * is no list of ours.
 * @param path "": the answer itself is the list; "[].rooms": it is the outer list
 * @returns a reader that gives null when there is no list
 * @see createListField
 */
export function createItemsField(
  path: string,
  format: AnswerFormat,
  isItem: (lone: unknown) => boolean,
): (data: unknown) => ListedItems | null {
  if (!path.includes(EACH)) {
    const plain = createListField(path === '' ? null : [path], format, isItem);
    return (data) => {
      const items = plain(data);
      return items === null ? null : { items, rows: null, broken: 0 };
    };
  }
  const [outer = '', ...inner] = path.split(EACH).map((part) => part.replace(/^\./, ''));
  // An object alone is a row of JSON only if it has what is looked for in rows: an error message is an object too.
  const isRow = (lone: unknown): boolean => format === 'xml' || below(lone, 0) !== null;
  const rowsOf = createListField(outer === '' ? null : [outer], format, isRow);
  const readers = inner.map((part, depth) => ({
    list: createListField([part], format, depth === inner.length - 1 ? isItem : undefined),
    // In XML a list without items leaves no trace but the element around it, which here is the row.
    isLeftOut: format === 'xml' && !part.includes('.') ? isWithout(part) : () => false,
  }));

  /** The items below a row; null when a list is missing. */
  function below(row: unknown, depth: number): readonly unknown[] | null {
    const reader = readers[depth];
    if (reader === undefined) return [row];
    const list = reader.list(row) ?? (reader.isLeftOut(row) ? [] : null);
    const lists = list?.map((each) => below(each, depth + 1)) ?? [null];
    return lists.some((each) => each === null) ? null : lists.flatMap((each) => each ?? []);
  }

  return (data) => {
    const found = rowsOf(data);
    if (found === null) return null;
    const lists = found.map((row) => below(row, 0));
    const rows = lists.filter((list) => list !== null);
    return { items: rows.flat(), rows, broken: lists.length - rows.length };
  };
}

/** Of an XML element, which is an empty text where nothing is in it: whether it is without elements of that name. */
function isWithout(name: string): (element: unknown) => boolean {
  const field = createField([name]);
  return (element) => (element === '' || isObject(element)) && field(element) === undefined;
}

/** A field of an item for a rejected item's path, e.g. "Start": the profile's first candidate. */
export function fieldName(at: EndFields | null): string {
  if (at === null) return '';
  return ('date' in at ? at.date : 'minutes' in at ? at.minutes : at)[0] ?? '';
}
