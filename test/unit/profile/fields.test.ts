import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createField,
  createItemsField,
  createNameField,
  createPrivacyField,
  idText,
  truth,
  wholeNumber,
} from '../../../electron/profile';

describe('fields', () => {
  it('first hit wins, ignoring case, through paths; null is no hit', () => {
    const field = createField(['Start', 'From.Time', 'begin']);
    expect(field({ START: 1, begin: 2 })).toBe(1);
    expect(field({ from: { TIME: 3 }, begin: 2 })).toBe(3);
    expect(field({ Start: null, Begin: 2 })).toBe(2);
    expect(field({ From: 'text' })).toBeUndefined();
    for (const nothing of [null, undefined, 7, 'text', [], [1]]) expect(field(nothing)).toBeUndefined();
  });

  it('the exact name goes before another spelling, whatever came before', () => {
    const field = createField(['Id']);
    expect(field({ ID: 1 })).toBe(1);
    expect(field({ ID: 1, Id: 2 })).toBe(2);
    expect(field({ id: 3 })).toBe(3);
    expect(field({ ID: 4 })).toBe(4);
  });

  it('M3 of words only the known ones say that a booking is not private: whatever else stands there is, and nothing too', () => {
    const isPrivate = createPrivacyField({ at: ['sensitivity'], unless: ['Normal', '0'] });
    for (const sensitivity of ['Normal', ' normal ', 0, '0']) expect(isPrivate({ sensitivity })).toBe(false);
    for (const sensitivity of ['Personal', 'Normal?', '', null, undefined, false, true, 1, {}, ['Normal']])
      expect(isPrivate({ sensitivity })).toBe(true);
    for (const item of [{}, null, 'Normal']) expect(isPrivate(item)).toBe(true);
    expect(createPrivacyField(['secret'])({ secret: 'yes' })).toBe(true);
    expect(createPrivacyField(['secret'])({ secret: 'Normal' })).toBe(false);
    expect(createPrivacyField(null)({ secret: 'yes' })).toBe(false);
  });

  it('in XML a row without items is an empty list, and one that is alone is a list of one; so are rows', () => {
    const read = createItemsField('House.Floor[].Room', 'xml', () => true);
    const [one, two] = [{ Id: '1' }, { Id: '2' }];
    expect(read({ House: { Floor: [{ Room: [one, two] }, '', { Room: two }] } })).toEqual({
      items: [one, two, two],
      rows: [[one, two], [], [two]],
      broken: 0,
    });
    expect(read({ House: { Floor: { Room: one } } })).toEqual({ items: [one], rows: [[one]], broken: 0 });
    expect(read({ House: '' })).toEqual({ items: [], rows: [], broken: 0 });
    expect(read({ Mansion: '' })).toBeNull();
    expect(read({ House: { Floor: [{ Room: one }, 'closed'] } })).toMatchObject({ broken: 1 });
  });

  it('never reads what an object inherits', () => {
    for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty'])
      expect(createField([name])({})).toBeUndefined();
    expect(createField(['constructor.name'])({})).toBeUndefined();
  });

  it('property: remembering the last shape changes no answer', () => {
    const item = fc.dictionary(fc.constantFrom('Id', 'id', 'ID', 'Name', 'iD'), fc.integer(), { maxKeys: 3 });
    fc.assert(
      fc.property(fc.array(item), (items) => {
        const field = createField(['Id']);
        for (const each of items) {
          const hits = Object.entries(each).filter(([key]) => key.toLowerCase() === 'id');
          const value = field(each);
          if (Object.hasOwn(each, 'Id')) expect(value).toBe(each['Id']);
          else if (hits.length === 0) expect(value).toBeUndefined();
          else expect(hits.map(([, found]) => found)).toContain(value);
        }
      }),
    );
  });

  it('values', () => {
    expect([idText(12), idText(' a '), idText(''), idText(null), idText({}), idText(Number.NaN)]).toEqual([
      '12',
      'a',
      null,
      null,
      null,
      null,
    ]);
    expect([wholeNumber('8', 1), wholeNumber(8.5, 1), wholeNumber(0, 1), wholeNumber('x', 0)]).toEqual([
      8,
      null,
      null,
      null,
    ]);
    expect([truth(true), truth('True'), truth(1), truth('0'), truth(undefined)]).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('a name in several fields', () => {
  it('is put together of those that are there, in their order', () => {
    const name = createNameField({ join: ['first', 'person.last'] });
    expect(name({ First: ' Anna ', person: { Last: 'Holm' } })).toBe('Anna Holm');
    expect(name({ person: { Last: 'Holm' } })).toBe('Holm');
    expect(name({ First: '', person: { Last: null } })).toBe('');
  });

  it('is one field as it stands where it is told by its names, or none', () => {
    expect(createNameField(['full', 'name'])({ name: 'Anna Holm ' })).toBe('Anna Holm ');
    expect(createNameField(null)({ name: 'Anna' })).toBe('');
  });
});
