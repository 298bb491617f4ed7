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
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { inThisProcess } from '../../../electron/access/unilock-import-file';
import type { StartErrandProcess } from '../../../electron/access/unilock-import-file';
import { createDistantFolder, createErrands } from '../../../electron/access/unilock-import-file/errands';
import { createImportFolder } from '../../../electron/access/unilock-import-file/folder';
import { createTexts, troubleLine } from '../../../electron/cli/texts';
import { forkErrands } from '../../../electron/cli/fork-errands';
import { simulateHouse } from '../../../electron/compose-core';
import { createSystemClock } from '../../../electron/platform';
import { createHouseFromBookings, parseBookingsFile } from '../../../electron/simulator';
import { AppError } from '../../../shared/errors';
import type { Period } from '../../../shared/time';
import { HOUR_MS, DAY_MS, MINUTE_MS } from '../../../shared/time';
import { at, between } from '../../builders';
import { noteSecret } from '../../builders/canary';
import { temporaryFolder } from '../../builders/temporary-folder';
import { FILE } from '../../contract/import-file/import-house';
import type { ImportFileHouse, SharedFolder } from '../dialects/import-file-house';
import { DOORS, importFileHouse } from '../dialects/import-file-house';
import { FILE_TEXT, FRIDAY_NOON } from '../fosdem/fosdem-house';
import type { CommandLine } from './command-line';
import { bundleCommandLine } from './command-line';
import { isWhole, record, REPOSITORY } from './proof';
import type { SshServer } from './real-share';
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
  /** How long a run may take after the first that met the share away. */
  readonly againMs: number;
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
      else expect(ms, what).toBeLessThan(share.againMs);
    }
    expect([house.held(), inFolder(), house.kept()]).toEqual([held, files, kept]);
  }

  /** The share goes away when the file is whole beside its place, and known as about to go there. */
  async function cut(what: string, index: number, goAway: () => void | Promise<void>): Promise<void> {
    house.book(...hour(index));
    opened.push(hour(index));
    const going: Promise<void>[] = [];
    const end = house.whileKeeping((write) => {
      write();
      if (going.length === 0) going.push(Promise.resolve(goAway()));
    });
    const { value: run, ms } = await timed(house.sync);
    end();
    await Promise.all(going);
    expect(going).toHaveLength(1);
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
  const late: (() => void)[] = [];
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
    againMs: AT_ONCE_MS,
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

  it.each(isWhole ? ['real file systems'] : [])('on %s', onRealFileSystems, 30 * MINUTE_MS);
});

/** A time limit that is the program's own, and what a run needs besides. */
const LIMIT_MS = 20_000;
const RUN_MS = LIMIT_MS + AT_ONCE_MS;

async function onRealFileSystems(): Promise<void> {
  checkTools();
  const at = (name: string): string => {
    mkdirSync(join(temporary.path, name));
    return join(temporary.path, name);
  };
  const commandLine = await bundleCommandLine('.cache/test-share');
  ends.push(commandLine.close);
  const startErrands = forkErrands(join(REPOSITORY, '.cache/test-share/errands.cjs'));

  async function bySsh(name: string, isReconnecting: boolean): Promise<Share & { readonly ssh: SshServer }> {
    const ssh = await startSshServer(at(`${name}-ssh`));
    ends.push(ssh.kill);
    const [from, to] = [at(`${name}-server`), join(temporary.path, name)];
    // Inside of what is mounted: while it is away, an empty folder of this machine stands where it was.
    mkdirSync(join(from, 'import'));
    const options = isReconnecting ? ['reconnect', 'ServerAliveInterval=5', 'ServerAliveCountMax=2'] : [];
    let mounted = await mountBySsh(ssh, from, to, options);
    ends.push(() => mounted.unmount());
    let state: 'there' | 'hanging' | 'left' = 'there';
    return {
      ssh,
      folder: join(to, 'import'),
      server: join(from, 'import'),
      startErrands,
      errandLimits: {},
      againMs: isReconnecting ? RUN_MS : AT_ONCE_MS,
      hang() {
        state = 'hanging';
        ssh.stop();
      },
      async leave() {
        state = 'left';
        await ssh.kill();
      },
      async back() {
        if (state === 'hanging') ssh.goOn();
        if (state === 'left') {
          await ssh.start();
          if (!isReconnecting) {
            await mounted.unmount();
            mounted = await mountBySsh(ssh, from, to, options);
          }
        }
        state = 'there';
      },
    };
  }

  const lines: string[] = [
    `systems    ${versions()}`,
    'hangs      the server’s processes are stopped: the line is there, and nothing answers; refuses, goes away: they are killed',
    'each       told by the first run that meets it, and its time; then four more runs, local files and names at once; back: until UniLock has all',
  ];
  const plain = await bySsh('plain', false);
  for (const [name, share] of [
    ['sshfs', plain],
    ['sshfs, reconnecting', await bySsh('reconnecting', true)],
  ] as const)
    for (const { what, told, seconds } of await story(share))
      lines.push(`${name}: ${what}: told ${told}; ${seconds} s`);

  lines.push(`writers    ${await race(plain)}`);
  lines.push(`program    ${await commandLineOnHangingShare(plain, commandLine)}`);

  // Places that cannot take a file: what is told, in words.
  const inside = (path: string): string => join(path, 'import');
  const exfat = await mountImage(temporary.path, 'exfat', 16 * 1024 * 1024);
  ends.push(exfat.unmount);
  const small = await mountImage(temporary.path, 'ext4', 1024 * 1024);
  ends.push(small.unmount);
  const mount = async (name: string, from: string, options: readonly string[] = []): Promise<string> => {
    const to = join(temporary.path, name);
    const { unmount } = await mountBySsh(plain.ssh, from, to, options);
    ends.push(unmount);
    return inside(to);
  };
  for (const { path } of [exfat, small]) mkdirSync(inside(path));
  for (const [name, folder, bytes, code] of [
    ['the place where an sshfs is mounted', dirname(plain.folder), 100, 'import-folder-mount-point'],
    ['exFAT', inside(exfat.path), 100, 'import-folder-unsuitable'],
    ['exFAT at the server of an sshfs', await mount('exfat-far', exfat.path), 100, 'import-folder-unsuitable'],
    ['exFAT, full', inside(exfat.path), 32 * 1024 * 1024, 'import-folder-unwritable'],
    ['ext4, full', inside(small.path), 2 * 1024 * 1024, 'import-folder-unwritable'],
    [
      'full disk at the server of an sshfs',
      await mount('small-far', small.path),
      2 * 1024 * 1024,
      'import-folder-unwritable',
    ],
    ['sshfs, read-only', await mount('read-only', dirname(plain.server), ['ro']), 100, 'import-folder-unwritable'],
  ] as const) {
    const error = await tryFolder(folder, bytes, startErrands);
    expect([name, error?.code]).toEqual([name, code]);
    lines.push(
      `${name}: ${code} ${String(error?.context['reason'] ?? '')}: ${error === null ? '' : troubleLine(error, createTexts('en'))}`,
    );
  }
  // Nothing was left behind in any of them.
  expect([inside(exfat.path), inside(small.path), plain.server].flatMap((path) => readdirSync(path))).toEqual([]);

  const samba = await linksOfSamba(at('samba'));
  expect(samba).toEqual({ free: 'made', taken: 'NT_STATUS_OBJECT_NAME_COLLISION' });
  lines.push(
    `Samba, hard link by SMB (smbclient): ${samba.free} where the name is free, ${samba.taken} where it is taken`,
  );
  record('share', lines);
}

