import { describe, expect, it } from 'vitest';
import type { Abort } from '../../../electron/sync/ports';
import { bookingId, exceptionId } from '../../../shared/ids';
import { aBooking, aHouse, aLine, aPolicy, anAttendee, at, between, exceptionOf } from '../../builders';

const DAY = '2026-11-23';
const t = (clock: string) => at(`${DAY}T${clock}`);
const meeting = (from: string, to: string) => between(`${DAY}T${from}`, to);
const E1 = exceptionId('e1');
const E2 = exceptionId('e2');
const OPEN1 = meeting('12:50', '14:10');
const OPEN2 = meeting('14:50', '16:10');

const house = () =>
  aHouse({
    now: t('08:00'),
    policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')]),
    bookings: [aBooking('b1', 'r1', meeting('13:00', '14:00')), aBooking('b2', 'r2', meeting('15:00', '16:00'))],
  });

const outcomes = (result: Awaited<ReturnType<ReturnType<typeof house>['run']>>) =>
  result.actions.map((one) => [exceptionOf(one.action), one.outcome, one.writes]);

describe('applying', () => {
  it('W10 a refused object is set aside with its reason, the others go on', async () => {
    const here = house();
    here.access.writeFaults.set(E1, ['refused']);
    const result = await here.run();
    expect(outcomes(result)).toEqual([
      ['e1', 'failed', 1],
      ['e2', 'confirmed', 1],
    ]);
    expect(result.actions[0]?.trouble?.code).toBe('write-refused');
    expect(result).toMatchObject({ result: 'different', differing: [E1] });
    expect((await here.run()).result).toBe('equal');
  });

  it('W10 a conflict is read and planned again', async () => {
    const here = house();
    here.access.writeFaults.set(E1, ['conflict']);
    const result = await here.run();
    expect(result.result).toBe('equal');
    expect(outcomes(result)).toEqual([
      ['e1', 'confirmed', 2],
      ['e2', 'confirmed', 1],
    ]);
    expect(here.clock.waits).toHaveLength(1);
  });

  it('W10 a conflict with someone who adds what is not ours leads to a question, not to an overwrite', async () => {
    const here = house();
    here.access.writeFaults.set(E1, ['conflict']);
    const write = here.access.writePeriods.bind(here.access);
    here.access.writePeriods = async (sent) => {
      if (sent.exceptionId === E1 && here.access.writes.length === 0) here.access.edit(E1, [meeting('20:00', '21:00')]);
      return write(sent);
    };
    const result = await here.run();
    expect(here.access.periodsOf(E1)).toEqual([meeting('20:00', '21:00')]);
    expect(result.result).toBe('different');
  });

  it.each(['lost-after', 'lost-before', 'throws'] as const)(
    'W10 an answer that is lost (%s) is looked for by reading',
    async (fault) => {
      const here = house();
      here.access.writeFaults.set(E1, [fault]);
      const result = await here.run();
      expect(result.result).toBe('equal');
      expect(outcomes(result)[0]).toEqual(['e1', 'confirmed', fault === 'lost-after' ? 1 : 2]);
      expect(here.journal.memory.intents).toEqual([]);
    },
  );

  it('W10 P10 an object is tried at most three times in five minutes, run after run, with growing pauses', async () => {
    const here = house();
    here.access.writeFaults.set(
      E1,
      Array.from({ length: 500 }, () => 'lost-before' as const),
    );
    const times: number[] = [];
    const write = here.access.writePeriods.bind(here.access);
    here.access.writePeriods = async (sent) => {
      if (sent.exceptionId === E1) times.push(here.clock.now());
      return write(sent);
    };
    const first = await here.run();
    expect(outcomes(first)).toEqual([
      ['e1', 'unconfirmed', 3],
      ['e2', 'confirmed', 1],
    ]);
    expect(here.clock.waits).toHaveLength(2);
    expect(here.clock.waits[1]!).toBeGreaterThanOrEqual(here.clock.waits[0]!);
    for (let minute = 0; minute < 60; minute++) {
      here.advanceMinutes(1);
      await here.run();
    }
    times.forEach((at, index) => {
      const fourth = times[index + 3];
      if (fourth !== undefined) expect(fourth - at).toBeGreaterThanOrEqual(5 * 60_000);
    });
    expect(times.length).toBeGreaterThan(20);
  });

  it('W10 changes that are confirmed do not count as tries', async () => {
    const here = house();
    for (let time = 0; time < 6; time++) {
      here.source.change(bookingId('b1'), { period: meeting('13:00', `14:${10 + time}`) });
      here.advanceMinutes(0.5);
      expect((await here.run()).result).toBe('equal');
    }
  });

  it('an accepted write that is not there when read back is unconfirmed, explained at the next run, and no other writer', async () => {
    const here = house();
    here.access.readFaults.push(...(['lags'] as const));
    await here.run();
    here.source.change(bookingId('b1'), { period: meeting('13:00', '15:00') });
    const observe = here.access.observe.bind(here.access);
    let reads = 0;
    here.access.observe = async (zone) => {
      reads += 1;
      if (reads === 2) here.access.readFaults.push('lags');
      return observe(zone);
    };
    const result = await here.run();
    expect(outcomes(result)[0]).toEqual(['e1', 'unconfirmed', 1]);
    expect(result.result).toBe('different');
    expect(here.journal.memory.intents).toHaveLength(1);
    const next = await here.run();
    expect(next).toMatchObject({ result: 'equal', actions: [] });
    expect(here.journal.memory).toMatchObject({ intents: [], restorations: [] });
  });

  it('UniLock down in the middle: what was sent is unconfirmed, the run failed, and the next one heals', async () => {
    const here = house();
    const observe = here.access.observe.bind(here.access);
    let reads = 0;
    here.access.observe = async (zone) => {
      reads += 1;
      if (reads === 2) here.access.readFaults.push('unreadable');
      return observe(zone);
    };
    const result = await here.run();
    expect(result).toMatchObject({ result: 'failed', access: null });
    expect(outcomes(result).map(([, outcome]) => outcome)).toEqual(['unconfirmed', 'unconfirmed']);
    expect((await here.run()).result).toBe('equal');
  });

  it('UniLock down: nothing is planned, the bookings are remembered all the same (M1), and it recovers by itself', async () => {
    const here = house();
    here.access.isDown = true;
    const result = await here.run();
    expect(result).toMatchObject({ result: 'failed', plan: null, access: null });
    expect(result.troubles.map((trouble) => trouble.code)).toEqual(['connection-refused']);
    expect(here.journal.memory.reading?.bookings).toHaveLength(2);
    here.access.isDown = false;
    here.source.lasting = { kind: 'unreadable' };
    const refill = await here.run({ trigger: 'refill' });
    expect(here.access.periodsOf(E1)).toEqual([OPEN1]);
    // P13: a refill has not read Pronestor.
    expect(refill.result).toBe('different');
    here.source.lasting = null;
    expect((await here.run()).result).toBe('equal');
  });

  it('Pronestor down: failed, everything stays, taken-away openings are put back from memory', async () => {
    const here = house();
    await here.run();
    here.source.lasting = { kind: 'unreadable' };
    here.access.edit(E1, []);
    const result = await here.run();
    expect(result.result).toBe('failed');
    expect(here.access.periodsOf(E1)).toEqual([OPEN1]);
    expect(here.access.periodsOf(E2)).toEqual([OPEN2]);
  });

  it('a journal that cannot be written stops every write: what could not be explained must not be there', async () => {
    const here = house();
    here.journal.isFull = true;
    here.access.areWritesForbidden = true;
    const result = await here.run();
    expect(result).toMatchObject({ result: 'failed', actions: [] });
    expect(result.troubles.map((trouble) => trouble.code)).toContain('journal-unwritable');
    expect(here.access.writes).toEqual([]);
    here.journal.isFull = false;
    here.journal.isDamaged = true;
    expect((await here.run()).result).toBe('failed');
    expect(here.access.writes).toEqual([]);
  });

  it('a disk that fills up between two writes stops the second', async () => {
    const here = house();
    here.access.onWritten = () => {
      here.journal.isFull = true;
    };
    const result = await here.run();
    expect(here.access.writes).toHaveLength(1);
    expect(result.result).toBe('failed');
    expect(outcomes(result)).toEqual([
      ['e2', 'failed', 0],
      ['e1', 'confirmed', 1],
    ]);
    here.access.onWritten = null;
    here.journal.isFull = false;
    expect((await here.run()).result).toBe('equal');
  });

  it('the intent is journalled before its write, with the memory that explains it (P8)', async () => {
    const here = house();
    const order: string[] = [];
    const intent = here.journal.recordIntent.bind(here.journal);
    here.journal.recordIntent = async (run, action, memory) => {
      order.push(`intent ${exceptionOf(action)}`);
      expect(memory.intents.at(-1)?.exceptionId).toBe(exceptionOf(action));
      return intent(run, action, memory);
    };
    here.access.onWritten = (id) => order.push(`write ${id}`);
    await here.run();
    expect(order).toEqual(['intent e1', 'write e1', 'intent e2', 'write e2']);
  });

  it('a missing target blocks itself only', async () => {
    const here = house();
    here.access.exceptions.delete(E1);
    const result = await here.run();
    expect(result.plan?.blocked).toEqual([
      {
        exceptionId: E1,
        groupId: null,
        locationId: null,
        trouble: { code: 'mapping-target-missing', context: { exceptionId: E1 } },
      },
    ]);
    expect(here.access.periodsOf(E2)).toEqual([OPEN2]);
    expect(result.result).toBe('different');
  });

  it('R4 an exception missing from a partial reading of UniLock is unread, not gone', async () => {
    const here = house();
    here.access.readFaults.push('partial', 'partial');
    const result = await here.run();
    expect(result.plan?.blocked.map((one) => [one.exceptionId, one.trouble.code])).toEqual([['e2', 'reading-partial']]);
    expect(here.access.periodsOf(E1)).toEqual([OPEN1]);
  });

  it('W13 what can only be handed over is never equal, and is not written twice', async () => {
    const here = house();
    here.access.canReadBack = false;
    const first = await here.run();
    expect(outcomes(first)).toEqual([
      ['e1', 'handed-over', 1],
      ['e2', 'handed-over', 1],
    ]);
    expect(first.result).toBe('handed-over');
    expect(here.access.reads).toBe(1);
    const second = await here.run();
    expect(second).toMatchObject({ result: 'handed-over', actions: [] });
    here.source.change(bookingId('b1'), { status: 'cancelled' });
    here.access.writeFaults.set(E1, ['lost-before']);
    const third = await here.run();
    expect(third.result).toBe('different');
    expect(outcomes(third)).toEqual([['e1', 'failed', 1]]);
  });

  it('an abort ends the run after the write in hand; the next one goes on', async () => {
    const here = house();
    const abort: { aborted: boolean } & Abort = {
      aborted: false,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    };
    here.access.onWritten = () => {
      abort.aborted = true;
    };
    const result = await here.run({ abort });
    expect(here.access.writes).toHaveLength(1);
    expect(result.result).toBe('failed');
    expect(result.troubles.map((trouble) => trouble.code)).toEqual(['cancelled']);
    here.access.onWritten = null;
    const early = await here.run({ abort });
    expect(early).toMatchObject({ result: 'failed', plan: null });
    expect((await here.run()).result).toBe('equal');
  });

  it('tells how far it is, in numbers', async () => {
    const here = house();
    const told: string[] = [];
    await here.run({ onProgress: ({ step, done, total }) => told.push(`${step} ${done}/${total}`) });
    expect(told).toEqual(['plan 0/1', 'plan 1/1', 'write 1/2', 'write 2/2']);
  });

  it('uses the run id that it is given', async () => {
    const here = house();
    const given = (await here.run()).runId;
    expect(given).toMatch(/^run-/);
    const result = await here.run({ runId: given });
    expect(result.runId).toBe(given);
  });

  it('M3 P20 no title, name or room name is logged, journalled or remembered', async () => {
    const here = house();
    here.source.bookings = here.source.bookings.map((one) => ({
      ...one,
      title: 'KANARIE titel',
      organiser: anAttendee('9', { name: 'KANARIE navn', email: 'kanarie@firma.example' }),
    }));
    here.source.rooms = here.source.rooms.map((one) => ({ ...one, name: 'KANARIE lokale' }));
    const result = await here.run();
    const kept = JSON.stringify([
      here.logger.lines,
      here.journal.memory,
      here.journal.intents,
      here.journal.outcomes,
      result.plan,
    ]);
    expect(kept).not.toMatch(/kanarie/i);
  });

  it('an answer given while a run is on is saved with that run', async () => {
    const here = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1', { longestOpeningHours: 1 })]),
      bookings: [aBooking('b1', 'r1', meeting('13:00', '16:00'))],
    });
    await here.run();
    const [hold] = here.engine.holds();
    const running = here.run();
    expect(await here.engine.answerHold(hold!.hash, 'confirmed')).toBe(true);
    await running;
    expect(here.journal.memory.answers).toMatchObject([{ hash: hold!.hash, answer: 'confirmed' }]);
    here.restart();
    expect((await here.run()).result).toBe('equal');
  });
});
