/** A JSON object as it came: nothing is known of it. */
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

/** A field of an item for a rejected item's path, e.g. "Start": the profile's first candidate. */
export const fieldName = (candidates: readonly string[] | null): string => candidates?.[0] ?? '';
