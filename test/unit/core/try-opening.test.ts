import { describe, expect, it } from 'vitest';
import { tryOpening, withoutOpening } from '../../../electron/core/try-opening';
import type { Abort } from '../../../electron/sync/ports';
import { exceptionId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { MINUTE_MS, addMinutes, addMs } from '../../../shared/time';
import { COPENHAGEN, at, between } from '../../builders';
import { FakeAccessControl, FakeClock } from '../../fakes';

const NOW = addMs(at('2026-11-23T10:00'), 20_000);
const ID = exceptionId('7');
const OPENING = between('2026-11-23T10:01', '10:03');

/** A clock that ends the wish when its time has come. */
class ClockWithStop extends FakeClock {
  readonly abort = new AbortController();

  constructor(
    now: Instant,
    private readonly stopAt: Instant | null,
  ) {
    super(now);
  }

  override wait(milliseconds: number, abort: Abort | null): Promise<void> {
    const done = super.wait(milliseconds, abort);
    if (this.stopAt !== null && this.now() >= this.stopAt) this.abort.abort();
    return done;
  }
}

function anAccess(
  periods: readonly Period[] = [],
  options: { readonly stopAt?: Instant; readonly maxPeriods?: number } = {},
) {
  const clock = new ClockWithStop(NOW, options.stopAt ?? null);
  const access = new FakeAccessControl(clock);
  access.add(ID, { periods, maxPeriods: options.maxPeriods ?? 8 });
  const progress: string[] = [];
  const programEnd = new AbortController();
  const call = {
    abort: clock.abort.signal,
    onProgress: (done: number, total: number) => progress.push(`${done}/${total}`),
  };
  const open = (more: { exceptionId?: string; houseZone?: string | null } = {}) =>
    tryOpening(access, clock, { exceptionId: '7', places: 8, houseZone: COPENHAGEN, ...more }, call, programEnd.signal);
  return { clock, access, progress, open, programEnd };
}

describe('the two-minute opening', () => {
  it('W9 writes its start and end at once, two whole minutes from the next minute boundary, and leaves nothing of ours', async () => {
    const later = between('2026-11-23T12:00', '13:00');
    const { access, open, clock, progress } = anAccess([later]);
    expect(await open()).toEqual({ kind: 'try-opening', exceptionId: '7', period: OPENING, isConfirmed: true });
    expect(access.writes).toEqual([
      { exceptionId: '7', periods: [OPENING, later] },
      { exceptionId: '7', periods: [later] },
    ]);
    expect(access.periodsOf(ID)).toEqual([later]);
    expect(clock.now()).toBeGreaterThanOrEqual(OPENING.to);
    expect(progress.length).toBeGreaterThan(100);
  });

  it('touches one exception only, and one that is merged by the server gets its own bounds back', async () => {
    const next = between('2026-11-23T10:03', '11:00');
    const { access, open } = anAccess([next]);
    access.habit = 'merges';
    access.add(exceptionId('8'), { periods: [next] });
    expect(await open()).toMatchObject({ isConfirmed: true });
    expect(access.periodsOf(ID)).toEqual([next]);
    expect(access.writes.every(({ exceptionId: id }) => id === '7')).toBe(true);
  });

  it('W9 is refused where lists are handed over by file: nothing of it would reach UniLock', async () => {
    const { access, open } = anAccess();
    access.handOver = () => Promise.resolve({ kind: 'accepted', version: null });
    await expect(open()).rejects.toMatchObject({ code: 'try-not-by-file' });
    expect(access.writes).toEqual([]);
  });

  it('is refused without a write when it has no free place, is open already, is missing, or the zone is in dispute', async () => {
    const far = (hour: number) => between(`2026-11-23T${hour}:00`, `${hour}:30`);
    const full = anAccess([far(12), far(14)], { maxPeriods: 2 });
    await expect(full.open()).rejects.toMatchObject({ code: 'no-free-place', context: { places: 2 } });
    const running = anAccess([between('2026-11-23T09:00', '10:02')]);
    await expect(running.open()).rejects.toMatchObject({ code: 'already-open' });
    await expect(anAccess().open({ exceptionId: '99' })).rejects.toMatchObject({ code: 'mapping-target-missing' });
    await expect(anAccess().open({ houseZone: 'Europe/London' })).rejects.toMatchObject({ code: 'zone-unsettled' });
    const down = anAccess();
    down.access.isDown = true;
    await expect(down.open()).rejects.toMatchObject({ code: 'connection-refused' });
    for (const { access } of [full, running, down]) expect(access.writes).toEqual([]);
  });

  it('an ended period neither takes a place nor is written back', async () => {
    const { access, open } = anAccess([between('2026-11-23T08:00', '09:00')], { maxPeriods: 1 });
    await open();
    expect(access.periodsOf(ID)).toEqual([]);
  });

  it('says when UniLock did not show it, and a refused or conflicting write is told', async () => {
    const silent = anAccess();
    silent.access.readFaults.push(...(['lags', 'lags'] as const));
    expect(await silent.open()).toMatchObject({ isConfirmed: false });
    for (const [fault, code] of [
      ['refused', 'write-refused'],
      ['conflict', 'write-conflict'],
    ] as const) {
      const { access, open } = anAccess();
      access.writeFaults.set(ID, [fault]);
      await expect(open()).rejects.toMatchObject({ code });
    }
  });

  it('cancelled before it begins it is taken back at once', async () => {
    const { access, open, clock } = anAccess([], { stopAt: addMs(NOW, 5_000) });
    await open();
    expect(clock.now()).toBeLessThan(OPENING.from);
    expect(access.periodsOf(ID)).toEqual([]);
  });

  it('W4 cancelled in the middle it stays to its own end, because a period cut short can arm an alarm, and is taken back there', async () => {
    const { access, open, clock } = anAccess([], { stopAt: addMinutes(OPENING.from, 1) });
    access.onWritten = (_id, _before, after) =>
      expect(after.length === 1 || clock.now() >= OPENING.to, 'cut before its end').toBe(true);
    await open();
    expect(clock.now()).toBeGreaterThanOrEqual(OPENING.to);
    expect(access.writes.map(({ periods }) => periods)).toEqual([[OPENING], []]);
  });

  it('W9 when the program ends in the middle of it nobody waits: it ends by itself', async () => {
    const { access, open, clock, programEnd } = anAccess([], { stopAt: addMinutes(OPENING.from, 1) });
    clock.abort.signal.addEventListener('abort', () => programEnd.abort());
    await open();
    expect(clock.now()).toBeLessThan(OPENING.to);
    expect(access.periodsOf(ID)).toEqual([OPENING]);
    expect(access.writes).toHaveLength(1);
  });

  it('what another hand added meanwhile stays', () => {
    const now = OPENING.to;
    const foreign = between('2026-11-23T10:00', '12:00');
    expect(withoutOpening([foreign], OPENING, [], now)).toEqual([foreign]);
    const added = between('2026-11-23T15:00', '16:00');
    expect(withoutOpening([OPENING, added], OPENING, [], addMs(now, -MINUTE_MS))).toEqual([added]);
  });
});
