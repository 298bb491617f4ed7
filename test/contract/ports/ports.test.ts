import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccessReading, BookingReading, WriteAnswer } from '../../../electron/sync/model';
import { exceptionId } from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import { DAY_MS, addMinutes, addMs } from '../../../shared/time';
import { aManaged } from '../../builders';
import { FakeClock, FakeLogger } from '../../fakes';
import { connect, importFolders, inFolder, waitingText } from '../import-file/import-house';
import type { AccessHouse, BookingHouse, ReadTrouble } from './port-houses';
import { ACCESS_HOUSES, BOOKING_HOUSES, LOCATIONS, NOW, ROOMS, ZONE } from './port-houses';

const CALL = { abort: null, onProgress: null };
const WINDOW = { from: addMs(NOW, -DAY_MS), to: addMs(NOW, 8 * DAY_MS) };
const hour = (startMinutes: number): Period => ({
  from: addMinutes(NOW, startMinutes),
  to: addMinutes(NOW, startMinutes + 60),
});

describe.each(BOOKING_HOUSES)('the port BookingSource as %s keeps it', (_make, start) => {
  let house: BookingHouse;
  beforeEach(async () => {
    house = await start();
    house.book({ id: '9001', roomId: '101', period: hour(60) });
    house.book({ id: '9002', roomId: '102', period: hour(180), status: 'NoShow' });
    house.book({ id: '9003', roomId: '201', period: hour(300), status: 'Pending' });
  });
  afterEach(() => house.close());

  const read = (rooms = ROOMS): Promise<BookingReading> =>
    house.source.readBookings({ locations: LOCATIONS, rooms, window: WINDOW }, CALL);
  const ids = ({ bookings }: BookingReading): string[] => bookings.map(({ id }) => id as string).sort();

  it('reads rooms, bookings, statuses and instants', async () => {
    const reading = await read();
    expect(reading).toMatchObject({
      readAt: NOW,
      window: WINDOW,
      completeness: 'complete',
      unreadLocations: [],
      unreadRooms: [],
      elsewhere: [],
      rejected: [],
      troubles: [],
      clockSkewMs: 0,
    });
    expect(ids(reading)).toEqual(['9001', '9002', '9003']);
    expect(reading.rooms.map(({ id, preparationMinutes }) => [id, preparationMinutes]).sort()).toEqual(
      ROOMS.map((id) => [id, 15]),
    );
    const facts = reading.bookings.map(({ id, roomId, locationId, period, status, meetingId }) => ({
      ...{ id, roomId, locationId, period, status, meetingId },
    }));
    expect(facts.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      { id: '9001', roomId: '101', locationId: '1', period: hour(60), status: 'confirmed', meetingId: '7001' },
      { id: '9002', roomId: '102', locationId: '1', period: hour(180), status: 'no-show', meetingId: '7002' },
      { id: '9003', roomId: '201', locationId: '2', period: hour(300), status: 'pending', meetingId: '7003' },
    ]);
  });

  it('R2 what lies outside the window is not told', async () => {
    house.book({ id: '9004', roomId: '101', period: hour(20 * 24 * 60) });
    house.book({ id: '9005', roomId: '101', period: hour(-48 * 60) });
    expect(ids(await read())).toEqual(['9001', '9002', '9003']);
  });

  it('R6 a booking in a room that nobody asked for is elsewhere, and one that vanished is nowhere', async () => {
    const reading = await read(ROOMS.slice(1));
    expect(ids(reading)).toEqual(['9002', '9003']);
    expect(reading.elsewhere).toEqual(house.isAskedPerRoom === true ? [] : ['9001']);
    house.vanish('9001');
    expect((await read(ROOMS.slice(1))).elsewhere).toEqual([]);
  });

  it.each<[ReadTrouble, Partial<BookingReading>, string[]]>([
    ['server-error', { completeness: 'unreadable', rooms: [] }, []],
    ['location-hidden', { completeness: 'complete', unreadLocations: LOCATIONS.slice(1) }, ['9001', '9002']],
    ['page-lost', { completeness: 'partial' }, ['9003']],
    ['empty-list', { completeness: 'complete', troubles: [] }, []],
    ['clock-ahead', { completeness: 'complete', clockSkewMs: 300_000 }, ['9001', '9002', '9003']],
    ['unknown-status', { completeness: 'complete', troubles: [] }, ['9001', '9002', '9003']],
  ])('R3 %s', async (trouble, expected, there) => {
    house.begin(trouble);
    const reading = await read();
    expect(reading).toMatchObject(expected);
    expect(ids(reading)).toEqual(there);
    const isWhole = reading.completeness === 'complete' && reading.unreadLocations.length === 0;
    expect(reading.troubles.length === 0).toBe(isWhole);
    const unknown = reading.bookings.filter(({ status }) => status === 'unknown').map(({ id }) => id);
    expect(unknown).toEqual(trouble === 'unknown-status' ? ['9001'] : []);
  });

  it('R3 a room that is not in the list is unread, and its location is read', async () => {
    const reading = await read([...ROOMS, '999' as (typeof ROOMS)[number]]);
    expect(reading.completeness).toBe('complete');
    expect(reading.unreadLocations).toEqual([]);
    expect(reading.unreadRooms).toEqual(['999']);
    expect(ids(reading)).toEqual(['9001', '9002', '9003']);
  });
});

