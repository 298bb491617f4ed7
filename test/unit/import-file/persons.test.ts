import { describe, expect, it } from 'vitest';
import { decodeText, readPersons } from '../../../electron/access/unilock-import-file/persons';
import { AppError } from '../../../shared/errors';
import { COLUMNS } from '../../contract/import-file/import-house';

const read = (text: string | Buffer) =>
  readPersons(typeof text === 'string' ? Buffer.from(text) : text, COLUMNS, ['email']);
const people = (text: string | Buffer) =>
  read(text).persons.map(({ name, email, initials }) => [name, email, initials]);

const utf16 = (text: string, order: 'le' | 'be', hasMark: boolean): Buffer => {
  const bytes = Buffer.from(hasMark ? `\uFEFF${text}` : text, 'utf16le');
  return order === 'be' ? bytes.swap16() : bytes;
};
const windows1252 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('the CSV of persons', () => {
  it.each([
    [';', 'semicolon'],
    [',', 'comma'],
    ['\t', 'tab'],
    ['|', 'bar'],
  ])('is read with %j between the columns (%s), quotes and empty cells', (separator) => {
    const row = (...cells: string[]): string => cells.join(separator);
    const text = [
      row('Navn', 'E-mail', 'Initialer'),
      row(`"Ærø${separator} Åse ""Ås"""`, 'ase@firma.example', 'ÅÆ'),
      row('Bo', 'bo@firma.example', ''),
      '',
      row('"To', 'linjer"', '').replace(
        `${separator}linjer"${separator}`,
        `\nlinjer"${separator}to@firma.example${separator}`,
      ),
    ].join('\r\n');
    expect(people(text)).toEqual([
      [`Ærø${separator} Åse "Ås"`, 'ase@firma.example', 'ÅÆ'],
      ['Bo', 'bo@firma.example', null],
      ['To\nlinjer', 'to@firma.example', null],
    ]);
    expect(read(text)).toMatchObject({ bad: [], isWhole: true });
  });

  const TEXT = 'Navn;E-mail\r\nÅse Ærø Østergård;ase@firma.example\r\n';
  it.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${TEXT}`)],
    ['UTF-16 LE with a mark', utf16(TEXT, 'le', true)],
    ['UTF-16 BE with a mark', utf16(TEXT, 'be', true)],
    ['UTF-16 LE without', utf16(TEXT, 'le', false)],
    ['UTF-16 BE without', utf16(TEXT, 'be', false)],
    ['Windows-1252', windows1252(TEXT)],
  ])('is read in %s', (_encoding, bytes) => {
    expect(people(bytes)).toEqual([['Åse Ærø Østergård', 'ase@firma.example', null]]);
  });

  it('Windows-1252 has its own signs where Latin-1 has none', () => {
    expect(decodeText(Buffer.from([0x80, 0x93, 0xe6]))).toBe('€“æ');
  });

  it('takes a spreadsheet’s own word for the separator, and any case and order of the columns', () => {
    expect(people('sep=,\r\nINITIALS,email,Ignored\nAB,a@b.example,"x;y;z;w"\n')).toEqual([['', 'a@b.example', 'AB']]);
    expect(people('E-MAIL\na@b.example\n')).toEqual([['', 'a@b.example', null]]);
  });

  it('the same person has the same id in the next file, whatever else of them changes, and the id tells no address', () => {
    const idIn = (text: string): unknown => read(text).persons[0]?.id;
    const id = idIn('Navn;E-mail\nAnna;anna@firma.example\n');
    expect(id).toMatch(/^p[0-9a-f]{20}$/);
    expect(idIn('Initialer;E-mail\nAN;ANNA@firma.example\n')).toBe(id);
    expect(idIn('E-mail\nother@firma.example\n')).not.toBe(id);
  });

  it('D4 rows that UniLock could not tell apart can be told to it neither; the same row twice is one person', () => {
    const several = read('Navn;E-mail\nAnna;a@b.example\nAnne;A@b.example\nBo;bo@b.example\nBo;bo@b.example\n');
    expect(several.bad).toEqual([{ line: 3, reason: 'several' }]);
    expect(several.persons).toHaveLength(3);
    expect(new Set(several.persons.map(({ id }) => id)).size).toBe(3);
    expect([...several.keysOf.values()].map(({ name }) => name)).toEqual(['Bo']);
  });

  it('D4 somebody without an address is known all the same: whoever shares their initials is not the only one', () => {
    const { persons, keysOf, bad } = read('Navn;E-mail;Initialer\nAnna;;AN\nAnders;an@b.example;AN\n');
    expect(persons.map(({ initials }) => initials)).toEqual(['AN', 'AN']);
    expect(keysOf.size).toBe(1);
    expect(bad).toEqual([{ line: 2, reason: 'no-key' }]);
  });

  it('R3 a cell too many is told by its line; a quote that is not closed may hide anybody, so the file is not whole', () => {
    const shifted = read('Navn;E-mail\nAnna;a@b.example;shifted\nBo;bo@b.example;;\n');
    expect(shifted.bad).toEqual([{ line: 2, reason: 'columns' }]);
    expect(shifted).toMatchObject({ isWhole: true, persons: [{ name: 'Bo' }] });
    const open = read('Navn;E-mail\nAnna;a@b.example\n"Bo;bo@b.example\nEva;eva@b.example\n');
    expect(open.isWhole).toBe(false);
    expect(open.bad.map(({ reason }) => reason)).toEqual(['quotes']);
    expect(open.persons.map(({ name }) => name)).toEqual(['Anna']);
  });

  it.each(['', '\n\n', 'Navn;Afdeling\nAnna;Salg\n', 'nothing of a table'])(
    'a file without a column that tells persons is unreadable: %j',
    (text) => {
      expect(() => read(text)).toThrow(AppError);
    },
  );
});
