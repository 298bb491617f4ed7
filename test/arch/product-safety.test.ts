import { describe, expect, it } from 'vitest';
import { textFiles } from './repository-text';

const product = textFiles().filter(
  ({ path }) =>
    /^(electron|renderer|shared)\//.test(path) || path === 'electron-builder.yml' || path === 'package.json',
);

/** @returns path:line of every hit */
const places = (pattern: RegExp): string[] =>
  product.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );

describe('what ships never lowers its own guard', () => {
  it('is looked at', () => {
    expect(product.length).toBeGreaterThan(30);
  });

  it.each([
    ['the sandbox switched off on the command line', /no-sandbox|disable-setuid-sandbox/],
    ['the sandbox switched off for a window', /sandbox:\s*false/],
    ['Node in a page', /nodeIntegration(InWorker|InSubFrames)?:\s*true/],
    ['page and bridge in one world', /contextIsolation:\s*false/],
    ['web security switched off', /webSecurity:\s*false|allowRunningInsecureContent:\s*true|disable-web-security/],
    ['any certificate accepted', /rejectUnauthorized:\s*false|ignore-certificate-errors|NODE_TLS_REJECT_UNAUTHORIZED/],
    ['code made from text', /\beval\(|new Function\(|unsafe-eval/],
    ['raw HTML in the window', /dangerouslySetInnerHTML/],
  ])('never has %s', (_, pattern) => {
    expect(places(pattern)).toEqual([]);
  });
});
