import {
  existsSync,
  symlinkSync,
  unlinkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { lookup } from 'node:dns/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inThisProcess } from '../../../electron/access/unilock-import-file';
import type { StartErrandProcess } from '../../../electron/access/unilock-import-file';
import { createDistantFolder, createErrands } from '../../../electron/access/unilock-import-file/errands';
import { createImportFolder } from '../../../electron/access/unilock-import-file/folder';
import { createTexts, troubleLine } from '../../../electron/cli/texts';
import { forkErrands } from '../../../electron/cli/fork-errands';
import { AppError } from '../../../shared/errors';
import type { Period } from '../../../shared/time';
import { HOUR_MS, DAY_MS, MINUTE_MS } from '../../../shared/time';
import { at, between } from '../../builders';
import { temporaryFolder } from '../../builders/temporary-folder';
import { FILE } from '../../contract/import-file/import-house';
import type { ImportFileHouse, SharedFolder } from '../dialects/import-file-house';
import { DOORS, importFileHouse } from '../dialects/import-file-house';
import { bundleCommandLine } from './command-line';
import { isWhole, record, REPOSITORY } from './proof';
import { checkTools, linksOfSamba, mountBySsh, mountImage, startSshServer, versions } from './real-share';

/**
 * The import file on a folder that is elsewhere and comes and goes. The whole form has real ones: an SSH server of its own, mounted by sshfs, and
 * images of disks; the small form a stand-in that needs nothing of the machine, and behaves as the real ones were seen to.
 */
const NOW = at('2026-11-23T08:09');
const [DOOR, SECOND_DOOR] = DOORS;
const KEPT = ['201', between('2026-11-26T18:00', '19:00')] as const;
const GOES = ['101', between('2026-11-26T13:00', '14:00')] as const;
/** One more with each part of the story. */
const hour = (index: number) =>
  [
    '101',
    between(`2026-11-27T${String(8 + index).padStart(2, '0')}:10`, `${String(8 + index).padStart(2, '0')}:40`),
  ] as const;
/** A local file, a look-up of a name and a run that is refused at once must not wait for the share. */
const AT_ONCE_MS = 5_000;

/** A folder elsewhere, as the story needs it. */
interface Share extends SharedFolder {
  /** Calls get no answer any more. */
  hang(): void;
  /** Calls are refused, or fail. */
  leave(): Promise<void>;
  /** After either: it answers again. */
  back(): Promise<void>;
}

const timed = async <T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> => {
  const before = performance.now();
  return { value: await work(), ms: performance.now() - before };
};

/** How long the rest of the program waits for a file and a name. */
async function restOfProgram(): Promise<number> {
  const { ms } = await timed(() => Promise.all([readFile(import.meta.filename), lookup('localhost')]));
  return ms;
}

interface Seen {
  readonly what: string;
  readonly told: string;
  readonly seconds: string;
}

/** The house on that share, from the first file on. @returns what was seen */
async function story(share: Share): Promise<readonly Seen[]> {
  const house = await importFileHouse(NOW, share);
  const seen: Seen[] = [];
  const opened: (readonly [string, Period])[] = [KEPT];
  const gone: Period[] = [];
  const note = (what: string, told: readonly string[], ms: number): void =>
    void seen.push({ what, told: told.join(', ') || 'nothing', seconds: (ms / 1000).toFixed(1) });
  const inFolder = (): string[] => readdirSync(share.server).sort();
  const codes = (run: Awaited<ReturnType<ImportFileHouse['sync']>>): string[] => [
    ...run.troubles.map(({ code, context }) => `${code} ${String(context['reason'] ?? '')}`.trim()),
    ...(run.plan?.blocked ?? []).map(({ trouble }) => trouble.code),
  ];
  const isAway = ({ state }: { readonly state: string }): boolean => state === 'no-contact';

  /** Runs, and takes what they put there, until nothing is left to do; then UniLock has what is wanted and the folder is empty. */
  async function settles(what: string): Promise<void> {
    const { ms } = await timed(() =>
      vi.waitFor(
        async () => {
          house.clock.advance(MINUTE_MS);
          const run = await house.sync();
          const isTaken = house.take();
          expect([run.result, run.actions.length, run.troubles, isTaken]).toEqual(['handed-over', 0, [], false]);
        },
        { timeout: 90_000, interval: 200 },
      ),
    );
    const isOpen = (room: string, { from }: Period): boolean => house.isOpen(room === '201' ? SECOND_DOOR : DOOR, from);
    expect(opened.map((one) => isOpen(...one))).toEqual(opened.map(() => true));
    expect(gone.map((period) => isOpen(GOES[0], period))).toEqual(gone.map(() => false));
    expect(inFolder()).toEqual([]);
    note(`${what}: back`, [], ms);
  }

  /** What the program says while the share is away, five polls long. */
  async function polls(what: string): Promise<void> {
    const [held, files, kept] = [house.held(), inFolder(), house.kept()];
    for (let poll = 0; poll < 5; poll++) {
      house.clock.advance(MINUTE_MS);
      const { value: run, ms } = await timed(house.sync);
      expect([run.result, isAway(run), run.actions], what).toEqual(['failed', true, []]);
      expect(
        run.troubles.map(({ code }) => code),
        what,
      ).toEqual(['import-folder-unreachable']);
      expect(await restOfProgram(), what).toBeLessThan(AT_ONCE_MS);
      if (poll === 0) note(what, codes(run), ms);
      else expect(ms, what).toBeLessThan(AT_ONCE_MS);
    }
    expect([house.held(), inFolder(), house.kept()]).toEqual([held, files, kept]);
  }

  /** The share goes away when the file is whole beside its place, and known as about to go there. */
  async function cut(what: string, index: number, goAway: () => void | Promise<void>): Promise<void> {
    house.book(...hour(index));
    opened.push(hour(index));
    let going: Promise<void> | null = null;
    const end = house.whileKeeping((write) => {
      write();
      going ??= Promise.resolve(goAway());
    });
    const { value: run, ms } = await timed(house.sync);
    end();
    await going;
    expect(going).not.toBeNull();
    expect(run.result, what).not.toBe('handed-over');
    expect(codes(run).join(), what).toContain('import-folder-unreachable');
    note(what, codes(run), ms);
  }

  try {
    house.book(...KEPT);
    const going = house.book(...GOES);
    const first = await timed(house.syncWithConsent);
    expect(first.value).toMatchObject({ result: 'handed-over', state: 'handed-over', waitingSince: NOW });
    expect(inFolder()).toEqual([FILE]);
    expect(house.take()).toBe(true);
    expect(await house.sync()).toMatchObject({ result: 'handed-over', troubles: [], waitingSince: null });
    note('first file', [], first.ms);

    house.house.cancelMeeting(going);
    gone.push(GOES[1]);
    house.book(...hour(0));
    opened.push(hour(0));
    share.hang();
    await polls('hangs');
    await share.back();
    await settles('hangs');

    house.book(...hour(1));
    opened.push(hour(1));
    await share.leave();
    await polls('refuses');
    await share.back();
    await settles('refuses');

    await cut('hangs while a file is handed over', 2, share.hang);
    await polls('hangs with a file in doubt');
    await share.back();
    await settles('hangs while a file is handed over');

    await cut('goes away while a file is handed over', 3, share.leave);
    await share.back();
    await settles('goes away while a file is handed over');

    // Another's file, by the clock of a server that is a day ahead, or some hours behind: it stays byte for byte what it is.
    house.book(...hour(4));
    opened.push(hour(4));
    const beside = join(share.server, '..', 'another.xml');
    for (const [what, ms, code] of [
      ['a day ahead', DAY_MS, 'handover-waiting'],
      ['three hours behind', -3 * HOUR_MS, 'handover-not-taken'],
    ] as const) {
      writeFileSync(beside, what);
      utimesSync(beside, (house.clock.now() + ms) / 1000, (house.clock.now() + ms) / 1000);
      renameSync(beside, join(share.server, FILE));
      // As soon as the share has forgotten what it knew of the name.
      await vi.waitFor(async () => expect(codes(await house.sync())).toEqual([code]), {
        timeout: 60_000,
        interval: 1000,
      });
      note(`another’s file, its clock ${what}`, [code], 0);
      expect([inFolder(), readFileSync(join(share.server, FILE), 'utf8')]).toEqual([[FILE], what]);
      rmSync(join(share.server, FILE));
    }
    await settles('another’s file');
    return seen;
  } finally {
    await share.back();
    await house.close();
  }
}

const temporary = temporaryFolder('share');
const ends: (() => unknown)[] = [() => temporary.remove()];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
}, 60_000);

