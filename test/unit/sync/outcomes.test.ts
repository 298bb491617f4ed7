import { describe, expect, it } from 'vitest';
import type { ActionResult, RunResult } from '../../../electron/sync/model';
import type { Abort, Call } from '../../../electron/sync/ports';
import { bookingId, exceptionId, groupId, personId, roomId } from '../../../shared/ids';
import { addMinutes } from '../../../shared/time';
import type { House } from '../../builders';
import {
  aBooking,
  aGroupLine,
  aHouse,
  aLine,
  aManaged,
  aPerson,
  aPolicy,
  anAttendee,
  at,
  between,
} from '../../builders';

/** What comes of each write, what is recorded of it, and what a run tells of itself. */
const DAY = '2026-11-23';
const t = (clock: string) => at(`${DAY}T${clock}`);
const meeting = (from: string, to: string) => between(`${DAY}T${from}`, to);
const E1 = exceptionId('e1');
const E2 = exceptionId('e2');
const G1 = groupId('g1');
const ANNA = personId('1');
const BO = personId('2');
const OPEN = meeting('12:50', '14:10');
const ANNA_KEY = 'membership/g1/1';

/** One room that opens e1, another that opens e2 and lets two people into g1. */
const houseOf = (): House =>
  aHouse({
    now: t('08:00'),
    policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')], { groupLines: [aGroupLine('r2', 'g1')] }),
    bookings: [
      aBooking('b1', 'r1', meeting('13:00', '14:00')),
      aBooking('b2', 'r2', meeting('13:00', '14:00'), { participants: [anAttendee('1'), anAttendee('2')] }),
    ],
    persons: [aPerson('1'), aPerson('2')],
  });

const resultOf = ({ actions }: RunResult, target: string) =>
  actions.find(({ action }) => (action.on === 'exception' ? action.exceptionId : action.personId) === target);
const short = (one: ActionResult | undefined) =>
  one === undefined
    ? null
    : { outcome: one.outcome, writes: one.writes, code: one.trouble?.code ?? null, readBack: one.readBack };
const stamped = (one: ActionResult | undefined) => [one?.writtenAt, one?.readBackAt];
const aborting = () => {
  const abort: { aborted: boolean } & Abort = {
    aborted: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  };
  return abort;
};
/** Time passes with every write, so that writing and reading back can be told apart. */
const slowly = (house: House): House => {
  house.access.onWritten = () => house.clock.advance(1000);
  house.access.onMembershipWritten = () => house.clock.advance(1000);
  return house;
};

