import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Database from 'libsql';
import { AppError } from '../../../shared/errors';
import { failureReason } from '../failure-reason';
import type { SchemaStep } from './schema';
import { VERSION_TABLE } from './schema';

type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** The journal's file, open. Every method throws AppError `journal-damaged` or `journal-unwritable` {file, reason}. */
export interface JournalDatabase {
  rows(sql: string, values?: readonly Value[]): readonly Row[];
  run(sql: string, values: readonly Value[]): void;
  /** All of the work or nothing of it, on the disk when it returns. */
  transaction<T>(work: () => T): T;
  /** All of the work or nothing of it, whatever becomes of this process; a power cut may take it, as long as no `transaction` has followed. */
  lightTransaction<T>(work: () => T): T;
  close(): void;
}

const DAMAGE = /^SQLITE_(?:CORRUPT|NOTADB)/;

function journalError(thrown: unknown, file: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const reason = failureReason(thrown);
  return new AppError(DAMAGE.test(reason) ? 'journal-damaged' : 'journal-unwritable', { file, reason }, thrown);
}

/**
 * libsql frees a prepared statement, and with it the handle on the file, when it is collected as garbage, not when the database is closed.
 * Windows renames no open file, so before a damaged journal is set aside the collection is asked for.
 */
export function releaseHandles(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
}

const MAGIC = 'SQLite format 3\0';

/** Whether a file is there that is no database at all: told from its first bytes, without opening it as one. */
function isForeignFile(file: string): boolean {
  if (!existsSync(file) || statSync(file).size === 0) return false;
  const head = Buffer.alloc(MAGIC.length);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, head, 0, head.length, 0);
  } finally {
    closeSync(descriptor);
  }
  return head.toString('latin1') !== MAGIC;
}

/** The version in the file; 0: a new, empty one. Reads only, so that a newer file stays byte for byte what it is. */
function schemaVersion(database: Database.Database, file: string): number {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all([]) as Row[];
  if (tables.length === 0) return 0;
  // A database without the number is none of ours, or has lost its beginning.
  if (!tables.some(({ name }) => name === 'schema_version')) {
    throw new AppError('journal-damaged', { file, reason: 'no-version' });
  }
  const [row] = database.prepare('SELECT version FROM schema_version').all([]) as Row[];
  if (typeof row?.['version'] !== 'number') throw new AppError('journal-damaged', { file, reason: 'no-version' });
  return row['version'];
}

/** Copies the old version's file beside it: `journal.v1.backup.sqlite`. */
function backup(database: Database.Database, file: string, version: number): void {
  const { name, ext } = parse(file);
  const target = join(dirname(file), `${name}.v${version}.backup${ext}`);
  const half = `${target}.half`;
  rmSync(half, { force: true });
  // SQLite's own copy: it sees what is still in the write-ahead log.
  database.prepare('VACUUM INTO ?').run([half]);
  copyFileSync(half, target);
  rmSync(half, { force: true });
}

/** A reader and the program itself, or two steps of opening, may meet for a moment. */
const BUSY_LIMIT_MS = 5000;

/**
 * Opens the file and brings it to the newest version. A reader changes nothing: neither shape nor content, and an older version it refuses
 * with `journal-unwritable` {reason: "older-version"} until the program itself has stepped it up.
 * @throws AppError `journal-newer` {file, version, newest}, the file unharmed; `journal-damaged`; `journal-unwritable`
 */
export function openDatabase(file: string, steps: readonly SchemaStep[], isReader: boolean): JournalDatabase {
  let database: Database.Database | null = null;
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (isForeignFile(file)) throw new AppError('journal-damaged', { file, reason: 'no-database' });
    database = new Database(file);
    database.exec(`PRAGMA busy_timeout = ${BUSY_LIMIT_MS}`);
    const version = schemaVersion(database, file);
    const newest = steps.at(-1)?.version ?? 0;
    if (version > newest) throw new AppError('journal-newer', { file, version, newest });
    const opened = opening(database, file, isReader);
    if (isReader) {
      if (version < newest) throw new AppError('journal-unwritable', { file, reason: 'older-version' });
      database.exec('PRAGMA query_only = ON');
      return opened;
    }
    // WAL with FULL: a commit is on the disk when it returns, power cut or not. NORMAL, the usual companion of WAL, may lose the last commits
    // to a power cut, and with them the intent that explains what stands in UniLock after it (P8).
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    if (version === 0) {
      opened.transaction(() => {
        database?.exec(VERSION_TABLE);
        opened.run('INSERT INTO schema_version (version) VALUES (?)', [0]);
      });
    } else if (version < newest) {
      backup(database, file, version);
    }
    for (const step of steps.filter((each) => each.version > version)) {
      opened.transaction(() => {
        for (const statement of step.statements) database?.exec(statement);
        opened.run('UPDATE schema_version SET version = ?', [step.version]);
      });
    }
    return opened;
  } catch (thrown) {
    database?.close();
    throw journalError(thrown, file);
  }
}

function opening(database: Database.Database, file: string, isReader: boolean): JournalDatabase {
  const statements = new Map<string, Database.Statement>();
  const prepared = (sql: string): Database.Statement => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const named = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw journalError(thrown, file);
    }
  };
  const transaction = <T>(work: () => T): T =>
    named(() => {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (thrown) {
        // A full disk or a damaged page makes SQLite roll back by itself; a second time would hide the real failure.
        if (database.inTransaction) database.exec('ROLLBACK');
        throw thrown;
      }
    });
  return {
    rows: (sql, values = []) => named(() => prepared(sql).all([...values]) as Row[]),
    run: (sql, values) =>
      named(() => {
        prepared(sql).run([...values]);
      }),
    transaction,
    lightTransaction: (work) =>
      named(() => {
        database.exec('PRAGMA synchronous = NORMAL');
        try {
          return transaction(work);
        } finally {
          database.exec('PRAGMA synchronous = FULL');
        }
      }),
    close: () => {
      statements.clear();
      if (!database.open) return;
      try {
        // So that the main file is whole by itself, e.g. for a backup of the PC; without it the next opening does the same.
        if (!isReader) database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // A full disk: everything is safe in the write-ahead log.
      }
      database.close();
    },
  };
}
