import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Desktop } from '../../electron/ipc/desktop';
import { createCertificateHandlers } from '../../electron/ipc/handlers/certificate';
import { createFileHandlers, plainFileName } from '../../electron/ipc/handlers/file';
import type { TemporaryFolder } from '../builders/temporary-folder';
import { temporaryFolder } from '../builders/temporary-folder';

let temporary: TemporaryFolder;
let folder = '';
beforeEach(() => {
  temporary = temporaryFolder('file');
  folder = temporary.path;
});
afterEach(() => temporary.remove());

const desktopThatChooses = (path: string | null): Desktop => ({
  info: () => {
    throw new Error('not asked for');
  },
  writeClipboard: () => undefined,
  askWhichToOpen: () => Promise.resolve(path),
  askWhereToSave: () => Promise.resolve(path),
});

describe('file/open', () => {
  it('reads the file that the person chose; null when the person cancels', async () => {
    const path = join(folder, 'eksport.json');
    writeFileSync(path, '{"æ":1}');
    expect(await createFileHandlers(desktopThatChooses(path))['file/open'](null)).toEqual({
      name: 'eksport.json',
      text: '{"æ":1}',
    });
    expect(await createFileHandlers(desktopThatChooses(null))['file/open'](null)).toBeNull();
  });

  it('a file that cannot be read is an error with a code', async () => {
    const handlers = createFileHandlers(desktopThatChooses(join(folder, 'gone.json')));
    await expect(handlers['file/open'](null)).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});

describe('file/save', () => {
  it('writes the text where the person chose', async () => {
    const into = join(folder, 'rækker.csv');
    const handlers = createFileHandlers(desktopThatChooses(into));
    expect(await handlers['file/save']({ suggestedName: 'x.csv', text: 'lokale;tid\nÆ;Ø' })).toEqual({ isSaved: true });
    expect(readFileSync(into, 'utf8')).toBe('lokale;tid\nÆ;Ø');
  });

  it('says so when the person cancels', async () => {
    const handlers = createFileHandlers(desktopThatChooses(null));
    expect(await handlers['file/save']({ suggestedName: 'x.csv', text: '' })).toEqual({ isSaved: false });
  });

  it('a file that cannot be written is an error with a code', async () => {
    const handlers = createFileHandlers(desktopThatChooses(join(folder, 'no', 'such', 'folder.csv')));
    await expect(handlers['file/save']({ suggestedName: 'x.csv', text: '' })).rejects.toMatchObject({
      code: 'file-unwritable',
    });
  });

  it.each([
    ['../../etc/passwd', 'etc-passwd'],
    ['C:\\Windows\\x.csv', 'C-Windows-x.csv'],
    ['Historik uge 48.csv', 'Historik uge 48.csv'],
    ['..', 'modeklar.txt'],
    ['a\u0000b.csv', 'a-b.csv'],
  ])('the suggested name %j becomes %j', (suggested, plain) => {
    expect(plainFileName(suggested)).toBe(plain);
  });
});

describe('certificate/open', () => {
  const certificates = join(import.meta.dirname, '../certificates');
  const opened = (path: string | null) => createCertificateHandlers(desktopThatChooses(path))['certificate/open'](null);

  it('reads PEM and DER alike, and a key or a text is no certificate', async () => {
    const pem = readFileSync(join(certificates, 'authority.pem'), 'utf8').trim();
    expect(await opened(join(certificates, 'authority.pem'))).toEqual({ name: 'authority.pem', pem });
    const der = join(folder, 'authority.cer');
    writeFileSync(der, Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'));
    expect(await opened(der)).toEqual({ name: 'authority.cer', pem });
    expect(await opened(join(certificates, 'house.key.pem'))).toEqual({ name: 'house.key.pem', pem: null });
    expect(await opened(null)).toBeNull();
  });

  it('a file that cannot be read is an error with a code', async () => {
    await expect(opened(join(folder, 'gone.pem'))).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});
