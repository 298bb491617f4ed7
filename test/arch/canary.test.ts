import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CANARY, searchCanaries } from '../../build/scripts/parts/canaries.mjs';
import { canary } from '../builders/canary';
import { temporaryFolder } from '../builders/temporary-folder';

const repository = join(import.meta.dirname, '../..');
const temporary = temporaryFolder('search');
afterAll(() => temporary.remove());

/** Exempt by its name in the search of the whole run, where it shows that the search can see. */
const planted = join(temporary.path, 'canary-planted-here');
let count = 0;
function plant(bytes: Buffer | string, name = 'file.bin'): string {
  const folder = join(planted, String(++count));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), bytes);
  return folder;
}
const hitsIn = (folder: string, secrets: readonly string[] = []) => searchCanaries([folder], { secrets }).hits;
const TITLE = `Møde: ${canary('årsregnskab')}`;
const PASSWORD = '5d2f&Æ+/"x';

describe('P20 the search for canaries in every byte of a run', () => {
  it.each<[string, (text: string) => Buffer | string]>([
    ['as it is', (text) => `before ${text} after`],
    ['in capitals', (text) => text.toUpperCase()],
    [
      'between bytes that are no text',
      (text) => Buffer.concat([Buffer.from([0, 255, 254]), Buffer.from(text), Buffer.alloc(9)]),
    ],
    ['in JSON', (text) => JSON.stringify({ text })],
    ['in an address', (text) => `https://host.example/?q=${encodeURIComponent(text)}`],
    ['in UTF-16', (text) => Buffer.from(`x${text}`, 'utf16le')],
    ['in base64 of a header', (text) => Buffer.from(`user:${text}`).toString('base64')],
    ['in base64, one byte later', (text) => Buffer.from(`user::${text}`).toString('base64')],
    ['in base64, two bytes later', (text) => Buffer.from(`user:::${text}`).toString('base64')],
  ])('P20 a title is found %s', (_name, write) => {
    expect(hitsIn(plant(write(TITLE)))).toHaveLength(1);
  });

  it('P20 so is somebody’s address, however its sign is escaped', () => {
    expect(hitsIn(plant('to person-7@fosdem.example'))).toHaveLength(1);
    expect(hitsIn(plant('?to=person-7%40fosdem.example'))).toHaveLength(1);
  });

  it('P20 so is a password that a test noted, as text, in UTF-16 and in a header', () => {
    const header = Buffer.from(`anna:${PASSWORD}`).toString('base64');
    for (const bytes of [`x${PASSWORD}y`, Buffer.from(PASSWORD, 'utf16le'), header]) {
      const folder = plant(bytes);
      expect(hitsIn(folder)).toEqual([]);
      expect(hitsIn(folder, [PASSWORD])).toHaveLength(1);
    }
  });

  it('P20 what is found is told by file and shape, never by its text', () => {
    const [hit] = hitsIn(plant(TITLE, 'journal.sqlite-wal'));
    expect(hit).toMatch(/^\d+\/journal\.sqlite-wal: text$/);
    expect(hit).not.toContain(CANARY);
  });

  it('P20 what has to hold names may, and is counted: the import file, and what tests hand in', () => {
    for (const name of ['UniLockImport.xml', 'persons.csv', 'input-fosdem.json'])
      expect(searchCanaries([plant(TITLE, name)])).toMatchObject({ files: 1, hits: [], exempted: 1 });
    expect(hitsIn(plant(TITLE, 'settings.json'))).toHaveLength(1);
    expect(hitsIn(plant('ids and times only'))).toEqual([]);
  });

  it('P20 every folder that a test writes into is made by the one function that lets it be searched', () => {
    const makers = readdirSync(join(repository, 'test'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .filter((name) => /mkdtemp|tmpdir\(/.test(readFileSync(join(repository, 'test', name), 'utf8')))
      .map((name) => name.replaceAll('\\', '/'));
    expect(makers.sort()).toEqual([
      'arch/canary.test.ts',
      'builders/temporary-folder.ts',
      // A program bundled for a child process: code, beside node_modules.
      'integration/journal/child-bundle.ts',
    ]);
  });
});
