import type { OperationFacts } from '../../shared/dto';
import type { HttpAnswer } from '../http';
import { isObject } from './fields';

/** Where a list stands in an answer, and what is read of its items. */
interface SeenList {
  readonly fields: object;
  readonly list: string;
  /** Fields of the answer itself that the paging reads. */
  readonly around: readonly string[];
}

/**
 * What a connection test saw of the answers, told in a form that can be given to strangers: counts, field names and a time, never what was said of
 * people or meetings. A field name may be data itself (a list keyed by names), so a name that is not the profile's is told only where it
 * is shaped like one of a program's and every item has it.
 */
export interface SeenAnswers {
  answered(operation: string, answer: Pick<HttpAnswer, 'status' | 'headers'>): void;
  /** @param items null: no list was found where the profile says */
  listed(operation: string, list: SeenList, data: unknown, items: readonly unknown[] | null): void;
  /** @param items with paths like `bookings[3].Start` */
  rejected(items: readonly { readonly path: string; readonly reason: string }[]): void;
  facts(): OperationFacts[];
}

/** Items of each operation that are looked at: field names do not change after so many. */
const LOOKED_AT = 200;
/** So many items must have a field of an unknown name before it counts as one that they all have. */
const LEAST_ITEMS = 3;
/** An answer with more unknown fields than this is a list keyed by something. */
const MOST_AROUND = 12;
const MOST_REJECTED = 10;

const isProgramName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]{0,39}$/.test(name);

const TIMES = [
  /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/,
  /^\\?\/Date\(-?\d{1,17}(?:[+-]\d{4})?\)\\?\/$/,
  /^\d{1,2}[-./]\d{1,2}[-./]\d{4}(?:[ T]\d{1,2}[:.]\d\d(?:[:.]\d\d)?)?$/,
];
const isTime = (value: unknown): value is string =>
  typeof value === 'string' && TIMES.some((pattern) => pattern.test(value));

/** Every path that the profile reads of an item: "Id", "Organizer.Email", "Periods.From". */
function pathsOf(fields: unknown, before: readonly string[] = ['']): string[] {
  const under = (name: string): string[] => before.map((path) => (path === '' ? name : `${path}.${name}`));
  if (Array.isArray(fields))
    return fields.flatMap((each: unknown) => (typeof each === 'string' ? under(each) : pathsOf(each, before)));
  if (!isObject(fields)) return [];
  // Words that a field may hold are no names of fields.
  const { at, unless: _unless, yes: _yes, no: _no, none: _none, ...rest } = fields;
  const own = at === undefined ? [] : pathsOf(at, before);
  return [...own, ...Object.values(rest).flatMap((part) => pathsOf(part, own.length === 0 ? before : own))];
}

/** The paths of times: a count since 1970 is told of these alone, because any other number may be somebody's. */
function timePathsOf(fields: object): ReadonlySet<string> {
  const { start, end, periods } = fields as { start?: unknown; end?: unknown; periods?: unknown };
  return new Set([...pathsOf(start), ...pathsOf(end), ...pathsOf(periods)]);
}
const isCount = (value: unknown): value is string | number =>
  (typeof value === 'number' || typeof value === 'string') && /^\d{9,13}$/.test(String(value));

/** What stands at a path, ignoring case, in lists at their first item. */
function valueAt(item: unknown, path: string): unknown {
  let value = item;
  for (const name of path.split('.')) {
    const at: unknown = Array.isArray(value) ? value[0] : value;
    if (!isObject(at)) return undefined;
    const key = Object.keys(at).find((each) => each.toLowerCase() === name.toLowerCase());
    value = key === undefined ? undefined : at[key];
  }
  return value;
}

interface Seen {
  requests: number;
  status: number | null;
  contentType: string;
  count: number | null;
  looked: number;
  dateSample: string | null;
  readonly known: Set<string>;
  /** Names that are not the profile's, and how many items have them. */
  readonly others: Map<string, number>;
  /** Names of the answer around the list that are told, and those that are not. */
  readonly around: Set<string>;
  readonly aroundWithheld: Set<string>;
  readonly rejected: string[];
}

export function createSeenAnswers(): SeenAnswers {
  const operations = new Map<string, Seen>();
  const of = (operation: string): Seen => {
    const known = operations.get(operation);
    if (known !== undefined) return known;
    const fresh: Seen = {
      requests: 0,
      status: null,
      contentType: '',
      count: null,
      looked: 0,
      dateSample: null,
      known: new Set(),
      others: new Map(),
      around: new Set(),
      aroundWithheld: new Set(),
      rejected: [],
    };
    operations.set(operation, fresh);
    return fresh;
  };

  function lookAround(seen: Seen, data: unknown, known: ReadonlySet<string>): void {
    if (!isObject(data)) return;
    const names = Object.keys(data);
    const others = names.filter((name) => !known.has(name.toLowerCase()));
    const objects = others.filter((name) => isObject(data[name]));
    for (const name of names) {
      const isOurs = known.has(name.toLowerCase());
      const isKey = others.length > MOST_AROUND || (objects.length > 1 && isObject(data[name]));
      if (isProgramName(name) && (isOurs || !isKey)) seen.around.add(name);
      else seen.aroundWithheld.add(name);
    }
  }

  return {
    answered(operation, { status, headers }) {
      const seen = of(operation);
      seen.requests += 1;
      seen.status = status;
      const type = (headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
      seen.contentType = /^[\w.+-]{1,40}\/[\w.+-]{1,60}$/.test(type) ? type : '';
    },

    listed(operation, { fields, list, around }, data, items) {
      const seen = of(operation);
      const outer = new Set(
        [...list.replaceAll('[]', '').split('.'), ...around.flatMap((path) => path.split('.'))].map((each) =>
          each.toLowerCase(),
        ),
      );
      lookAround(seen, data, outer);
      if (items === null) return;
      seen.count = (seen.count ?? 0) + items.length;
      const paths = pathsOf(fields);
      const times = timePathsOf(fields);
      const known = new Set(paths.map((path) => (path.split('.')[0] ?? '').toLowerCase()));
      for (const item of items.slice(0, Math.max(0, LOOKED_AT - seen.looked))) {
        seen.looked += 1;
        for (const path of paths) {
          const value = valueAt(item, path);
          if (value === undefined) continue;
          // As the profile writes it: that is nobody's name.
          seen.known.add(path);
          if (seen.dateSample === null && (isTime(value) || (times.has(path) && isCount(value))))
            seen.dateSample = String(value);
        }
        if (!isObject(item)) continue;
        for (const name of Object.keys(item))
          if (!known.has(name.toLowerCase())) seen.others.set(name, (seen.others.get(name) ?? 0) + 1);
      }
    },

    rejected(items) {
      for (const { path, reason } of items) {
        const seen = of(path.split('[')[0] ?? '');
        if (seen.rejected.length < MOST_REJECTED) seen.rejected.push(`${path}: ${reason}`);
      }
    },

    facts: () =>
      [...operations].map(([operation, seen]): OperationFacts => {
        const everywhere = [...seen.others]
          .filter(([name, times]) => isProgramName(name) && seen.looked >= LEAST_ITEMS && times === seen.looked)
          .map(([name]) => name);
        return {
          operation,
          requests: seen.requests,
          status: seen.status,
          contentType: seen.contentType,
          count: seen.count,
          fields: [...new Set([...seen.around, ...seen.known, ...everywhere])],
          otherFields: seen.aroundWithheld.size + seen.others.size - everywhere.length,
          dateSample: seen.dateSample,
          rejected: seen.rejected,
        };
      }),
  };
}
