import type { AccessConnector } from '../../../electron/core/core-api';
import type { Building } from '../../../electron/simulator';
import type { StruckFaults } from '../../../electron/simulator/faults';
import { createFaultPlan } from '../../../electron/simulator/faults';
import type { AccessReading, ObservedException, WriteAnswer } from '../../../electron/sync/model';
import type { Trouble } from '../../../shared/errors';
import type { ExceptionId } from '../../../shared/ids';
import { MINUTE_MS, wallFromInstant } from '../../../shared/time';
import { readTrouble } from './in-process-pronestor';
import type { InProcessServer, PcTime } from './servers';

/** Speaks the port as the connector does against the simulator (`test/contract/ports`), without the wire: same world, same faults. */
export function createInProcessUnilock(building: Building, pc: PcTime): InProcessServer<AccessConnector> {
  const faults = createFaultPlan();
  let isDown = false;
  const lagging = new Map<ExceptionId, { readonly before: ObservedException; left: number }>();

  const shown = (id: ExceptionId): ObservedException => {
    const { name, maxPeriods, version } = building.exception(id);
    // The record has the list as instants already: wall times are dear to read.
    const periods = building.record().exceptionChanges.get(id)?.at(-1)?.periods ?? [];
    return { id, name, maxPeriods, version: String(version), periods: periods.filter(({ from, to }) => from < to) };
  };
  const lateOrNow = (id: ExceptionId): ObservedException => {
    const lag = lagging.get(id);
    if (lag === undefined) return shown(id);
    lag.left -= 1;
    if (lag.left <= 0) lagging.delete(id);
    return lag.before;
  };
  const waited = async (struck: StruckFaults): Promise<StruckFaults> => {
    const slow = struck.get('slow');
    if (slow !== undefined) await pc.elapse(slow.milliseconds);
    return struck;
  };

  async function write(
    exceptionId: ExceptionId,
    struck: StruckFaults,
    save: (version: string | null) => ReturnType<Building['savePeriods']>,
    version: string | null,
  ): Promise<WriteAnswer> {
    const about = (code: Trouble['code']): Trouble => ({ code, context: { exceptionId } });
    const wrong = readTrouble(struck);
    if (wrong !== null) {
      const isNotDone = wrong.code === 'access-denied' || wrong.code === 'too-many-requests';
      return { kind: isNotDone ? 'refused' : 'unanswered', trouble: about(wrong.code) };
    }
    if (struck.get('refusal') !== undefined) return { kind: 'refused', trouble: about('write-refused') };
    if (!building.exceptions().some(({ id }) => id === exceptionId))
      return { kind: 'refused', trouble: about('not-found') };
    const conflict = struck.get('version-conflict');
    if (conflict !== undefined) {
      const periods = conflict.periods ?? shown(exceptionId).periods;
      building.editByHand({ exceptionId, periods, at: pc.trueNow() });
      if (version === null) return { kind: 'conflict' };
    }
    const before = shown(exceptionId);
    const verdict = save(version);
    const lag = struck.get('lagging-read');
    if (lag !== undefined && verdict.kind === 'saved') lagging.set(exceptionId, { before, left: lag.reads });
    if (struck.get('answer-lost') !== undefined) return { kind: 'unanswered', trouble: about('connection-lost') };
    switch (verdict.kind) {
      case 'saved':
        return { kind: 'accepted', version: String(verdict.version) };
      case 'conflict':
        return { kind: 'conflict' };
      default:
        return { kind: 'refused', trouble: about('write-refused') };
    }
  }

  const connector: AccessConnector = {
    canReadBack: true,
    handOver: null,
    check: () => Promise.reject(new Error('nobody is looking')),
    async observe() {
      const unreadable = (troubles: readonly Trouble[]): AccessReading => ({
        readAt: pc.now(),
        completeness: 'unreadable',
        exceptions: [],
        zone: null,
        rejected: [],
        clockSkewMs: isDown ? null : skew,
        troubles,
      });
      let skew = Math.round(-pc.offsetMs());
      if (isDown) return unreadable([{ code: 'connection-refused', context: {} }]);
      const info = await waited(faults.take({ operation: 'info' }));
      const noInfo = readTrouble(info);
      skew = Math.round((info.get('wrong-clock')?.minutes ?? 0) * MINUTE_MS - pc.offsetMs());
      if (noInfo !== null) return unreadable([noInfo]);
      const struck = await waited(faults.take({ operation: 'exceptions' }));
      const wrong = readTrouble(struck);
      if (wrong !== null) return unreadable([wrong]);
      const isEmpty = struck.get('empty-list') !== undefined;
      return {
        readAt: pc.now(),
        completeness: 'complete',
        exceptions: isEmpty ? [] : building.exceptions().map(({ id }) => lateOrNow(id)),
        zone: building.zone,
        rejected: [],
        clockSkewMs: skew,
        troubles: [],
      };
    },
    async writePeriods({ exceptionId, periods, version, zone }) {
      if (isDown) return { kind: 'unanswered', trouble: { code: 'connection-refused', context: { exceptionId } } };
      const struck = await waited(faults.take({ operation: 'write-periods', exceptionId }));
      const walls = periods.map(({ from, to }) => ({
        from: wallFromInstant(from, zone),
        to: wallFromInstant(to, zone),
      }));
      const save = (expectedVersion: string | null) =>
        building.savePeriods({ exceptionId, periods: walls, expectedVersion, at: pc.trueNow() });
      return write(exceptionId, struck, save, version);
    },
    // This house maps no groups yet: nobody asks.
    observePeople: () => Promise.reject(new Error('nobody maps groups here')),
    writeMembership: () => Promise.reject(new Error('nobody maps groups here')),
  };
  return {
    connector,
    faults,
    goDown: () => void (isDown = true),
    comeBack: () => void (isDown = false),
  };
}
