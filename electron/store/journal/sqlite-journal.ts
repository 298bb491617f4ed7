import { basename } from 'node:path';
import type { RunDto } from '../../../shared/dto';
import type { ErrorCode, Trouble } from '../../../shared/errors';
import { AppError } from '../../../shared/errors';
import type { Memory, PlannedAction } from '../../sync/model';
import type { Clock } from '../../sync/ports';
import { failureReason } from '../failure-reason';
import { setAside } from '../set-aside';
import type { JournalStore } from '../store-api';
import type { JournalDatabase, Row } from './database';
import { openDatabase, releaseHandles } from './database';
import type { WrittenDocuments } from './memory-documents';
import { documentChanges, parseMemory, writtenAfterReading } from './memory-documents';
import type { ActionRecord } from './run-record';
import {
  endedRun,
  finishedAction,
  intendedAction,
  interruptedRun,
  runDetail,
  runLine,
  startedRun,
  unsentResults,
} from './run-record';
import type { SchemaStep } from './schema';
import { SCHEMA_STEPS } from './schema';

export interface JournalOptions {
  /** Absolute. Its folder is made when it is missing; only this process may use it (`lockDataFolder`). */
  readonly file: string;
  /** For the time of an intent and the time in a damaged file's new name. */
  readonly clock: Clock;
  /**
   * Another process may be at work on the file (`status`, `plan` beside the running app): nothing in it is changed, what is running there is
   * left alone, writing is refused, and damage is thrown as `journal-damaged` instead of being set aside.
   */
  readonly isReader?: boolean;
  /** The numbered steps of its shape; others than the program's own only to prove the steps themselves. */
  readonly steps?: readonly SchemaStep[];
}

/** A journal on disk, and what was wrong with its file. */
export interface OpenedJournal extends JournalStore {
  /** `journal-damaged` {file, reason}: `file` was set aside under that name, and the memory began anew. null: all is well. */
  readonly trouble: Trouble | null;
}

const json = (row: Row, column: string): unknown => JSON.parse(String(row[column]));
const nullableJson = (row: Row, column: string): unknown => (row[column] === null ? null : json(row, column));

/** Rows become records without a check here: `runLine` and `runDetail` check what is given out. */
const actionOf = (row: Row): ActionRecord =>
  ({
    ...(row['exception_id'] === null
      ? { on: 'membership', groupId: row['group_id'], groupName: '', personId: row['person_id'], personName: '' }
      : { on: 'exception', exceptionId: row['exception_id'], exceptionName: '' }),
    kind: row['kind'],
    before: json(row, 'periods_before'),
    after: json(row, 'periods_after'),
    changes: json(row, 'changes'),
    outcome: row['outcome'],
    writes: row['writes'],
    trouble: nullableJson(row, 'trouble'),
    intendedAt: row['intended_at'],
    writtenAt: row['written_at'],
    readBackAt: row['read_back_at'],
    readBack: nullableJson(row, 'read_back'),
  }) as ActionRecord;

const runOf = (row: Row): RunDto =>
  ({
    runId: row['id'],
    trigger: row['trigger'],
    startedAt: row['started_at'],
    endedAt: row['ended_at'],
    result: row['result'],
    written: row['written'],
    failed: row['failed'],
    held: row['held'],
    overflow: row['overflow'],
    troubles: json(row, 'troubles'),
  }) as RunDto;

function writeRun(database: JournalDatabase, run: RunDto): void {
  database.run(
    `INSERT OR REPLACE INTO run (id, trigger, started_at, ended_at, result, written, failed, held, overflow, troubles)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      run.runId,
      run.trigger,
      run.startedAt,
      run.endedAt,
      run.result,
      run.written,
      run.failed,
      run.held,
      run.overflow,
      JSON.stringify(run.troubles),
    ],
  );
}

/** What is written to, as `exception_id`, `group_id`, `person_id`: an exception, or a membership. */
const targetColumns = (action: ActionRecord | PlannedAction): readonly [string | null, string | null, string | null] =>
  action.on === 'exception' ? [action.exceptionId, null, null] : [null, action.groupId, action.personId];

function writeAction(database: JournalDatabase, runId: string, position: number, action: ActionRecord): void {
  database.run(
    `INSERT OR REPLACE INTO action (run_id, position, exception_id, group_id, person_id, kind, periods_before, periods_after, changes,
       outcome, writes, trouble, intended_at, written_at, read_back_at, read_back)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      runId,
      position,
      ...targetColumns(action),
      action.kind,
      JSON.stringify(action.before),
      JSON.stringify(action.after),
      JSON.stringify(action.changes),
      action.outcome,
      action.writes,
      action.trouble === null ? null : JSON.stringify(action.trouble),
      action.intendedAt,
      action.writtenAt,
      action.readBackAt,
      action.readBack === null ? null : JSON.stringify(action.readBack),
    ],
  );
}