describe.each(ACCESS_HOUSES)('the port AccessControl as %s keeps it', (_make, start) => {
  const SEVEN = exceptionId('7');
  let house: AccessHouse;
  beforeEach(async () => {
    house = await start();
  });
  afterEach(() => house.close());

  const observe = (): Promise<AccessReading> => house.access.observe(ZONE, CALL);
  const write = (periods: readonly Period[], version: string | null = '1', id = SEVEN): Promise<WriteAnswer> =>
    house.access.writePeriods({ exceptionId: id, periods, version, zone: ZONE }, CALL);
  const seven = async () => (await observe()).exceptions.find(({ id }) => id === SEVEN);

  it('observes every exception with its places, version and periods', async () => {
    house.editByHand('8', [hour(60)]);
    expect(await observe()).toMatchObject({
      readAt: NOW,
      completeness: 'complete',
      zone: house.toldZone === undefined ? ZONE : house.toldZone,
      clockSkewMs: 0,
      rejected: [],
      troubles: [],
      exceptions: [
        { id: '7', maxPeriods: 2, version: '1', periods: [] },
        { id: '8', maxPeriods: 8, version: '2', periods: [hour(60)] },
      ],
    });
  });

  it('what is written is read back, and counts a version on', async () => {
    const told = (version: string): string | null => (house.tellsNewVersion === false ? null : version);
    expect(await write([hour(60), hour(180)])).toEqual({ kind: 'accepted', version: told('2') });
    expect(await seven()).toMatchObject({ version: '2', periods: [hour(60), hour(180)] });
    expect(await write([], '2')).toEqual({ kind: 'accepted', version: told('3') });
    expect(house.list('7')).toEqual([]);
  });

  it('W6 an older version is a conflict and changes nothing; without a version it is written', async () => {
    house.editByHand('7', [hour(60)]);
    expect(await write([hour(180)])).toEqual({ kind: 'conflict' });
    expect(house.list('7')).toEqual([hour(60)]);
    expect(await write([hour(180)], null)).toMatchObject({ kind: 'accepted' });
  });

  it('D3 more than the places, a list that is not there, and a period without length are refused', async () => {
    expect(await write([hour(60), hour(180), hour(300)])).toMatchObject({ kind: 'refused' });
    expect(await write([{ from: NOW, to: NOW }])).toMatchObject({ kind: 'refused' });
    expect(await write([hour(60)], null, exceptionId('99'))).toMatchObject({ kind: 'refused' });
    expect(house.list('7')).toEqual([]);
  });

  it('P8 a lost answer is unanswered, and the write was done', async () => {
    house.begin('answer-lost');
    expect(await write([hour(60)])).toMatchObject({ kind: 'unanswered', trouble: { context: { exceptionId: '7' } } });
    expect(house.list('7')).toEqual([hour(60)]);
  });

  it.each(['refusal', 'conflict', 'server-error'] as const)('a write met by %s is not done', async (trouble) => {
    house.begin(trouble);
    const kind = { refusal: 'refused', conflict: 'conflict', 'server-error': 'unanswered' }[trouble];
    const answer = await write([hour(60)]);
    expect(answer.kind).toBe(kind);
    if ('trouble' in answer) expect(answer.trouble.context['exceptionId']).toBe('7');
    expect(house.list('7')).toEqual([]);
  });

  it('R4 a server in trouble is unreadable, never empty', async () => {
    house.begin('server-error');
    const reading = await observe();
    expect(reading).toMatchObject({ completeness: 'unreadable', exceptions: [], zone: null });
    expect(reading.troubles).toHaveLength(1);
  });

  it('a lagging reading shows the list of before the write, once', async () => {
    house.begin('lagging-read');
    await write([hour(60)]);
    expect((await seven())?.periods).toEqual([]);
    expect((await seven())?.periods).toEqual([hour(60)]);
  });
});

