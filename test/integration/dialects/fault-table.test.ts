import { describe, expect, it } from 'vitest';
import type { FaultKind, OperationName } from '../../../electron/simulator/faults';
import { addMinutes } from '../../../shared/time';
import { at, between } from '../../builders';
import type { AccessDialect } from '../../dialects/access/dialect';
import { ACCESS_DIALECTS } from '../../dialects/access-dialects';
import type { BookingDialect } from '../../dialects/booking-dialects';
import { BOOKING_DIALECTS } from '../../dialects/booking-dialects';
import type { DialectServer } from '../../dialects/server';
import { accessProfileFor, bookingProfileFor } from '../../dialects/start';
import type { DialectHouse } from './dialect-house';
import { dialectHouse } from './dialect-house';
import type { Row } from './fault-rows';
import { injected, later, rowsOf, untold, WRITING } from './fault-rows';

const NOW = at('2026-11-23T09:07');
const MEETINGS = [
  ['101', between('2026-11-26T10:00', '11:00')],
  ['102', between('2026-11-26T13:00', '14:00')],
  ['101', between('2026-11-26T16:00', '17:00')],
  ['201', between('2026-11-26T18:00', '19:00')],
  ['201', between('2026-11-26T20:00', '21:00')],
] as const;

async function settled(house: DialectHouse): Promise<void> {
  for (const [room, period] of MEETINGS) house.book(room, period);
  expect(await house.sync()).toMatchObject({ result: 'equal', state: 'ready', troubles: [] });
}

/** Runs the table; gives every promise that was not kept, as a sentence. */
async function broken(house: DialectHouse, side: 'bookings' | 'access', rows: readonly Row[]): Promise<string[]> {
  const faults: string[] = [];
  await settled(house);
  const before = JSON.stringify(house.held());
  for (const row of rows) {
    const complain = (what: string): void => void faults.push(`${row.name} at ${row.operation}: ${what}`);
    const end = row.begin(house[side]);
    const run = await house.sync(row.isSlow === true ? 'impatient' : 'patient');
    if (JSON.stringify(house.held()) !== before) complain('something was written');
    const isHelped = run.state === 'ready' && run.troubles.length === 0;
    if (row.isUnseen === true || (row.mayBeUnseen === true && isHelped)) {
      if (!isHelped) complain(`was not helped: ${run.state}, ${run.troubles.map(({ code }) => code).join(' ')}`);
    } else {
      if (run.state === 'ready' || run.result === 'equal') complain('it was called ready');
      if (run.told.length === 0) complain('nothing was told');
      run.told.flatMap(untold).forEach(complain);
      if (run.troubles.some(({ code }) => code === 'bug')) complain('it was told as a bug');
      const told = run.troubles.map((trouble) => JSON.stringify(trouble));
      if (new Set(told).size !== told.length) complain('something was told twice');
    }
    await end();
    later(house);
    const next = await house.sync();
    if (next.state !== 'ready' || next.result !== 'equal' || next.troubles.length > 0)
      complain(`did not recover: ${next.state}, ${next.troubles.map(({ code }) => code).join(' ')}`);
    if (JSON.stringify(house.held()) !== before) complain('something was written by the recovery');
  }
  return faults;
}

const accessFor = ({ name }: BookingDialect, index: number): AccessDialect => {
  const [first] = ACCESS_DIALECTS;
  if (first === undefined) throw new RangeError('no access dialect');
  return ACCESS_DIALECTS.find((one) => one.name === name) ?? ACCESS_DIALECTS[index % ACCESS_DIALECTS.length] ?? first;
};

async function inHouse<T>(
  speaks: BookingDialect,
  opens: AccessDialect,
  work: (house: DialectHouse) => Promise<T>,
): Promise<T> {
  const house = await dialectHouse(speaks, opens, NOW);
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}

