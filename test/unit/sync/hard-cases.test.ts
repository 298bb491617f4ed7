import { describe, expect, it } from 'vitest';
import type { Period } from '../../../shared/time';
import { addMinutes, DAY_MS } from '../../../shared/time';
import { bookingId, exceptionId, roomId } from '../../../shared/ids';
import { aBooking, aHouse, aLine, aManaged, aPolicy, at, between } from '../../builders';

const DAY = '2026-11-23';
const t = (clock: string) => at(`${DAY}T${clock}`);
const meeting = (from: string, to: string) => between(`${DAY}T${from}`, to);
const E1 = exceptionId('e1');
const MANY_RUNS = 60;

describe('what a reading or a server may do to us', () => {
  it('R3 M2 P13 a booking that cannot be understood is not open: the house is not ready, and says why', async () => {
    const here = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1')]),
      bookings: [aBooking('b1', 'r1', meeting('13:00', '14:00')), aBooking('b2', 'r1', meeting('16:00', '17:00'))],
    });
    here.source.lasting = { kind: 'rejected', bookingId: bookingId('b2'), tells: 'room' };
    const result = await here.run();
    expect(here.access.periodsOf(E1)).toEqual([meeting('12:50', '14:10')]);
    expect(result.result).toBe('different');
    expect(result.troubles).toMatchObject([
      { code: 'reading-partial', context: { side: 'bookings', reason: 'rejected', rejected: 1, roomId: 'r1' } },
    ]);
    here.source.lasting = null;
    expect(await here.run()).toMatchObject({ result: 'equal', troubles: [] });
  });

  it('M1 W10 a server that accepts and does not keep is not written to ever more, and memory does not grow with it', async () => {
    const here = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1')]),
      bookings: [1, 2, 3].map((n) => aBooking(`b${n}`, 'r1', meeting(`1${n}:30`, `1${n}:45`))),
    });
    here.access.onWritten = (id, _before, after) => here.access.edit(id, after.slice(0, 1));
    for (let run = 0; run < MANY_RUNS; run++) {
      await here.run();
      here.advanceMinutes(1);
    }
    expect(here.access.writes.length).toBeLessThanOrEqual((MANY_RUNS / 5) * 3);
    expect((await here.journal.loadMemory()).intents).toHaveLength(1);
  });

  it('M1 lists that differ each time and are never kept: the last few are remembered', async () => {
    const here = aHouse({ now: t('08:00'), policy: aPolicy([aLine('r1', 'e1')]) });
    here.access.onWritten = (id) => here.access.edit(id, []);
    for (let run = 0; run < 20; run++) {
      here.source.set(aBooking(`b${run}`, 'r1', { from: t('20:00'), to: addMinutes(t('21:00'), run) }));
      await here.run();
      here.advanceMinutes(5);
    }
    const { intents } = await here.journal.loadMemory();
    expect(intents).toHaveLength(5);
    expect(intents.at(-1)?.periods.map(({ period }) => period)).toEqual([
      { from: t('19:50'), to: addMinutes(t('21:10'), 19) },
    ]);
  });

  it('W6 P12 another writer that is always quicker than our reading back is noticed too, and not fought', async () => {
    const here = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1')]),
      bookings: [aBooking('b1', 'r1', meeting('13:00', '14:00'))],
    });
    await here.run();
    here.source.set(aBooking('b2', 'r1', meeting('15:00', '16:00')));
    here.access.onWritten = (id) => here.access.edit(id, [meeting('20:00', '21:00')]);
    for (let run = 0; run < MANY_RUNS; run++) {
      await here.run();
      here.advanceMinutes(1);
    }
    // The first write, our own change, and three restorations.
    expect(here.access.writes).toHaveLength(5);
    const { plan, result } = await here.run();
    expect(plan?.blocked.map(({ trouble }) => trouble.code)).toEqual(['other-writer']);
    expect(result).toBe('different');
  });

  it('P8 a lost answer, then the same write again: neither is taken for another writer', async () => {
    const here = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1')]),
      bookings: [aBooking('b1', 'r1', meeting('13:00', '14:00'))],
    });
    await here.run();
    for (const faults of [['lost-before'], ['lost-after'], ['lost-before', 'lost-after']] as const) {
      here.source.set(aBooking(`more${faults.length}${faults[0]}`, 'r1', meeting('15:00', '16:00')));
      here.source.change(bookingId('b1'), { period: meeting('13:00', `14:${10 + faults.join('').length}`) });
      here.access.writeFaults.set(E1, [...faults]);
      expect((await here.run()).result).toBe('equal');
      here.restart();
      here.advanceMinutes(6);
    }
    expect((await here.journal.loadMemory()).restorations).toEqual([]);
  });

  it("R2 W6 another's kept period that began years ago does not make us read years of bookings", async () => {
    const here = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1')], { managed: [aManaged('e1', { foreignEdits: 'keep' })] }),
      bookings: [aBooking('b1', 'r1', meeting('13:00', '14:00'))],
    });
    const years: Period = { from: at('2019-01-01T00:00'), to: at('2030-01-01T00:00') };
    here.access.edit(E1, [years]);
    await here.run();
    const { bookings, result } = await here.run();
    expect(bookings?.window.from).toBe(t('08:00') - DAY_MS);
    expect(result).toBe('equal');
    expect(here.access.periodsOf(E1)).toContainEqual(years);
  });

  it('W7 a room taken out while UniLock refuses: what it opened beside another room goes once it can, and is never held as vanished', async () => {
    const both = aPolicy([aLine('r1', 'e1'), aLine('r2', 'e1')]);
    const here = aHouse({
      now: t('08:00'),
      policy: both,
      bookings: [aBooking('b1', 'r1', meeting('13:00', '14:00')), aBooking('b2', 'r2', meeting('14:00', '16:00'))],
    });
    await here.run();
    here.policy = { ...both, rooms: [roomId('r1')], lines: both.lines.slice(0, 1) };
    here.access.writeFaults.set(E1, ['refused']);
    expect((await here.run()).result).toBe('different');
    expect(here.access.periodsOf(E1)).toEqual([meeting('12:50', '16:10')]);
    expect(await here.run()).toMatchObject({ result: 'equal', plan: { holds: [] } });
    expect(here.access.periodsOf(E1)).toEqual([meeting('12:50', '14:10')]);
  });

  it('P6 W7 UniLock lists nothing at all while an exception is given back: it is not forgotten, and emptied of ours when it is there again', async () => {
    const both = aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')]);
    const here = aHouse({
      now: t('08:00'),
      policy: both,
      bookings: [aBooking('b1', 'r1', meeting('13:00', '14:00')), aBooking('b2', 'r2', meeting('14:00', '16:00'))],
    });
    await here.run();
    here.policy = { ...both, lines: both.lines.slice(0, 1), managed: both.managed.slice(0, 1) };
    const listed = new Map(here.access.exceptions);
    here.access.exceptions.clear();
    expect((await here.run()).result).toBe('different');
    for (const [id, one] of listed) here.access.exceptions.set(id, one);
    expect((await here.run()).result).toBe('equal');
    expect(here.access.periodsOf(exceptionId('e2'))).toEqual([]);
    expect(here.access.periodsOf(E1)).toEqual([meeting('12:50', '14:10')]);
  });

  it("W6 keep: another's period that overlaps ours, or lies inside it, stays whole when our booking is cancelled", async () => {
    const here = aHouse({
      now: t('08:00'),
      policy: aPolicy([aLine('r1', 'e1')], { managed: [aManaged('e1', { foreignEdits: 'keep' })] }),
      bookings: [aBooking('b1', 'r1', meeting('13:00', '16:00'))],
    });
    await here.run();
    const theirs = [meeting('15:00', '18:00'), meeting('13:30', '14:00')];
    here.access.edit(E1, [...here.access.periodsOf(E1), ...theirs]);
    expect((await here.run()).result).toBe('equal');
    here.source.change(bookingId('b1'), { status: 'cancelled' });
    expect((await here.run()).result).toBe('equal');
    expect([...here.access.periodsOf(E1)].sort((a, b) => a.from - b.from)).toEqual([theirs[1], theirs[0]]);
  });
});
