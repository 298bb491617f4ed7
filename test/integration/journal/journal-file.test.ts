import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { groupId, runId } from '../../../shared/ids';
import { openJournal } from '../../../electron/store';
import { SCHEMA_STEPS } from '../../../electron/store/journal/schema';
import { standingClock } from '../../contract/journal/journal.contract';
import {
  CANARIES,
  confirmedResult,
  EMPTY_MEMORY,
  fullMemory,
  groupLedger,
  memoryWithNames,
  plannedAction,
  plannedMembership,
  refusedResult,
  runResult,
  START,
} from '../../contract/journal/journal-samples';
import { temporaryFolder } from '../../builders/temporary-folder';

const NEWEST = SCHEMA_STEPS.at(-1)?.version ?? 0;

const temporary = temporaryFolder('journal');
afterAll(() => temporary.remove());

let folder = '';
let file = '';
let count = 0;
beforeEach(() => {
  count += 1;
  folder = join(temporary.path, String(count));
  mkdirSync(folder);
  file = join(folder, 'journal.sqlite');
});

const open = (): ReturnType<typeof openJournal> => openJournal({ file, clock: standingClock });
/** Changes the file behind the journal's back. */
const tamper = (sql: string): void => {
  const database = new Database(file);
  database.exec(sql);
  database.close();
};
/** Everything behind the first page, which says that it is a database. */
const fillWithRubbish = (): void => writeFileSync(file, readFileSync(file).fill('rubbish!', 4096));
const damagedFiles = (): string[] => readdirSync(folder).filter((name) => /\.damaged-.*\.sqlite$/.test(name));

