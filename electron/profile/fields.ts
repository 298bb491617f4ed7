import type { AnswerFormat, FieldEquals, PrivacyFields, TimeFields } from '../../shared/profile';
import { idText, truth } from './values';

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

/** Where it stands whether an item is private. */
export const privacyAt = (fields: PrivacyFields | null): readonly string[] | null =>
  fields !== null && 'unless' in fields ? fields.at : fields;

/** Compiles what says that an item is private. Of words only the known ones say that it is not. */
export function createPrivacyField(fields: PrivacyFields | null): (item: unknown) => boolean {
  const field = createField(privacyAt(fields));
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
   * Of a path that walks through a list, e.g. the rooms of all floors: the items of each of its rows. Pages and totals count the rows. Otherwise
   * null: the items are the rows.
   */
  readonly rows: readonly (readonly unknown[])[] | null;
  /** Rows without the list that should be in them: that is not an empty one. */
  readonly broken: number;
}

/**
 * Compiles a list's path. Where it comes upon a list before its end it goes on in every row of it.
 * @param path "": the answer itself is the list
 * @returns a reader that gives null when there is no list
 * @see createListField
 */
export function createItemsField(
  path: string,
  format: AnswerFormat,
  isItem: (lone: unknown) => boolean,
): (data: unknown) => ListedItems | null {
  const parts = path === '' ? [] : path.split('.').map((part) => createField([part]));
  const plain = createListField(path === '' ? null : [path], format, isItem);

  /** The items below a value that the first `done` parts led to; null when a list is missing. */
  function below(value: unknown, done: number): readonly unknown[] | null {
    const part = parts[done];
    if (part === undefined) return Array.isArray(value) ? value : isObject(value) && isItem(value) ? [value] : null;
    if (Array.isArray(value)) {
      const lists = value.map((row) => below(row, done));
      return lists.some((list) => list === null) ? null : lists.flatMap((list) => list ?? []);
    }
    const next = part(value);
    // In XML a list without items leaves no trace but the element around it.
    if (next === undefined && format === 'xml' && done === parts.length - 1) return [];
    return next === undefined ? null : below(next, done + 1);
  }

  return (data) => {
    let value = data;
    for (const [done, part] of parts.entries()) {
      if (Array.isArray(value)) {
        const lists = value.map((row) => below(row, done));
        const rows = lists.filter((list) => list !== null);
        return { items: rows.flat(), rows, broken: lists.length - rows.length };
      }
      value = part(value);
    }
    const items = plain(data);
    return items === null ? null : { items, rows: null, broken: 0 };
  };
}

/** A field of an item for a rejected item's path, e.g. "Start": the profile's first candidate. */
export const fieldName = (at: TimeFields | null): string =>
  at === null ? '' : (('date' in at ? at.date : at)[0] ?? '');
