import { createHash, randomUUID } from 'node:crypto';
import { link, lstat, open, readFile, readdir, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../../shared/errors';
import type { Instant } from '../../../shared/time';
import { DAY_MS, instant } from '../../../shared/time';

/** The file that lies in its place, not yet taken. */
export interface WaitingFile {
  readonly digest: string;
  readonly modifiedAt: Instant;
}

/** The folder that UniLock picks files up from: on this computer, or a share that comes and goes. */
export interface ImportFolder {
  /** null: nothing waits. @throws AppError `import-folder-unreachable`, `import-folder-mount-point`, `import-place-taken` where no file can be */
  waiting(): Promise<WaitingFile | null>;
  /** Whether a temporary file is still there. @throws AppError `import-folder-unreachable` */
  hasTemporary(name: string): Promise<boolean>;
  /** Writes the bytes beside the place, down to the disk. @returns the temporary name @throws AppError `import-folder-…` */
  prepare(bytes: Buffer): Promise<string>;
  /**
   * Puts a prepared file in its place in one step, unless there is one. What failed may have happened all the same, unless it is said otherwise.
   * @returns false: another file is there, and nothing was changed
   * @throws AppError `import-folder-unsuitable`, and then nothing was changed; any other: nobody knows
   */
  place(temporary: string): Promise<boolean>;
  /** Takes a temporary file of ours away; one that is gone, or cannot be reached, is none of anybody's trouble. */
  discard(temporary: string): Promise<void>;
}

export const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * What file systems without hard links answer, to somebody who has just made a file there; UNKNOWN and EISDIR are how Windows' own answers arrive,
 * EACCES is how SFTP tells EPERM.
 */
const NO_LINKS = /^(?:EPERM|EACCES|ENOTSUP|EOPNOTSUPP|ENOSYS|EMLINK|EINVAL|EISDIR|UNKNOWN)$/;
const MAY_NOT = /^(?:EACCES|EPERM|EROFS|ENOSPC|EDQUOT|EFBIG)$/;

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'unknown';

function trouble(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const reason = codeOf(thrown);
  return new AppError(
    MAY_NOT.test(reason) ? 'import-folder-unwritable' : 'import-folder-unreachable',
    { side: 'access', reason },
    thrown,
  );
}

/** @throws AppError */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw trouble(thrown);
  }
}

/**
 * Nothing in the place is ever written over: a hard link is made only where there is no file, in one step, also against a writer on another
 * computer. To rename would replace a file that has come meanwhile.
 * No answer has a time limit here: a share whose server is gone may keep one back for ever, with the thread that waits for it. So the program asks
 * for all this in another process (`errands.ts`).
 * @param folder absolute
 */
export function createImportFolder(folder: string, fileName: string): ImportFolder {
  const placed = join(folder, fileName);
  const isTemporary = (name: string): boolean => name.startsWith(`.${fileName}.`) && name.endsWith('.part');

  async function reach(): Promise<void> {
    const found = await stat(folder);
    if (!found.isDirectory()) throw new AppError('import-folder-unreachable', { side: 'access', reason: 'ENOTDIR' });
    // Where a share is mounted, an empty folder of this computer stands while it is away: a file in there would count as handed over for ever. Windows
    // has no such folder.
    if (process.platform === 'win32') return;
    if ((await stat(dirname(await realpath(folder)))).dev !== found.dev)
      throw new AppError('import-folder-mount-point', { side: 'access' });
  }

  /** A program that was killed before it had noted its temporary file leaves it behind. Both times are the folder's own. */
  async function sweep(): Promise<void> {
    const now = (await stat(placed)).mtimeMs;
    for (const name of (await readdir(folder)).filter(isTemporary))
      if (now - (await stat(join(folder, name))).mtimeMs > DAY_MS) await rm(join(folder, name), { force: true });
  }

  const orNothing = async <T>(work: Promise<T>): Promise<T | null> => {
    try {
      return await work;
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT') return null;
      throw thrown;
    }
  };

  return {
    waiting: () =>
      told(async () => {
        await reach();
        const found = await orNothing(stat(placed));
        // A folder, a pipe (which would be read for ever), a link to nowhere: UniLock will not take it, and no file can come in its place.
        if (found === null ? (await orNothing(lstat(placed)))?.isSymbolicLink() === true : !found.isFile())
          throw new AppError('import-place-taken', { side: 'access', file: fileName });
        const bytes = found === null ? null : await orNothing(readFile(placed));
        // Taken between the two looks: then nothing waits.
        if (found === null || bytes === null) return null;
        return { digest: digestOf(bytes), modifiedAt: instant(Math.floor(found.mtimeMs)) };
      }),
    hasTemporary: (name) =>
      told(async () => {
        await reach();
        return (await orNothing(stat(join(folder, name)))) !== null;
      }),
    prepare: (bytes) =>
      told(async () => {
        await reach();
        // Another computer may be writing here too.
        const name = `.${fileName}.${randomUUID()}.part`;
        const path = join(folder, name);
        const file = await open(path, 'wx');
        try {
          await file.writeFile(bytes);
          await file.sync();
          await file.close();
        } catch (thrown) {
          // A share may tell of a full disk only when the file is closed, and by no more than that it failed.
          await file.close().catch(() => undefined);
          const isReached = await rm(path).then(
            () => true,
            () => false,
          );
          if (isReached)
            throw new AppError('import-folder-unwritable', { side: 'access', reason: codeOf(thrown) }, thrown);
          throw thrown;
        }
        return name;
      }),
    place: (temporary) =>
      told(async () => {
        try {
          await link(join(folder, temporary), placed);
        } catch (thrown) {
          const reason = codeOf(thrown);
          const isRefused = NO_LINKS.test(reason);
          if (reason !== 'EEXIST' && !isRefused) throw thrown;
          const there = await orNothing(readFile(placed));
          // Some shares have one answer for every refusal, so that a file that is there may look like links that are not.
          if (isRefused && there === null)
            throw new AppError('import-folder-unsuitable', { side: 'access', reason }, thrown);
          // A share may lose the answer and ask its server again, which then finds our own file.
          const ours = await orNothing(readFile(join(folder, temporary)));
          if (there === null || ours === null || !there.equals(ours)) return false;
        }
        await syncFolder(folder);
        await rm(join(folder, temporary), { force: true }).catch(() => undefined);
        await sweep().catch(() => undefined);
        return true;
      }),
    discard: (temporary) => rm(join(folder, temporary), { force: true }).catch(() => undefined),
  };
}

/** After a power cut the new name should be there too. Where a folder cannot be opened (Windows), the file system sees to it. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // The file is in its place already; nothing is lost but a moment of certainty.
  }
}
