import { describe, expect, it } from 'vitest';
import { MINUTE_MS, addMinutes } from '../../../shared/time';
import { aBooking, at, between } from '../../builders';
import { settle } from '../../fakes/fake-ticker';
import { aCoreHouse, houseSettings } from './core-house';

const MORNING = at('2026-11-23T08:00');

/** Triggers and begins of the runs in the journal, oldest first. */
async function runsOf(house: ReturnType<typeof aCoreHouse>) {
  const runs = await house.core.listRuns({ limit: 500, before: null });
  return runs
    .reverse()
    .map(({ trigger, startedAt, result }) => ({ trigger, minute: (startedAt - MORNING) / MINUTE_MS, result }));
}

describe('the schedule', () => {
  it('runs at once at the start and then at every interval', async () => {
    const house = aCoreHouse({ now: MORNING });
    house.core.start();
    await settle();
    await house.ticker.pass(16 * MINUTE_MS);
    expect(await runsOf(house)).toEqual([
      { trigger: 'start', minute: 0, result: 'equal' },
      { trigger: 'schedule', minute: 5, result: 'equal' },
      { trigger: 'schedule', minute: 10, result: 'equal' },
      { trigger: 'schedule', minute: 15, result: 'equal' },
    ]);
    expect(house.core.status()).toMatchObject({ state: 'ready', nextRunAt: addMinutes(MORNING, 20), missedPolls: 0 });
  });

  it('nothing runs before the program is set up', async () => {
    const house = aCoreHouse({ now: MORNING, settings: null });
    house.core.start();
    await house.ticker.pass(30 * MINUTE_MS);
    expect(await runsOf(house)).toEqual([]);
    expect(house.core.status()).toMatchObject({ state: 'not-set-up', nextRunAt: null });
    expect(() => house.core.syncNow({ trigger: 'manual', acceptPlanHash: null })).toThrow(
      expect.objectContaining({ code: 'not-set-up' }) as Error,
    );
    expect(house.bookings.reads + house.access.reads).toBe(0);
  });

  it('P22 a bug that throws in every run never stops the schedule, and the first healthy run is ready again', async () => {
    const house = aCoreHouse({ now: MORNING });
    house.access.observe = () => {
      throw new TypeError('a bug in an adapter');
    };
    house.core.start();
    await settle();
    await house.ticker.pass(60 * MINUTE_MS);
    const broken = await runsOf(house);
    expect(broken.length).toBeGreaterThanOrEqual(6);
    expect(broken.every(({ result }) => result === 'failed')).toBe(true);

    delete (house.access as { observe?: unknown }).observe;
    await house.ticker.pass(11 * MINUTE_MS);
    expect((await runsOf(house)).at(-1)).toMatchObject({ result: 'equal' });
    expect(house.core.status().state).toBe('ready');
  });

  it('P22 a journal that cannot be written fails the runs, not the schedule', async () => {
    const house = aCoreHouse({ now: MORNING });
    const startRun = house.journal.startRun;
    const failing = house.journal as { startRun: unknown };
    let tries = 0;
    failing.startRun = () => {
      tries += 1;
      throw new Error('no space left on device');
    };
    house.core.start();
    await settle();
    await house.ticker.pass(40 * MINUTE_MS);
    expect(tries).toBeGreaterThanOrEqual(4);
    expect(house.access.writes).toEqual([]);
    failing.startRun = startRun;
    await house.ticker.pass(11 * MINUTE_MS);
    expect(house.core.status().state).toBe('ready');
  });

  it('P22 two missed polls are visible, with since when and until when the doors follow what is written', async () => {
    const meeting = aBooking('1', '101', between('2026-11-23T13:00', '14:00'));
    const house = aCoreHouse({ now: MORNING, bookings: [meeting] });
    house.core.start();
    await settle();
    expect(house.core.status().state).toBe('ready');

    house.access.isDown = true;
    await house.ticker.pass(6 * MINUTE_MS);
    expect(house.core.status()).toMatchObject({
      state: 'no-contact',
      missedPolls: 1,
      noContact: { side: 'access', since: addMinutes(MORNING, 5), followsUntil: at('2026-11-23T14:10') },
    });
    await house.ticker.pass(10 * MINUTE_MS);
    expect(house.core.status().missedPolls).toBeGreaterThanOrEqual(2);
    expect(house.core.status().noContact?.since).toBe(addMinutes(MORNING, 5));

    house.access.isDown = false;
    await house.ticker.pass(10 * MINUTE_MS);
    expect(house.core.status()).toMatchObject({ state: 'ready', missedPolls: 0, noContact: null, troubles: [] });
  });

  it('P22 a run that hangs is visible as missed polls, and two more wishes become one run', async () => {
    const house = aCoreHouse({ now: MORNING });
    let answer: () => void = () => undefined;
    const observe = house.access.observe.bind(house.access);
    house.access.observe = async (zone) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return observe(zone);
    };
    house.core.start();
    await house.ticker.pass(11 * MINUTE_MS);
    expect(house.core.status()).toMatchObject({ state: 'syncing', missedPolls: 2 });
    const first = house.core.syncNow({ trigger: 'manual', acceptPlanHash: null });
    const second = house.core.syncNow({ trigger: 'manual', acceptPlanHash: null });
    expect(second).toEqual(first);
    house.access.observe = observe;
    answer();
    await house.core.whenDone(first.runId);
    expect((await runsOf(house)).map(({ trigger }) => trigger)).toEqual(['start', 'manual']);
  });

  it('backs off after failures, boundedly: never longer than the interval and five minutes', async () => {
    const house = aCoreHouse({ now: MORNING });
    house.access.isDown = true;
    house.core.start();
    await settle();
    await house.ticker.pass(240 * MINUTE_MS);
    const minutes = (await runsOf(house)).map(({ minute }) => minute);
    const gaps = minutes.slice(1).map((minute, index) => minute - minutes[index]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10.1);
    expect(gaps.at(-1)).toBeGreaterThan(6);
  });

  it('a pause is timed: nothing runs in it by itself, a run by hand does, and its end starts a run', async () => {
    const house = aCoreHouse({ now: MORNING });
    house.core.start();
    await settle();
    house.core.pause(addMinutes(MORNING, 30));
    expect(house.core.status()).toMatchObject({ state: 'paused', pausedUntil: addMinutes(MORNING, 30) });
    await house.ticker.pass(20 * MINUTE_MS);
    expect(await runsOf(house)).toHaveLength(1);
    expect(house.core.status().missedPolls).toBe(0);

    await house.core.whenDone(house.core.syncNow({ trigger: 'manual', acceptPlanHash: null }).runId);
    await house.ticker.pass(11 * MINUTE_MS);
    expect(await runsOf(house)).toEqual([
      { trigger: 'start', minute: 0, result: 'equal' },
      { trigger: 'manual', minute: 20, result: 'equal' },
      { trigger: 'schedule', minute: 30, result: 'equal' },
    ]);
    expect(house.core.status()).toMatchObject({ state: 'ready', pausedUntil: null });
  });

  it('resume ends a pause at once', async () => {
    const house = aCoreHouse({ now: MORNING });
    house.core.start();
    await settle();
    house.core.pause(addMinutes(MORNING, 600));
    await house.ticker.pass(7 * MINUTE_MS);
    house.core.resume();
    await settle();
    expect((await runsOf(house)).map(({ minute }) => minute)).toEqual([0, 7]);
  });

  it('after sleep the missed polls are made good by one run at once, trigger resume', async () => {
    const house = aCoreHouse({ now: MORNING });
    house.core.start();
    await settle();
    house.ticker.sleep(8 * 60 * MINUTE_MS);
    expect(house.core.status()).toMatchObject({ state: 'attention', missedPolls: 96 });
    house.core.wake();
    await settle();
    expect(await runsOf(house)).toEqual([
      { trigger: 'start', minute: 0, result: 'equal' },
      { trigger: 'resume', minute: 480, result: 'equal' },
    ]);
    expect(house.core.status()).toMatchObject({ state: 'ready', missedPolls: 0 });
  });

  it('a clock that is set back does not stop the schedule', async () => {
    const house = aCoreHouse({ now: MORNING });
    house.core.start();
    await settle();
    house.clock.advance(-3 * 60 * MINUTE_MS);
    await house.ticker.pass(2 * MINUTE_MS);
    expect(await runsOf(house)).toHaveLength(2);
  });

  it('D3 a freed place is refilled at its minute with Pronestor down, without waiting for the next poll', async () => {
    const house = aCoreHouse({
      now: MORNING,
      settings: houseSettings({
        exceptions: houseSettings().exceptions.map((one) => ({ ...one, places: 1 })),
        timing: { intervalMinutes: 15, horizonHours: 48 },
      }),
      bookings: [
        aBooking('1', '101', between('2026-11-23T08:05', '08:10')),
        aBooking('2', '101', between('2026-11-24T12:00', '13:00')),
      ],
    });
    for (const exception of house.access.exceptions.values()) exception.maxPeriods = 1;
    house.core.start();
    await settle();
    expect(house.core.status().overflow).toHaveLength(1);
    house.bookings.lasting = { kind: 'unreadable' };
    await house.ticker.pass(19 * MINUTE_MS);
    // The freed place is its own reason to wake, not the next poll.
    expect(house.ticker.wokenAt).toBe(at('2026-11-23T08:20'));
    expect(house.access.exceptions.values().next().value?.periods).toEqual([between('2026-11-23T07:55', '08:20')]);
    await house.ticker.pass(2 * MINUTE_MS);
    expect(house.access.exceptions.values().next().value?.periods).toEqual([between('2026-11-24T11:50', '13:10')]);
    expect((await runsOf(house)).at(-1)).toMatchObject({ trigger: 'refill', minute: 20 });
    // The refill says nothing about Pronestor: its trouble goes on.
    expect(house.core.status()).toMatchObject({ state: 'no-contact', noContact: { side: 'bookings' } });
  });

  it('stop ends the ticker and starts nothing any more', async () => {
    const house = aCoreHouse({ now: MORNING });
    house.core.start();
    await settle();
    await house.core.stop();
    expect(house.ticker.isRunning).toBe(false);
    await house.ticker.pass(30 * MINUTE_MS);
    expect(await runsOf(house)).toHaveLength(1);
  });
});
