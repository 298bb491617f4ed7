/** One numbered step of the journal's shape: pure SQL, run in one transaction together with the new number. */
export interface SchemaStep {
  readonly version: number;
  readonly statements: readonly string[];
}

/**
 * Ids and times only (rule M3): no column may ever take a name, a title or a server's own sentence.
 * Times are epoch milliseconds; `periods`, `changes`, `troubles` and the memory's documents are JSON.
 */
export const SCHEMA_STEPS: readonly SchemaStep[] = [
  {
    version: 1,
    statements: [
      `CREATE TABLE run (
        id TEXT PRIMARY KEY,
        trigger TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        result TEXT NOT NULL,
        written INTEGER NOT NULL,
        failed INTEGER NOT NULL,
        held INTEGER NOT NULL,
        overflow INTEGER NOT NULL,
        troubles TEXT NOT NULL
      )`,
      'CREATE INDEX run_by_start ON run (started_at)',
      `CREATE TABLE action (
        run_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        exception_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        periods_before TEXT NOT NULL,
        periods_after TEXT NOT NULL,
        changes TEXT NOT NULL,
        outcome TEXT,
        writes INTEGER NOT NULL,
        trouble TEXT,
        intended_at INTEGER NOT NULL,
        written_at INTEGER,
        read_back_at INTEGER,
        read_back TEXT,
        PRIMARY KEY (run_id, position)
      ) WITHOUT ROWID`,
      'CREATE TABLE memory (key TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID',
    ],
  },
  {
    // The memory knows whose it is (W1). A program of version 1 would drop that, so it must not open the file.
    version: 2,
    statements: [
      `INSERT INTO memory (key, document)
        SELECT 'servers', '{"bookings":null,"access":null}' WHERE EXISTS (SELECT 1 FROM memory)`,
    ],
  },
  {
    // Memberships beside exceptions: an action writes to exactly one of the two, and the memory has a ledger (W8). The table is made anew, because
    // SQLite takes neither a NOT NULL off a column nor a CHECK onto a table.
    version: 3,
    statements: [
      `CREATE TABLE action_of_both (
        run_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        exception_id TEXT,
        group_id TEXT,
        person_id TEXT,
        kind TEXT NOT NULL,
        periods_before TEXT NOT NULL,
        periods_after TEXT NOT NULL,
        changes TEXT NOT NULL,
        outcome TEXT,
        writes INTEGER NOT NULL,
        trouble TEXT,
        intended_at INTEGER NOT NULL,
        written_at INTEGER,
        read_back_at INTEGER,
        read_back TEXT,
        PRIMARY KEY (run_id, position),
        CHECK (
          (exception_id IS NOT NULL AND group_id IS NULL AND person_id IS NULL)
          OR (exception_id IS NULL AND group_id IS NOT NULL AND person_id IS NOT NULL)
        )
      ) WITHOUT ROWID`,
      `INSERT INTO action_of_both (run_id, position, exception_id, kind, periods_before, periods_after, changes, outcome, writes, trouble,
          intended_at, written_at, read_back_at, read_back)
        SELECT run_id, position, exception_id, kind, periods_before, periods_after, changes, outcome, writes, trouble,
          intended_at, written_at, read_back_at, read_back FROM action`,
      'DROP TABLE action',
      'ALTER TABLE action_of_both RENAME TO action',
      "INSERT INTO memory (key, document) SELECT 'ledger', '[]' WHERE EXISTS (SELECT 1 FROM memory)",
    ],
  },
  {
    // The ledger says of each membership whether a reading has shown it. What was written before is read as it is; but a program of version 3 would
    // call the new word damage and set the file aside, so it must not open it.
    version: 4,
    statements: [],
  },
];

/** The table that carries the number; the same in every version, older and newer ones. */
export const VERSION_TABLE = 'CREATE TABLE schema_version (version INTEGER NOT NULL)';
