/** One operation as a server lists it of itself. */
export interface ListedOperation {
  readonly name: string;
  /** Capital letters; "" where the list does not say. */
  readonly verb: string;
  /** Below the root, starting with "/"; placeholders in braces as the server writes them. */
  readonly path: string;
  readonly parameters: readonly TypedName[];
  /** The name of the type it answers with; "" where the list does not say. */
  readonly answers: string;
}

export interface TypedName {
  readonly name: string;
  /** "" where the list does not say. */
  readonly type: string;
}

/** A type that a server describes. */
export interface ListedType {
  readonly name: string;
  readonly fields: readonly TypedName[];
}

/** What a page or a document says that a server can. */
export interface Listing {
  readonly operations: readonly ListedOperation[];
  readonly types: readonly ListedType[];
}

export const NOTHING_LISTED: Listing = { operations: [], types: [] };

/** No server has more; a page may. */
const MOST = 500;

export const VERB = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|MERGE)$/i;
const VERB_AND_PATH = /\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|MERGE)\b\s*:?\s+(~?\/?[\w{}[\]<>./?=&:;,%+-]*[\w}/])/;
/** "Room[] GetRooms(int locationId)", "GetRooms(locationId: int): Room[]", "GetRooms()". */
const SIGNATURE =
  /^(?:([A-Za-z_][\w.]*(?:<[\w<>,. ]+>|\[\])?)\s+)?([A-Za-z_]\w*)\s*\(([^()]*)\)\s*(?:(?::|->|=>|→|returns?)\s*([\w.<>[\] ]+))?$/;

/**
 * A path below the root from what stands in a listing: with or without host, with or without the root's own path. The query's names become
 * parameters.
 * @returns null when it leads elsewhere
 */
export function pathBelow(
  root: string,
  given: string,
): { readonly path: string; readonly parameters: readonly TypedName[] } | null {
  const base = new URL(root);
  const text = given.trim().replace(/^~/, '').split('#')[0] ?? '';
  let rest = text;
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) {
    if (!URL.canParse(text) || new URL(text).host !== base.host) return null;
    rest = text.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '');
  } else if (text.startsWith('//')) return null;
  const [rawPath = '', rawQuery = ''] = rest.split('?', 2);
  const lead = base.pathname.replace(/\/+$/, '');
  const absolute = rawPath.startsWith('/') ? rawPath : `/${rawPath}`;
  const isInside = lead !== '' && `${absolute.toLowerCase()}/`.startsWith(`${lead.toLowerCase()}/`);
  const path = (isInside ? absolute.slice(lead.length) : absolute).replace(/\/{2,}/g, '/').replace(/(.)\/+$/, '$1');
  if (path.split('/').includes('..')) return null;
  const parameters = rawQuery
    .split(/[&;]/)
    .map((pair): TypedName => ({
      name:
        pair
          .split('=')[0]
          ?.replace(/[{}[\]]/g, '')
          .trim() ?? '',
      type: '',
    }))
    .filter(({ name }) => name !== '');
  return { path: path === '' ? '/' : path, parameters };
}

/** The names in a path's braces. */
export const pathParameters = (path: string): TypedName[] =>
  Array.from(path.matchAll(/\{([^{}:]+)(?::[^{}]*)?\}/g), (match) => ({ name: (match[1] ?? '').trim(), type: '' }));

/** "locationId: int", "int locationId", "locationId (int)", "locationId". */
export function typedName(given: string): TypedName | null {
  const text = given
    .trim()
    .replace(/^\[[^\]]*\]\s*/, '')
    .replace(/\s*=.*$/, '')
    .replace(/[?]/g, '');
  const named = /^"?([A-Za-z_$][\w.$-]*)"?\s*(?::|\s-\s|\()\s*"?([\w.<>[\] |]+?)"?\)?\s*(?:[,;(–-].*)?$/.exec(text);
  if (named !== null) return { name: named[1] ?? '', type: (named[2] ?? '').trim() };
  const typed = /^([\w.]+(?:<[\w<>,. ]+>|\[\])?)\s+([A-Za-z_$][\w$]*)$/.exec(text);
  if (typed !== null) return { name: typed[2] ?? '', type: typed[1] ?? '' };
  return /^[A-Za-z_$][\w.$-]*$/.test(text) ? { name: text, type: '' } : null;
}

export const typedNames = (text: string): TypedName[] =>
  text
    .split(/[,;\n]/)
    .map(typedName)
    .filter((each) => each !== null);

/** The last part of a path that is no placeholder, as a name. */
export const nameOfPath = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '' && !part.includes('{'))
    .at(-1) ?? path;

/** The operation that one line of text tells of; null when it tells of none. */
export function operationOfLine(line: string, root: string): ListedOperation | null {
  const text = line.replace(/\s+/g, ' ').trim();
  const called = VERB_AND_PATH.exec(text);
  if (called !== null) {
    const below = pathBelow(root, called[2] ?? '');
    if (below === null) return null;
    const parameters = [...pathParameters(below.path), ...below.parameters];
    return {
      name: nameOfPath(below.path),
      verb: (called[1] ?? '').toUpperCase(),
      path: below.path,
      parameters,
      answers: '',
    };
  }
  const signature = SIGNATURE.exec(text);
  if (signature === null) return null;
  const [, before = '', name = '', inner = '', after = ''] = signature;
  const below = pathBelow(root, name);
  if (below === null || VERB.test(name)) return null;
  const verb = VERB.test(before) ? before.toUpperCase() : '';
  return {
    name,
    verb,
    path: below.path,
    parameters: typedNames(inner),
    answers: after.trim() || (verb === '' ? before : ''),
  };
}

/** One entry per operation; what several places say of it is put together. */
export function mergedListing(operations: readonly ListedOperation[], types: readonly ListedType[]): Listing {
  const byPath = new Map<string, ListedOperation[]>();
  for (const operation of operations) {
    const key = operation.path.toLowerCase();
    const same = byPath.get(key) ?? [];
    byPath.set(key, same);
    const index = same.findIndex(({ verb }) => verb === operation.verb || verb === '' || operation.verb === '');
    const known = same[index];
    if (known === undefined) same.push(operation);
    else
      same[index] = {
        ...known,
        verb: known.verb || operation.verb,
        answers: known.answers || operation.answers,
        parameters: [
          ...new Map(
            [...known.parameters, ...operation.parameters].map((parameter) => [
              parameter.name.toLowerCase(),
              parameter,
            ]),
          ).values(),
        ],
      };
  }
  const byName = new Map<string, ListedType>();
  for (const type of types) {
    const known = byName.get(type.name.toLowerCase());
    if (type.fields.length > (known?.fields.length ?? 0)) byName.set(type.name.toLowerCase(), type);
  }
  return { operations: [...byPath.values()].flat().slice(0, MOST), types: [...byName.values()].slice(0, MOST) };
}
