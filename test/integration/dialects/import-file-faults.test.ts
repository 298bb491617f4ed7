import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lutimesSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTexts, troubleLine } from '../../../electron/cli/texts';
import { AppError } from '../../../shared/errors';
import type { ErrorCode, Trouble } from '../../../shared/errors';
import type { Language } from '../../../shared/i18n';
import { errorsDa } from '../../../shared/i18n/errors.da';
import { errorsEn } from '../../../shared/i18n/errors.en';
import { DAY_MS, MINUTE_MS, addMinutes } from '../../../shared/time';
import { at, between } from '../../builders';
import { FILE } from '../../contract/import-file/import-house';
import type { ImportFileHouse } from './import-file-house';
import { CSV, DOORS, importFileHouse, PERSONS } from './import-file-house';

const NOW = at('2026-11-23T08:09');
const [DOOR, SECOND_DOOR] = DOORS;
const KEPT = [
  ['101', between('2026-11-26T10:00', '11:00')],
  ['201', between('2026-11-26T18:00', '19:00')],
] as const;
const GOES = ['102', between('2026-11-26T13:00', '14:00')] as const;
const COMES = ['201', between('2026-11-26T20:00', '21:00')] as const;

/** One row of the table. */
interface Row {
  readonly name: string;
  /** Brings the fault about. @returns what ends it, as the people of the house would */
  begin(house: ImportFileHouse): () => void;
  /** What is told first; null: the program helps itself within the round, so that there is nothing to tell. */
  readonly told: ErrorCode | null;
  /** Whether the doors' file goes all the same; persons have their own troubles. */
  readonly isHandedOver?: boolean;
  /** Whether it is a side that is away, as state and tray name it. */
  readonly isNoContact?: boolean;
}

const placeOf = ({ folders }: ImportFileHouse): string => join(folders.folder, FILE);
const awayOf = ({ folders }: ImportFileHouse): string => `${folders.folder}-away`;

const away = (house: ImportFileHouse): void => renameSync(house.folders.folder, awayOf(house));
const back = (house: ImportFileHouse): void => renameSync(awayOf(house), house.folders.folder);

const readText = (place: string): string => readFileSync(place, 'utf8');

/** What somebody put there is of the house's time, not of this machine's. */
const touched = (house: ImportFileHouse): void =>
  lutimesSync(placeOf(house), house.clock.now() / 1000, house.clock.now() / 1000);

/** Something that is not ours stands at the name, until somebody takes it away; nobody may have touched it meanwhile. */
const standing = (
  name: string,
  told: ErrorCode,
  put: (place: string) => void,
  see: (place: string) => string,
): Row => ({
  name,
  told,
  begin(house) {
    put(placeOf(house));
    touched(house);
    const before = see(placeOf(house));
    return () => {
      expect(see(placeOf(house)), name).toBe(before);
      rmSync(placeOf(house), { recursive: true });
    };
  },
});

const persons = (name: string, text: string | Buffer, told: ErrorCode | null): Row => ({
  name: `persons: ${name}`,
  told,
  isHandedOver: true,
  begin({ csv }) {
    writeFileSync(csv, text);
    return () => writeFileSync(csv, CSV);
  },
});

/** Unheard, the signal would end this process. */
const nothing = (): void => undefined;

const limitFileSize = (bytes: string): void => {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);
  if (status !== 0) throw new Error(`prlimit: ${stderr.toString()}`);
};

/** What only the real Linux can bring about without a disk of its own. */
const OF_LINUX: readonly Row[] = [
  {
    name: 'folder not writable',
    told: 'import-folder-unwritable',
    begin(house) {
      away(house);
      // Nobody may make a file there, root neither.
      symlinkSync('/sys/kernel', house.folders.folder);
      return () => {
        unlinkSync(house.folders.folder);
        back(house);
      };
    },
  },
  {
    // When the share is away, an empty folder of this computer stands there, and files for UniLock would go into it.
    name: 'the folder is a mount point itself',
    told: 'import-folder-mount-point',
    begin(house) {
      away(house);
      symlinkSync('/proc', house.folders.folder);
      return () => {
        unlinkSync(house.folders.folder);
        back(house);
      };
    },
  },
  {
    name: 'disk full',
    told: 'import-folder-unwritable',
    begin() {
      // A file that cannot be written to its end, as on a full disk: the first bytes go.
      process.on('SIGXFSZ', nothing);
      limitFileSize('100');
      return () => {
        limitFileSize('unlimited');
        process.off('SIGXFSZ', nothing);
      };
    },
  },
];