describe('what comes of a write', () => {
  it('confirmed: written then, read back after the last write of the round, with the list that was seen', async () => {
    const house = slowly(houseOf());
    const result = await house.run();
    expect(short(resultOf(result, 'e1'))).toEqual({ outcome: 'confirmed', writes: 1, code: null, readBack: [OPEN] });
    expect(stamped(resultOf(result, 'e1'))).toEqual([addMinutes(t('08:00'), 1 / 60), addMinutes(t('08:00'), 4 / 60)]);
    expect(short(resultOf(result, '2'))).toEqual({ outcome: 'confirmed', writes: 1, code: null, readBack: [OPEN] });
    expect(stamped(resultOf(result, '2'))).toEqual([addMinutes(t('08:00'), 4 / 60), addMinutes(t('08:00'), 4 / 60)]);
    expect(house.journal.outcomes.map(({ result: { outcome, action } }) => [outcome, action.on])).toEqual([
      ['confirmed', 'exception'],
      ['confirmed', 'exception'],
      ['confirmed', 'membership'],
      ['confirmed', 'membership'],
    ]);
    expect(house.logger.lines.map(({ event }) => event)).toEqual(['run-ended']);
    expect(house.logger.lines[0]?.fields).toEqual({
      runId: result.runId,
      trigger: 'schedule',
      result: 'equal',
      actions: 4,
      holds: 0,
      differing: 0,
    });
  });

  it('failed: refused, with the server’s reason and what was read; not written', async () => {
    const house = houseOf();
    house.access.writeFaults.set(E1, ['refused']);
    house.access.membershipFaults.set(ANNA_KEY, ['refused']);
    const result = await house.run();
    for (const target of ['e1', '1']) {
      expect(short(resultOf(result, target))).toEqual({
        outcome: 'failed',
        writes: 1,
        code: 'write-refused',
        readBack: [],
      });
      expect(stamped(resultOf(result, target))).toEqual([null, t('08:00')]);
    }
    expect(house.logger.lines.slice(0, -1)).toEqual([
      {
        level: 'warn',
        event: 'write-not-confirmed',
        fields: { runId: result.runId, target: 'exception/e1', outcome: 'failed', code: 'write-refused' },
      },
      {
        level: 'warn',
        event: 'write-not-confirmed',
        fields: { runId: result.runId, target: ANNA_KEY, outcome: 'failed', code: 'write-refused' },
      },
    ]);
    // What was refused explains nothing and leaves nothing to look for.
    expect(house.journal.memory.intents).toEqual([]);
    expect(house.journal.memory.ledger[0]?.members.map((one) => one.personId)).toEqual(['2']);
    expect(house.clock.waits).toEqual([]);
  });

  it('unconfirmed: accepted, and not there when read back; it is not written again in the same run', async () => {
    const house = houseOf();
    house.access.onWritten = (id) => {
      if (id === E1) house.access.edit(E1, []);
    };
    const result = await house.run();
    expect(short(resultOf(result, 'e1'))).toEqual({
      outcome: 'unconfirmed',
      writes: 1,
      code: 'write-unconfirmed',
      readBack: [],
    });
    expect(resultOf(result, 'e1')?.trouble?.context).toEqual({ exceptionId: 'e1' });
    expect(stamped(resultOf(result, 'e1'))).toEqual([t('08:00'), t('08:00')]);
    expect(house.access.writes.filter((one) => one.exceptionId === E1)).toHaveLength(1);
    expect(result.result).toBe('different');
  });

  it('unconfirmed: a membership that is accepted and not there, by group and person', async () => {
    const house = houseOf();
    house.access.onMembershipWritten = (key) => {
      if (key === ANNA_KEY) house.access.giveByHand(G1, ANNA, null);
    };
    const result = await house.run();
    expect(resultOf(result, '1')?.trouble).toEqual({
      code: 'write-unconfirmed',
      context: { groupId: 'g1', personId: '1' },
    });
    expect(short(resultOf(result, '1'))).toMatchObject({ outcome: 'unconfirmed', readBack: [] });
  });

  it('P8 unanswered for good: three times, with growing pauses, and what may be there is kept in mind', async () => {
    const house = houseOf();
    house.access.writeFaults.set(E1, ['lost-before', 'lost-before', 'lost-before', 'lost-before']);
    const result = await house.run();
    expect(short(resultOf(result, 'e1'))).toEqual({
      outcome: 'unconfirmed',
      writes: 3,
      code: 'timed-out',
      readBack: [],
    });
    expect(stamped(resultOf(result, 'e1'))).toEqual([null, house.clock.now()]);
    expect(house.clock.waits).toHaveLength(2);
    expect(house.journal.memory.intents).toMatchObject([{ exceptionId: 'e1' }]);
    // The others were written once, and not again with it.
    expect(house.access.writes.map((one) => one.exceptionId)).toEqual(['e1', 'e2', 'e1', 'e1']);
    expect(house.access.membershipWrites).toHaveLength(2);
    expect(house.logger.lines[0]).toEqual({
      level: 'warn',
      event: 'write-not-confirmed',
      fields: { runId: result.runId, target: 'exception/e1', outcome: 'unconfirmed', code: 'timed-out' },
    });
    // W10: three tries in five minutes, then it waits; where nothing was sent, nothing is read back.
    house.access.writes.length = 0;
    const { reads } = house.access;
    const next = await house.run();
    expect(house.access.reads - reads).toBe(1);
    expect(stamped(resultOf(next, 'e1'))).toEqual([null, null]);
    expect(short(resultOf(next, 'e1'))).toEqual({
      outcome: 'failed',
      writes: 0,
      code: 'write-unconfirmed',
      readBack: null,
    });
    expect(house.access.writes).toEqual([]);
  });

  it('W10 a conflict every time: failed, and not taken for written', async () => {
    const house = houseOf();
    house.access.writeFaults.set(E1, ['conflict', 'conflict', 'conflict', 'conflict']);
    house.access.membershipFaults.set(ANNA_KEY, ['conflict', 'conflict', 'conflict', 'conflict']);
    const result = await house.run();
    expect(short(resultOf(result, 'e1'))).toEqual({
      outcome: 'failed',
      writes: 3,
      code: 'write-conflict',
      readBack: [],
    });
    expect(short(resultOf(result, '1'))).toMatchObject({ outcome: 'failed', writes: 3, code: 'write-conflict' });
    expect(house.journal.memory.intents).toEqual([]);
    expect(house.journal.memory.ledger[0]?.members.map((one) => one.personId)).toEqual(['2']);
  });

  it.each(['lost-after', 'throws'] as const)(
    'P8 an answer of a membership that is lost (%s) is looked for by reading',
    async (fault) => {
      const house = houseOf();
      house.access.membershipFaults.set(ANNA_KEY, [fault]);
      const result = await house.run();
      expect(short(resultOf(result, '1'))).toMatchObject({
        outcome: 'confirmed',
        code: null,
        writes: fault === 'throws' ? 2 : 1,
      });
      expect(result.result).toBe('equal');
    },
  );

  it('W10 tried again only what was not answered, and by a plan on what is read after the pause', async () => {
    const house = houseOf();
    house.access.writeFaults.set(E1, ['lost-before']);
    const wait = house.clock.wait.bind(house.clock);
    house.clock.wait = (milliseconds, abort) => {
      // While we wait, the lost write arrives after all.
      house.access.edit(E1, [OPEN]);
      return wait(milliseconds, abort);
    };
    const result = await house.run();
    expect(short(resultOf(result, 'e1'))).toEqual({ outcome: 'confirmed', writes: 1, code: null, readBack: [OPEN] });
    expect(house.access.writes.map((one) => one.exceptionId)).toEqual(['e1', 'e2']);
    expect(house.journal.memory.intents).toEqual([]);
    expect(house.journal.memory.confirmed.map((one) => one.exceptionId).sort()).toEqual(['e1', 'e2']);
    expect(stamped(resultOf(result, 'e1'))).toEqual([t('08:00'), house.clock.now()]);
    // It holds: what is written next is no repetition (W10), however often.
    house.clock.wait = wait;
    for (let time = 1; time <= 4; time++) {
      const period = meeting('13:00', `14:0${time}`);
      house.source.change(bookingId('b1'), { period });
      house.access.writeFaults.set(E1, ['lost-before']);
      house.clock.wait = (milliseconds, abort) => {
        house.access.edit(E1, [meeting('12:50', `14:1${time}`)]);
        return wait(milliseconds, abort);
      };
      expect((await house.run()).result, String(time)).toBe('equal');
    }
  });

  it('W10 what another hand changes of the others in the pause waits for the next run', async () => {
    const house = houseOf();
    house.access.writeFaults.set(E1, ['lost-before']);
    const wait = house.clock.wait.bind(house.clock);
    house.clock.wait = (milliseconds, abort) => {
      house.access.edit(E2, []);
      return wait(milliseconds, abort);
    };
    const result = await house.run();
    expect(house.access.writes.map((one) => one.exceptionId)).toEqual(['e1', 'e2', 'e1']);
    expect(result).toMatchObject({ result: 'different', differing: ['e2'] });
  });

  it('W1 W10 a conflict that turns into a question: failed, and nobody says that it holds', async () => {
    const house = houseOf();
    house.access.writeFaults.set(E1, ['conflict']);
    const wait = house.clock.wait.bind(house.clock);
    house.clock.wait = (milliseconds, abort) => {
      house.access.edit(E1, [meeting('20:00', '21:00')]);
      return wait(milliseconds, abort);
    };
    const result = await house.run();
    expect(short(resultOf(result, 'e1'))).toMatchObject({ outcome: 'failed', writes: 1, code: 'write-conflict' });
    expect(house.journal.memory.confirmed.map((one) => one.exceptionId)).toEqual(['e2']);
  });

  it('P8 a port that throws for good: nobody knows whether it was written, and it is kept in mind', async () => {
    const house = houseOf();
    house.access.writeFaults.set(E1, ['throws', 'throws', 'throws']);
    const result = await house.run();
    expect(short(resultOf(result, 'e1'))).toMatchObject({ outcome: 'unconfirmed', writes: 3, code: 'bug' });
    expect(house.journal.memory.intents).toMatchObject([{ exceptionId: 'e1' }]);
  });

  it('P8 what is confirmed is so in the journal with its outcome, and not at the end of the run only', async () => {
    const house = houseOf();
    const kept: unknown[] = [];
    const record = house.journal.recordOutcome.bind(house.journal);
    house.journal.recordOutcome = (run, result, memory) => {
      kept.push([memory.confirmed.map((one) => [one.exceptionId, one.readBackAt]), memory.intents.length]);
      // Recording takes its time; when it was read does not change by that.
      house.clock.advance(1000);
      return record(run, result, memory);
    };
    const { access } = await house.run();
    expect(kept.slice(0, 2)).toEqual([
      [[['e1', access?.readAt]], 1],
      [
        [
          ['e1', access?.readAt],
          ['e2', access?.readAt],
        ],
        0,
      ],
    ]);
  });

  it('each side was read back when it was read', async () => {
    const house = houseOf();
    for (const name of ['observe', 'observePeople'] as const) {
      const methods = house.access as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
      const method = methods[name]!.bind(house.access);
      methods[name] = (...args) => {
        house.clock.advance(1000);
        return method(...args);
      };
    }
    // Anna's write is lost and arrives late.
    house.access.membershipFaults.set(ANNA_KEY, ['lost-before']);
    const wait = house.clock.wait.bind(house.clock);
    house.clock.wait = (milliseconds, abort) => {
      house.access.giveByHand(G1, ANNA, { periods: [OPEN] });
      return wait(milliseconds, abort);
    };
    const result = await house.run();
    expect(resultOf(result, 'e1')?.readBackAt).toBe(result.access?.readAt);
    expect(resultOf(result, '1')?.readBackAt).toBe(result.people?.readAt);
    expect(resultOf(result, '2')?.readBackAt).toBe(addMinutes(resultOf(result, 'e1')!.readBackAt!, 1 / 60));
  });

  it('W10 UniLock gone when reading back: what was not answered is not tried again', async () => {
    const house = houseOf();
    house.access.writeFaults.set(E1, ['lost-before']);
    house.access.onWritten = () => house.access.readFaults.push('unreadable');
    const result = await house.run();
    expect(short(resultOf(result, 'e1'))).toMatchObject({ outcome: 'unconfirmed', writes: 1, readBack: null });
    expect(house.clock.waits).toEqual([]);
  });

  it('W10 UniLock gone in the pause: nothing more is tried, and nobody says that it was written', async () => {
    const house = houseOf();
    house.access.writeFaults.set(E1, ['lost-before']);
    const wait = house.clock.wait.bind(house.clock);
    house.clock.wait = (milliseconds, abort) => {
      house.access.isDown = true;
      return wait(milliseconds, abort);
    };
    const result = await house.run();
    expect(short(resultOf(result, 'e1'))).toMatchObject({ outcome: 'unconfirmed', writes: 1 });
    expect(result).toMatchObject({ result: 'failed', access: null });
    expect(house.access.writes).toHaveLength(2);
  });

  it('an abort in the pause stops what was to be tried again', async () => {
    const house = houseOf();
    const abort = aborting();
    house.access.writeFaults.set(E1, ['lost-before']);
    const wait = house.clock.wait.bind(house.clock);
    house.clock.wait = (milliseconds, signal) => {
      expect(signal).toBe(abort);
      abort.aborted = true;
      return wait(milliseconds, signal);
    };
    const result = await house.run({ abort });
    expect(short(resultOf(result, 'e1'))).toMatchObject({ outcome: 'failed', writes: 1, code: 'cancelled' });
    expect(stamped(resultOf(result, 'e1'))).toEqual([null, null]);
    expect(result.troubles.map((one) => one.code)).toEqual(['cancelled']);
  });
});