describe('P6 P13 every fault at every operation: nothing is written, it is told, and the next round recovers', () => {
  it.each(BOOKING_DIALECTS.map((dialect, index) => [dialect.name, dialect, index] as const))(
    'bookings by %s',
    async (_name, dialect, index) => {
      const rows = rowsOf(
        bookingProfileFor(dialect),
        ['locations', 'rooms', 'bookings'],
        ['locations', 'rooms', 'bookings'],
      );
      const lost: Row = {
        name: 'lost page',
        operation: 'bookings',
        begin: (server) => server.faults.inject(dialect.lostPage),
      };
      const everywhere = (kind: FaultKind, operation: OperationName): Row => ({
        name: kind.kind,
        operation,
        begin: (server) => server.faults.inject(kind),
      });
      const twice = (['locations', 'rooms', 'bookings'] as const).map((operation): Row => ({
        ...injected(operation, { kind: 'duplicate-rows' }),
        // A total that counts both is more than what there is: then the list is not believed.
        mayBeUnseen: true,
      }));
      const more = [
        everywhere({ kind: 'hidden-location', locationId: '1' }, 'locations'),
        everywhere({ kind: 'wrong-clock', minutes: 10 }, 'bookings'),
        injected('bookings', { kind: 'unknown-status' }),
      ];
      const faults = await inHouse(dialect, accessFor(dialect, index), (house) =>
        broken(house, 'bookings', [...rows, lost, ...twice, ...more]),
      );
      expect(faults).toEqual([]);
    },
  );

  it.each(ACCESS_DIALECTS.map((dialect) => [dialect.name, dialect] as const))(
    'access by %s',
    async (_name, dialect) => {
      const profile = accessProfileFor(dialect);
      const reads: OperationName[] = profile.operations.info === null ? ['exceptions'] : ['info', 'exceptions'];
      const speaks = BOOKING_DIALECTS.find(({ name }) => name === dialect.name);
      if (speaks === undefined) throw new RangeError(`no booking dialect ${dialect.name}`);
      const faults = await inHouse(speaks, dialect, (house) =>
        broken(house, 'access', rowsOf(profile, reads, ['exceptions'])),
      );
      expect(faults).toEqual([]);
    },
  );
});

describe('P1 P8 every fault of a write: nothing is taken away, ready is not said too early, and the next round puts it right', () => {
  it.each(ACCESS_DIALECTS.map((dialect) => [dialect.name, dialect] as const))(
    'writing to %s',
    async (_name, dialect) => {
      const speaks = BOOKING_DIALECTS.find(({ name }) => name === dialect.name);
      if (speaks === undefined) throw new RangeError(`no booking dialect ${dialect.name}`);
      const faults: string[] = [];
      await inHouse(speaks, dialect, async (house) => {
        await settled(house);
        const middles = MEETINGS.map(([room, { from }]) => [room === '201' ? '8' : '7', addMinutes(from, 30)] as const);
        const added = between('2026-11-26T22:00', '23:00');
        const isWhole = (): boolean => middles.every(([exception, middle]) => house.isOpen(exception, middle));
        const rows: Row[] = [
          ...WRITING.map((kind) => injected('write-periods', kind)),
          ...(accessProfileFor(dialect).login.kind === 'cookie'
            ? [
                {
                  name: 'expired login',
                  operation: 'write-periods' as const,
                  begin: (server: DialectServer) => server.expireAt('write-periods'),
                },
              ]
            : []),
        ];
        for (const row of rows) {
          const complain = (what: string): void => void faults.push(`${row.name} at ${row.operation}: ${what}`);
          const meeting = house.book('201', added);
          const end = row.begin(house.access);
          const run = await house.sync(row.isSlow === true ? 'impatient' : 'patient');
          if (!isWhole()) complain('something was taken away');
          if (run.state === 'ready' && !house.isOpen('8', added.from)) complain('it was called ready');
          if (run.state !== 'ready' && run.told.length + run.actions.length === 0) complain('nothing was told');
          run.told.flatMap(untold).forEach(complain);
          await end();
          later(house);
          const next = await house.sync();
          if (next.state !== 'ready' || !house.isOpen('8', added.from) || !isWhole())
            complain(`did not recover: ${next.state}, ${next.troubles.map(({ code }) => code).join(' ')}`);
          house.house.cancelMeeting(meeting);
          later(house);
          const gone = await house.sync();
          if (gone.state !== 'ready' || house.isOpen('8', added.from) || !isWhole()) complain('cannot be taken back');
        }
      });
      expect(faults).toEqual([]);
    },
  );
});
