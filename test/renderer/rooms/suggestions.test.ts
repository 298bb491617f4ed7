import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameLikeness, suggestExceptions } from '../../../renderer/features/rooms/suggestions';

const named = (...names: string[]): { id: string; name: string }[] => names.map((name) => ({ id: name, name }));
const pairs = (rooms: string[], exceptions: string[]): string[][] =>
  suggestExceptions(named(...rooms), named(...exceptions)).map(({ roomId, exceptionId }) => [roomId, exceptionId]);

describe('suggestions by name likeness', () => {
  it('finds the exception that is called nearly the same', () => {
    expect(
      pairs(
        ['Mødelokale 1', 'Mødelokale 2', 'Store Sal', 'Kantinen'],
        ['Lokale 2', 'Lokale 1', 'Store Sal, dør', 'Kantine', 'Hovedindgang'],
      ),
    ).toEqual([
      ['Mødelokale 1', 'Lokale 1'],
      ['Mødelokale 2', 'Lokale 2'],
      ['Store Sal', 'Store Sal, dør'],
      ['Kantinen', 'Kantine'],
    ]);
  });

  it('never takes another number for the same room', () => {
    expect(pairs(['Lokale 1'], ['Lokale 2', 'Lokale 11', 'Lokale'])).toEqual([]);
    expect(pairs(['Lokale 01'], ['Lokale 1'])).toEqual([['Lokale 01', 'Lokale 1']]);
  });

  it('suggests nothing between two that are equally near', () => {
    expect(pairs(['Sal'], ['Sal nord', 'Sal syd'])).toEqual([]);
  });

  it('suggests nothing for a chance likeness', () => {
    expect(pairs(['Bestyrelseslokalet', 'Kaj'], ['Hovedindgang', 'Rengøring', 'Helligdage'])).toEqual([]);
  });

  it('property: likeness is symmetric, between 0 and 1, and 1 for the same name', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ø', 'å', ' ', '1', '2'), maxLength: 12 });
    fc.assert(
      fc.property(name, name, (a, b) => {
        const likeness = nameLikeness(a, b);
        expect(likeness).toBeCloseTo(nameLikeness(b, a), 10);
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
        if (/[a-zøå1-9]/.test(a)) expect(nameLikeness(a, a)).toBe(1);
      }),
    );
  });
});
