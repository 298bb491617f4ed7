import { join } from 'node:path';
import { runId } from '../../../shared/ids';
import { defaultSettings } from '../../../shared/settings';
import { createSystemClock } from '../../../electron/platform';
import { createSettingsStore, lockDataFolder, openJournal } from '../../../electron/store';
import { asAppError } from '../../../shared/errors';
import { fullMemory, plannedAction, START } from '../../contract/journal/journal-samples';

/** One process of the program's stores, told what to do on its command line; it answers with one JSON line per step. */
const [task = '', folder = ''] = process.argv.slice(2);
const clock = createSystemClock();
const say = (answer: unknown): void => {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
};
/** Until it is killed. */
const stay = (): Promise<never> => new Promise(() => setInterval(() => undefined, 1000));

const tasks: Readonly<Record<string, () => Promise<void>>> = {
  /** Writes an intent and waits to be killed before there is an outcome. */
  intend: async () => {
    const journal = openJournal({ file: join(folder, 'journal.sqlite'), clock });
    await journal.startRun({ runId: runId('run-1'), trigger: 'schedule', startedAt: START });
    await journal.recordIntent(runId('run-1'), plannedAction('E1'), fullMemory());
    say('intended');
    await stay();
  },
  lock: async () => {
    lockDataFolder(folder);
    say('locked');
    await stay();
  },
  /** The largest file this process may write is small: every disk is full one day. */
  fill: async () => {
    // The kernel's signal for a file that may not grow would end the process before it can be told as an error.
    process.on('SIGXFSZ', () => undefined);
    const journal = openJournal({ file: join(folder, 'journal.sqlite'), clock });
    await journal.saveMemory(fullMemory(10));
    try {
      await journal.saveMemory(fullMemory(20_000));
    } catch (thrown) {
      say(asAppError(thrown).toWire());
    }
    say((await journal.loadMemory()).reading?.bookings.length);
    const settings = createSettingsStore({ folder, clock });
    settings.save(defaultSettings());
    const many = Array.from({ length: 1000 }, (_, index) => ({ id: String(index), name: 'x'.repeat(400) }));
    try {
      settings.save({ ...defaultSettings(), locations: many });
    } catch (thrown) {
      say(asAppError(thrown).toWire());
    }
    say(settings.read().settings.locations.length);
  },
};

void tasks[task]?.();