describe('the port AccessControl as a channel that cannot be read back keeps it (W13)', () => {
  const ONE = { ...hour(60) };
  let folders: ReturnType<typeof importFolders>;
  beforeEach(() => {
    folders = importFolders();
  });
  afterEach(() => folders.clean());
  const start = () =>
    connect({
      folders,
      policy: { managed: ['7', '8'].map((id) => aManaged(id)), managedGroups: [] },
      clock: new FakeClock(NOW),
      logger: new FakeLogger(),
    });
  const seven = exceptionId('7');
  const write = (periods: readonly Period[]) => ({ exceptionId: seven, periods, version: null, zone: ZONE });
  const batch = (periods: readonly Period[]) => ({
    exceptions: [{ exceptionId: seven, periods }],
    memberships: [],
    zone: ZONE,
  });

  it('a write is only looked at; handing over sends all of it, and what was handed over is what is observed', async () => {
    const access = start();
    expect(access.canReadBack).toBe(false);
    expect(await access.writePeriods(write([ONE]), CALL)).toMatchObject({ kind: 'accepted' });
    expect(inFolder(folders)).toEqual([]);
    expect((await access.observe(ZONE, CALL)).exceptions.map(({ certainty }) => certainty)).toEqual([
      'unknown',
      'unknown',
    ]);
    expect(await access.handOver?.(batch([ONE]), CALL)).toMatchObject({ kind: 'accepted' });
    const reading = await start().observe(ZONE, CALL);
    expect(reading).toMatchObject({ completeness: 'complete', zone: null, waitingSince: NOW, troubles: [] });
    expect(reading.exceptions).toEqual([
      { id: '7', name: '7', maxPeriods: null, version: null, periods: [ONE] },
      { id: '8', name: '8', maxPeriods: null, version: null, periods: [], certainty: 'unknown' },
    ]);
  });

  it('while something waits, handing over is a conflict and changes nothing', async () => {
    const access = start();
    await access.handOver?.(batch([ONE]), CALL);
    const text = waitingText(folders);
    expect(await access.handOver?.(batch([]), CALL)).toEqual({ kind: 'conflict' });
    expect(waitingText(folders)).toBe(text);
    expect((await access.observe(ZONE, CALL)).exceptions[0]?.periods).toEqual([ONE]);
  });

  it('D3 a period without length is refused; R1 without a zone, R4 without the folder, the reading is unreadable, never empty', async () => {
    const access = start();
    expect(await access.writePeriods(write([{ from: NOW, to: NOW }]), CALL)).toMatchObject({ kind: 'refused' });
    expect(await access.observe(null, CALL)).toMatchObject({ completeness: 'unreadable', exceptions: [] });
    rmSync(folders.folder, { recursive: true });
    expect(await access.observe(ZONE, CALL)).toMatchObject({
      completeness: 'unreadable',
      troubles: [{ code: 'import-folder-unreachable' }],
    });
    expect(await access.handOver?.(batch([ONE]), CALL)).toMatchObject({ kind: 'refused' });
  });
});