const ROWS: readonly Row[] = [
  {
    name: 'folder away',
    told: 'import-folder-unreachable',
    isNoContact: true,
    begin(house) {
      away(house);
      return () => back(house);
    },
  },
  {
    name: 'a file in place of the folder',
    told: 'import-folder-unreachable',
    isNoContact: true,
    begin(house) {
      away(house);
      writeFileSync(house.folders.folder, '');
      return () => {
        rmSync(house.folders.folder);
        back(house);
      };
    },
  },
  {
    name: 'share lost between the file made whole and its place',
    told: 'import-folder-unreachable',
    begin(house) {
      const end = house.whileKeeping((write) => {
        write();
        if (existsSync(house.folders.folder)) away(house);
      });
      return () => {
        end();
        back(house);
      };
    },
  },
  standing('another’s file', 'handover-waiting', (place) => writeFileSync(place, '<Import/>'), readText),
  standing('another’s empty file', 'handover-waiting', (place) => writeFileSync(place, ''), readText),
  standing(
    'a folder at the name',
    'import-place-taken',
    (place) => mkdirSync(join(place, 'of-somebody'), { recursive: true }),
    (place) => readdirSync(place).join(),
  ),
  standing(
    'a link to nowhere at the name',
    'import-place-taken',
    (place) => symlinkSync('/nowhere/at/all', place),
    readlinkSync,
  ),
  {
    name: 'another’s file that comes at the last moment',
    told: 'handover-waiting',
    begin(house) {
      let isFirst = true;
      const end = house.whileKeeping((write) => {
        write();
        if (isFirst) {
          writeFileSync(placeOf(house), 'late');
          touched(house);
        }
        isFirst = false;
      });
      return () => {
        end();
        expect(readText(placeOf(house))).toBe('late');
        rmSync(placeOf(house));
      };
    },
  },
  {
    name: 'what is handed over cannot be kept',
    told: 'handover-unwritable',
    begin: (house) =>
      house.whileKeeping(() => {
        throw new AppError('handover-unwritable', { reason: 'ENOSPC' });
      }),
  },
  {
    name: 'temporary files of a killed program, old and fresh',
    told: null,
    isHandedOver: true,
    begin({ folders }) {
      const [old, fresh] = ['old', 'fresh'].map((name) => join(folders.folder, `.${FILE}.${name}.part`)) as [
        string,
        string,
      ];
      writeFileSync(old, '<Import>');
      writeFileSync(fresh, '<Import>');
      const yesterday = new Date(Date.now() - DAY_MS - MINUTE_MS);
      utimesSync(old, yesterday, yesterday);
      return () => {
        expect([existsSync(old), existsSync(fresh)]).toEqual([false, true]);
        rmSync(fresh);
      };
    },
  },
  {
    name: 'persons: missing',
    told: 'persons-file-unreadable',
    isHandedOver: true,
    begin({ csv }) {
      rmSync(csv);
      return () => writeFileSync(csv, CSV);
    },
  },
  {
    name: 'persons: a folder of that name',
    told: 'persons-file-unreadable',
    isHandedOver: true,
    begin({ csv }) {
      rmSync(csv);
      mkdirSync(csv);
      return () => {
        rmdirSync(csv);
        writeFileSync(csv, CSV);
      };
    },
  },
  persons('emptied', '', 'persons-file-unreadable'),
  persons('emptied to its titles', 'Navn;E-mail\n', 'persons-file-unreadable'),
  persons('other titles', CSV.replace('E-mail', 'Adgang').replace('Navn', 'Felt'), 'persons-file-unreadable'),
  persons('a quote that is not closed', CSV.replace('Person 2', '"Person 2'), 'reading-partial'),
  persons('cells too many', CSV.replace('Person 1;', 'Person 1;x;y;'), 'reading-partial'),
  persons(
    'not a text',
    Buffer.from(Array.from({ length: 2000 }, (_, index) => (index * 37) % 256)),
    'persons-file-unreadable',
  ),
  persons('UTF-16 with its mark', Buffer.from(`\uFEFF${CSV}`, 'utf16le'), null),
  persons('UTF-16 without its mark', Buffer.from(CSV, 'utf16le'), null),
  persons('the Windows code page', Buffer.from(CSV.replace('Person', 'Bjørn'), 'latin1'), null),
  persons('commas', CSV.replaceAll(';', ','), null),
];

/** What is wrong with how a trouble is told; nothing is. */
const untold = ({ code, context }: Trouble): string[] => [
  ...[errorsDa, errorsEn].flatMap((texts) =>
    Object.entries(texts[code])
      .filter(([, text]) => text.trim() === '')
      .map(([part]) => `${code} has no ${part}`),
  ),
  ...(PERSONS.some(
    ({ name, email }) => JSON.stringify(context).includes(name) || JSON.stringify(context).includes(email),
  )
    ? [`${code} tells of a person`]
    : []),
];

