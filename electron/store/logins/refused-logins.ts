import { createHash, randomBytes, scryptSync } from 'node:crypto';
import { z } from 'zod';
import type { Instant } from '../../../shared/time';
import type { Logger } from '../../sync/ports';
import { failureReason } from '../failure-reason';
import { jsonFile } from '../settings/json-file';

/** Whose login: the same person on another address, or another person, begins anew. */
export interface Account {
  readonly connectorId: string;
  readonly address: string;
  readonly userName: string;
}

export interface Refusals {
  readonly refusals: number;
  /** null: none. */
  readonly lastRefusedAt: Instant | null;
}

/**
 * Counts refused logins over processes (rule W11): a command that a timer starts each minute would otherwise try a wrong password each minute,
 * until the server locks the account.
 */
export interface RefusedLogins {
  /** null: none is known. */
  read(account: Account): Refusals | null;
  /** Whether this is, as far as can be told, another password than the one that was refused last. */
  isAnother(account: Account, password: string): boolean;
  /** No refusals at all forget the account. @param password the one that was refused; null: as before */
  keep(account: Account, refusals: Refusals, password: string | null): void;
  /** A person acted. null: on all connectors. */
  forget(connectorId: string | null): void;
}

const entrySchema = z.strictObject({
  connectorId: z.string(),
  refusals: z.int().min(1),
  lastRefusedAt: z.int() as unknown as z.ZodType<Instant>,
  salt: z.string(),
  mark: z.string(),
});
const fileSchema = z.strictObject({ version: z.literal(1), accounts: z.record(z.string(), entrySchema) });
type Entry = z.infer<typeof entrySchema>;

/**
 * So much of a salted, slow digest that another password is told from the refused one (all but one in 65,536), and so little that nobody can find
 * the password with it: each mark fits countless ones.
 */
const MARK_BYTES = 2;
const markOf = (password: string, salt: string): string =>
  scryptSync(password, salt, 16).subarray(0, MARK_BYTES).toString('hex');

const keyOf = ({ connectorId, address, userName }: Account): string =>
  createHash('sha256')
    .update(JSON.stringify([connectorId, address, userName]))
    .digest('hex');

/**
 * Kept as `logins.json` in the folder. A file that is damaged or cannot be written costs the count over processes, never a run: within this process
 * it is counted all the same.
 * @param folder absolute; null: in memory alone
 */
export function createRefusedLogins(folder: string | null, logger: Logger): RefusedLogins {
  const file = folder === null ? null : jsonFile(folder, 'logins');
  let inMemory: Readonly<Record<string, Entry>> = {};

  const load = (): Readonly<Record<string, Entry>> => {
    if (file === null) return inMemory;
    try {
      // Another process may have been refused meanwhile.
      if (file.exists()) inMemory = fileSchema.parse(file.read()).accounts;
    } catch (thrown) {
      logger.warn('logins-unreadable', { reason: failureReason(thrown) });
    }
    return inMemory;
  };
  const save = (accounts: Readonly<Record<string, Entry>>): void => {
    inMemory = accounts;
    if (file === null) return;
    try {
      file.write({ version: 1, accounts });
    } catch (thrown) {
      logger.warn('logins-unwritable', { reason: failureReason(thrown) });
    }
  };

  return {
    read(account) {
      const entry = load()[keyOf(account)];
      return entry === undefined ? null : { refusals: entry.refusals, lastRefusedAt: entry.lastRefusedAt };
    },
    isAnother(account, password) {
      const entry = load()[keyOf(account)];
      return entry !== undefined && markOf(password, entry.salt) !== entry.mark;
    },
    keep(account, { refusals, lastRefusedAt }, password) {
      const key = keyOf(account);
      const { [key]: former, ...others } = load();
      if (refusals === 0 || lastRefusedAt === null) {
        if (former !== undefined) save(others);
        return;
      }
      const salt = randomBytes(16).toString('hex');
      const secret =
        password === null
          ? { salt: former?.salt ?? salt, mark: former?.mark ?? '' }
          : { salt, mark: markOf(password, salt) };
      save({ ...others, [key]: { connectorId: account.connectorId, refusals, lastRefusedAt, ...secret } });
    },
    forget(connectorId) {
      const all = Object.entries(load());
      const stays = all.filter(([, entry]) => connectorId !== null && entry.connectorId !== connectorId);
      if (stays.length !== all.length) save(Object.fromEntries(stays));
    },
  };
}