describe('the journal on disk', () => {
  it('M1 is there again after closing, in a folder made when missing', async () => {
    file = join(folder, 'new', 'deeper', 'journal.sqlite');
    const first = open();
    await first.saveMemory(fullMemory(1200));
    first.close();
    const second = open();
    expect(await second.loadMemory()).toEqual(fullMemory(1200));
    expect(second.trouble).toBeNull();
    second.close();
  });

  it('W8 an action writes to exactly one target: an exception, or a membership of a group and a person', async () => {
    const journal = open();
    await journal.startRun({ runId: runId('run-1'), trigger: 'manual', startedAt: START });
    await journal.recordIntent(runId('run-1'), plannedMembership('G4', 'P1'), EMPTY_MEMORY);
    journal.close();
    for (const wrong of ["exception_id = 'E1'", 'person_id = NULL', 'group_id = NULL, person_id = NULL'])
      expect(() => tamper(`UPDATE action SET ${wrong}`)).toThrow(/CHECK constraint failed/);
    tamper("UPDATE action SET exception_id = 'E1', group_id = NULL, person_id = NULL");
  });

  it('W8 a save writes the ledger of the groups that changed, and only these', async () => {
    const journal = open();
    const memory = fullMemory(1200);
    await journal.saveMemory(memory);
    journal.close();
    tamper(
      'CREATE TABLE seen (key TEXT); CREATE TRIGGER seeing AFTER INSERT ON memory BEGIN INSERT INTO seen VALUES (NEW.key); END',
    );
    const again = open();
    const [first, second] = [groupLedger(groupId('G4'), 5), memory.ledger[1]!];
    await again.saveMemory({ ...(await again.loadMemory()), ledger: [first, second] });
    again.close();
    const database = new Database(file);
    expect(database.prepare('SELECT key FROM seen').all([])).toEqual([{ key: 'ledger/G4' }]);
    database.close();
  });

  it('W8 a ledger of which a group is missing is damage, not a group in which nothing was given', async () => {
    const journal = open();
    await journal.saveMemory(fullMemory());
    journal.close();
    tamper("DELETE FROM memory WHERE key = 'ledger/G4'");
    const again = open();
    expect(again.trouble).toMatchObject({ code: 'journal-damaged', context: { key: 'ledger/G4' } });
    again.close();
  });

  it('M3 P20 no name, title, address of a person or sentence of a server is in any byte of its files', async () => {
    const journal = open();
    const planned = plannedAction('E1');
    const titled = <T extends object>(values: readonly T[]): T[] =>
      values.map((one) => ({ ...one, title: CANARIES[0] }));
    const lists = { before: titled(planned.before), after: titled(planned.after), changes: titled(planned.changes) };
    const action = { ...planned, ...lists, exceptionName: CANARIES[4], title: CANARIES[0] };
    const refused = refusedResult(plannedAction('E2'));
    const run = { runId: runId('run-1'), trigger: 'manual', startedAt: START, userName: CANARIES[1] } as const;
    await journal.startRun(run);
    await journal.recordIntent(runId('run-1'), action, memoryWithNames());
    const membership = { ...plannedMembership('G4', 'P1'), personName: CANARIES[1], groupName: CANARIES[3] };
    await journal.recordIntent(runId('run-1'), membership, memoryWithNames());
    await journal.recordOutcome(runId('run-1'), confirmedResult(action), memoryWithNames());
    await journal.finishRun(runResult('run-1', [confirmedResult(action), refused]), memoryWithNames());
    // Before closing the write-ahead log holds it, afterwards the main file: both are searched.
    const bytes = (): string =>
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .join('');
    const before = bytes();
    journal.close();
    const all = before + bytes();
    expect(all).toContain('room-1');
    expect(all).toContain('write-refused');
    for (const canary of CANARIES) expect(all).not.toContain(canary);
    expect(all).not.toMatch(/kanarie/i);
  });

  it('a reading that did not change is not written again, and one changed list is one document', async () => {
    const journal = open();
    const memory = fullMemory(3000);
    await journal.saveMemory(memory);
    tamper('CREATE TABLE touched (key TEXT)');
    tamper('CREATE TRIGGER touch AFTER INSERT ON memory BEGIN INSERT INTO touched VALUES (new.key); END');
    const touched = (): unknown[] => {
      const database = new Database(file);
      const keys = (database.prepare('SELECT key FROM touched ORDER BY key').all([]) as { key: string }[]).map(
        (row) => row.key,
      );
      database.exec('DELETE FROM touched');
      database.close();
      return keys;
    };
    // The same reading in new objects, as every poll brings it.
    await journal.saveMemory(structuredClone(memory));
    expect(touched()).toEqual([]);
    const [first, ...others] = memory.confirmed;
    await journal.saveMemory({ ...memory, confirmed: [{ ...first!, periods: [] }, ...others] });
    expect(touched()).toEqual(['confirmed/E2']);
    const reading = memory.reading!;
    const bookings = reading.bookings.map((each, index) =>
      index === 700 ? { ...each, status: 'cancelled' as const } : each,
    );
    await journal.saveMemory({ ...memory, reading: { ...reading, readAt: START, bookings } });
    expect(touched()).toEqual(['confirmed/E2', 'reading/bookings/1']);
    journal.close();
  });

  it('P21 a journal of a newer program is refused and stays byte for byte what it was', () => {
    open().close();
    tamper('UPDATE schema_version SET version = 99');
    const before = readFileSync(file);
    expect(open).toThrow(
      expect.objectContaining({ code: 'journal-newer', context: { file, version: 99, newest: NEWEST } }),
    );
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(damagedFiles()).toEqual([]);
  });

  it('W12 a reader beside the running program sees its run and memory, and changes nothing', async () => {
    const journal = open();
    await journal.saveMemory(fullMemory());
    await journal.startRun({ runId: runId('run-1'), trigger: 'manual', startedAt: START });
    const reader = openJournal({ file, clock: standingClock, isReader: true });
    expect(await reader.loadMemory()).toEqual(fullMemory());
    expect(await reader.readRun('run-1')).toMatchObject({ result: 'running' });
    await expect(reader.saveMemory(EMPTY_MEMORY)).rejects.toMatchObject({
      code: 'journal-unwritable',
      context: { reason: 'SQLITE_READONLY' },
    });
    await journal.finishRun(runResult('run-1', []), null);
    expect(await reader.readRun('run-1')).toMatchObject({ result: 'different' });
    reader.close();
    expect(await journal.loadMemory()).toEqual(fullMemory());
    journal.close();
  });

  it('W12 a reader sets nothing aside and steps nothing up', () => {
    open().close();
    const steps = [...SCHEMA_STEPS, { version: NEWEST + 1, statements: ['ALTER TABLE run ADD COLUMN extra INTEGER'] }];
    expect(() => openJournal({ file, clock: standingClock, steps, isReader: true })).toThrow(
      expect.objectContaining({ code: 'journal-unwritable', context: { file, reason: 'older-version' } }),
    );
    open().close();
    writeFileSync(file, 'hello, hello, hello, hello');
    expect(() => openJournal({ file, clock: standingClock, isReader: true })).toThrow(
      expect.objectContaining({ code: 'journal-damaged' }),
    );
    expect(damagedFiles()).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe('hello, hello, hello, hello');
  });

  it('P21 an older journal is copied, then stepped up, version by version', async () => {
    const older = open();
    await older.saveMemory(fullMemory());
    older.close();
    const steps = [
      ...SCHEMA_STEPS,
      { version: NEWEST + 1, statements: ['ALTER TABLE run ADD COLUMN first_new INTEGER'] },
      {
        version: NEWEST + 2,
        statements: ['UPDATE run SET first_new = 3', 'ALTER TABLE run ADD COLUMN second_new INTEGER'],
      },
    ];
    const newer = openJournal({ file, clock: standingClock, steps });
    expect(await newer.loadMemory()).toEqual(fullMemory());
    newer.close();
    const backup = join(folder, `journal.v${NEWEST}.backup.sqlite`);
    expect(existsSync(backup)).toBe(true);
    const columns = (path: string): number => {
      const database = new Database(path);
      const found = database.prepare("SELECT name FROM pragma_table_info('run')").all([]).length;
      database.close();
      return found;
    };
    expect(columns(file)).toBe(columns(backup) + 2);
    expect(open).toThrow(expect.objectContaining({ code: 'journal-newer' }));
  });

  it('P21 a step that fails leaves the older journal as it was', async () => {
    const older = open();
    await older.saveMemory(fullMemory());
    older.close();
    const steps = [...SCHEMA_STEPS, { version: NEWEST + 1, statements: ['DELETE FROM memory', 'NOT SQL'] }];
    expect(() => openJournal({ file, clock: standingClock, steps })).toThrow(
      expect.objectContaining({ code: 'journal-unwritable' }),
    );
    const again = open();
    expect(await again.loadMemory()).toEqual(fullMemory());
    again.close();
  });

  it.each([
    ['being no database at all', 'hello', () => writeFileSync(file, 'hello, hello, hello, hello')],
    ['being a foreign database', 'room-1', () => tamper('DROP TABLE schema_version')],
    ['a document that is no JSON', 'room-1', () => tamper("UPDATE memory SET document = '{' WHERE key = 'reading'")],
    [
      'a document of another shape',
      'room-1',
      () => tamper(`UPDATE memory SET document = '[{"hash":1}]' WHERE key = 'holds'`),
    ],
    ['a missing document', 'room-1', () => tamper("DELETE FROM memory WHERE key = 'reading/bookings/0'")],
    ['pages of rubbish', 'rubbish!', () => fillWithRubbish()],
  ])('M1 damaged by %s: set aside under the time, told, and begun anew', async (_, remains, damage) => {
    const first = open();
    await first.saveMemory(fullMemory());
    first.close();
    damage();
    const second = open();
    expect(second.trouble).toMatchObject({
      code: 'journal-damaged',
      context: { file: 'journal.damaged-20261123T080100Z.sqlite' },
    });
    expect(await second.loadMemory()).toEqual(EMPTY_MEMORY);
    await second.saveMemory(fullMemory(5));
    second.close();
    expect(readFileSync(join(folder, 'journal.damaged-20261123T080100Z.sqlite'), 'latin1')).toContain(remains);
    const third = open();
    expect(third.trouble).toBeNull();
    expect(await third.loadMemory()).toEqual(fullMemory(5));
    third.close();
  });

  it('a second damage in the same second does not cover the first', () => {
    for (const text of ['first, first, first', 'second, second, second']) {
      writeFileSync(file, text);
      open().close();
    }
    expect(damagedFiles().sort()).toEqual([
      'journal.damaged-20261123T080100Z-2.sqlite',
      'journal.damaged-20261123T080100Z.sqlite',
    ]);
  });

  it('M1 damage that shows while running refuses that call, and the next ones work on a new file', async () => {
    const journal = open();
    await journal.startRun({ runId: runId('run-1'), trigger: 'manual', startedAt: START });
    tamper('PRAGMA wal_checkpoint(TRUNCATE)');
    fillWithRubbish();
    // A change on the first page makes the journal read the others again.
    tamper('PRAGMA user_version = 7');
    await expect(journal.saveMemory(fullMemory())).rejects.toMatchObject({ code: 'journal-damaged' });
    expect(journal.trouble).toMatchObject({ code: 'journal-damaged' });
    await journal.recordIntent(runId('run-1'), plannedAction('E1'), fullMemory());
    expect(await journal.loadMemory()).toEqual(fullMemory());
    expect((await journal.readRun('run-1')).actions).toHaveLength(1);
    expect(damagedFiles()).toHaveLength(1);
    journal.close();
  });

  it('a folder that cannot be used is named as unwritable', () => {
    writeFileSync(join(folder, 'a-file'), '');
    file = join(folder, 'a-file', 'journal.sqlite');
    expect(open).toThrow(expect.objectContaining({ code: 'journal-unwritable', context: { file, reason: 'EEXIST' } }));
    // A folder where the file should be.
    file = join(folder, 'journal.sqlite');
    mkdirSync(file);
    expect(open).toThrow(expect.objectContaining({ code: 'journal-unwritable' }));
  });

  it('the memory of a big house, 31,500 bookings, is saved and loaded whole', async () => {
    const journal = open();
    const memory = fullMemory(31_500);
    await journal.saveMemory(memory);
    journal.close();
    const again = open();
    expect(await again.loadMemory()).toEqual(memory);
    again.close();
  });
});
