import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every shape in which a text may lie in a file: as it is, as UTF-16, and as base64 at each of the three offsets. */
function shapesOf(text: string): readonly Buffer[] {
  const utf8 = Buffer.from(text, 'utf8');
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), utf8]).toString('base64');
    // What depends on the neighbours is cut away: the first characters, and the last ones with their padding.
    const inner = encoded.slice(offset === 0 ? 0 : offset + 1).replace(/=*$/, '');
    return Buffer.from(inner.slice(0, -1), 'ascii');
  });
  const json = Buffer.from(JSON.stringify(text).slice(1, -1), 'utf8');
  const percent = Buffer.from(encodeURIComponent(text), 'ascii');
  return [utf8, Buffer.from(text, 'utf16le'), json, percent, Buffer.from(utf8.toString('hex'), 'ascii'), ...base64];
}

const holds = (bytes: Buffer, text: string): boolean => shapesOf(text).some((shape) => bytes.includes(shape));

/** Those of the texts that lie in the bytes, in whatever shape. */
export const textsIn = (bytes: Buffer, texts: readonly string[]): readonly string[] =>
  texts.filter((text) => holds(bytes, text));

/** All files below the folders, with their bytes. Sockets and links hold none of their own. */
export function filesBelow(
  ...folders: readonly string[]
): readonly { readonly path: string; readonly bytes: Buffer }[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path, bytes: readFileSync(path) })),
  );
}