const actionsOf = (database: JournalDatabase, runId: string): ActionRecord[] =>
  database.rows('SELECT * FROM action WHERE run_id = ? ORDER BY position', [runId]).map(actionOf);

/** Where the run's next action goes. Counted, not read: a first run of a big house has some thousand of them. */
const nextPosition = (database: JournalDatabase, runId: string): number =>
  Number(database.rows('SELECT COUNT(*) AS count FROM action WHERE run_id = ?', [runId])[0]?.['count'] ?? 0);

/** The newest action of the same target in the run that still lacks an outcome. */
const openActionOf = (database: JournalDatabase, runId: string, action: PlannedAction): Row | undefined =>
  database.rows(
    `SELECT * FROM action WHERE run_id = ? AND exception_id IS ? AND group_id IS ? AND person_id IS ? AND outcome IS NULL
     ORDER BY position DESC LIMIT 1`,
    [runId, ...targetColumns(action)],
  )[0];

const runById = (database: JournalDatabase, runId: string): RunDto | null =>
  database.rows('SELECT * FROM run WHERE id = ?', [runId]).map(runOf)[0] ?? null;

function requireRun(database: JournalDatabase, runId: string): RunDto {
  const run = runById(database, runId);
  if (run === null) throw new AppError('run-unknown', { runId });
  return run;
}

/** Whatever has no end was stopped by force: nothing else can be running, because the data folder is ours alone. */
function markInterrupted(database: JournalDatabase): void {
  database.transaction(() => {
    for (const run of database.rows("SELECT * FROM run WHERE result = 'running'").map(runOf)) {
      writeRun(database, interruptedRun(run, actionsOf(database, run.runId)));
    }
  });
}

const readDocuments = (database: JournalDatabase): Map<string, string> =>
  new Map(
    database.rows('SELECT key, document FROM memory').map((row) => [String(row['key']), String(row['document'])]),
  );

const isCode = (thrown: unknown, code: ErrorCode): thrown is AppError =>
  thrown instanceof AppError && thrown.code === code;

/**
 * Opens the journal: memory (M1) and record of runs, in SQLite. Ids and times only (M3).
 *
 * A damaged file is set aside as `<name>.damaged-<time>.sqlite`, a new one begun and the damage told in `trouble`: that may cost history and
 * a question, never safety. The same happens when damage shows later; the call that met it is refused with `journal-damaged`.
 * @throws AppError `journal-newer` {file, version, newest}, the file unharmed; `journal-unwritable` {file, reason}
 */
