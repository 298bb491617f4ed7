import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');

const sources = ['electron', 'renderer', 'shared'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|html|css)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name)),
);

describe('the product never weakens its own cage', () => {
  it.each([
    ['--no-sandbox', /no-sandbox|noSandbox/],
    ['nodeIntegration', /nodeIntegration(InWorker|InSubFrames)?: true/],
    ['contextIsolation off', /contextIsolation: false/],
    ['sandbox off', /\bsandbox: false/],
    ['webSecurity off', /webSecurity: false|allowRunningInsecureContent: true/],
    ['a bypass of the content security policy', /bypassCSP: true/],
    ['certificates that nobody checked', /setCertificateVerifyProc|ignore-certificate-errors/],
  ])('%s stands in no source', (_what, pattern) => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.filter((file) => pattern.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  // test/arch/product-safety.test.ts looks at what stands there: the one pinned certificate is compared in the same function.
  it('certificates are judged by ourselves in one file only', () => {
    const judging = sources.filter((file) => /rejectUnauthorized/.test(readFileSync(file, 'utf8')));
    expect(judging).toEqual([join(root, 'electron', 'http', 'handshake.ts')]);
  });
});
