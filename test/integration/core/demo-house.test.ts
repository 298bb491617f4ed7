import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { composeDemo } from '../../../electron/compose-core';
import type { DemoHouse } from '../../../electron/core/core-api';
import type { Instant } from '../../../shared/time';
import { addMinutes } from '../../../shared/time';
import { at, between } from '../../builders';
import { FakeClock, FakeLogger, FakeRandom } from '../../fakes';
import { FakeTicker } from '../../fakes/fake-ticker';

/** Waits of retries take no time: the test alone moves the clock. */
class StillClock extends FakeClock {
  override wait(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

const MONDAY = at('2026-11-23T09:07');
const ROOM = '106';
const OTHER_ROOM = '105';
const CALL = { abort: null, onProgress: null };

let clock: StillClock;
let logger: FakeLogger;
let demo: DemoHouse;
beforeEach(async () => {
  clock = new StillClock(MONDAY);
  logger = new FakeLogger();
  demo = await composeDemo({ clock, random: new FakeRandom(3), ticker: new FakeTicker(clock), logger });
});
afterEach(() => demo.close());

/** Clicks through the wizard: the draft is filled in, the plan is looked at and taken. */
async function setUp(): Promise<void> {
  const planned = await demo.core.plan('draft', null, CALL);
  const { runId } = await demo.core.finishDraft(planned.hash);
  await demo.core.whenDone(runId);
}

const syncNow = () => demo.core.whenDone(demo.core.syncNow({ trigger: 'manual', acceptPlanHash: null }).runId);

function doorsOf(roomId: string, when: Instant) {
  const room = demo.state(when).rooms.find((one) => one.roomId === roomId);
  if (room === undefined) throw new Error(`no room ${roomId}`);
  const { doorUnlocked, alarmArmed, lightOn, ventilationOn } = room;
  return { doorUnlocked, alarmArmed, lightOn, ventilationOn };
}
const READY = { doorUnlocked: true, alarmArmed: false, lightOn: true, ventilationOn: true };
const CLOSED = { doorUnlocked: false, alarmArmed: true, lightOn: false, ventilationOn: false };

describe('the demo house', () => {
  it('is in operation after the wizard was clicked through, and touches no stored setting', async () => {
    expect(demo.core.status()).toMatchObject({ state: 'not-set-up', isDemo: true });
    expect(demo.core.readDraft()).toMatchObject({
      isSetUp: false,
      bookings: { kind: 'pronestor' },
      access: { kind: 'unilock-webapi' },
    });
    await setUp();
    expect(demo.core.status()).toMatchObject({ state: 'ready', differences: 0, houseZone: 'Europe/Copenhagen' });
    const compared = demo.core.compare({ from: MONDAY, to: addMinutes(MONDAY, 24 * 60) });
    expect(compared.isReady).toBe(true);
    expect(compared.rooms).toHaveLength(8);
    expect(compared.counts.equal).toBeGreaterThan(5);
  });

  it('D4 its people are let in: most are found in UniLock, a few are not and are told by name', async () => {
    const planned = await demo.core.plan('draft', null, CALL);
    const { peopleMatched, peopleTotal } = planned.checklist;
    expect(peopleMatched).toBeGreaterThan(40);
    expect(peopleTotal - peopleMatched).toBeGreaterThan(0);
    expect(peopleTotal - peopleMatched).toBeLessThanOrEqual(3);
    await setUp();
    const { withoutAccess } = demo.core.status();
    expect(withoutAccess.total).toBeGreaterThan(0);
    expect(withoutAccess.people.every(({ meetingId, roomName }) => meetingId !== null && roomName !== '')).toBe(true);
    expect(withoutAccess.people.some(({ why, name }) => why === 'none' && name !== '')).toBe(true);
  });

  it('the mission: before, in lead time, in the meeting, in lag time, after; shortened and moved to another room; cancelled', async () => {
    await setUp();
    const meeting = between('2026-11-24T19:00', '20:00');
    const { meetingId } = demo.makeMeeting({ roomId: ROOM, period: meeting, title: 'Bestyrelsesmøde' });
    expect((await syncNow()).result).toBe('equal');
    const instants = (from: Instant, to: Instant): [Instant, object][] => [
      [addMinutes(from, -60), CLOSED],
      [addMinutes(from, -10), READY],
      [addMinutes(from, 30), READY],
      [addMinutes(to, 9), READY],
      [addMinutes(to, 10), CLOSED],
    ];
    for (const [when, expected] of instants(meeting.from, meeting.to)) expect(doorsOf(ROOM, when)).toEqual(expected);

    const moved = between('2026-11-24T19:00', '19:45');
    demo.moveMeeting({ meetingId, roomId: OTHER_ROOM, period: moved });
    expect((await syncNow()).result).toBe('equal');
    for (const [when, expected] of instants(moved.from, moved.to)) {
      expect(doorsOf(OTHER_ROOM, when)).toEqual(expected);
      expect(doorsOf(ROOM, when)).toEqual(CLOSED);
    }

    demo.cancelMeeting(meetingId);
    expect((await syncNow()).result).toBe('equal');
    for (const [when] of instants(moved.from, moved.to)) expect(doorsOf(OTHER_ROOM, when)).toEqual(CLOSED);
  });

  it('explains an opening: which booking, lead and lag, when it was written and by which run', async () => {
    await setUp();
    const meeting = between('2026-11-24T19:00', '20:00');
    demo.makeMeeting({ roomId: ROOM, period: meeting, title: 'Bestyrelsesmøde' });
    const { runId } = await syncNow();
    const explained = demo.core.explain('6', between('2026-11-24T18:50', '20:10'));
    expect(explained).toMatchObject({ exceptionName: 'Limfjorden', verdict: 'equal', rule: 'D1', runId });
    expect(explained.because).toMatchObject([
      { roomName: 'Limfjorden', title: 'Bestyrelsesmøde', leadMinutes: 10, lagMinutes: 10 },
    ]);
  });

  it('a caller’s mistake is refused by code', () => {
    const period = between('2026-11-24T19:00', '20:00');
    const refused = expect.objectContaining({ code: 'invalid-argument' }) as Error;
    expect(() => demo.makeMeeting({ roomId: '999', period, title: 'x' })).toThrow(refused);
    expect(() => demo.moveMeeting({ meetingId: '999', roomId: ROOM, period })).toThrow(refused);
    expect(() => demo.cancelMeeting('999')).toThrow(refused);
  });

  it('P20 M3 passwords, titles and names are in no log line, and private titles not even on the screen', async () => {
    await setUp();
    const lines = JSON.stringify(logger.lines);
    expect(lines).not.toMatch(/Limfjorden|Hovedindgang|demohus\.example/);
    const range = { from: MONDAY, to: addMinutes(MONDAY, 14 * 24 * 60) };
    const bookings = demo.core.compare(range).rooms.flatMap((room) => room.bookings);
    const hidden = bookings.filter(({ isPrivate }) => isPrivate);
    expect(hidden.length).toBeGreaterThan(0);
    expect(hidden.every(({ title, organiser }) => title === null && organiser === null)).toBe(true);
    expect(bookings.some(({ title }) => title !== null && title !== '')).toBe(true);
  });

  it('the set-up’s jobs read the simulators: locations, rooms with their bookings, exceptions, and a plan', async () => {
    const job = async (request: Parameters<typeof demo.core.startJob>[0]) => {
      const { jobId } = demo.core.startJob(request);
      await new Promise<void>((resolve) => {
        const unwatch = demo.core.onJobChange((changed) => {
          if (changed !== jobId || demo.core.readJob(jobId).state === 'running') return;
          unwatch();
          resolve();
        });
      });
      return demo.core.readJob(jobId).result;
    };
    expect(await job({ kind: 'check-bookings', source: 'draft' })).toMatchObject({
      check: {
        ok: true,
        locations: [
          { id: '12', zone: 'Europe/Copenhagen' },
          { id: '27', zone: 'America/Nuuk' },
        ],
      },
    });
    expect(await job({ kind: 'read-rooms', source: 'draft' })).toMatchObject({
      list: {
        unknownLocations: [],
        rooms: [{ id: '101', bookingsComingWeek: expect.any(Number) as number }, {}, {}, {}, {}, {}, {}, {}],
      },
    });
    expect(await job({ kind: 'check-access', source: 'draft' })).toMatchObject({
      check: { ok: true, zone: 'Europe/Copenhagen' },
    });
    expect(await job({ kind: 'preview', source: 'draft', patch: null })).toMatchObject({
      plan: { checklist: { bookingsRead: 'complete', accessRead: 'complete', rooms: 8, roomsMapped: 8 } },
    });
  });
});
