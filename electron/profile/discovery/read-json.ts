import { isObject } from '../fields';
import type { JsonObject } from '../fields';
import type { ListedOperation, ListedType, Listing, TypedName } from './listing';
import { mergedListing, nameOfPath, operationOfLine, pathBelow, pathParameters, typedName, VERB } from './listing';

/** Deeper than any list of methods is. */
const MAX_DEPTH = 8;

const NAME_KEYS = ['name', 'method', 'operation', 'operationid', 'action', 'function', 'title', 'id'];
const VERB_KEYS = ['verb', 'httpverb', 'httpmethod', 'requestmethod', 'method', 'type', 'verbs', 'methods'];
const PATH_KEYS = ['path', 'url', 'uri', 'route', 'endpoint', 'relativepath', 'href', 'template', 'address'];
const PARAMETER_KEYS = ['parameters', 'params', 'arguments', 'args', 'query', 'input', 'inputs'];
const ANSWER_KEYS = ['returns', 'returntype', 'response', 'responsetype', 'result', 'output', 'answers'];
const TYPE_LISTS = ['types', 'models', 'definitions', 'schemas', 'classes', 'entities', 'datatypes', 'typer'];
const FIELD_KEYS = ['fields', 'properties', 'members', 'columns', 'attributes'];

function at(object: JsonObject, keys: readonly string[]): unknown {
  for (const key of keys)
    for (const [name, value] of Object.entries(object)) if (name.toLowerCase() === key) return value;
  return undefined;
}

/** A type's name as text: of a name, a JSON schema or a reference. */
function typeText(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (!isObject(value) || depth > 4) return '';
  const reference = at(value, ['$ref', 'ref']);
  if (typeof reference === 'string') return reference.split('/').at(-1) ?? '';
  const items = at(value, ['items']);
  if (items !== undefined) return `${typeText(items, depth + 1)}[]`;
  for (const part of ['schema', 'type', 'name', 'allof', 'anyof', 'oneof']) {
    const inner = at(value, [part]);
    const text = typeText(Array.isArray(inner) ? inner[0] : inner, depth + 1);
    if (text !== '') return text;
  }
  return '';
}

/** Names with their types: a list of objects or texts, or a map of names. */
function namesOf(value: unknown): TypedName[] {
  if (typeof value === 'string') return value.split(/[,;]/).flatMap((part) => typedName(part) ?? []);
  if (Array.isArray(value))
    return value.flatMap((each): TypedName[] => {
      if (typeof each === 'string') return [typedName(each) ?? []].flat();
      if (!isObject(each)) return [];
      const name = at(each, ['name', 'id', 'field', 'parameter', 'property']);
      return typeof name === 'string'
        ? [{ name, type: typeText(at(each, ['type', 'schema', 'datatype']) ?? each['$ref']) }]
        : [];
    });
  return isObject(value) ? Object.entries(value).map(([name, type]) => ({ name, type: typeText(type) })) : [];
}

/** OpenAPI 2 and 3, and whatever else has `paths`. */
function readOpenApi(document: JsonObject, paths: JsonObject, root: string, operations: ListedOperation[]): void {
  const server = at(document, ['servers']);
  const first: unknown = Array.isArray(server) ? server[0] : undefined;
  const base = typeof document['basePath'] === 'string' ? document['basePath'] : isObject(first) ? first['url'] : '';
  const lead = typeof base === 'string' ? base.replace(/\/+$/, '') : '';
  for (const [path, methods] of Object.entries(paths)) {
    const below = pathBelow(root, lead + path);
    if (below === null || !isObject(methods)) continue;
    for (const [verb, said] of Object.entries(methods)) {
      if (!VERB.test(verb) || !isObject(said)) continue;
      const responses = at(said, ['responses']);
      const good: unknown = isObject(responses)
        ? (responses['200'] ?? responses['2XX'] ?? responses['default'])
        : undefined;
      const content = isObject(good) ? at(good, ['content']) : undefined;
      const medium: unknown = isObject(content) ? Object.values(content)[0] : good;
      const id = at(said, ['operationid']);
      operations.push({
        name: typeof id === 'string' ? id : nameOfPath(below.path),
        verb: verb.toUpperCase(),
        path: below.path,
        parameters: [
          ...pathParameters(below.path),
          ...namesOf(at(methods, ['parameters'])),
          ...namesOf(at(said, ['parameters'])),
        ],
        answers: isObject(medium) ? typeText(at(medium, ['schema']) ?? {}) : '',
      });
    }
  }
}

