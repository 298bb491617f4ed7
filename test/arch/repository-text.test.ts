import { describe, expect, it } from 'vitest';
import { textFiles } from './repository-text';

// Put together from pieces, so that this file does not hold what it looks for.
const pieces = (...parts: string[]): string => parts.join('');
const forbidden: [string, RegExp][] = [
  [
    'the host of a package registry',
    new RegExp(pieces('registry\\.', '(npmjs|yarnpkg)|', 'npm', 'mirror|', '_auth', 'Token')),
  ],
  ['a path of the machine it was written on', new RegExp(pieces('(?<![\\w.-])/(work', '|root)/', '(?!\\*)'))],
  [
    'the home folder of a person',
    new RegExp(pieces('(?<![\\w.-])/(ho', 'me|Us', 'ers)/(?!user/)[a-z]{2,}/|C:\\\\+Us', 'ers\\\\+[A-Za-z]+')),
  ],
  ['a conflict that was not resolved', new RegExp(pieces('^(<<<', '<<<< |>>>', '>>>> )'), 'm')],
];

describe('no text of the repository holds', () => {
  const files = textFiles();

  it('(files are found at all)', () => {
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['package.json', 'package-lock.json', 'tsconfig.json']),
    );
  });

  it.each(forbidden)('%s', (_, pattern) => {
    const hits = files.flatMap(({ path, text }) => {
      const hit = pattern.exec(text);
      return hit === null ? [] : [`${path}: ${hit[0]}`];
    });
    expect(hits).toEqual([]);
  });
});
