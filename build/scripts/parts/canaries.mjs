import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';

/**
 * P20: what tests use for names, titles and passwords carries a canary, and `npm test` looks for canaries in every byte that the whole run has
 * written. All are plain letters, so that JSON, XML and percent escapes leave them as they are.
 */

/** In every title, name and password that a test invents. */
export const CANARY = 'kanarie';

/** What the simulators' own people and meetings are known by: the ends of their addresses, and some titles that no other text holds. */
const DEMO_CANARIES = [
  ...['@fosdem.example', '@modehuset.example', '@demohus.example', '@firma.example', '@kunde.example'],
  ...['designgennemgang', 'kvartalsgennemgang', 'sikkerhedsgennemgang'],
];

/** What has to hold names, by the file's path below the folder that is searched. `isHandedIn`: a test gives it to the program. */
const EXEMPT = [
  { path: /(^|\/)input-\w+\.json$/, reason: 'bookings that a test hands to the simulator', isHandedIn: true },
  { path: /(^|\/)canary-planted-\w+\//, reason: 'planted by the test of the search', isHandedIn: false },
  { path: /(^|\/)playwright-transform-cache/, reason: 'the tests’ own code, compiled', isHandedIn: false },
  { path: /(^|\/)UniLockImport[^/]*\.xml$/, reason: 'it is how UniLock is told of persons (M3)', isHandedIn: false },
  { path: /(^|\/)persons[^/]*\.csv$/, reason: 'the persons that come with the import file (M3)', isHandedIn: false },
  { path: /(^|\/)test-secrets\.txt$/, reason: 'where tests note the passwords to look for', isHandedIn: false },
];

/**
 * @typedef {object} CanarySearch
 * @property {number} files searched
 * @property {number} bytes searched
 * @property {readonly string[]} hits path and shape, never the text around it
 * @property {number} exempted files that hold a canary and may
 * @property {number} handedIn those among them that were given to the program: without any, finding nothing proves nothing
 */

/** Every file below the folders. Sockets and links hold no bytes of their own. @param {string} folder @returns {string[]} */
const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Bytes as text, one character per byte, so that a pattern over text is asked of bytes. @param {Buffer} bytes */
const asText = (bytes) => bytes.toString('latin1');

/** The part of the base64 of some bytes that does not depend on its neighbours, for each of the three places it can begin at. @param {string} text */
function base64Of(text) {
  const bytes = Buffer.from(text, 'utf8');
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const begin = offset === 0 ? 0 : offset + 1;
    return encoded.slice(begin, Math.floor(((bytes.length + offset) * 8) / 6));
  });
}

/** @param {string} text */
const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** @param {readonly string[]} texts @param {string} [flags] */
const anyOf = (texts, flags) => new RegExp([...new Set(texts)].map(escaped).join('|'), flags);
/** @param {string} text */
const asUtf16 = (text) => asText(Buffer.from(text, 'utf16le'));
/** As text, in JSON, in an address. @param {string} text */
const plainly = (text) =>
  [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)].map((each) => asText(Buffer.from(each, 'utf8')));

/**
 * The shapes that are looked for.
 * @param {readonly string[]} secrets as they are; canaries in small, capital and mixed letters
 */
function shapesOf(secrets) {
  const words = [CANARY, ...DEMO_CANARIES];
  const spelt = words.flatMap((word) => [
    word,
    word.toUpperCase(),
    `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`,
  ]);
  const ofWords = [
    { name: 'text', pattern: anyOf(words.flatMap(plainly), 'i') },
    { name: 'UTF-16', pattern: anyOf(words.map(asUtf16), 'i') },
    { name: 'base64', pattern: anyOf(spelt.flatMap(base64Of)) },
  ];
  if (secrets.length === 0) return ofWords;
  return [
    ...ofWords,
    { name: 'password', pattern: anyOf(secrets.flatMap(plainly)) },
    { name: 'password in UTF-16', pattern: anyOf(secrets.map(asUtf16)) },
    { name: 'password in base64', pattern: anyOf(secrets.flatMap(base64Of)) },
  ];
}

/**
 * Looks for canaries and secrets in every byte below the folders, compressed ones excepted.
 * @param {readonly string[]} folders absolute; a missing one holds nothing
 * @param {{ secrets?: readonly string[], isSearched?: (path: string) => boolean }} [options] `isSearched` is asked with absolute paths
 * @returns {CanarySearch}
 */
export function searchCanaries(folders, { secrets = [], isSearched = () => true } = {}) {
  const shapes = shapesOf(secrets);
  const found = { files: 0, bytes: 0, hits: /** @type {string[]} */ ([]), exempted: 0, handedIn: 0 };
  for (const folder of folders.filter((one) => existsSync(one))) {
    for (const path of filesBelow(folder).filter(isSearched)) {
      const bytes = readFileSync(path);
      found.files += 1;
      found.bytes += bytes.length;
      const text = asText(bytes);
      const shape = shapes.find(({ pattern }) => pattern.test(text));
      if (shape === undefined) continue;
      const below = relative(folder, path).split(sep).join('/');
      const exemption = EXEMPT.find((one) => one.path.test(below));
      if (exemption?.isHandedIn === true) found.handedIn += 1;
      if (exemption !== undefined) found.exempted += 1;
      else found.hits.push(`${basename(folder)}/${below}: ${shape.name}`);
    }
  }
  return found;
}