describe('W13 what can only be handed over', () => {
  it('W13 handed over: written, never read back; the next run knows it', async () => {
    const house = slowly(houseOf());
    house.access.canReadBack = false;
    const result = await house.run();
    for (const target of ['e1', 'e2', '1', '2'])
      expect(short(resultOf(result, target))).toEqual({
        outcome: 'handed-over',
        writes: 1,
        code: null,
        readBack: null,
      });
    expect(stamped(resultOf(result, 'e1'))).toEqual([addMinutes(t('08:00'), 1 / 60), null]);
    expect([house.access.reads, house.access.peopleReads]).toEqual([1, 1]);
    expect(result).toMatchObject({ result: 'handed-over', differing: [], differingMemberships: 0 });
    expect(result.access?.exceptions.map((one) => one.periods)).toEqual([[OPEN], [OPEN]]);
    expect(result.people?.groups[0]?.members).toEqual(
      [ANNA, BO].map((person) => ({ personId: person, basis: 'periods', exceptionId: null, periods: [OPEN] })),
    );
    expect(house.journal.memory.intents).toEqual([]);
    house.source.change(bookingId('b2'), { participants: [anAttendee('2')] });
    const next = await house.run();
    expect(next.people?.groups[0]?.members.map((one) => one.personId)).toEqual(['2']);
    expect(house.journal.memory.ledger[0]?.members.map((one) => one.personId)).toEqual(['2']);
  });

  it.each([
    ['lost-before', 'timed-out'],
    ['conflict', 'write-conflict'],
    ['refused', 'write-refused'],
  ] as const)('W13 not taken (%s): failed, told, and not observed', async (fault, code) => {
    const house = houseOf();
    house.access.canReadBack = false;
    house.access.writeFaults.set(E1, [fault]);
    house.access.membershipFaults.set(ANNA_KEY, [fault]);
    const result = await house.run();
    for (const target of ['e1', '1']) {
      expect(short(resultOf(result, target))).toEqual({ outcome: 'failed', writes: 1, code, readBack: null });
      expect(stamped(resultOf(result, target))).toEqual([null, null]);
    }
    expect(result.access?.exceptions[0]?.periods).toEqual([]);
    expect(result.people?.groups[0]?.members.map((one) => one.personId)).toEqual(['2']);
    expect(house.clock.waits).toEqual([]);
  });

  it('W13 P8 what is handed over is so in the journal with its outcome', async () => {
    const house = houseOf();
    house.access.canReadBack = false;
    const kept: unknown[] = [];
    const record = house.journal.recordOutcome.bind(house.journal);
    house.journal.recordOutcome = (run, result, memory) => {
      kept.push([memory.confirmed.map((one) => one.exceptionId), memory.intents.length]);
      return record(run, result, memory);
    };
    await house.run();
    expect(kept.slice(0, 2)).toEqual([
      [['e1'], 1],
      [['e1', 'e2'], 0],
    ]);
  });

  it('W13 each group is observed as it was handed over', async () => {
    const house = houseOf();
    house.access.canReadBack = false;
    house.access.addGroup(groupId('g2'));
    house.policy = aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')], {
      groupLines: [aGroupLine('r2', 'g1'), aGroupLine('r1', 'g2')],
    });
    const { people } = await house.run();
    expect(people?.groups.map((one) => one.members.length)).toEqual([2, 0]);
  });

  it('W13 W10 what was not taken counts as a try', async () => {
    const house = houseOf();
    house.access.canReadBack = false;
    house.access.writeFaults.set(E1, ['lost-before', 'lost-before', 'lost-before', 'lost-before']);
    for (let time = 0; time < 5; time++) await house.run();
    expect(house.access.writes.filter((one) => one.exceptionId === E1)).toHaveLength(3);
  });

  it('W13 W10 changes that are handed over are no repetitions', async () => {
    const house = houseOf();
    house.access.canReadBack = false;
    for (let time = 0; time < 5; time++) {
      house.source.change(bookingId('b1'), { period: meeting('13:00', `14:0${time}`) });
      expect((await house.run()).result).toBe('handed-over');
    }
  });
});

