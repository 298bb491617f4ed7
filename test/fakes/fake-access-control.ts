import type { AccessReading, ObservedException, WriteAnswer } from '../../electron/sync/model';
import type { AccessControl, Clock } from '../../electron/sync/ports';
import type { ExceptionId } from '../../shared/ids';
import type { Period, ZoneName } from '../../shared/time';
import { floorMinute } from '../../shared/time';

export type WriteFault = 'refused' | 'conflict' | 'lost-before' | 'lost-after' | 'throws';

export interface FakeException {
  readonly id: ExceptionId;
  readonly name: string;
  maxPeriods: number | null;
  version: number;
  periods: readonly Period[];
}

/** How the server rewrites what it is given (W3: still equal). */
export type Habit = 'as-given' | 'merges' | 'sorts-backwards' | 'cuts-seconds';

/** A UniLock in memory, with versions. Faults are per exception, one per write, in order. */
export class FakeAccessControl implements AccessControl {
  canReadBack = true;
  zone: ZoneName | null = 'Europe/Copenhagen';
  habit: Habit = 'as-given';
  readonly exceptions = new Map<ExceptionId, FakeException>();
  readonly writeFaults = new Map<ExceptionId, WriteFault[]>();
  /** One per reading, in order. partial: the last exception is missing. lags: as before the last write. */
  readonly readFaults: ('unreadable' | 'partial' | 'throws' | 'lags')[] = [];
  clockSkewMs: number | null = 0;
  isDown = false;
  reads = 0;
  readonly writes: { readonly exceptionId: ExceptionId; readonly periods: readonly Period[] }[] = [];
  /** Called after every write that changed something, before its answer. */
  onWritten: ((id: ExceptionId, before: readonly Period[], after: readonly Period[]) => void) | null = null;
  /** Set to prove that nothing is written. */
  areWritesForbidden = false;
  private previous = new Map<ExceptionId, readonly Period[]>();

  constructor(private readonly clock: Clock) {}

  add(id: ExceptionId, options: Partial<Pick<FakeException, 'name' | 'maxPeriods' | 'periods'>> = {}): void {
    this.exceptions.set(id, {
      id,
      name: options.name ?? `Exception ${id}`,
      maxPeriods: options.maxPeriods === undefined ? 8 : options.maxPeriods,
      version: 1,
      periods: options.periods ?? [],
    });
  }

  periodsOf(id: ExceptionId): readonly Period[] {
    return this.exceptions.get(id)?.periods ?? [];
  }

  /** As another hand does it. */
  edit(id: ExceptionId, periods: readonly Period[]): void {
    const exception = this.exceptions.get(id);
    if (exception === undefined) throw new Error(`no exception ${id}`);
    exception.periods = periods;
    exception.version += 1;
  }

  async observe(houseZone: ZoneName | null): Promise<AccessReading> {
    this.reads += 1;
    const fault = this.isDown ? 'unreadable' : this.readFaults.shift();
    if (fault === 'throws') throw new Error('a bug in an adapter');
    const isUnreadable = fault === 'unreadable' || (this.zone === null && houseZone === null);
    const all = [...this.exceptions.values()].map((one): ObservedException => ({
      id: one.id,
      name: one.name,
      maxPeriods: one.maxPeriods,
      version: String(one.version),
      periods: fault === 'lags' ? (this.previous.get(one.id) ?? one.periods) : one.periods,
    }));
    return {
      readAt: this.clock.now(),
      completeness: isUnreadable ? 'unreadable' : fault === 'partial' ? 'partial' : 'complete',
      exceptions: isUnreadable ? [] : fault === 'partial' ? all.slice(0, -1) : all,
      zone: isUnreadable ? null : this.zone,
      rejected: [],
      clockSkewMs: isUnreadable ? null : this.clockSkewMs,
      troubles: isUnreadable ? [{ code: 'connection-refused', context: {} }] : [],
    };
  }

  async writePeriods(write: {
    readonly exceptionId: ExceptionId;
    readonly periods: readonly Period[];
    readonly version: string | null;
  }): Promise<WriteAnswer> {
    if (this.areWritesForbidden) throw new Error(`a write to ${write.exceptionId} where none may be`);
    this.writes.push({ exceptionId: write.exceptionId, periods: write.periods });
    const lost: WriteAnswer = {
      kind: 'unanswered',
      trouble: { code: 'timed-out', context: { exceptionId: write.exceptionId } },
    };
    const refused: WriteAnswer = {
      kind: 'refused',
      trouble: { code: 'write-refused', context: { exceptionId: write.exceptionId } },
    };
    if (this.isDown) return lost;
    const fault = this.writeFaults.get(write.exceptionId)?.shift();
    if (fault === 'throws') throw new Error('a bug in an adapter');
    if (fault === 'lost-before') return lost;
    if (fault === 'refused') return refused;
    const exception = this.exceptions.get(write.exceptionId);
    if (exception === undefined) return refused;
    if (fault === 'conflict' || (write.version !== null && write.version !== String(exception.version))) {
      return { kind: 'conflict' };
    }
    if (exception.maxPeriods !== null && write.periods.length > exception.maxPeriods) return refused;
    if (write.periods.some((one) => !(one.from < one.to))) return refused;
    const before = exception.periods;
    this.previous.set(exception.id, before);
    exception.periods = rewrite(write.periods, this.habit);
    exception.version += 1;
    this.onWritten?.(exception.id, before, exception.periods);
    return fault === 'lost-after' ? lost : { kind: 'accepted', version: String(exception.version) };
  }
}

function rewrite(periods: readonly Period[], habit: Habit): readonly Period[] {
  switch (habit) {
    case 'as-given':
      return periods;
    case 'sorts-backwards':
      return [...periods].sort((a, b) => b.from - a.from);
    case 'cuts-seconds':
      return periods.map(({ from, to }) => ({ from: floorMinute(from), to: floorMinute(to) }));
    case 'merges': {
      const merged: Period[] = [];
      for (const next of [...periods].sort((a, b) => a.from - b.from)) {
        const last = merged.at(-1);
        if (last !== undefined && next.from <= last.to) {
          merged[merged.length - 1] = { from: last.from, to: next.to > last.to ? next.to : last.to };
        } else merged.push(next);
      }
      return merged;
    }
  }
}
