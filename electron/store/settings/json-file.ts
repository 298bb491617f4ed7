import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import ElectronStore from 'electron-store';

type JsonObject = Record<string, unknown>;

/** One JSON file kept by electron-store. */
export interface JsonFile {
  readonly path: string;
  exists(): boolean;
  /** The object in the file. Throws SyntaxError when the file holds anything else; the file system's error when it cannot be read. */
  read(): unknown;
  /** The whole file or nothing of it. Throws the file system's error, or one with code `SHORT_WRITE`; the former content is then untouched. */
  write(value: object): void;
}

/** electron-store would read `[]` and `null` as an empty store, so what is no object is told by ourselves. */
const parseObject = (text: string): JsonObject => {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError('no JSON object');
  return value as JsonObject;
};

const render = (value: JsonObject): string => `${JSON.stringify(value, null, 2)}\n`;

/** electron-store already reads, and so can already fail, while it is made: it is made at each use. */
const openStore = (
  folder: string,
  name: string,
  deserialize: (text: string) => JsonObject,
): ElectronStore<JsonObject> =>
  new ElectronStore<JsonObject>({
    cwd: folder,
    name,
    serialize: render,
    deserialize,
    // Never silently `{}`: a damaged file is ours to judge.
    clearInvalidConfig: false,
    // A key with a dot in it is a key.
    accessPropertiesByDotNotation: false,
  });

const RENAME_TRIES = 10;
const RENAME_PAUSE_MS = 20;

/** Windows refuses to rename over a file that a virus scanner is just looking at; a moment later it can be done. */
function renameOver(from: string, to: string): void {
  for (let left = RENAME_TRIES; ; left -= 1) {
    try {
      renameSync(from, to);
      return;
    } catch (thrown) {
      const isHeld =
        thrown instanceof Error && 'code' in thrown && /^(?:EPERM|EACCES|EBUSY)$/.test(String(thrown.code));
      if (!isHeld || left === 1) throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RENAME_PAUSE_MS);
    }
  }
}

/**
 * @param folder absolute: in plain Node electron-store has no folder of its own
 * @param name without its ending
 */
export function jsonFile(folder: string, name: string): JsonFile {
  const path = join(folder, `${name}.json`);
  const next = `${name}.next`;
  const nextPath = join(folder, `${next}.json`);
  return {
    path,
    exists: () => existsSync(path),
    read: () => openStore(folder, name, parseObject).store,
    write: (value) => {
      const whole = { ...value };
      try {
        // What an earlier, interrupted write left there is about to be replaced: it need not be readable.
        openStore(folder, next, () => ({})).store = whole;
        // On a disk that becomes full in the middle electron-store takes the half that fitted for the whole and puts it in place (its writer
        // does not look at how much was written). So it writes beside, and only what is whole takes the place of the former file.
        if (readFileSync(nextPath, 'utf8') !== render(whole)) {
          throw Object.assign(new Error('only a part of the file could be written'), { code: 'SHORT_WRITE' });
        }
        renameOver(nextPath, path);
      } catch (thrown) {
        rmSync(nextPath, { force: true });
        throw thrown;
      }
    },
  };
}