describe('W6 what is a restoration', () => {
  it('W6 putting back another’s change is remembered, our own change is not; nor is one of a membership', async () => {
    const house = houseOf();
    await house.run();
    house.source.change(bookingId('b1'), { period: meeting('13:00', '15:00') });
    house.access.giveByHand(G1, ANNA, null);
    await house.run();
    expect(house.journal.memory.restorations).toEqual([]);
    house.access.edit(E1, [OPEN]);
    house.clock.advance(1000);
    await house.run();
    expect(house.journal.memory.restorations).toEqual([{ exceptionId: 'e1', at: house.clock.now() }]);
  });

  it('W6 a refused one was none', async () => {
    const house = houseOf();
    await house.run();
    house.access.edit(E1, []);
    house.access.writeFaults.set(E1, ['refused']);
    await house.run();
    expect(house.journal.memory.restorations).toEqual([]);
  });
});

describe('what a run tells', () => {
  it('tells every step that its ports tell, and hands them the abort', async () => {
    const house = houseOf();
    const abort = aborting();
    const calls: Call[] = [];
    const told: string[] = [];
    for (const [port, names] of [
      [house.source, ['readBookings']],
      [house.access, ['observe', 'observePeople', 'writePeriods', 'writeMembership']],
    ] as const) {
      const methods = port as unknown as Record<string, (request: unknown, call: Call) => Promise<unknown>>;
      for (const name of names) {
        const method = methods[name]!.bind(port);
        methods[name] = (request, call) => {
          calls.push(call);
          call.onProgress?.(1, 2);
          return method(request, call);
        };
      }
    }
    await house.run({ abort, onProgress: ({ step, done, total }) => told.push(`${step} ${done}/${total}`) });
    expect(told).toEqual([
      'read-bookings 1/2',
      'read-access 1/2',
      'read-people 1/2',
      'plan 0/1',
      'plan 1/1',
      'write 1/4',
      'write 2/4',
      'write 3/4',
      'write 4/4',
      'read-back 1/2',
      'read-back 1/2',
    ]);
    expect(calls.every((call) => call.abort === abort)).toBe(true);
    // Writes tell nothing of themselves.
    expect(calls.filter((call) => call.onProgress === null)).toHaveLength(4);
  });

  it('reads only what it needs: no persons without bookings to match, none without groups, and back only what was written', async () => {
    const house = houseOf();
    const asked: unknown[] = [];
    const observePeople = house.access.observePeople.bind(house.access);
    house.access.observePeople = (request) => {
      asked.push(request);
      return observePeople(request);
    };
    await house.run();
    const zone = 'Europe/Copenhagen';
    expect(asked).toEqual([
      { groups: ['g1'], withPersons: true, zone },
      { groups: ['g1'], withPersons: false, zone },
    ]);
    asked.length = 0;
    const reads = house.access.reads;
    house.source.change(bookingId('b2'), { participants: [] });
    await house.run();
    // Only memberships were written: the exceptions are not read a second time.
    expect([asked.length, house.access.reads - reads]).toEqual([2, 1]);
    asked.length = 0;
    await house.run({ trigger: 'refill' });
    expect(asked).toEqual([{ groups: ['g1'], withPersons: false, zone }]);
    asked.length = 0;
    house.policy = aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')]);
    await house.run();
    expect(asked).toEqual([]);
    // R1: without the house's zone nothing of the groups can be read.
    const disputed = houseOf();
    disputed.access.zone = 'Europe/London';
    await disputed.run();
    expect(disputed.access.peopleReads).toBe(0);
  });

  it('R7 tells whose clock is off', async () => {
    const told = async (bookingsMs: number, accessMs: number) => {
      const house = houseOf();
      house.source.lasting = { kind: 'clock-off', skewMs: bookingsMs };
      house.access.clockSkewMs = accessMs;
      return (await house.run()).troubles;
    };
    const differs = (side: string, seconds: number) => [{ code: 'clock-differs', context: { side, seconds } }];
    expect(await told(120_000, -120_000)).toEqual([]);
    expect(await told(120_600, 0)).toEqual(differs('bookings', 121));
    expect(await told(0, -200_400)).toEqual(differs('access', -200));
    expect(await told(-300_000, -200_000)).toEqual(differs('program', -300));
  });

  it('R5 tells the rooms with meetings ahead whose status nobody knows, ten at most and in order', async () => {
    const rooms = Array.from({ length: 12 }, (_, n) => `r${String(n + 10)}`).reverse();
    const house = aHouse({
      now: t('08:00'),
      policy: aPolicy(rooms.map((room) => aLine(room, 'e1'))),
      bookings: [
        ...rooms.map((room) => aBooking(`b${room}`, room, meeting('13:00', '14:00'), { status: 'unknown' })),
        aBooking('again', 'r10', meeting('15:00', '16:00'), { status: 'unknown' }),
        aBooking('over', 'r10', meeting('07:00', '08:00'), { status: 'unknown' }),
        aBooking('known', 'r10', meeting('17:00', '18:00')),
      ],
    });
    const { troubles } = await house.run();
    expect(troubles).toEqual(
      Array.from({ length: 10 }, (_, n) => ({
        code: 'status-unknown',
        context: { side: 'bookings', roomId: `r${String(n + 10)}`, bookings: n === 0 ? 2 : 1 },
      })),
    );
  });

  it('R3 tells what could not be understood, once and counted; of a partial reading, what the reading says itself', async () => {
    const house = houseOf();
    const item = { path: 'Items[7].End', reason: 'end', roomId: roomId('r1'), locationId: null };
    const read = house.source.readBookings.bind(house.source);
    let completeness: 'complete' | 'partial' = 'complete';
    house.source.readBookings = async (request) => ({
      ...(await read(request)),
      completeness,
      rejected: [item, { ...item, path: 'Items[9].End' }],
    });
    expect((await house.run()).troubles).toEqual([
      {
        code: 'reading-partial',
        context: { side: 'bookings', reason: 'rejected', path: 'Items[7].End', roomId: 'r1', rejected: 2, total: 4 },
      },
    ]);
    completeness = 'partial';
    expect((await house.run()).troubles).toEqual([]);
  });

  it('what a port throws is told as an unreadable reading, with its trouble and nothing else', async () => {
    const house = houseOf();
    house.source.lasting = { kind: 'throws' };
    const blind = await house.run();
    expect(blind.bookings).toEqual({
      readAt: t('08:00'),
      window: { from: addMinutes(t('08:00'), -24 * 60), to: addMinutes(t('08:00'), 8 * 24 * 60) },
      completeness: 'unreadable',
      locations: [],
      rooms: [],
      bookings: [],
      elsewhere: [],
      unreadLocations: [],
      unreadRooms: [],
      rejected: [],
      clockSkewMs: null,
      troubles: [{ code: 'bug', context: {} }],
    });
    expect(blind).toMatchObject({ result: 'failed', troubles: [{ code: 'bug' }] });
    const other = houseOf();
    other.access.readFaults.push('throws');
    expect(await other.run()).toMatchObject({
      result: 'failed',
      access: null,
      people: null,
      plan: null,
      troubles: [{ code: 'bug' }],
    });
    const third = houseOf();
    third.access.peopleFaults.push('throws');
    const { people, troubles, plan } = await third.run();
    expect([people?.persons, people?.groups, troubles.map((one) => one.code)]).toEqual([null, [], ['bug']]);
    expect(plan?.blocked).toMatchObject([{ groupId: 'g1', trouble: { code: 'group-unread' } }]);
  });

  it('an abort is told once, wherever it comes, and what was read until then is in the result', async () => {
    const abortedIn = async (step: 'before' | 'bookings' | 'access') => {
      const house = houseOf();
      const abort = aborting();
      abort.aborted = step === 'before';
      const [port, name] = step === 'access' ? [house.access, 'observe'] : [house.source, 'readBookings'];
      const methods = port as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
      const method = methods[name]!.bind(port);
      methods[name] = async (...args) => {
        abort.aborted = true;
        return method(...args);
      };
      const result = await house.run({ abort });
      expect([house.access.writes, house.access.membershipWrites]).toEqual([[], []]);
      expect(result).toMatchObject({ result: 'failed', plan: null, actions: [] });
      expect(result.troubles).toEqual([{ code: 'cancelled', context: {} }]);
      return [result.bookings !== null, result.access !== null];
    };
    expect(await abortedIn('before')).toEqual([true, false]);
    expect(await abortedIn('bookings')).toEqual([true, false]);
    expect(await abortedIn('access')).toEqual([true, true]);
  });

  it('R6 an aborted run reads nothing a second time', async () => {
    const house = houseOf();
    await house.run();
    house.source.vanish(bookingId('b1'));
    const reads = house.source.reads;
    const abort = aborting();
    abort.aborted = true;
    await house.run({ abort });
    expect(house.source.reads - reads).toBe(1);
    await house.run();
    expect(house.source.reads - reads).toBe(3);
  });
});

