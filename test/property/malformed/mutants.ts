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

/** A list of persons with one piece bent: a quote opened, cells lost or added, another separator, a line twice, a column unnamed. */
export function bentCsv(text: string, random: FakeRandom): string {
  const lines = text.split('\r\n');
  const at = random.below(lines.length);
  const line = lines[at] ?? '';
  const put = (instead: string): string => lines.map((one, index) => (index === at ? instead : one)).join('\r\n');
  switch (random.below(9)) {
    case 0:
      return put(`"${line}`);
    case 1:
      return put(line.replaceAll('"', '"""'));
    case 2:
      return put(`${line};;${line}`);
    case 3:
      return put(line.replaceAll(';', random.pick([',', '\t', '|', ' '])));
    case 4:
      return put(`${line}\r\n${line.replace('@', '+2@')}\r\n${line.toUpperCase()}\r\n${line.replace(/\d{4}/, '9999')}`);
    case 5:
      return put(line.split(';').slice(1).join(';'));
    case 6:
      return put(line.replace(/[^;]*@[^;]*/, random.pick(['', ' ', '"', 'x'.repeat(100_000)])));
    case 7:
      return text.replaceAll('\r\n', random.pick(['\n', '\r', '\n\n']));
    default:
      return `${random.pick(['sep=;', 'sep=,', 'sep=', ''])}\r\n${text}`;
  }
}

/** A PEM with one piece bent: a line lost or doubled, another label, letters that are none of base64, a key beside it. */
export function bentPem(text: string, random: FakeRandom): string {
  const lines = text.trim().split('\n');
  const at = 1 + random.below(Math.max(1, lines.length - 2));
  switch (random.below(6)) {
    case 0:
      return lines.filter((_, index) => index !== at).join('\n');
    case 1:
      return lines.flatMap((line, index) => (index === at ? [line, line] : [line])).join('\n');
    case 2:
      return text.replaceAll('CERTIFICATE', random.pick(['PRIVATE KEY', 'X509 CRL', 'TRUSTED CERTIFICATE', '']));
    case 3:
      return lines.map((line, index) => (index === at ? '*'.repeat(line.length) : line)).join('\n');
    case 4:
      return `${text}\n${text.replace(/[A-Za-z0-9+/]{10}/, 'AAAAAAAAAA')}`;
    default:
      return lines.slice(0, -1).join('\n');
  }
}

/** The bytes of a certificate with one to four of them changed, and pieces of it. */
export function bentDer(der: Buffer, count: number): Mutant[] {
  return Array.from({ length: count }, (_, index) => {
    const random = new FakeRandom(index + 1);
    const bytes = Buffer.from(der);
    for (let times = 1 + random.below(4); times > 0; times -= 1) bytes[random.below(bytes.length)] = random.below(256);
    const isCut = random.below(5) === 0;
    return {
      name: `certificate as DER, seed ${String(index + 1)}`,
      bytes: isCut ? bytes.subarray(0, random.below(bytes.length)) : bytes,
    };
  });
}
