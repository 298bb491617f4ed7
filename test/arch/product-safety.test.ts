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
    [
      'any certificate accepted',
      /ignore-certificate-errors|NODE_TLS_REJECT_UNAUTHORIZED|setCertificateVerifyProc|certificate-error|allowPartialTrustChain/,
    ],
    ['code made from text', /\beval\(|new Function\(|unsafe-eval/],
    ['raw HTML in the window', /dangerouslySetInnerHTML/],
  ])('never has %s', (_, pattern) => {
    expect(places(pattern)).toEqual([]);
  });

  it('judges a certificate itself in one place only, and there a socket comes out for the very certificate that was chosen', () => {
    expect(places(/rejectUnauthorized/)).toHaveLength(1);
    const { text } = product.find(({ path }) => path === 'electron/http/handshake.ts')!;
    const unjudged = /async function unjudged\([\s\S]*?\n}\n/.exec(text)?.[0] ?? '';
    expect(unjudged).toContain('rejectUnauthorized: false');
    // Only below the question whether it is this one is the socket given out; every other way ends it.
    expect(unjudged).toMatch(/if \(isThisOne\(found\)\) return \{ found, socket };\n\s*socket\.destroy\(\);/);
    expect(unjudged.match(/return/g)).toHaveLength(2);
    expect(unjudged).not.toMatch(/\.write\(|\.end\(|\.pipe\(/);
    // Its callers: one that lets nothing pass, one that compares the fingerprint. It is not exported.
    const calls = [...text.matchAll(/unjudged\(target, (.*?)\)[;)]/g)].map(([, judge]) => judge);
    expect(calls).toEqual(['() => false', '({ sha256 }) => sha256 === trust.sha256']);
    expect(text).not.toMatch(/export[^\n]*unjudged/);
  });
});
