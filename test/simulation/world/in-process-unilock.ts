import type { AccessConnector } from '../../../electron/core/core-api';
import type { Building } from '../../../electron/simulator';
import type { StruckFaults } from '../../../electron/simulator/faults';
import { createFaultPlan } from '../../../electron/simulator/faults';
import type {
  AccessReading,
  Completeness,
  ObservedException,
  ObservedGroup,
  ObservedMembership,
  Person,
  WriteAnswer,
} from '../../../electron/sync/model';
import type { ErrorContext, Trouble } from '../../../shared/errors';
import type { ExceptionId, GroupId } from '../../../shared/ids';
import type { Period, ZoneName } from '../../../shared/time';
import { MINUTE_MS, wallFromInstant } from '../../../shared/time';
import { readTrouble, waited } from './in-process-pronestor';
import type { InProcessServer, PcTime } from './servers';

/** Speaks the port as the connector does against the simulator (`test/contract/ports`), without the wire: same world, same faults. */
export function createInProcessUnilock(building: Building, pc: PcTime): InProcessServer<AccessConnector> {
  const faults = createFaultPlan();
  let isDown = false;
  const lagging = new Map<ExceptionId, { readonly before: ObservedException; left: number }>();
  const laggingGroups = new Map<GroupId, { readonly before: readonly ObservedMembership[]; left: number }>();

  const shown = (id: ExceptionId): ObservedException => {
    const { name, maxPeriods, version } = building.exception(id);
    // The record has the list as instants already: wall times are dear to read.
    const periods = building.record().exceptionChanges.get(id)?.at(-1)?.periods ?? [];
    return { id, name, maxPeriods, version: String(version), periods: periods.filter(({ from, to }) => from < to) };
  };
  const membersOf = (id: GroupId): readonly ObservedMembership[] =>
    building.members(id).map(({ personId, validity }): ObservedMembership => {
      const changes = building.record().membershipChanges.get(id)?.get(personId);
      return {
        personId,
        basis: validity.kind,
        exceptionId: validity.kind === 'exception' ? validity.exceptionId : null,
        periods: (changes?.at(-1)?.periods ?? []).filter(({ from, to }) => from < to),
      };
    });
  /** What a reading shows: what was there before a write, as often as the lag says, else what is there. */
  function lateOr<Id, Shown>(late: Map<Id, { readonly before: Shown; left: number }>, id: Id, now: () => Shown): Shown {
    const lag = late.get(id);
    if (lag === undefined) return now();
    lag.left -= 1;
    if (lag.left <= 0) late.delete(id);
    return lag.before;
  }
  // Persons never change.
  const persons: readonly Person[] = building
    .persons()
    .map(({ id, name, email, employeeNumber, initials }) => ({ id, name, email, employeeNumber, initials }));

  /** What a write comes to that does not even reach the list; null when it does, as one that is only too slow does in the end. */
  function turnedAway(struck: StruckFaults, target: ErrorContext): WriteAnswer | null {
    const wrong = readTrouble(struck);
    const about = (code: Trouble['code']): Trouble => ({ code, context: target });
    if (wrong !== null && wrong.code !== 'timed-out') {
      const isNotDone = wrong.code === 'access-denied' || wrong.code === 'too-many-requests';
      return { kind: isNotDone ? 'refused' : 'unanswered', trouble: about(wrong.code) };
    }
    return struck.get('refusal') === undefined ? null : { kind: 'refused', trouble: about('write-refused') };
  }

  /** What a write comes to that is done, but the line is cut or the connector waits for it no longer; null when its answer is heard. */
  function unheard(struck: StruckFaults, target: ErrorContext): WriteAnswer | null {
    const code = struck.get('answer-lost') === undefined ? readTrouble(struck)?.code : 'connection-lost';
    return code === undefined ? null : { kind: 'unanswered', trouble: { code, context: target } };
  }

  const walls = (periods: readonly Period[], zone: ZoneName) =>
    periods.map(({ from, to }) => ({ from: wallFromInstant(from, zone), to: wallFromInstant(to, zone) }));

  async function write(
    exceptionId: ExceptionId,
    struck: StruckFaults,
    save: (version: string | null) => ReturnType<Building['savePeriods']>,
    version: string | null,
  ): Promise<WriteAnswer> {
    const about = (code: Trouble['code']): Trouble => ({ code, context: { exceptionId } });
    const away = turnedAway(struck, { exceptionId });
    if (away !== null) return away;
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
    const noAnswer = unheard(struck, { exceptionId });
    if (noAnswer !== null) return noAnswer;
    switch (verdict.kind) {
      case 'saved':
        return { kind: 'accepted', version: String(verdict.version) };
      case 'conflict':
        return { kind: 'conflict' };
      default:
        return { kind: 'refused', trouble: about('write-refused') };
    }
  }

  /** A list with a hole matches nobody; an empty one is a fault of the server (D4). */
  function personsOf(
    struck: StruckFaults | null,
    troubles: Trouble[],
  ): { completeness: Completeness; list: readonly Person[] } {
    if (struck === null) return { completeness: 'unreadable', list: [] };
    if (struck.get('empty-list') === undefined && struck.get('lost-page') === undefined)
      return { completeness: 'complete', list: persons };
    troubles.push({ code: 'reading-partial', context: { operation: 'persons' } });
    return { completeness: 'partial', list: [] };
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
      const info = await waited(faults.take({ operation: 'info' }), pc);
      const noInfo = readTrouble(info);
      skew = Math.round((info.get('wrong-clock')?.minutes ?? 0) * MINUTE_MS - pc.offsetMs());
      if (noInfo !== null) return unreadable([noInfo]);
      const struck = await waited(faults.take({ operation: 'exceptions' }), pc);
      const wrong = readTrouble(struck);
      if (wrong !== null) return unreadable([wrong]);
      const isEmpty = struck.get('empty-list') !== undefined;
      return {
        readAt: pc.now(),
        completeness: 'complete',
        exceptions: isEmpty ? [] : building.exceptions().map(({ id }) => lateOr(lagging, id, () => shown(id))),
        zone: building.zone,
        rejected: [],
        clockSkewMs: skew,
        troubles: [],
      };
    },
    async writePeriods({ exceptionId, periods, version, zone }) {
      if (isDown) return { kind: 'unanswered', trouble: { code: 'connection-refused', context: { exceptionId } } };
      const struck = await waited(faults.take({ operation: 'write-periods', exceptionId }), pc);
      const save = (expectedVersion: string | null) =>
        building.savePeriods({ exceptionId, periods: walls(periods, zone), expectedVersion, at: pc.trueNow() });
      return write(exceptionId, struck, save, version);
    },
    async observePeople({ groups, withPersons }) {
      const nobody = { completeness: 'unreadable', list: [] } as const;
      const reading = { readAt: pc.now(), persons: withPersons ? nobody : null };
      if (isDown) return { ...reading, groups: [], troubles: [{ code: 'connection-refused', context: {} }] };
      const troubles: Trouble[] = [];
      const take = async (context: Parameters<typeof faults.take>[0]): Promise<StruckFaults | null> => {
        const struck = await waited(faults.take(context), pc);
        const wrong = readTrouble(struck);
        if (wrong !== null) troubles.push(wrong);
        return wrong === null ? struck : null;
      };
      const listed = groups.length === 0 ? null : await take({ operation: 'groups' });
      const people = withPersons ? personsOf(await take({ operation: 'persons' }), troubles) : null;
      const found: ObservedGroup[] = [];
      for (const id of groups) {
        const group = building.groups().find((one) => one.id === id);
        const isListed = group !== undefined && listed !== null && listed.get('empty-list') === undefined;
        if (!isListed && listed !== null) {
          troubles.push({ code: 'mapping-target-missing', context: { groupId: id } });
          continue;
        }
        const struck = await take({ operation: 'members', groupId: id });
        if (struck === null) continue;
        if (group === undefined) {
          troubles.push({ code: 'not-found', context: { groupId: id } });
          continue;
        }
        const members = struck.get('empty-list') === undefined ? lateOr(laggingGroups, id, () => membersOf(id)) : [];
        found.push(isListed ? { id, name: group.name, members } : { id, name: '', members, isUnlisted: true });
      }
      return { readAt: pc.now(), persons: people, groups: found, troubles };
    },
    async writeMembership({ groupId, personId, periods, zone }) {
      const target = { groupId, personId };
      if (isDown) return { kind: 'unanswered', trouble: { code: 'connection-refused', context: target } };
      const operation = periods.length > 0 ? 'write-member' : 'delete-member';
      const struck = await waited(faults.take({ operation, groupId }), pc);
      const away = turnedAway(struck, target);
      if (away !== null) return away;
      if (struck.get('version-conflict') !== undefined) return { kind: 'conflict' };
      const before = membersOf(groupId);
      const at = pc.trueNow();
      const verdict =
        periods.length > 0
          ? building.saveMember({ ...target, periods: walls(periods, zone), at })
          : building.deleteMember({ ...target, at });
      const lag = struck.get('lagging-read');
      if (lag !== undefined && verdict.kind === 'saved') laggingGroups.set(groupId, { before, left: lag.reads });
      const noAnswer = unheard(struck, target);
      if (noAnswer !== null) return noAnswer;
      // Nobody there to take out is as good as taken out.
      const isDone = verdict.kind === 'saved' || (verdict.kind === 'unknown' && periods.length === 0);
      if (isDone) return { kind: 'accepted', version: null };
      return { kind: 'refused', trouble: { code: 'write-refused', context: target } };
    },
  };
  return {
    connector,
    faults,
    goDown: () => void (isDown = true),
    comeBack: () => void (isDown = false),
  };
}