export function openJournal(options: JournalOptions): OpenedJournal {
  const { file, clock, isReader = false } = options;
  const steps = options.steps ?? SCHEMA_STEPS;
  let trouble: Trouble | null = null;
  let database: JournalDatabase;
  let memory: Memory;
  let written: WrittenDocuments;
  /** Runs of this process: a journal begun anew in the middle of one must know it. */
  const running = new Map<string, RunDto>();

  const open = (): { database: JournalDatabase; memory: Memory; written: WrittenDocuments } => {
    const opened = openDatabase(file, steps, isReader);
    try {
      if (!isReader) markInterrupted(opened);
      const texts = readDocuments(opened);
      return { database: opened, memory: parseMemory(texts), written: writtenAfterReading(texts) };
    } catch (thrown) {
      opened.close();
      throw thrown;
    }
  };

  const beginAnew = (damage: AppError): ReturnType<typeof open> => {
    if (isReader) throw damage;
    releaseHandles();
    try {
      const kept = setAside(file, clock.now(), ['-wal', '-shm']);
      trouble = { code: 'journal-damaged', context: { ...damage.context, file: basename(kept) } };
    } catch (thrown) {
      throw new AppError('journal-unwritable', { file, reason: failureReason(thrown) }, thrown);
    }
    return open();
  };

  const openOrBeginAnew = (): ReturnType<typeof open> => {
    try {
      return open();
    } catch (thrown) {
      if (!isCode(thrown, 'journal-damaged')) throw thrown;
      return beginAnew(thrown);
    }
  };

  ({ database, memory, written } = openOrBeginAnew());

  /** A promise body: refusals are rejections. Damage that shows only now is met as at the opening. */
  const step = <T>(work: () => T): Promise<T> =>
    new Promise((resolve) => {
      try {
        resolve(work());
      } catch (thrown) {
        if (isCode(thrown, 'journal-damaged')) {
          database.close();
          ({ database, memory, written } = beginAnew(thrown));
          for (const run of running.values()) writeRun(database, run);
        }
        throw thrown;
      }
    });

  /** One atomic step on the disk, with the memory in it; what we believe to be on the disk changes only after that. */
  const commit = (next: Memory | null, record: () => void): void => {
    const changes = next === null ? null : documentChanges(next, written);
    database.transaction(() => {
      record();
      for (const { key, text } of changes?.write ?? []) {
        database.run('INSERT OR REPLACE INTO memory (key, document) VALUES (?, ?)', [key, text]);
      }
      for (const key of changes?.remove ?? []) database.run('DELETE FROM memory WHERE key = ?', [key]);
    });
    if (next !== null && changes !== null) {
      memory = next;
      written = changes.written;
    }
  };

  return {
    get trouble() {
      return trouble;
    },
    loadMemory: () => step(() => memory),
    saveMemory: (next) => step(() => commit(next, () => undefined)),
    startRun: (run) =>
      step(() => {
        const started = startedRun(run);
        // Nothing has been done yet that would need explaining: what follows takes this along to the disk.
        database.lightTransaction(() => writeRun(database, started));
        running.set(run.runId, started);
      }),
    recordIntent: (runId, action, next) =>
      step(() =>
        commit(next, () => {
          requireRun(database, runId);
          writeAction(database, runId, nextPosition(database, runId), intendedAction(action, clock.now()));
        }),
      ),
    recordOutcome: (runId, result, next) =>
      step(() =>
        commit(next, () => {
          requireRun(database, runId);
          const open = openActionOf(database, runId, result.action);
          const intended = open === undefined ? intendedAction(result.action, clock.now()) : actionOf(open);
          const position = open === undefined ? nextPosition(database, runId) : Number(open['position']);
          writeAction(database, runId, position, finishedAction(intended, result));
        }),
      ),
    finishRun: (result, next) =>
      step(() => {
        commit(next, () => {
          const kept = actionsOf(database, result.runId);
          const added = unsentResults(result.actions, kept).map((each) =>
            finishedAction(intendedAction(each.action, clock.now()), each),
          );
          added.forEach((each, index) => writeAction(database, result.runId, kept.length + index, each));
          writeRun(database, endedRun(result, [...kept, ...added]));
        });
        running.delete(result.runId);
      }),
    listRuns: ({ limit, before }) =>
      step(() =>
        database
          .rows('SELECT * FROM run WHERE started_at < ? ORDER BY started_at DESC, rowid DESC LIMIT ?', [
            before ?? Number.MAX_SAFE_INTEGER,
            limit,
          ])
          .map(runOf)
          .map(runLine),
      ),
    readRun: (runId) => step(() => runDetail(requireRun(database, runId), actionsOf(database, runId))),
    prune: (olderThan) =>
      step(() => {
        let count = 0;
        commit(null, () => {
          const old = database.rows("SELECT id FROM run WHERE started_at < ? AND result <> 'running'", [olderThan]);
          count = old.length;
          database.run(
            "DELETE FROM action WHERE run_id IN (SELECT id FROM run WHERE started_at < ? AND result <> 'running')",
            [olderThan],
          );
          database.run("DELETE FROM run WHERE started_at < ? AND result <> 'running'", [olderThan]);
        });
        return count;
      }),
    close: () => database.close(),
  };
}