describe('journal and answers', () => {
  it('P18 a dry run starts, saves, logs and ends nothing', async () => {
    const house = houseOf();
    await house.plan();
    expect([house.journal.runs, house.journal.outcomes, house.logger.lines]).toEqual([[], [], []]);
    expect(house.journal.memory.reading).toBeNull();
  });

  it('M1 a damaged journal is told, and left as it is', async () => {
    const house = houseOf();
    house.journal.isDamaged = true;
    const before = JSON.stringify(house.journal.memory);
    const result = await house.run();
    expect(result.troubles.map((one) => one.code)).toEqual(['journal-damaged']);
    expect(result).toMatchObject({ result: 'failed', actions: [] });
    expect(JSON.stringify(house.journal.memory)).toBe(before);
    expect(house.journal.runs).toMatchObject([{ result: 'failed' }]);
  });

  it('P8 neither start nor end can be journalled: nothing is written, and both are told', async () => {
    const house = houseOf();
    house.journal.isFull = true;
    const result = await house.run();
    expect(result.troubles.map((one) => one.code)).toEqual(['journal-unwritable', 'journal-unwritable']);
    expect([house.access.writes, result.actions]).toEqual([[], []]);
    expect(result.plan?.actions).not.toEqual([]);
  });

  it('an end that cannot be journalled makes the run a failed one', async () => {
    const house = houseOf();
    house.journal.finishRun = () => Promise.reject(new Error('no disk'));
    const result = await house.run();
    expect(result).toMatchObject({ result: 'failed', troubles: [{ code: 'bug' }] });
    expect(house.logger.lines.at(-1)?.fields).toMatchObject({ result: 'failed' });
  });

  it('P8 an outcome that cannot be journalled stops the writing; all are told what came of them', async () => {
    const house = houseOf();
    house.access.writeFaults.set(E1, ['lost-before']);
    let calls = 0;
    house.journal.recordOutcome = () => {
      calls += 1;
      return Promise.reject(new Error('no disk'));
    };
    const result = await house.run();
    expect(result.actions).toHaveLength(4);
    expect(calls).toBe(1);
    expect(house.clock.waits).toEqual([]);
    expect(result).toMatchObject({ result: 'failed', troubles: [{ code: 'bug' }] });
  });

  it('P8 an intent that cannot be journalled stops the writing; the first cause is told, whatever comes after it', async () => {
    const house = houseOf();
    const abort = aborting();
    house.journal.recordIntent = () => {
      abort.aborted = true;
      return Promise.reject(new Error('no disk'));
    };
    const result = await house.run({ abort });
    expect(result.actions.map((one) => [one.outcome, one.trouble?.code, ...stamped(one)])).toEqual(
      Array.from({ length: 4 }, () => ['failed', 'bug', null, null]),
    );
    expect([house.access.writes, house.access.membershipWrites]).toEqual([[], []]);
    expect(result.troubles.map((one) => one.code)).toEqual(['bug']);
    expect(result.bookings?.completeness).toBe('complete');
  });

  it('P11 the first cause is told also where a sleep comes after it', async () => {
    const house = houseOf();
    house.journal.recordIntent = () => {
      house.advanceMinutes(16);
      return Promise.reject(new Error('no disk'));
    };
    const result = await house.run();
    expect(result.actions.map((one) => one.trouble?.code)).toEqual(['bug', 'bug', 'bug', 'bug']);
    expect(result.troubles.map((one) => one.code)).toEqual(['bug']);
  });

  it('what was read is in the result, also where nothing was written: dry, without a journal, without bookings', async () => {
    const house = houseOf();
    expect((await house.plan()).bookings?.bookings).toHaveLength(2);
    house.journal.isFull = true;
    expect((await house.run()).bookings?.bookings).toHaveLength(2);
    expect((await house.run({ trigger: 'refill' })).bookings).toBeNull();
    house.journal.isFull = false;
    const abort = aborting();
    abort.aborted = true;
    for (const ending of [{ abort }, {}]) {
      house.access.isDown = ending.abort === undefined;
      expect(await house.run({ trigger: 'refill', ...ending })).toMatchObject({
        result: 'failed',
        bookings: null,
        plan: null,
      });
    }
  });

  it('what is blocked is told by the plan alone, unless it blocks everything', async () => {
    const house = houseOf();
    house.access.exceptions.delete(E1);
    house.access.groups.clear();
    const { troubles, plan } = await house.run();
    expect(plan?.blocked).toHaveLength(2);
    expect(troubles.map((one) => one.context)).toEqual([{}]);
  });

  it('W1 a consent to the plan that was shown is remembered; to another plan it is told, and counts for nothing', async () => {
    const house = houseOf();
    house.access.edit(E1, [meeting('18:00', '19:00')]);
    const shown = await house.plan();
    const other = await house.run({ acceptPlanHash: 'another' });
    expect(other.troubles).toEqual([{ code: 'plan-changed', context: {} }]);
    expect(house.journal.memory.answers).toEqual([]);
    expect((await house.run()).troubles).toEqual([]);
    // Nothing is asked: then no consent is needed, and none is missed.
    const calm = houseOf();
    expect((await calm.run({ acceptPlanHash: 'another' })).troubles).toEqual([]);
    const again = await house.plan();
    house.advanceMinutes(1);
    expect((await house.run({ acceptPlanHash: again.plan!.hash })).result).toBe('equal');
    expect(house.journal.memory.answers).toEqual([
      { hash: shown.plan?.consents[0]?.hash, answer: 'confirmed', at: house.clock.now() },
    ]);
  });

  it('holds are those of the last plan, and an answer takes its own away; what cannot be confirmed cannot be answered', async () => {
    const house = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1', { longestOpeningHours: 1 })], { managed: [aManaged('e1')] }),
      bookings: [aBooking('b1', 'r1', meeting('13:00', '16:00')), aBooking('b2', 'r1', meeting('17:00', '20:00'))],
    });
    await house.run();
    const [first, second] = house.engine.holds();
    expect(await house.engine.answerHold(first!.hash, 'confirmed')).toBe(true);
    expect(house.engine.holds()).toEqual([second]);
    expect(house.journal.memory.answers).toEqual([{ hash: first!.hash, answer: 'confirmed', at: t('08:00') }]);
    // Without a plan, what was shown last is still shown.
    house.access.isDown = true;
    await house.run();
    expect(house.engine.holds()).toEqual([second]);
    house.access.isDown = false;
    await house.run();
    house.source.lasting = { kind: 'partial', lost: () => false };
    house.source.change(bookingId('b1'), { status: 'cancelled' });
    await house.run();
    const kept = house.engine.holds().find((one) => !one.canBeConfirmed);
    expect(kept?.reason).toBe('incomplete-reading');
    expect(await house.engine.answerHold(kept!.hash, 'confirmed')).toBe(false);
  });

  it('an answer given late in a run is saved with it', async () => {
    const house = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1', { longestOpeningHours: 1 })]),
      bookings: [aBooking('b1', 'r1', meeting('13:00', '16:00'))],
    });
    await house.run();
    const { hash } = house.engine.holds()[0]!;
    const observe = house.access.observe.bind(house.access);
    house.access.observe = async (zone) => {
      await house.engine.answerHold(hash, 'confirmed');
      return observe(zone);
    };
    const result = await house.run();
    expect(house.journal.memory.answers).toMatchObject([{ hash, answer: 'confirmed' }]);
    expect(house.logger.lines.at(-1)?.fields).toMatchObject({ holds: result.plan!.holds.length });
    expect(house.logger.lines[0]?.fields).toMatchObject({ holds: 1 });
  });

  it('an answer given while the end of a run is journalled is saved with the next', async () => {
    const house = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1', { longestOpeningHours: 1 })]),
      bookings: [aBooking('b1', 'r1', meeting('13:00', '16:00'))],
    });
    await house.run();
    const { hash } = house.engine.holds()[0]!;
    const finish = house.journal.finishRun.bind(house.journal);
    house.journal.finishRun = async (result, memory) => {
      await finish(result, memory);
      await house.engine.answerHold(hash, 'confirmed');
    };
    await house.run();
    house.journal.finishRun = finish;
    await house.run();
    expect(house.journal.memory.answers).toMatchObject([{ hash, answer: 'confirmed' }]);
  });

  it('P18 before any run nothing is held; an answer to a dry run alone is saved at once', async () => {
    const house = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1', { longestOpeningHours: 1 })]),
      bookings: [aBooking('b1', 'r1', meeting('13:00', '16:00'))],
    });
    expect(house.engine.holds()).toEqual([]);
    await house.plan();
    const { hash } = house.engine.holds()[0]!;
    await house.engine.answerHold(hash, 'confirmed');
    expect(house.journal.memory.answers).toMatchObject([{ hash, answer: 'confirmed' }]);
  });

  it('an answer that could not be kept is asked again, and takes no other question with it', async () => {
    const house = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1', { longestOpeningHours: 1 })]),
      bookings: [aBooking('b1', 'r1', meeting('13:00', '16:00')), aBooking('b2', 'r1', meeting('17:00', '20:00'))],
    });
    await house.run();
    const [first, second] = house.engine.holds();
    house.journal.isFull = true;
    await expect(house.engine.answerHold(first!.hash, 'confirmed')).rejects.toMatchObject({
      code: 'journal-unwritable',
    });
    expect(house.engine.holds()).toEqual([second, first]);
    house.journal.isFull = false;
    await house.engine.answerHold(second!.hash, 'confirmed');
    expect((await house.run()).plan?.holds).toEqual([first]);
  });

  it('R1 D6 a dispute over the house’s zone forgets nothing of what is asked', async () => {
    const house = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1', { longestOpeningHours: 1 })]),
      bookings: [aBooking('b1', 'r1', meeting('13:00', '16:00'))],
    });
    await house.run();
    house.advanceMinutes(10);
    house.access.zone = 'Europe/London';
    await house.run();
    house.access.zone = 'Europe/Copenhagen';
    expect((await house.run()).plan?.holds[0]?.since).toBe(t('08:00'));
  });

  it('W6 P12 neither a new process nor an earlier answer ends a stop: a new fight is a new stop', async () => {
    const house = houseOf();
    await house.run();
    const fight = async () => {
      for (let time = 0; time < 4; time++) {
        house.access.edit(E1, [meeting('20:00', '21:00')]);
        await house.run();
      }
      return (await house.run()).plan?.blocked.length;
    };
    expect(await fight()).toBe(1);
    house.restart();
    expect((await house.run()).plan?.blocked).toHaveLength(1);
    house.engine.resumeStopped();
    expect((await house.run()).plan?.blocked).toEqual([]);
    expect(await fight()).toBe(1);
  });

  it('answers given in runs that could not keep them wait for one that can, whatever is answered meanwhile', async () => {
    const house = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1', { longestOpeningHours: 1 })]),
      bookings: [aBooking('b1', 'r1', meeting('13:00', '16:00')), aBooking('b2', 'r1', meeting('17:00', '20:00'))],
    });
    await house.run();
    const [first, second] = house.engine.holds();
    // The journal can be written, but not read: what it holds is not known, so nothing is put over it.
    house.journal.isDamaged = true;
    const running = house.run();
    await house.engine.answerHold(first!.hash, 'confirmed');
    await running;
    house.journal.isDamaged = false;
    expect(house.journal.memory.answers).toEqual([]);
    await house.engine.answerHold(second!.hash, 'confirmed');
    await house.run();
    expect(house.journal.memory.answers.map((one) => one.hash).sort()).toEqual([first!.hash, second!.hash].sort());
  });

  it('an answer given in a run that is not kept is kept by the next', async () => {
    const house = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1', { longestOpeningHours: 1 })]),
      bookings: [aBooking('b1', 'r1', meeting('13:00', '16:00'))],
    });
    await house.run();
    const { hash } = house.engine.holds()[0]!;
    const running = house.run();
    await house.engine.answerHold(hash, 'confirmed');
    house.journal.isFull = true;
    await running;
    expect(house.journal.memory.answers).toEqual([]);
    house.journal.isFull = false;
    expect((await house.run()).result).toBe('equal');
    expect(house.journal.memory.answers).toMatchObject([{ hash }]);
  });

  it('W6 a stop that a person ends is over with the next run that is kept, and only then', async () => {
    const house = houseOf();
    await house.run();
    const theirs = [meeting('20:00', '21:00')];
    for (let time = 0; time < 4; time++) {
      house.access.edit(E1, theirs);
      await house.run();
    }
    const blocked = async () => (await house.run()).plan?.blocked.length;
    expect(await blocked()).toBe(1);
    house.engine.resumeStopped();
    house.journal.isFull = true;
    expect(await blocked()).toBe(0);
    house.journal.isFull = false;
    expect(await blocked()).toBe(0);
    expect(house.access.periodsOf(E1)).toEqual([OPEN]);
    expect(house.journal.memory.restorations).toHaveLength(1);
  });
});

