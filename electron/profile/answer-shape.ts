import type { AnswerChange, AnswerField, AnswerShape } from '../../shared/dto';
import { isObject } from './fields';
import type { ReadField, ServerProfile } from './field-map';
import { readFieldsOf } from './field-map';

type FieldType = AnswerField['types'][number];

/** Names deeper than this no profile reads. */
const MAX_DEPTH = 4;
/** More names are no list of fields but a map whose keys are data. */
const MAX_FIELDS = 300;
/** A field's name; anything else may be data that stands where a name should, e.g. somebody's address as a key. */
const NAME = /^[A-Za-z_$#][A-Za-z0-9_$#-]{0,60}$/;
/** Of a list inside an item so many are looked at: its items are alike. */
const NESTED_LOOKED_AT = 5;
/** Items that must lack a field before it counts as gone: an odd one may lack it by itself. */
const LEAST_WITHOUT = 3;

const typeOf = (value: unknown): FieldType => {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    default:
      return 'object';
  }
};

const parentOf = (path: string): string => {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? '' : path.slice(0, dot);
};

/** Gathers field names and types over items, a value is never kept. */
export interface ShapeCollector {
  add(items: readonly unknown[]): void;
  shape(operation: string): AnswerShape;
  /** How many objects were seen in which a field of that path could have been. */
  objectsFor(path: string): number;
}

export function createShapeCollector(): ShapeCollector {
  let items = 0;
  /** By path; of the object it stands in: how many were there. "" is the items themselves. */
  const objects = new Map<string, number>();
  const fields = new Map<string, { have: number; readonly types: Set<FieldType> }>();

  function look(object: Readonly<Record<string, unknown>>, at: string, depth: number): void {
    objects.set(at, (objects.get(at) ?? 0) + 1);
    for (const [name, value] of Object.entries(object)) {
      if (!NAME.test(name)) continue;
      const path = at === '' ? name : `${at}.${name}`;
      let field = fields.get(path);
      if (field === undefined) {
        if (fields.size >= MAX_FIELDS) continue;
        fields.set(path, (field = { have: 0, types: new Set() }));
      }
      const type = typeOf(value);
      field.types.add(type);
      if (type !== 'null') field.have += 1;
      if (depth >= MAX_DEPTH) continue;
      if (isObject(value)) look(value, path, depth + 1);
      else if (Array.isArray(value))
        for (const nested of value.slice(0, NESTED_LOOKED_AT))
          if (isObject(nested)) look(nested, `${path}[]`, depth + 1);
    }
  }

  return {
    add(more) {
      for (const item of more) {
        items += 1;
        if (isObject(item)) look(item, '', 1);
      }
    },
    shape: (operation) => ({
      operation,
      items,
      fields: [...fields]
        .map(([path, { have, types }]): AnswerField => ({
          path,
          types: [...types].sort(),
          isAlways: have === (objects.get(parentOf(path)) ?? 0),
        }))
        .sort((a, b) => (a.path < b.path ? -1 : 1)),
    }),
    objectsFor: (path) => objects.get(parentOf(path)) ?? 0,
  };
}

/** What answers look like, in one text: names and types alone, in order. Equal texts are equal answers, whatever they hold. */
export const canonicalShapes = (shapes: readonly AnswerShape[]): string =>
  JSON.stringify(
    shapes
      .map(({ operation, fields }) => [
        operation,
        fields.map(({ path, types }) => [path, types.filter((type) => type !== 'null')]),
      ])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );

/** The paths at which a field may be found in a shape, ignoring case. */
const pathsOf = ({ candidates, within }: ReadField): string[] =>
  (within === null
    ? [...candidates]
    : within.flatMap((at) => candidates.flatMap((name) => [`${at}.${name}`, `${at}[].${name}`]))
  ).map((path) => path.toLowerCase());

/**
 * How answers differ from those that were confirmed. A list that is empty now says nothing, nor does a field that was not in every item then;
 * a field is gone when at least three items (or as many as there were) lack it. Other spellings of case are no change, because readers ignore it.
 */
export function changesOf(
  confirmed: readonly AnswerShape[],
  seen: ReadonlyMap<string, ShapeCollector>,
  profile: ServerProfile,
): AnswerChange[] {
  const readFields = readFieldsOf(profile);
  return confirmed.flatMap((then): AnswerChange[] => {
    const collector = seen.get(then.operation);
    if (collector === undefined || then.items === 0) return [];
    const now = collector.shape(then.operation);
    if (now.items === 0) return [];
    const known = new Map(then.fields.map((field) => [field.path.toLowerCase(), field]));
    const present = new Map(now.fields.map((field) => [field.path.toLowerCase(), field]));
    const hits = (path: string): boolean => present.get(path)?.types.some((type) => type !== 'null') === true;
    const reads = (readFields.get(then.operation) ?? []).map(pathsOf);
    const isRead = (path: string): boolean => reads.some((paths) => paths.includes(path));
    /** Read, and nothing else of its candidates is there in its place. */
    const isMissed = (path: string): boolean =>
      reads.some((paths) => paths.includes(path) && !paths.some((other) => other !== path && hits(other)));
    const enough = Math.min(LEAST_WITHOUT, then.items);
    const change = (path: string, kind: AnswerChange['change'], isReadHere: boolean): AnswerChange => ({
      operation: then.operation,
      path,
      change: kind,
      isRead: isReadHere,
    });

    const gone = then.fields
      .filter(({ path, isAlways }) => isAlways && !hits(path.toLowerCase()))
      // What stands in an object that is gone itself is told by it.
      .filter(({ path }) => collector.objectsFor(path) >= enough)
      .map(({ path }) => change(path, 'gone', isMissed(path.toLowerCase())));
    const came = now.fields
      .filter(({ path }) => !known.has(path.toLowerCase()))
      .map(({ path }) => change(path, 'came', false));
    const retyped = now.fields
      .filter(({ path, types }) => {
        const before = known.get(path.toLowerCase())?.types.filter((type) => type !== 'null') ?? [];
        const after = types.filter((type) => type !== 'null');
        return before.length > 0 && after.length > 0 && !after.some((type) => before.includes(type));
      })
      .map(({ path }) => change(path, 'type', isRead(path.toLowerCase())));
    return [...gone, ...retyped, ...came];
  });
}