/** As a share was seen to do: while it hangs nothing is answered and no process of it ends; when it is back it does late what it was asked. */
function standIn(): Share {
  const [server, folder] = [join(temporary.path, 'stand-in'), join(temporary.path, 'mounted')];
  mkdirSync(server);
  symlinkSync(server, folder);
  let isHanging = false;
  let late: (() => void)[] = [];
  const startErrands: StartErrandProcess = (heard) => {
    const process = inThisProcess(heard);
    const orLate = (work: () => void): void => {
      if (isHanging) late.push(work);
      else work();
    };
    return {
      send(asked) {
        if (asked.errand.operation === 'persons') process.send(asked);
        else orLate(() => process.send(asked));
      },
      end: () => orLate(() => process.end()),
    };
  };
  return {
    folder,
    server,
    startErrands,
    errandLimits: { limitMs: 300 },
    hang: () => void (isHanging = true),
    leave: async () => unlinkSync(folder),
    async back() {
      isHanging = false;
      if (!existsSync(folder)) symlinkSync(server, folder);
      late.splice(0).forEach((work) => work());
    },
  };
}

describe('W13 P6 P8 P13 a share that comes and goes loses nothing, writes nothing over, stalls nothing, and is told', () => {
  it.each(isWhole ? [] : ['stand-in'])('as a %s', async () => {
    const seen = await story(standIn());
    expect(seen.map(({ what }) => what)).toContain('hangs while a file is handed over: back');
  });

  it.each(isWhole ? ['real file systems'] : [])(
    'on %s',
    async () => {
      checkTools();
      expect(versions()).not.toBe('');
    },
    30 * MINUTE_MS,
  );
});