describe('P11 time passes in a run', () => {
  const slow = (house: House, minutes: number): void => {
    for (const [port, name] of [
      [house.source, 'readBookings'],
      [house.access, 'observe'],
      [house.access, 'observePeople'],
    ] as const) {
      const methods = port as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
      const method = methods[name]!.bind(port);
      methods[name] = async (...args) => {
        const answer = await method(...args);
        house.advanceMinutes(minutes);
        return answer;
      };
    }
  };

  it('P11 each step may take a quarter of an hour: only a single one that takes longer is a sleep', async () => {
    const house = houseOf();
    slow(house, 14);
    expect((await house.run()).troubles).toEqual([]);
    expect(house.access.writes).toHaveLength(2);
    const asleep = houseOf();
    slow(asleep, 16);
    const result = await asleep.run();
    expect(result).toMatchObject({ result: 'failed', troubles: [{ code: 'run-interrupted' }] });
    expect(result.bookings?.bookings).toHaveLength(2);
    expect(await asleep.run({ trigger: 'refill' })).toMatchObject({
      bookings: null,
      troubles: [{ code: 'run-interrupted' }],
    });
  });

  it('P11 with nothing to write a sleep is no trouble', async () => {
    const house = houseOf();
    await house.run();
    slow(house, 16);
    expect((await house.run()).troubles).toEqual([]);
  });
});

describe('P10 bounded effort', () => {
  it('W2 W10 one bad exception never stops the others', async () => {
    const house = houseOf();
    house.access.writeFaults.set(E1, ['throws', 'throws', 'throws']);
    const result = await house.run();
    expect(short(resultOf(result, 'e2'))).toMatchObject({ outcome: 'confirmed' });
    expect(house.access.periodsOf(E2)).toEqual([OPEN]);
  });
});