/** A file of that size, put in its place and taken away again; null: nothing was refused. */
async function tryFolder(folder: string, bytes: number, startErrands: StartErrandProcess): Promise<AppError | null> {
  const errands = createErrands(startErrands);
  const there = createDistantFolder(folder, FILE, errands);
  let temporaryName: string | null = null;
  try {
    temporaryName = await there.prepare(Buffer.alloc(bytes, '<Import/>'));
    await there.place(temporaryName);
    return null;
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  } finally {
    if (temporaryName !== null) await there.discard(temporaryName);
    errands.close();
  }
}

/** Writers on the share and at its server, at the same moment, round after round. */
async function race({ folder, server, startErrands }: Share): Promise<string> {
  const [ROUNDS, WRITERS] = [30, 6];
  const errands = Array.from({ length: WRITERS / 2 }, () => createErrands(startErrands));
  const writers = errands.flatMap((one) => [createDistantFolder(folder, FILE, one), createImportFolder(server, FILE)]);
  for (let round = 0; round < ROUNDS; round++) {
    const texts = writers.map((_, index) => `writer ${index} of round ${round} `.repeat(2000));
    const names = await Promise.all(writers.map((writer, index) => writer.prepare(Buffer.from(texts[index]!))));
    const placed = await Promise.all(writers.map((writer, index) => writer.place(names[index]!)));
    expect(placed.filter(Boolean)).toHaveLength(1);
    expect(readFileSync(join(server, FILE), 'utf8')).toBe(texts[placed.indexOf(true)]);
    await Promise.all(writers.map((writer, index) => writer.discard(names[index]!)));
    expect(readdirSync(server)).toEqual([FILE]);
    rmSync(join(server, FILE));
  }
  errands.forEach((one) => one.close());
  return `${WRITERS} at one moment, half on the sshfs and half at its server, ${ROUNDS} times: exactly one came through each time, whole`;
}

/** The command line as it ships: it ends by itself, with the right word, while a call of its hangs. */
async function commandLineOnHangingShare(share: Share, commandLine: CommandLine): Promise<string> {
  const clock = createSystemClock();
  const shiftMinutes = Math.floor((clock.now() - FRIDAY_NOON) / MINUTE_MS);
  const simulated = await simulateHouse({
    world: createHouseFromBookings(parseBookingsFile(FILE_TEXT), { shiftMinutes }),
    clock,
  });
  noteSecret(simulated.pronestor.password);
  const folder = join(temporary.path, 'command-line');
  mkdirSync(folder);
  const call = (...args: string[]) =>
    commandLine.call([...args, '--data', join(folder, 'data')], {
      folder,
      environment: { MOEDEKLAR_PRONESTOR_PASSWORD: simulated.pronestor.password },
    });
  try {
    writeFileSync(
      join(folder, 'settings.json'),
      JSON.stringify({
        ...simulated.settings,
        ...{ houseZone: 'Europe/Brussels', groups: [], groupMapping: [] },
        access: { connectorId: 'unilock', kind: 'unilock-import-file', folder: share.folder },
      }),
    );
    expect(await call('configure', '--file', 'settings.json')).toMatchObject({ code: 0, err: '' });
    // The first run asks for consent: it has seen the folder.
    expect((await call('sync')).code).toBe(4);
    share.hang();
    const { code, out, milliseconds } = await call('sync');
    expect([code, out.includes('Mappen til importfilen kan ikke nås: ETIMEDOUT')]).toEqual([3, true]);
    expect(milliseconds).toBeLessThan(RUN_MS + AT_ONCE_MS);
    return `the command line on a share that hangs: sync ended by itself after ${(milliseconds / 1000).toFixed(1)} s, exit ${code}, import-folder-unreachable ETIMEDOUT`;
  } finally {
    await share.back();
    await simulated.close();
  }
}
