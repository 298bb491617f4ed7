import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RunDto } from '../../../shared/dto';
import type { Period } from '../../../shared/time';
import { MINUTE_MS, instant } from '../../../shared/time';
import { BOOKINGS, ENTRANCE, fosdemHouse } from './fosdem-house';
import type { FosdemHouse } from './fosdem-house';
import { expectedOpenings, spansFromWall } from './independent';

let house: FosdemHouse;
afterEach(() => house.close());

const EXPECTED = expectedOpenings(BOOKINGS);
const ROOMS = BOOKINGS.rooms.map(({ id }) => String(id));
const expectedOf = (exceptionId: string) => EXPECTED.get(exceptionId === ENTRANCE ? 'all' : exceptionId) ?? [];
const heldBy = (exceptionId: string) =>
  spansFromWall(house.unilock.building.exceptions().find(({ id }) => id === exceptionId)?.periods ?? []);
const day = (text: string) => instant(Date.parse(`${text}+01:00`));

/** Waits, in real time but boundedly, until a run of the trigger has ended. */
async function runEnded(trigger: RunDto['trigger']): Promise<RunDto> {
  await vi.waitFor(
    () => {
      const { running, lastRun } = house.core.status();
      expect([running, lastRun?.trigger]).toEqual([null, trigger]);
    },
    { timeout: 20_000, interval: 10 },
  );
  const { lastRun } = house.core.status();
  if (lastRun === null) throw new Error('unreachable');
  return lastRun;
}

describe('FOSDEM 2025: 40 rooms, 943 bookings, one exception each and one for all', () => {
  it('the first sync makes every exception equal by read-back, and its periods are those of an independent computation', async () => {
    house = await fosdemHouse();
    const result = await house.sync();
    expect(result).toMatchObject({ result: 'equal', differing: [], troubles: [] });
    for (const id of [ENTRANCE, ...ROOMS]) expect(heldBy(id), `exception ${id}`).toEqual(expectedOf(id));
    expect(ROOMS.filter((id) => heldBy(id).length > 0)).toHaveLength(29);
    expect(heldBy(ENTRANCE).length).toBeGreaterThan(0);
    expect(house.writes()).toBe(30);
    expect(house.core.status()).toMatchObject({ state: 'ready', differences: 0, waiting: 0 });
    const compared = house.core.compare({ from: day('2025-02-01T00:00:00'), to: day('2025-02-03T00:00:00') });
    expect(compared.isReady).toBe(true);
    expect(
      Object.entries(compared.counts)
        .filter(([, count]) => count > 0)
        .map(([verdict]) => verdict),
    ).toEqual(['equal']);
  });

  it('P2 the second sync writes nothing, and so does one from a program that was started again', async () => {
    house = await fosdemHouse();
    await house.sync();
    house.unilock.requests.clear();
    expect((await house.sync()).result).toBe('equal');
    expect(house.writes()).toBe(0);
    expect(house.unilock.requests.entries().map(({ method }) => method)).not.toContain('PUT');
  });

  it('the doors do what the bookings say: closed before, open from lead to lag, closed after', async () => {
    house = await fosdemHouse();
    await house.sync();
    for (const { roomId, exceptionId, doorId, alarmId, lightId, ventilationId } of house.world.roomPoints) {
      for (const { from, to } of expectedOf(exceptionId)) {
        for (const [at, isOpen] of [
          [from - MINUTE_MS, false],
          [from, true],
          [to - MINUTE_MS, true],
          [to, false],
        ] as const) {
          const state = house.unilock.stateAt(instant(at));
          const found = [doorId, alarmId, lightId, ventilationId].map((id) => state.point(id).state);
          expect(found, `room ${roomId} at ${new Date(at).toISOString()}`).toEqual(
            isOpen ? ['unlocked', 'disarmed', 'on', 'on'] : ['locked', 'armed', 'off', 'off'],
          );
        }
      }
    }
  });

  it.each([1, 2])(
    'D3 with %i place(s) per exception the soonest are in and everything else is listed as overflow',
    async (places) => {
      house = await fosdemHouse({ places });
      const result = await house.sync();
      const overflowing = [ENTRANCE, ...ROOMS].filter((id) => expectedOf(id).length > places);
      expect(overflowing.length).toBeGreaterThan(10);
      for (const id of [ENTRANCE, ...ROOMS])
        expect(heldBy(id), `exception ${id}`).toEqual(expectedOf(id).slice(0, places));
      const left = new Map<string, readonly Period[]>(
        result.plan?.overflow.map(({ exceptionId, periods }) => [exceptionId, periods.map(({ period }) => period)]),
      );
      expect([...left.keys()].sort()).toEqual([...overflowing].sort());
      for (const id of overflowing) expect(left.get(id)).toEqual(expectedOf(id).slice(places));
    },
  );

  it('D3 a freed place is refilled in its minute while Pronestor is down', async () => {
    house = await fosdemHouse({ places: 2 });
    house.core.start();
    await runEnded('start');
    await house.pronestor.goDown();
    // The first of all openings to end in an exception that has more than two.
    const first = ROOMS.filter((id) => expectedOf(id).length > 2)
      .map((id) => ({ id, end: expectedOf(id)[0]!.to }))
      .sort((a, b) => a.end - b.end)[0]!;
    house.clock.set(instant(first.end - MINUTE_MS));
    house.core.wake();
    await runEnded('resume');
    expect(heldBy(first.id)).toEqual(expectedOf(first.id).slice(0, 2));
    house.unilock.requests.clear();
    house.pronestor.requests.clear();

    await house.ticker.pass(MINUTE_MS);
    expect((await runEnded('refill')).written).toBeGreaterThan(0);
    expect(heldBy(first.id)).toEqual(expectedOf(first.id).slice(1, 3));
    expect(house.pronestor.requests.count()).toBe(0);
    expect(house.core.status()).toMatchObject({ state: 'no-contact', noContact: { side: 'bookings' } });
  });

  it('P20 no title of a booking is in any file or log line that was written', async () => {
    house = await fosdemHouse();
    await house.sync();
    const { readdirSync, readFileSync, statSync } = await import('node:fs');
    const { join } = await import('node:path');
    const files = readdirSync(house.dataFolder, { recursive: true, encoding: 'utf8' }).map((name) =>
      join(house.dataFolder, name),
    );
    const written = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, 'latin1'));
    expect(written.length).toBeGreaterThan(1);
    const everything = [...written, JSON.stringify(house.logger.lines)].join('\n');
    expect(everything).not.toContain('RISC-V DevRoom');
    expect(everything).not.toContain(house.pronestor.password);
    expect(everything).not.toContain(house.unilock.password);
  });
});
