import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../../shared/errors';
import { catalogues, LANGUAGES } from '../../../shared/i18n';

/** Every text by its dotted key. */
function texts(node: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string' ? [[`${path}${key}`, value] as const] : [...texts(value as object, `${path}${key}.`)],
    ),
  );
}

const places = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name ?? '').sort();

describe('the texts', () => {
  const danish = texts(catalogues.da);
  const english = texts(catalogues.en);

  it('have the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...danish.keys()].sort());
    expect(danish.size).toBeGreaterThan(300);
  });

  it.each(LANGUAGES)('are never empty (%s)', (language) => {
    const empty = [...texts(catalogues[language])].filter(([, text]) => text.trim() === '').map(([key]) => key);
    expect(empty).toEqual([]);
  });

  it('mention the same values in both languages', () => {
    // A singular may spell its number out; every other text has to carry the same values.
    const different = [...danish].filter(
      ([key, text]) => !key.endsWith('_one') && places(text).join() !== places(english.get(key) ?? '').join(),
    );
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it('have both plural forms wherever they have one', () => {
    const lonely = [...danish.keys()].filter((key) => {
      const [base, form] = [key.replace(/_(one|other)$/, ''), /_(one|other)$/.exec(key)?.[1]];
      return form !== undefined && !danish.has(`${base}_${form === 'one' ? 'other' : 'one'}`);
    });
    expect(lonely).toEqual([]);
  });

  it.each(LANGUAGES)('say of every error code what it is, what it means and what to do (%s)', (language) => {
    const { errors } = catalogues[language];
    for (const code of ERROR_CODES) {
      const { title, explanation, remedy } = errors[code];
      expect(title.length, code).toBeGreaterThan(3);
      expect(title, code).not.toMatch(/[.!]$/);
      expect(explanation, code).toMatch(/[.]$/);
      expect(remedy, code).toMatch(/[.]$/);
      expect(remedy, code).not.toBe(explanation);
    }
    expect(Object.keys(errors).sort()).toEqual([...ERROR_CODES].sort());
  });

  it('are Danish in Danish and English in English', () => {
    const same = [...danish].filter(([key, text]) => key.startsWith('errors.') && english.get(key) === text);
    expect(same).toEqual([]);
  });
});
