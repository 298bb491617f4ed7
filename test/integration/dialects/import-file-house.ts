import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrandLimits, StartErrandProcess } from '../../../electron/access/unilock-import-file';
import { finishJob } from '../../../electron/cli/jobs';
import { createConnectors } from '../../../electron/core/connectors';
import { createCore } from '../../../electron/core/create-core';
import { createSha256 } from '../../../electron/platform';
import { House } from '../../../electron/simulator';
import type { Document } from '../../../electron/store';
import {
  createDocument,
  createMemoryCredentials,
  createMemoryJournal,
  createMemorySettingsStore,
} from '../../../electron/store';
import { settingsSchema } from '../../../shared/settings';
import type { Instant, Period } from '../../../shared/time';
import { canary } from '../../builders/canary';
import { BOOKING_DIALECTS } from '../../dialects/booking-dialects';
import { startBookingDialect } from '../../dialects/start';
import { PATIENT } from '../../contract/connectors/support';
import { createUnilock, importFolders, inFolder, take } from '../../contract/import-file/import-house';
import { FakeLogger, FakeRandom } from '../../fakes';
import { FakeTicker } from '../../fakes/fake-ticker';
import { DIALECT_LOCATIONS, DIALECT_ROOMS, StillClock, ZONE } from './dialect-house';

export const DOORS = ['Dør 7 & "salen"', 'Dør 8'] as const;
export const GROUP = 'Lokale 201, mødedeltagere';
const person = (number: number): { readonly name: string; readonly email: string } => ({
  name: `Person ${String(number)}`,
  email: `person${String(number)}@firma.example`,
});
export const PERSONS = [person(1), person(2)] as const;
export const CSV = `Navn;E-mail\n${PERSONS.map(({ name, email }) => `${name};${email}\n`).join('')}`;

/** A folder that lies elsewhere: what the program sees of it, and what UniLock does. */
export interface SharedFolder {
  /** As the program reaches it; nothing of the house touches it but through errands. */
  readonly folder: string;
  /** Where it really lies. */
  readonly server: string;
  readonly startErrands: StartErrandProcess;
  readonly errandLimits: Partial<ErrandLimits>;
}

/**
 * A core over the program's own connectors: bookings from a dialect, and a UniLock that takes files out of a folder on the real disk, or of one on
 * a share.
 */
export async function importFileHouse(now: Instant, share: SharedFolder | null = null) {
  const [speaks] = BOOKING_DIALECTS;
  if (speaks === undefined) throw new RangeError('no booking dialect');
  const clock = new StillClock(now);
  const logger = new FakeLogger();
  const random = new FakeRandom(3);
  const own = importFolders();
  const folders = { ...own, folder: share?.server ?? own.folder };
  const unilock = createUnilock();
  const csv = join(folders.data, 'persons.csv');
  writeFileSync(csv, CSV);
  const house = new House({ locations: DIALECT_LOCATIONS, rooms: DIALECT_ROOMS });
  const bookings = await startBookingDialect(speaks, house, { clock, logger, random, limits: PATIENT });
  const document = createDocument(folders.data, 'import-file', logger);
  /** Stands before each write of what is kept, and may fail it or change the disk under it; null: nothing does. */
  let onKeeping: ((write: () => void) => void) | null = null;
  const handovers: Document = {
    read: () => document.read(),
    write(value) {
      if (onKeeping === null) document.write(value);
      else onKeeping(() => document.write(value));
    },
  };
  const credentials = createMemoryCredentials();
  const connectors = createConnectors({
    ...{ credentials, clock, random, logger, handovers },
    ...(share === null ? {} : { startErrands: share.startErrands, errandLimits: share.errandLimits }),
  });
  const settings = createMemorySettingsStore();
  settings.save(
    settingsSchema.parse({
      version: 3,
      bookings: { connectorId: 'b', kind: 'pronestor', address: 'b.example', userName: 'u' },
      access: {
        connectorId: 'a',
        kind: 'unilock-import-file',
        folder: share?.folder ?? own.folder,
        persons: { path: csv },
      },
      locations: DIALECT_LOCATIONS.map(({ id, name }) => ({ id, name })),
      rooms: DIALECT_ROOMS.map(({ id, name, locationId }) => ({ id, name, locationId })),
      exceptions: DOORS.map((name) => ({ id: name, name })),
      mapping: DIALECT_ROOMS.map(({ id }) => ({
        id: `line-${id}`,
        roomId: id,
        exceptionId: DOORS[id === '201' ? 1 : 0],
      })),
      groups: [{ id: GROUP, name: GROUP }],
      groupMapping: [{ id: 'people-201', roomId: '201', groupId: GROUP }],
      houseZone: ZONE,
      isSetUp: true,
    }),
  );
  const core = createCore({
    settings,
    journal: createMemoryJournal({ clock }),
    credentials,
    connectors: { ...connectors.factory, bookings: () => bookings.connector },
    clock,
    random,
    hash: createSha256(),
    logger,
    ticker: new FakeTicker(clock),
    isDemo: false,
  });
  const run = async (acceptPlanHash: string | null) => {
    const result = await core.whenDone(core.syncNow({ trigger: 'manual', acceptPlanHash }).runId);
    const { state, waitingSince } = core.status();
    return { ...result, state, waitingSince };
  };
  return {
    clock,
    house,
    folders,
    csv,
    book: (room: string, period: Period) =>
      house.makeMeeting({
        roomIds: [room],
        ...period,
        title: canary('Møde'),
        organiser: { ...PERSONS[0], isExternal: false },
        attendees: [{ ...PERSONS[1], isExternal: false }],
      }).id,
    sync: () => run(null),
    /** The first run, whose question what stands in UniLock is answered beforehand, as the set-up does it. */
    async syncWithConsent() {
      const dry = await finishJob(core, { kind: 'preview', source: 'settings', patch: null });
      return run(dry.kind === 'preview' ? dry.plan.hash : null);
    },
    /** UniLock takes the file; false: none is there. */
    take: () => take(folders, unilock),
    /** What UniLock was given: its doors and members. */
    held: () => JSON.stringify([[...unilock.exceptions].sort(), [...unilock.memberships].sort()]),
    isOpen: (door: string, at: Instant) =>
      (unilock.exceptions.get(door) ?? []).some(({ from, to }) => from <= at && at < to),
    /** Who is let in at that instant, by e-mail. */
    letsIn: (at: Instant) =>
      PERSONS.map(({ email }) => email).filter((email) =>
        (unilock.memberships.get(`${email} in ${GROUP}`) ?? []).some(({ from, to }) => from <= at && at < to),
      ),
    /** The program's own memory of what it handed over last, as it lies on the disk. */
    kept: () => readFileSync(join(folders.data, 'import-file.json'), 'utf8'),
    inFolder: () => (existsSync(folders.folder) ? inFolder(folders) : null),
    whileKeeping(act: (write: () => void) => void): () => void {
      onKeeping = act;
      return () => (onKeeping = null);
    },
    async close() {
      await core.stop();
      connectors.close();
      await bookings.close();
      folders.clean();
    },
  };
}
export type ImportFileHouse = Awaited<ReturnType<typeof importFileHouse>>;
