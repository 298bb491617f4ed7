import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import Database from 'libsql';
import { afterAll, describe, expect, it } from 'vitest';
import { openJournal } from '../../../electron/store';
import { SCHEMA_STEPS } from '../../../electron/store/journal/schema';
import { standingClock } from '../../contract/journal/journal.contract';
import { temporaryFolder } from '../../builders/temporary-folder';

const data = resolve(import.meta.dirname, '../../data');
const temporary = temporaryFolder('frozen-journals');
afterAll(() => temporary.remove());

/** Every journal of every version that ever left the house, as SQL, with what it must say when it is opened today beside it. */
const frozen = readdirSync(data)
  .filter((name) => /^journal-v\d+$/.test(name))
  .flatMap((folder) => readdirSync(join(data, folder)).map((name) => join(folder, name)))
  .filter((name) => name.endsWith('.sql'));

/** Said here once more: a step that is forgotten must not pass for one that was never there. */
const NEWEST = 4;

describe('frozen journals', () => {
  it('every version is among them', () => {
    expect(frozen).toEqual(
      expect.arrayContaining(SCHEMA_STEPS.map(({ version }) => join(`journal-v${version}`, 'house.sql'))),
    );
  });

  it.each(frozen)('P21 %s opens and says what it said', async (name) => {
    const folder = join(temporary.path, name);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'journal.sqlite');
    const database = new Database(file);
    database.exec(readFileSync(join(data, name), 'utf8'));
    database.close();

    const expected = JSON.parse(readFileSync(join(data, name.replace(/\.sql$/, '.expected.json')), 'utf8')) as {
      memory: unknown;
      runs: { runId: string }[];
    };
    const journal = openJournal({ file, clock: standingClock });
    expect(journal.trouble, basename(name)).toBeNull();
    expect(await journal.loadMemory()).toEqual(expected.memory);
    const runs = await journal.listRuns({ limit: 100, before: null });
    expect(await Promise.all(runs.map(({ runId }) => journal.readRun(runId)))).toEqual(expected.runs);
    journal.close();
    // An older program must not open it any more: it would call what it does not know damage.
    const after = new Database(file);
    expect(after.prepare('SELECT version FROM schema_version').get()).toMatchObject({ version: NEWEST });
    after.close();
  });
});
