import { resolve, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY, fileOfUrl } from '../../../electron/shell/app-protocol';

const root = resolve('/srv/pages');

describe('the program’s own pages', () => {
  it('are files of the built window', () => {
    expect(fileOfUrl('app://modeklar/index.html', root)).toBe(`${root}${sep}index.html`);
    expect(fileOfUrl('app://modeklar/assets/main-ab12.js?x=1#y', root)).toBe(`${root}${sep}assets${sep}main-ab12.js`);
    expect(fileOfUrl('app://modeklar/assets/r%C3%B8d.svg', root)).toBe(`${root}${sep}assets${sep}rød.svg`);
    // A URL's own dots end at its root, before the path is looked at.
    expect(fileOfUrl('app://modeklar/%2e%2e/../x.html', root)).toBe(`${root}${sep}x.html`);
  });

  it.each([
    'app://modeklar/',
    'app://modeklar/assets',
    'app://modeklar/secret.txt',
    'app://other/index.html',
    'app://modeklar:80/index.html',
    'https://modeklar/index.html',
    'app://modeklar/..%2fpages-other/x.html',
    'app://modeklar/..%5c..%5cx.html',
    'app://modeklar/a%00.html',
    'app://modeklar/c:%2fx.html',
    'app://modeklar/%ff.html',
    'app://modeklar//etc/../x.html%00',
    'not a url',
  ])('%s is none of them', (url) => {
    expect(fileOfUrl(url, root)).toBeNull();
  });

  it('no spelling of a path leads out of the folder', () => {
    const piece = fc.constantFrom(
      '..',
      '%2e%2e',
      '.',
      '%2f',
      '/',
      '\\',
      '%5c',
      'a',
      'index.html',
      '%252e',
      '~',
      'c:',
      '%00',
      '//',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const file = fileOfUrl(`app://modeklar/${pieces.join('')}x.html`, root);
        expect(file === null || (file.startsWith(root + sep) && resolve(file) === file)).toBe(true);
      }),
    );
  });

  it('may not load from anywhere else, nor evaluate text', () => {
    expect(CONTENT_SECURITY_POLICY).toMatch(/^default-src 'none'; script-src 'self'; /);
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|https?:|\*/);
  });
});
