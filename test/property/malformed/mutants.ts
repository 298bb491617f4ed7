import { FakeRandom } from '../../fakes';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A place of a JSON value: what holds it, and under which key. */
interface Place {
  readonly holder: Json[] | { [key: string]: Json };
  readonly key: string | number;
}

function placesOf(value: Json): Place[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((part, key) => [{ holder: value, key }, ...placesOf(part)]);
  return Object.entries(value).flatMap(([key, part]) => [{ holder: value, key }, ...placesOf(part)]);
}

const DEEP = 30_000;

/** Values that no field of ours can be, or only just. As text, because some of them no JSON value can be. */
const ODD = [
  'null',
  'true',
  '0',
  '-1',
  '1e308',
  '1e999',
  '9007199254740993',
  '9'.repeat(400),
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '[]',
  '{}',
  '[[]]',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`,
  `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`,
  `"${'x'.repeat(200_000)}"`,
  '"{periods}{userName}{nobody}"',
  '"../../etc"',
];

const MARK = '@@odd@@';

/** The value's JSON with one place bent: dropped, doubled, renamed, or another kind of value. */
function bent(text: string, random: FakeRandom): string {
  const value = JSON.parse(text) as Json;
  const { holder, key } = random.pick(placesOf(value));
  const set = (to: Json): void => {
    (holder as Record<string | number, Json>)[key] = to;
  };
  switch (random.below(5)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else Reflect.deleteProperty(holder, key);
      return JSON.stringify(value);
    case 1: {
      const twice = (holder as Record<string | number, Json>)[key] ?? null;
      set([twice, twice]);
      return JSON.stringify(value);
    }
    case 2:
      return JSON.stringify(value).replace(`"${String(key)}":`, '"__proto__":');
    default:
      set(MARK);
      return JSON.stringify(value).replace(`"${MARK}"`, () => random.pick(ODD));
  }
}

/** The text with a piece lost, doubled, cut off or overwritten. */
function torn(text: string, random: FakeRandom): string {
  const [a, b] = [random.below(text.length), random.below(text.length)].sort((x, y) => x - y) as [number, number];
  const piece = text.slice(a, Math.min(b, a + 60));
  switch (random.below(6)) {
    case 0:
      return text.slice(0, a);
    case 1:
      return text.slice(0, a) + text.slice(a + piece.length);
    case 2:
      return text.slice(0, a) + piece + text.slice(a);
    case 3:
      return (
        text.slice(0, a) +
        random.pick(['\u0000', '\ufeff', '\ud800', '<', '&', '"', '}', ']', '\u2028']) +
        text.slice(a + 1)
      );
    case 4:
      return text.split('').reverse().join('');
    default:
      return text + text;
  }
}

/** The text as a program with another idea of encodings would have written it. */
const encoded = (text: string, random: FakeRandom): Buffer =>
  random.pick([
    Buffer.from(text, 'utf16le'),
    Buffer.from(text, 'latin1'),
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
    Buffer.concat([Buffer.from(text), Buffer.from([0xc3, 0x28, 0x80])]),
  ]);

export interface Mutant {
  /** The seed that gives it again. */
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Distinct mutants of one valid text; the same seed gives the same ones. Some mutants are as valid as their parent.
 * @param bend one change that keeps the format; tearing and encoding come by themselves
 */
export function mutantsOf(
  name: string,
  text: string,
  count: number,
  bend: (text: string, random: FakeRandom) => string = bent,
): Mutant[] {
  const found = new Map<string, Mutant>();
  for (let seed = 1; found.size < count; seed += 1) {
    const random = new FakeRandom(seed);
    const way = random.below(10);
    const bytes =
      way === 0 ? encoded(text, random) : Buffer.from(way < 4 ? torn(text, random) : bend(text, random), 'utf8');
    const key = bytes.toString('base64');
    if (bytes.toString('utf8') !== text && !found.has(key))
      found.set(key, { name: `${name}, seed ${String(seed)}`, bytes });
  }
  return [...found.values()];
}

/** An XML document with one piece bent: an element dropped, nested very deep or renamed, an entity, a document type, a huge text. */
export function bentXml(text: string, random: FakeRandom): string {
  const tags = Array.from(text.matchAll(/<([A-Za-z]+)[^>]*>/g));
  const { 0: tag, index } = random.pick(tags);
  const put = (piece: string): string => text.slice(0, index) + piece + text.slice(index);
  switch (random.below(8)) {
    case 0:
      return text.slice(0, index) + text.slice(index + tag.length);
    case 1:
      return put(`${'<a>'.repeat(DEEP)}${'</a>'.repeat(DEEP)}`);
    case 2:
      return put('<__proto__ polluted="true"><polluted>true</polluted></__proto__>');
    case 3:
      return put('&unheard-of;');
    case 4:
      return text.replace(/(<\?xml[^>]*>)?/, (head) => `${head}${ENTITY_BOMB}`);
    case 5:
      return put(`<![CDATA[${'x'.repeat(100_000)}]]>`);
    case 6:
      return text.replaceAll(/"\d+"/g, () => random.pick(['""', '"-1"', `"${'9'.repeat(400)}"`, '"NaN"']));
    default:
      return put('&#0;');
  }
}

/** A document type whose last entity would be ten thousand million letters. */
export const ENTITY_BOMB = `<!DOCTYPE bomb [<!ENTITY e0 "xxxxxxxxxx">${Array.from(
  { length: 9 },
  (_, level) => `<!ENTITY e${String(level + 1)} "${`&e${String(level)};`.repeat(10)}">`,
).join('')}]>`;
