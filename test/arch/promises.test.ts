import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROMISES } from '../../build/promises/promises.mjs';
import { promisesPage } from '../../build/promises/table.mjs';

const repository = join(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(join(repository, file), 'utf8');
const breaks = PROMISES.flatMap(({ id, breaks: ofOne }) => ofOne.map((one) => ({ id, ...one })));
const page = 'docs/promises.md';

describe('the list of promises and of how each is broken', () => {
  it('holds P1 to P23, each with a break and a test', () => {
    expect(PROMISES.map(({ id }) => id)).toEqual(Array.from({ length: 23 }, (_, index) => `P${index + 1}`));
    expect(PROMISES.filter((one) => one.breaks.length === 0).map(({ id }) => id)).toEqual([]);
    expect(breaks.filter((one) => one.tests.length === 0).map(({ id, what }) => `${id} ${what}`)).toEqual([]);
  });

  it.each(breaks)('$id when $what: its text stands once in the program', ({ file, find, replace }) => {
    expect(textOf(file).split(find)).toHaveLength(2);
    expect(replace).not.toBe(find);
  });

  it.each(breaks)('$id when $what: its tests are there and named after it', ({ id, tests }) => {
    for (const { file, title } of tests) {
      expect(title).toMatch(new RegExp(`\\b${id}\\b`));
      const quoted = [`'${title}'`, `"${title}"`];
      expect(
        quoted.some((one) => textOf(file).includes(one)),
        `${file} “${title}”`,
      ).toBe(true);
    }
  });

  it('is what docs/promises.md says, and every break was seen to fail in the record that it names', () => {
    const text = textOf(page);
    const record = /records\/(\d{4}-\d\d-\d\d-promises\.txt)/.exec(text)?.[1] ?? '';
    expect(text).toBe(promisesPage(record));
    expect(existsSync(join(repository, 'docs/records', record))).toBe(true);
    const lines = textOf(`docs/records/${record}`).split('\n');
    const unseen = breaks.filter(
      ({ id, what }) => !lines.some((line) => line.startsWith(`${id} `) && line.includes(` noticed  ${what} (`)),
    );
    expect(unseen.map(({ id, what }) => `${id} ${what}`)).toEqual([]);
  });
});