function readTypes(value: unknown, types: ListedType[]): void {
  const take = (name: string, described: unknown): void => {
    if (!isObject(described)) return;
    const fields = namesOf(
      at(described, FIELD_KEYS) ??
        (Object.values(described).every((each) => typeof each === 'string') ? described : []),
    );
    if (fields.length > 0) types.push({ name, fields });
  };
  if (Array.isArray(value))
    for (const each of value) {
      const name = isObject(each) ? at(each, ['name', 'id', 'title', 'type']) : undefined;
      if (typeof name === 'string') take(name, each);
    }
  else if (isObject(value))
    for (const [name, described] of Object.entries(value))
      take(name, Array.isArray(described) ? { fields: described } : described);
}

function operationOf(object: JsonObject, key: string | null, root: string): ListedOperation | null {
  const verbs = VERB_KEYS.map((name) => at(object, [name])).flatMap((value) =>
    Array.isArray(value) ? (value as unknown[]) : [value],
  );
  const verb =
    verbs.find((value): value is string => typeof value === 'string' && VERB.test(value))?.toUpperCase() ?? '';
  const names = NAME_KEYS.map((name) => at(object, [name]));
  const name =
    names.find((value): value is string => typeof value === 'string' && value !== '' && !VERB.test(value)) ?? key;
  const told = at(object, PATH_KEYS);
  const parameters = at(object, PARAMETER_KEYS);
  const answers = at(object, ANSWER_KEYS);
  // A name alone is anything: a location has one too.
  const isOperation = verb !== '' || typeof told === 'string' || (parameters !== undefined && answers !== undefined);
  if (name === null || !isOperation) return null;
  const line = operationOfLine(name, root);
  const below = typeof told === 'string' ? pathBelow(root, told) : (line ?? pathBelow(root, name));
  if (below === null || /\s/.test(below.path)) return null;
  return {
    name: line?.name ?? name,
    verb: verb || (line?.verb ?? ''),
    path: below.path,
    parameters: [...pathParameters(below.path), ...below.parameters, ...namesOf(parameters)],
    answers: typeText(answers) || (line?.answers ?? ''),
  };
}

/** What a JSON document says that the server can: OpenAPI, or any list of methods with names, verbs, parameters and types. */
export function readJsonListing(document: unknown, root: string): Listing {
  const operations: ListedOperation[] = [];
  const types: ListedType[] = [];
  const walk = (value: unknown, key: string | null, depth: number): void => {
    if (depth > MAX_DEPTH) return;
    if (typeof value === 'string') {
      const found = depth > 0 && value.length < 400 ? operationOfLine(value, root) : null;
      if (found !== null) operations.push(found);
      return;
    }
    if (Array.isArray(value)) {
      for (const each of value) walk(each, null, depth + 1);
      return;
    }
    if (!isObject(value)) return;
    const paths = at(value, ['paths']);
    if (isObject(paths)) readOpenApi(value, paths, root, operations);
    const own = operationOf(value, key, root);
    if (own !== null) {
      operations.push(own);
      return;
    }
    for (const [name, part] of Object.entries(value)) {
      if (TYPE_LISTS.includes(name.toLowerCase())) readTypes(part, types);
      else if (part !== paths) walk(part, name, depth + 1);
    }
  };
  walk(document, null, 0);
  return mergedListing(operations, types);
}
