import {
  appendFileSync,
  existsSync,
  linkSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createImportFolder } from '../../../electron/access/unilock-import-file/folder';
import { createEngine } from '../../../electron/sync/engine';
import type { Engine } from '../../../electron/sync/engine-api';
import type { Booking, RunResult } from '../../../electron/sync/model';
import { AppError } from '../../../shared/errors';
import { bookingId } from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import { DAY_MS, MINUTE_MS } from '../../../shared/time';
import {
  aBooking,
  aGroupLine,
  aHouse,
  aLine,
  aManaged,
  aManagedGroup,
  aPolicy,
  aRequest,
  anAttendee,
  at,
  between,
} from '../../builders';
import { FakeLogger } from '../../fakes';
import type { ImportFolders, Unilock } from './import-house';
import {
  COLUMNS,
  FILE,
  connect,
  copyOf,
  createUnilock,
  importFolders,
  inFolder,
  keptIn,
  restore,
  take,
  waitingText,
} from './import-house';

const DAY = '2026-11-23';
const meeting = (from: string, to: string): Period => between(`${DAY}T${from}`, to);
const NAMES = ['Lokale 1 & "salen" <æøå>', 'Lokale 2'] as const;
const [FIRST, SECOND] = NAMES;
const OPEN1 = meeting('12:50', '14:10');
const OPEN2 = meeting('14:50', '16:10');

let folders: ImportFolders & { clean(): void };
let unilock: Unilock;
beforeEach(() => {
  folders = importFolders();
  unilock = createUnilock();
});
afterEach(() => folders.clean());

interface Started {
  readonly engine: Engine;
  run(more?: Parameters<typeof aRequest>[0]): Promise<RunResult>;
  /** A first run whose question was answered. */
  runWithConsent(): Promise<RunResult>;
}

const BOOKINGS = [aBooking('b1', 'r1', meeting('13:00', '14:00')), aBooking('b2', 'r2', meeting('15:00', '16:00'))];

function importHouse(bookings: readonly Booking[] = BOOKINGS) {
  const policy = aPolicy([aLine('r1', FIRST), aLine('r2', SECOND)], {
    managed: NAMES.map((name) => aManaged(name)),
    houseZone: 'Europe/Copenhagen',
  });
  const here = aHouse({ now: at(`${DAY}T08:00`), policy, bookings });
  const logger = new FakeLogger();
  const start = (place: ImportFolders = folders, kept = keptIn(place, logger)): Started => {
    const access = connect({ folders: place, policy, clock: here.clock, logger, kept });
    const engine = createEngine({ ...here.ports, access });
    const run: Started['run'] = (more) => engine.run(policy, aRequest(more));
    return {
      engine,
      run,
      async runWithConsent() {
        const asked = await run();
        return run({ acceptPlanHash: asked.plan?.hash ?? null });
      },
    };
  };
  return { ...here, policy, logger, start };
}

const codes = ({ troubles }: RunResult): string[] => troubles.map(({ code }) => code);
const opened = (): Record<string, readonly Period[]> => Object.fromEntries(unilock.exceptions);