describe('W13 the import file: every fault loses nothing, is told, is never called ready, and the next round recovers', () => {
  it.each([...ROWS, ...(process.platform === 'linux' ? OF_LINUX : [])].map((row) => [row.name, row] as const))(
    'P1 P6 P8 P13 %s',
    async (_name, row) => {
      const house = await importFileHouse(NOW);
      const end: (() => void)[] = [];
      try {
        for (const [room, period] of KEPT) house.book(room, period);
        const going = house.book(...GOES);

        expect(await house.syncWithConsent()).toMatchObject({ result: 'handed-over', state: 'handed-over' });
        house.take();
        expect(await house.sync()).toMatchObject({ result: 'handed-over', troubles: [], waitingSince: null });
        const [held, kept] = [house.held(), house.kept()];

        house.clock.advance(MINUTE_MS);
        house.house.cancelMeeting(going);
        house.book(...COMES);
        end.push(row.begin(house));
        const run = await house.sync();
        // Nothing was written over or lost.
        expect(house.held()).toBe(held);
        expect(run.plan?.consents ?? []).toEqual([]);
        expect(run.state).not.toBe('ready');
        expect(run.result).not.toBe('equal');
        const told = [...run.troubles, ...(run.plan?.blocked.map(({ trouble }) => trouble) ?? [])];
        expect(told.flatMap(untold)).toEqual([]);
        expect(new Set(told.map((trouble) => JSON.stringify(trouble))).size).toBe(told.length);
        if (row.told === null) expect(told).toEqual([]);
        else {
          expect(told.map(({ code }) => code)).toContain(row.told);
          expect(run.state).toBe(row.isNoContact === true ? 'no-contact' : run.state);
          expect(run.result).not.toBe('handed-over');
          expect(['attention', 'no-contact']).toContain(run.state);
        }
        if (row.isHandedOver === true) {
          // The doors do not wait for the persons.
          expect(house.take()).toBe(true);
          expect([house.isOpen(SECOND_DOOR, COMES[1].from), house.isOpen(DOOR, GOES[1].from)]).toEqual([true, false]);
        } else {
          // What was handed over last is not forgotten, and after ten minutes the text says more.
          expect(JSON.parse(house.kept())).toMatchObject({ last: (JSON.parse(kept) as { last: unknown }).last });
          house.clock.advance(10 * MINUTE_MS);
          const later = await house.sync();
          expect(later.state).not.toBe('ready');
          expect(['different', 'failed']).toContain(later.result);
          expect(later.troubles.length).toBeGreaterThan(0);
          if (row.told === 'handover-waiting')
            expect(later.troubles.map(({ code }) => code)).toEqual(['handover-not-taken']);
        }
        // Nobody's access went for a fault.
        expect(house.letsIn(addMinutes(KEPT[1][1].from, 30))).toEqual(PERSONS.map(({ email }) => email));

        end.splice(0).forEach((one) => one());
        house.clock.advance(MINUTE_MS);
        const next = await house.sync();
        expect(next).toMatchObject({ result: 'handed-over', state: 'handed-over', troubles: [] });
        expect(next.plan?.consents).toEqual([]);
        house.take();
        expect(await house.sync()).toMatchObject({ result: 'handed-over', actions: [], waitingSince: null });
        const opened = [...KEPT, COMES].map(([room, { from }]) =>
          house.isOpen(room === '201' ? SECOND_DOOR : DOOR, from),
        );
        expect(opened).toEqual([true, true, true]);
        expect(house.isOpen(DOOR, GOES[1].from)).toBe(false);
        expect(house.letsIn(addMinutes(COMES[1].from, 30))).toEqual(PERSONS.map(({ email }) => email));
        expect(house.inFolder()).toEqual([]);
      } finally {
        end.forEach((one) => one());
        await house.close();
      }
    },
  );
});

describe('W13 our own file that UniLock does not take', () => {
  it('is never written over; after ten minutes people are told since when, and when it is taken what has come meanwhile goes', async () => {
    const house = await importFileHouse(NOW);
    try {
      for (const [room, period] of KEPT) house.book(room, period);
      house.clock.advance(MINUTE_MS);
      expect(await house.syncWithConsent()).toMatchObject({ state: 'handed-over', waitingSince: house.clock.now() });
      const [text, kept] = [readText(placeOf(house)), house.kept()];
      house.book(...COMES);
      house.clock.advance(9 * MINUTE_MS);
      const waits = await house.sync();
      expect(waits).toMatchObject({ result: 'different', state: 'attention', actions: [] });
      expect(waits.troubles.map(({ code }) => code)).toEqual(['handover-waiting']);
      house.clock.advance(MINUTE_MS);
      const late = await house.sync();
      expect(late).toMatchObject({ result: 'different', state: 'attention', actions: [] });
      const lines = (language: Language): string[] =>
        late.troubles.map((trouble) => troubleLine(trouble, createTexts(language)));
      expect(lines('da')).toEqual([`UniLock har ikke taget filen siden 08:10: ${FILE}`]);
      expect(lines('en')).toEqual([`UniLock has not taken the file since 08:10: ${FILE}`]);
      expect([readText(placeOf(house)), house.kept(), house.inFolder()]).toEqual([text, kept, [FILE]]);
      expect(house.take()).toBe(true);
      expect(await house.sync()).toMatchObject({ result: 'handed-over', troubles: [] });
      expect(house.take()).toBe(true);
      expect(house.isOpen(SECOND_DOOR, COMES[1].from)).toBe(true);
    } finally {
      await house.close();
    }
  });
});
