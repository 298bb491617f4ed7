import { describe, expect, it } from 'vitest';
import type { Memory } from '../../../electron/sync/model';
import { EMPTY_MEMORY } from '../../../electron/sync/model';
import { bookingId, exceptionId, meetingId, roomId } from '../../../shared/ids';
import { aBooking, aHouse, aLine, aPolicy, at, between } from '../../builders';

const aQuietHouse = () =>
  aHouse({
    now: at('2026-11-23T08:00'),
    policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')]),
    bookings: [aBooking('b1', 'r1', between('2026-11-23T13:00', '14:00'))],
  });

describe('remembering', () => {
  it('P2 a run that changes nothing leaves the confirmed lists as they were, so that nothing of them is written to the disk', async () => {
    const house = aQuietHouse();
    await house.run();
    const { confirmed } = house.journal.memory;
    expect(confirmed.map((one) => one.exceptionId)).toEqual(['e1', 'e2']);
    house.advanceMinutes(5);
    await house.run();
    expect(house.journal.memory.confirmed).toEqual(confirmed);
    house.source.set(aBooking('b2', 'r1', between('2026-11-23T13:10', '13:50')));
    await house.run();
    const after = house.journal.memory.confirmed;
    // The same bounds, for another reason: that is news.
    expect(after.find((one) => one.exceptionId === exceptionId('e1'))?.periods[0]?.bookings).toEqual(['b1', 'b2']);
    expect(after.find((one) => one.exceptionId === exceptionId('e2'))).toEqual(confirmed[1]);
  });

  it('P2 a booking that is as it was is remembered as the same object, so that a store may skip it; changed in anything it is another', async () => {
    const house = aHouse({
      now: at('2026-11-23T08:00'),
      policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')]),
      bookings: ['b1', 'b2'].map((id) => aBooking(id, 'r1', between('2026-11-23T13:00', '14:00'))),
    });
    // The fake journal copies what it is given; the one on the disk does not.
    let kept: Memory = EMPTY_MEMORY;
    const finish = house.journal.finishRun.bind(house.journal);
    house.journal.finishRun = (result, memory) => {
      kept = memory ?? kept;
      return finish(result, memory);
    };
    house.journal.loadMemory = async () => kept;
    const rememberedAfter = async () => {
      await house.run();
      const [first, second] = kept.reading?.bookings ?? [];
      return { first, second };
    };
    const changes: Parameters<typeof house.source.change>[1][] = [
      { status: 'pending' },
      { meetingId: meetingId('m9') },
      { roomId: roomId('r2') },
      { period: between('2026-11-23T13:00', '14:05') },
      { period: between('2026-11-23T12:55', '14:05') },
      { status: 'unknown' },
    ];
    let before = await rememberedAfter();
    for (const change of changes) {
      house.source.change(bookingId('b2'), change);
      const after = await rememberedAfter();
      expect(after.first).toBe(before.first);
      expect(after.second).not.toBe(before.second);
      expect((await rememberedAfter()).second).toBe(after.second);
      before = after;
    }
  });

  it('P2 a run that changes nothing makes two steps of the journal: its start, and its end together with the memory', async () => {
    const house = aQuietHouse();
    await house.run();
    const steps: string[] = [];
    for (const name of ['startRun', 'saveMemory', 'recordIntent', 'recordOutcome', 'finishRun'] as const) {
      const step = house.journal[name].bind(house.journal) as (...args: unknown[]) => Promise<void>;
      house.journal[name] = (...args: unknown[]) => {
        steps.push(name);
        return step(...args);
      };
    }
    house.advanceMinutes(5);
    await house.run();
    expect(steps).toEqual(['startRun', 'finishRun']);
    expect(house.journal.memory.reading?.readAt).toBe(at('2026-11-23T08:05'));
  });
});