describe('the import file', () => {
  it('W13 a first run asks, because nobody knows what is there; then one file holds everything, and UniLock reads the periods', async () => {
    const here = importHouse();
    const program = here.start();
    const asked = await program.run();
    expect(asked.result).toBe('different');
    expect(asked.plan?.consents.map(({ exceptionId: id, isUnknown }) => [id, isUnknown])).toEqual([
      [FIRST, true],
      [SECOND, true],
    ]);
    expect(inFolder(folders)).toEqual([]);

    const result = await program.run({ acceptPlanHash: asked.plan?.hash ?? null });
    expect(result.actions.map(({ outcome }) => outcome)).toEqual(['handed-over', 'handed-over']);
    expect(result.result).toBe('handed-over');
    expect(inFolder(folders)).toEqual([FILE]);
    take(folders, unilock);
    expect(opened()).toEqual({ [FIRST]: [OPEN1], [SECOND]: [OPEN2] });
  });

  it('P2 W13 the next run writes nothing, before and after UniLock has taken the file, and in a program started anew', async () => {
    const here = importHouse();
    const program = here.start();
    await program.runWithConsent();
    const text = waitingText(folders);
    expect(await program.run()).toMatchObject({
      result: 'handed-over',
      actions: [],
      access: { waitingSince: here.clock.now() },
    });
    expect(waitingText(folders)).toBe(text);
    take(folders, unilock);
    expect(await program.run()).toMatchObject({ result: 'handed-over', actions: [], access: { waitingSince: null } });
    expect(await here.start().run()).toMatchObject({ result: 'handed-over', actions: [] });
    expect(inFolder(folders)).toEqual([]);
  });

  it('a change goes in a file with the full state, and the same file twice does no harm', async () => {
    const here = importHouse();
    const program = here.start();
    await program.runWithConsent();
    take(folders, unilock);
    here.source.change(bookingId('b2'), { period: meeting('17:00', '18:00') });
    const result = await program.run();
    expect(result.actions).toHaveLength(1);
    const text = waitingText(folders);
    expect(text).toContain('Lokale 1');
    take(folders, unilock);
    const once = opened();
    expect(once).toEqual({ [FIRST]: [OPEN1], [SECOND]: [meeting('16:50', '18:10')] });
    writeFileSync(join(folders.folder, FILE), text);
    take(folders, unilock);
    expect(opened()).toEqual(once);
  });

  it('W13 a file that waits is not overwritten: the changes wait, nothing is forgotten, and go when it is gone', async () => {
    const here = importHouse();
    const program = here.start();
    await program.runWithConsent();
    const text = waitingText(folders);
    here.source.change(bookingId('b1'), { status: 'cancelled' });
    for (let minute = 1; minute <= 9; minute++) {
      here.clock.advance(MINUTE_MS);
      const held = await program.run();
      expect(held).toMatchObject({ result: 'different', actions: [], differing: [FIRST] });
      expect(codes(held)).toEqual(['handover-waiting']);
    }
    here.clock.advance(MINUTE_MS);
    const late = await program.run();
    expect(late.troubles).toEqual([
      { code: 'handover-not-taken', context: { side: 'access', since: '08:00', file: FILE } },
    ]);
    expect(late.result).toBe('different');
    expect(waitingText(folders)).toBe(text);
    expect(inFolder(folders)).toEqual([FILE]);

    take(folders, unilock);
    expect(await program.run()).toMatchObject({ result: 'handed-over', troubles: [] });
    take(folders, unilock);
    expect(opened()).toEqual({ [FIRST]: [], [SECOND]: [OPEN2] });
  });

  it('W13 a file that nobody takes is told after ten minutes, also with nothing new to hand over; a day later with its date', async () => {
    const here = importHouse();
    const program = here.start();
    await program.runWithConsent();
    here.clock.advance(10 * MINUTE_MS - 1);
    expect(await program.run()).toMatchObject({ result: 'handed-over', troubles: [] });
    here.clock.advance(1);
    expect(codes(await program.run())).toEqual(['handover-not-taken']);
    here.clock.set(at('2026-11-24T08:00'));
    expect((await program.run()).troubles[0]?.context['since']).toBe('2026-11-23 08:00');
  });

  it('W13 another’s file in the place is left as it is, and its own time counts', async () => {
    const here = importHouse();
    const program = here.start();
    writeFileSync(join(folders.folder, FILE), '<Import/>');
    const asked = await program.run();
    const result = await program.run({ acceptPlanHash: asked.plan?.hash ?? null });
    expect(result).toMatchObject({ result: 'different', actions: [] });
    expect(waitingText(folders)).toBe('<Import/>');
    expect(inFolder(folders)).toEqual([FILE]);
  });

  it('P8 a share that is away is told, and nothing is lost; when it is back the next run goes on', async () => {
    const here = importHouse();
    const program = here.start();
    await program.runWithConsent();
    take(folders, unilock);
    here.source.change(bookingId('b1'), { status: 'cancelled' });
    renameSync(folders.folder, `${folders.folder}-away`);
    const away = await program.run();
    expect(away).toMatchObject({ result: 'failed', access: null, plan: null });
    expect(codes(away)).toEqual(['import-folder-unreachable']);
    renameSync(`${folders.folder}-away`, folders.folder);
    expect((await program.run()).result).toBe('handed-over');
    take(folders, unilock);
    expect(opened()).toEqual({ [FIRST]: [], [SECOND]: [OPEN2] });
  });

  it('W13 a memory that is lost asks as on a first run, and writes nothing meanwhile', async () => {
    const here = importHouse();
    await here.start().runWithConsent();
    take(folders, unilock);
    here.journal.lose();
    for (const name of readdirSync(folders.data)) rmSync(join(folders.data, name));
    const result = await here.start().run();
    expect(result.plan?.consents.map(({ isUnknown }) => isUnknown)).toEqual([true, true]);
    expect(result.actions).toEqual([]);
    expect(inFolder(folders)).toEqual([]);
  });

  it('W1 with the journal alone lost, what it did not write is asked about before it goes', async () => {
    const here = importHouse();
    await here.start().runWithConsent();
    take(folders, unilock);
    here.journal.lose();
    expect(await here.start().run()).toMatchObject({ result: 'handed-over', actions: [] });
    here.journal.lose();
    here.source.change(bookingId('b1'), { status: 'cancelled' });
    const result = await here.start().run();
    expect(result.plan?.consents.map(({ exceptionId: id, periods, isUnknown }) => [id, periods, isUnknown])).toEqual([
      [FIRST, [OPEN1], false],
    ]);
  });

  it('P8 a document that cannot be kept hands nothing over and leaves nothing behind', async () => {
    const here = importHouse();
    const program = here.start(folders, {
      read: () => null,
      write: () => {
        throw new AppError('handover-unwritable', { reason: 'ENOSPC' });
      },
    });
    const result = await program.runWithConsent();
    expect(result.result).toBe('failed');
    expect(codes(result)).toEqual(['handover-unwritable']);
    expect(result.actions.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
    expect(here.journal.memory.intents).toEqual([]);
    expect(inFolder(folders)).toEqual([]);
  });

  it('a run that is ended half way through its intents hands nothing over, and the next one everything', async () => {
    const here = importHouse();
    const program = here.start();
    const asked = await program.run();
    const abort = new AbortController();
    const recordIntent = here.journal.recordIntent.bind(here.journal);
    here.journal.recordIntent = async (...args) => {
      abort.abort();
      await recordIntent(...args);
    };
    const result = await program.run({ acceptPlanHash: asked.plan?.hash ?? null, abort: abort.signal });
    expect(codes(result)).toEqual(['cancelled']);
    expect(inFolder(folders)).toEqual([]);
    expect((await program.run()).result).toBe('handed-over');
    take(folders, unilock);
    expect(opened()).toEqual({ [FIRST]: [OPEN1], [SECOND]: [OPEN2] });
  });

  it('W7 an exception that nobody maps any more is given back in the next file, and then no longer named', async () => {
    const here = importHouse();
    await here.start().runWithConsent();
    take(folders, unilock);
    const policy = { ...here.policy, lines: here.policy.lines.slice(0, 1), managed: here.policy.managed.slice(0, 1) };
    const access = connect({ folders, policy, clock: here.clock, logger: here.logger });
    const engine = createEngine({ ...here.ports, access });
    expect((await engine.run(policy, aRequest())).actions).toHaveLength(1);
    take(folders, unilock);
    expect(opened()).toEqual({ [FIRST]: [OPEN1], [SECOND]: [] });
    here.source.change(bookingId('b1'), { period: meeting('18:00', '19:00') });
    await engine.run(policy, aRequest());
    expect(waitingText(folders)).not.toContain(SECOND);
  });
});

describe('never overwriting', () => {
  it('of many writers of one place at the same moment exactly one comes through, with its whole content', async () => {
    for (let round = 0; round < 20; round++) {
      const writers = Array.from({ length: 8 }, (_, index) => ({
        folder: createImportFolder(folders.folder, FILE),
        text: `writer ${String(index)} `.repeat(5000),
      }));
      const ready = await Promise.all(
        writers.map(async ({ folder, text }) => ({ folder, name: await folder.prepare(Buffer.from(text)) })),
      );
      const placed = await Promise.all(ready.map(({ folder, name }) => folder.place(name)));
      expect(placed.filter(Boolean)).toHaveLength(1);
      expect(waitingText(folders)).toBe(writers[placed.indexOf(true)]?.text);
      await Promise.all(ready.map(({ folder, name }) => folder.discard(name)));
      expect(inFolder(folders)).toEqual([FILE]);
      rmSync(join(folders.folder, FILE));
    }
  });

  it('W13 a file that comes between the look and the write is left as it is; the run says that it waits, and the next goes on', async () => {
    const here = importHouse();
    const kept = keptIn(folders, here.logger);
    let isFirst = true;
    const program = here.start(folders, {
      read: () => kept.read(),
      write: (value) => {
        kept.write(value);
        if (isFirst) writeFileSync(join(folders.folder, FILE), 'another’s');
        isFirst = false;
      },
    });
    const result = await program.runWithConsent();
    expect(result.result).toBe('different');
    expect(codes(result)).toEqual(['handover-waiting']);
    expect(here.journal.memory.intents).toEqual([]);
    expect(waitingText(folders)).toBe('another’s');
    expect(inFolder(folders)).toEqual([FILE]);
    rmSync(join(folders.folder, FILE));
    expect((await program.run()).result).toBe('handed-over');
    take(folders, unilock);
    expect(opened()).toEqual({ [FIRST]: [OPEN1], [SECOND]: [OPEN2] });
  });
});

describe('P8 what a share does late', () => {
  it('a file whose place was made, but told as taken because the answer was lost and the question repeated, is ours', async () => {
    const folder = createImportFolder(folders.folder, FILE);
    const temporary = await folder.prepare(Buffer.from('ours'));
    linkSync(join(folders.folder, temporary), join(folders.folder, FILE));
    expect(await folder.place(temporary)).toBe(true);
    expect(inFolder(folders)).toEqual([FILE]);
  });

  it('W13 a file in doubt that comes into its place only while the next is handed over is what UniLock was given last', async () => {
    const here = importHouse();
    await here.start().runWithConsent();
    take(folders, unilock);
    here.source.change(bookingId('b1'), { status: 'cancelled' });
    const kept = keptIn(folders, here.logger);
    const place = join(folders.folder, FILE);
    const partOf = (): string => inFolder(folders).find((name) => name.endsWith('.part')) ?? '';
    // The share is lost as the file goes into its place: nobody knows.
    const lost = await here
      .start(folders, {
        read: () => kept.read(),
        write(value) {
          kept.write(value);
          renameSync(folders.folder, `${folders.folder}-away`);
        },
      })
      .run();
    expect(codes(lost)).toContain('import-folder-unreachable');
    renameSync(`${folders.folder}-away`, folders.folder);

    // Back again, the next file is under way, and only then the server does what it was asked before.
    const late = partOf();
    here.source.set(aBooking('b3', 'r2', meeting('18:00', '19:00')));
    let isFirst = true;
    const result = await here
      .start(folders, {
        read: () => kept.read(),
        write(value) {
          kept.write(value);
          if (isFirst) linkSync(join(folders.folder, late), place);
          isFirst = false;
        },
      })
      .run();
    expect(codes(result)).toEqual(['handover-waiting']);
    // What is given back meanwhile is known as given, so that it is taken away again.
    here.source.vanish(bookingId('b3'));
    here.source.set(aBooking('b3', 'r2', meeting('18:00', '19:00'), { status: 'cancelled' }));
    here.source.change(bookingId('b1'), { status: 'confirmed' });
    take(folders, unilock);
    expect(opened()).toEqual({ [FIRST]: [], [SECOND]: [OPEN2] });
    expect(await here.start().run()).toMatchObject({ result: 'handed-over' });
    take(folders, unilock);
    expect(opened()).toEqual({ [FIRST]: [OPEN1], [SECOND]: [OPEN2] });
    expect(inFolder(folders)).toEqual([]);
  });
});

describe('P8 killed while a file is handed over', () => {
  /** The disk and the journal at each durable step of handing a change over. */
  async function moments(cancelsFirst: boolean) {
    const here = importHouse();
    await here.start().runWithConsent();
    take(folders, unilock);
    const before = opened();
    if (cancelsFirst) here.source.change(bookingId('b1'), { status: 'cancelled' });
    here.source.set(aBooking('b3', 'r2', meeting('18:00', '19:00')));
    const kept = keptIn(folders, here.logger);
    const disks: {
      readonly name: string;
      readonly disk: ImportFolders & { clean(): void };
      readonly memory: string;
    }[] = [];
    const note = (name: string): void => {
      disks.push({ name, disk: copyOf(folders), memory: JSON.stringify(here.journal.memory) });
    };
    let writes = 0;
    const program = here.start(folders, {
      read: () => kept.read(),
      write: (value) => {
        writes += 1;
        note(`before keeping ${String(writes)}`);
        kept.write(value);
        note(`after keeping ${String(writes)}`);
        if (writes === 1) {
          // In its place, with the temporary file not yet taken away.
          note('placed, with its temporary file');
          const { disk } = disks.at(-1) ?? { disk: folders };
          const part = inFolder(disk).find((one) => one.endsWith('.part')) ?? '';
          linkSync(join(disk.folder, part), join(disk.folder, FILE));
        }
      },
    });
    expect((await program.run()).result).toBe('handed-over');
    return { here, disks, before };
  }

  it.each([
    ['an opening that is added', false],
    ['one that is added and one that goes', true],
  ])('%s: UniLock holds before or desired, and in the end what is desired then', async (_change, cancelsFirst) => {
    const { here, disks, before } = await moments(cancelsFirst);
    expect(disks.map(({ name }) => name)).toEqual([
      'before keeping 1',
      'after keeping 1',
      'placed, with its temporary file',
      'before keeping 2',
      'after keeping 2',
    ]);
    const desired = { [FIRST]: cancelsFirst ? [] : [OPEN1], [SECOND]: [OPEN2, meeting('17:50', '19:10')] };
    const changeOfMind: readonly [string, () => void, Record<string, readonly Period[]>][] = [
      ['stays', () => undefined, desired],
      [
        'goes back',
        () => {
          here.source.change(bookingId('b1'), { status: 'confirmed' });
          here.source.vanish(bookingId('b3'));
          here.source.set(aBooking('b3', 'r2', meeting('18:00', '19:00'), { status: 'cancelled' }));
        },
        { [FIRST]: [OPEN1], [SECOND]: [OPEN2] },
      ],
    ];
    for (const [mind, change, wanted] of changeOfMind) {
      change();
      for (const { name, disk, memory } of disks) {
        for (const isTaken of [false, true]) {
          const what = `${name}, ${mind}, ${isTaken ? 'taken' : 'not taken'}`;
          restore(disk, folders);
          unilock = createUnilock();
          for (const [id, periods] of Object.entries(before)) unilock.exceptions.set(id, periods);
          if (isTaken) take(folders, unilock);
          expect([before, desired], what).toContainEqual(opened());
          await here.journal.saveMemory(JSON.parse(memory) as typeof here.journal.memory);
          const program = here.start();
          let result = await program.run();
          for (let run = 1; run <= 4 && (take(folders, unilock) || result.result !== 'handed-over'); run++)
            result = await program.run();
          expect(result, what).toMatchObject({ result: 'handed-over', actions: [] });
          expect(opened(), what).toEqual(wanted);
          expect(here.journal.memory.intents, what).toEqual([]);
          // What was not noted yet is swept up a day later.
          const left = inFolder(folders).filter((one) => name !== 'before keeping 1' || !one.endsWith('.part'));
          expect(left, what).toEqual([]);
        }
      }
    }
    for (const { disk } of disks) disk.clean();
  });
});

describe('temporary files', () => {
  it('one that a killed program left is swept up a day later; a fresh one may be another computer’s and stays', async () => {
    const folder = createImportFolder(folders.folder, FILE);
    const [old, fresh] = [await folder.prepare(Buffer.from('old')), await folder.prepare(Buffer.from('fresh'))];
    const yesterday = new Date(Date.now() - DAY_MS - MINUTE_MS);
    utimesSync(join(folders.folder, old), yesterday, yesterday);
    expect(await folder.place(await folder.prepare(Buffer.from('new')))).toBe(true);
    expect(inFolder(folders)).toEqual([fresh, FILE].sort());
  });
});

describe('people by file', () => {
  const CSV = 'Navn;E-mail;Initialer\nÅse Ærø;person1@firma.example;P1\nBo;person2@firma.example;P2\n';
  const MAIL = 'person1@firma.example';
  const GROUP = 'Lokale 1, mødedeltagere';

  function peopleHouse() {
    const path = join(folders.data, 'persons.csv');
    writeFileSync(path, CSV);
    const policy = aPolicy([], {
      rooms: [aBooking('b', 'r1', OPEN1).roomId],
      groupLines: [aGroupLine('r1', GROUP)],
      managedGroups: [aManagedGroup(GROUP)],
      houseZone: 'Europe/Copenhagen',
    });
    const booking = aBooking('b1', 'r1', meeting('13:00', '14:00'), {
      organiser: anAttendee('1'),
      participants: [anAttendee('2'), anAttendee('9')],
    });
    const here = aHouse({ now: at(`${DAY}T08:00`), policy, bookings: [booking] });
    const logger = new FakeLogger();
    const access = connect({ folders, policy, clock: here.clock, logger, persons: { path, columns: COLUMNS } });
    const engine = createEngine({ ...here.ports, access });
    return { ...here, path, logger, run: () => engine.run(policy, aRequest()) };
  }

  it('P23 D4 who is in the CSV is let in exactly in the meeting; who is not is told; when it is cancelled they are taken out', async () => {
    const here = peopleHouse();
    const result = await here.run();
    expect(result.result).toBe('handed-over');
    expect(result.plan?.unmatched).toHaveLength(1);
    take(folders, unilock);
    expect(Object.fromEntries(unilock.memberships)).toEqual({
      [`${MAIL} in ${GROUP}`]: [OPEN1],
      [`person2@firma.example in ${GROUP}`]: [OPEN1],
    });
    expect(await here.run()).toMatchObject({ result: 'handed-over', actions: [] });
    here.source.change(bookingId('b1'), { status: 'cancelled' });
    expect((await here.run()).actions).toHaveLength(2);
    take(folders, unilock);
    expect(unilock.memberships.size).toBe(0);
    expect(await here.run()).toMatchObject({ result: 'handed-over', actions: [] });
  });

  it('P20 M3 neither journal, nor the document of what was handed over, nor the log holds a name or an address', async () => {
    const here = peopleHouse();
    await here.run();
    const kept = JSON.stringify(keptIn(folders, here.logger).read());
    const texts = [kept, JSON.stringify(here.journal.memory), JSON.stringify(here.logger.lines)];
    expect(kept).toContain('memberships');
    for (const text of texts) expect(text).not.toMatch(/Åse|person1|firma\.example/);
    expect(waitingText(folders)).toContain(MAIL);
  });

  it('R3 a CSV that is away takes nobody’s access and says so', async () => {
    const here = peopleHouse();
    await here.run();
    take(folders, unilock);
    rmSync(here.path);
    const result = await here.run();
    expect(result).toMatchObject({ result: 'different', actions: [] });
    expect(codes(result)).toEqual(['persons-file-unreadable']);
    expect(unilock.memberships.size).toBe(2);
    writeFileSync(here.path, CSV);
    expect((await here.run()).result).toBe('handed-over');
  });

  it('W9 somebody who has left the CSV is taken out of no file: told, and the others go on', async () => {
    const here = peopleHouse();
    await here.run();
    take(folders, unilock);
    writeFileSync(here.path, CSV.replace(/Bo.*\n/, ''));
    here.source.change(bookingId('b1'), { status: 'cancelled' });
    const result = await here.run();
    expect(result.actions.map(({ outcome }) => outcome).sort()).toEqual(['failed', 'handed-over']);
    take(folders, unilock);
    expect([...unilock.memberships.keys()]).toEqual([`person2@firma.example in ${GROUP}`]);
  });

  it('a bad row is told by its line, never by its content, and the others count', async () => {
    const here = peopleHouse();
    appendFileSync(here.path, 'Åse;x;y;z;too;many\n');
    const result = await here.run();
    expect(result.troubles).toEqual([
      {
        code: 'reading-partial',
        context: { side: 'access', operation: 'persons', reason: 'columns', rejected: 1, total: 3, line: 4 },
      },
    ]);
    expect(result.actions.map(({ outcome }) => outcome)).toEqual(['handed-over', 'handed-over']);
  });
});

describe('the connection test', () => {
  const check = (persons: string | null) =>
    connect({
      folders,
      policy: { managed: [aManaged(FIRST)], managedGroups: [] },
      clock: { now: () => at(`${DAY}T08:00`), wait: () => Promise.resolve() },
      logger: new FakeLogger(),
      persons: persons === null ? null : { path: persons, columns: COLUMNS },
    }).check({ abort: null, onProgress: null });
  const states = async (persons: string | null = null) =>
    (await check(persons)).steps.map(({ step, state, count }) => [step, state, count]);

  it('tells folder, writing, waiting file and persons, and leaves nothing behind', async () => {
    const path = join(folders.data, 'p.csv');
    writeFileSync(path, 'Email\na@b.example\n');
    expect(await states(path)).toEqual([
      ['folder', 'ok', null],
      ['folder-write', 'ok', null],
      ['waiting-file', 'ok', 0],
      ['persons', 'ok', 1],
    ]);
    expect(inFolder(folders)).toEqual([]);
    expect(existsSync(join(folders.data, 'import-file.json'))).toBe(false);
    expect((await check(path)).exceptions).toEqual([{ id: FIRST, name: FIRST, maxPeriods: null, futurePeriods: 0 }]);
  });

  it('a folder that is away, a waiting file and a missing CSV are told where they are met', async () => {
    expect(await states(join(folders.data, 'none.csv'))).toContainEqual(['persons', 'failed', null]);
    writeFileSync(join(folders.folder, FILE), 'x');
    expect(await states()).toContainEqual(['waiting-file', 'ok', 1]);
    rmSync(folders.folder, { recursive: true });
    expect(await states()).toEqual([
      ['folder', 'failed', null],
      ['folder-write', 'skipped', null],
      ['waiting-file', 'skipped', null],
      ['persons', 'skipped', null],
    ]);
  });
});
