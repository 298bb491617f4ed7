import { createHash } from 'node:crypto';
import type { AccessCheck, CheckStep } from '../../../shared/dto';
import type { Trouble } from '../../../shared/errors';
import { AppError, asAppError } from '../../../shared/errors';
import type { GroupId } from '../../../shared/ids';
import { exceptionId, groupId, personId } from '../../../shared/ids';
import type { ImportFileProfile } from '../../../shared/profile';
import { PERSON_KEYS, placeholdersOf, fixedZoneOf } from '../../../shared/profile';
import type { Instant, ZoneName } from '../../../shared/time';
import { MINUTE_MS, instant, wallFromInstant } from '../../../shared/time';
import { faultOfRejects } from '../../profile';
import type {
  AccessReading,
  ObservedException,
  ObservedMembership,
  PeopleReading,
  WriteAnswer,
} from '../../sync/model';
import { MEMBERSHIP_PLACES } from '../../sync/model';
import type { AccessControl, Call, Clock, Logger, WriteBatch } from '../../sync/ports';
import type { Believed, Handovers, KeptDocument } from './content';
import { NO_CONTENT, believedExceptions, believedMembers, handoversOf, withBatch } from './content';
import type { ErrandLimits, Errands, StartErrandProcess } from './errands';
import { createDistantFolder, createErrands, fetchPersons, inThisProcess } from './errands';
import type { WaitingFile } from './folder';
import { digestOf } from './folder';
import type { PersonsFile, PersonsRead } from './persons';
import { readPersons } from './persons';
import { checkTemplate, renderImportFile } from './render';

export type { KeptDocument } from './content';
export type { DoneErrand, ErrandLimits, StartErrandProcess } from './errands';
export { inThisProcess } from './errands';
export type { PersonsFile } from './persons';
export { previewImportFile } from './preview';

/** A target as a person typed it: its name is its id, because nothing can be read in this channel. */
export interface TypedTarget {
  readonly id: string;
  readonly name: string;
}

export interface UnilockImportFileOptions {
  readonly profile: ImportFileProfile;
  /** Absolute. */
  readonly folder: string;
  /** null: the profile's. */
  readonly fileName: string | null;
  /** null: there are none, and nobody can be matched. */
  readonly persons: PersonsFile | null;
  readonly exceptions: readonly TypedTarget[];
  readonly groups: readonly TypedTarget[];
  /** Whether the connection test is good only when there are persons. */
  readonly needsPeople: boolean;
  readonly kept: KeptDocument;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The zone typed for the house; only the connection test asks for it here. */
  readonly houseZone: ZoneName | null;
  /** Where the folder and the CSV are touched, which may be on a share that hangs; without it in this process, for places that cannot. */
  readonly startErrands?: StartErrandProcess;
  readonly errandLimits?: Partial<ErrandLimits>;
}

export interface UnilockImportFile extends AccessControl {
  /** The numbered steps of a connection test. */
  check(call: Call): Promise<AccessCheck>;
  /** Since when a file waits in the place; null: none does, or the folder cannot be reached. */
  waitingSince(): Promise<Instant | null>;
  /** Ends the processes that touch the folder and the CSV, once they have answered. */
  close(): void;
}

const isNothingChanged = (thrown: unknown): boolean =>
  thrown instanceof AppError && thrown.code === 'import-folder-unsuitable';

/** So long a file may lie before it is said that UniLock does not take it. */
export const NOT_TAKEN_MS = 10 * MINUTE_MS;

const SIDE = { side: 'access' } as const;
const SAMPLE_AT = instant(0);
const SAMPLE_PERIOD = { from: SAMPLE_AT, to: instant(MINUTE_MS) };

/** What is known of the place at one moment. */
interface Place {
  readonly handovers: Handovers;
  readonly believed: Believed;
  readonly waiting: WaitingFile | null;
}

/**
 * Creates the connector that hands everything over in one XML file. It cannot read UniLock: what it observes is the content that it put in the folder
 * last (rule W13), from a document of its own. Each file holds the full state of everything of ours, so a lost or doubled file does no harm. See
 * docs/adr/0016.
 * @throws AppError `profile-invalid` when the profile's template gives no XML
 */
export function createUnilockImportFile(options: UnilockImportFileOptions): UnilockImportFile {
  const { profile, clock, logger, kept, persons: personsFile } = options;
  const fileName = options.fileName ?? profile.fileName;
  const errandsOf = (): Errands => createErrands(options.startErrands ?? inThisProcess, options.errandLimits);
  // Two: a CSV on a share that hangs must not hold up the doors.
  const folderErrands = errandsOf();
  const personsErrands = errandsOf();
  const folder = createDistantFolder(options.folder, fileName, folderErrands);
  const place = createHash('sha256')
    .update(JSON.stringify([options.folder, fileName]))
    .digest('hex');
  const written = PERSON_KEYS.filter((key) => placeholdersOf(profile.template.person ?? '').includes(key));
  const fixedZone = fixedZoneOf(profile.times);
  checkTemplate(profile, {
    content: {
      exceptions: [{ exceptionId: exceptionId('&<>"'), periods: [SAMPLE_PERIOD] }],
      memberships: [{ groupId: groupId('&<>"'), personId: personId('1'), periods: [SAMPLE_PERIOD] }],
    },
    personOf: () => ({ name: '&<>"', email: '&<>"', employeeNumber: '1', initials: 'A' }),
    generatedAt: SAMPLE_AT,
    zone: 'UTC',
  });

  const named = new Set(options.exceptions.map(({ id }) => exceptionId(id)));
  /** As read last; a membership can be written only for somebody in it. */
  let known: PersonsRead | null = null;

  /** @throws AppError `import-folder-unreachable` */
  async function lookAtPlace(): Promise<Place> {
    const waiting = await folder.waiting();
    const handovers = handoversOf(kept.read(), place);
    const { last, next } = handovers;
    if (next === null) return { handovers, believed: { sure: last?.content ?? NO_CONTENT, perhaps: null }, waiting };
    // Killed, or without an answer, while a file was put in its place. The temporary one goes only after that.
    const isThere = waiting?.digest === next.digest;
    const isPlaced = isThere || !(await folder.hasTemporary(next.temporary));
    const believed = isPlaced
      ? { sure: next.content, perhaps: null }
      : { sure: last?.content ?? NO_CONTENT, perhaps: next.content };
    return { handovers, believed, waiting };
  }

  function sinceOf({ waiting, handovers: { last, next } }: Place): Instant | null {
    if (waiting === null) return null;
    const ours = [next, last].find((one) => one?.digest === waiting.digest);
    const now = clock.now();
    // The server of a share may have another clock.
    return ours?.at ?? (waiting.modifiedAt < now ? waiting.modifiedAt : now);
  }

  function observedExceptions({ believed }: Place): ObservedException[] {
    const lists = believedExceptions(believed);
    const names = new Map<string, string>(options.exceptions.map(({ id, name }) => [id, name === '' ? id : name]));
    return [...new Set([...names.keys(), ...lists.keys()])].map((id): ObservedException => {
      const list = lists.get(id);
      const certainty = list === undefined ? 'unknown' : list.isInDoubt ? 'in-doubt' : null;
      return {
        id: exceptionId(id),
        name: names.get(id) ?? id,
        maxPeriods: null,
        version: null,
        periods: list?.periods ?? [],
        ...(certainty === null ? {} : { certainty }),
      };
    });
  }

  /** A local time of day, with its date when it is another day's. */
  function told(at: Instant, zone: ZoneName): string {
    const [date = '', time = ''] = wallFromInstant(at, zone).split('T');
    const isToday = wallFromInstant(clock.now(), zone).startsWith(date);
    return isToday ? time.slice(0, 5) : `${date} ${time.slice(0, 5)}`;
  }

  function notTaken(since: Instant | null, zone: ZoneName): Trouble[] {
    if (since === null || clock.now() - since < NOT_TAKEN_MS) return [];
    return [{ code: 'handover-not-taken', context: { ...SIDE, since: told(since, zone), file: fileName } }];
  }

  /** What of the persons is told: how many rows were not believed, and where the first stands. */
  function troublesOf(
    { persons, bad: all, isWhole }: PersonsRead,
    isCheck: boolean,
  ): { readonly isComplete: boolean; readonly troubles: Trouble[] } {
    // Who has no e-mail address, say, can be no member by file: told when the connection is tested, no trouble of every run.
    const bad = isCheck ? all : all.filter(({ reason }) => reason !== 'no-key');
    const first = bad[0];
    if (first === undefined) return { isComplete: true, troubles: [] };
    const isTooMany =
      faultOfRejects(bad.filter(({ reason }) => reason === 'columns').length, persons.length + bad.length, {}) !== null;
    return {
      isComplete: isWhole && !isTooMany,
      troubles: [
        {
          code: 'reading-partial',
          context: {
            ...SIDE,
            operation: 'persons',
            reason: first.reason,
            rejected: bad.length,
            total: persons.length + bad.filter(({ reason }) => reason === 'columns' || reason === 'quotes').length,
            line: first.line,
          },
        },
      ],
    };
  }

  /** @throws AppError `persons-file-…` */
  async function readPersonsAgain(): Promise<PersonsRead> {
    if (personsFile === null || profile.template.person === null) throw new AppError('persons-file-missing', SIDE);
    known = readPersons(await fetchPersons(personsFile.path, personsErrands), personsFile.columns, written);
    return known;
  }

  const refused = (trouble: Trouble): WriteAnswer => ({ kind: 'refused', trouble });

  return {
    canReadBack: false,

    async observe(houseZone, call) {
      const zone = fixedZone ?? houseZone;
      let reading: Pick<AccessReading, 'completeness' | 'exceptions' | 'troubles'> & { waitingSince: Instant | null };
      try {
        if (zone === null) throw new AppError('zone-unsettled', { reason: 'no-zone' });
        const there = await lookAtPlace();
        const since = sinceOf(there);
        reading = {
          completeness: 'complete',
          exceptions: observedExceptions(there),
          troubles: notTaken(since, zone),
          waitingSince: since,
        };
        call.onProgress?.(1, 1);
      } catch (thrown) {
        const error = asAppError(thrown);
        if (error.code === 'bug') throw thrown;
        reading = { completeness: 'unreadable', exceptions: [], troubles: [error.toWire()], waitingSince: null };
      }
      for (const trouble of reading.troubles)
        logger.warn('import-file-trouble', { code: trouble.code, ...trouble.context });
      return { ...reading, readAt: clock.now(), zone: fixedZone, rejected: [], clockSkewMs: null };
    },

    writePeriods({ exceptionId: id, periods }) {
      if (periods.some(({ from, to }) => from >= to))
        return Promise.resolve(refused({ code: 'write-refused', context: { exceptionId: id, reason: 'period' } }));
      return Promise.resolve({ kind: 'accepted', version: null });
    },

    writeMembership({ groupId: group, personId: person, periods }) {
      const reason =
        known?.keysOf.has(person) !== true
          ? 'person-unknown'
          : periods.length > MEMBERSHIP_PLACES || periods.some(({ from, to }) => from >= to)
            ? 'period'
            : null;
      if (reason !== null) {
        const context = { groupId: group, personId: person, reason };
        return Promise.resolve(refused({ code: 'write-refused', context }));
      }
      return Promise.resolve({ kind: 'accepted', version: null });
    },

    async handOver(batch: WriteBatch) {
      let isUnderWay = false;
      try {
        const there = await lookAtPlace();
        if (there.waiting !== null) return { kind: 'conflict' };
        const content = withBatch(there.believed, batch, named);
        const bytes = renderImportFile(profile, {
          content,
          personOf: (id) => known?.keysOf.get(id) ?? null,
          generatedAt: clock.now(),
          zone: fixedZone ?? batch.zone,
        });
        const temporary = await folder.prepare(bytes);
        const { last: before, next: former } = there.handovers;
        const last = former !== null && there.believed.perhaps === null ? former : before;
        const next = { content, digest: digestOf(bytes), temporary, at: clock.now() };
        try {
          // Known before it is there (P8): whatever happens from here on can be told afterwards.
          kept.write({ version: 1, place, last, next });
        } catch (thrown) {
          await folder.discard(temporary);
          throw thrown;
        }
        if (former !== null) await folder.discard(former.temporary);
        isUnderWay = true;
        const isPlaced = await folder.place(temporary).catch(async (thrown: unknown) => {
          if (isNothingChanged(thrown)) await drop(last, temporary);
          throw thrown;
        });
        if (!isPlaced) {
          // The file in doubt may have come into its place only now: a share does late what it was asked before it was lost.
          const there = former === null ? null : await folder.waiting().catch(() => null);
          await drop(former !== null && there?.digest === former.digest ? former : last, temporary);
          return { kind: 'conflict' };
        }
        remember({ version: 1, place, last: next, next: null });
        logger.info('handed-over', {
          exceptions: content.exceptions.length,
          memberships: content.memberships.length,
          bytes: bytes.length,
        });
        return { kind: 'accepted', version: null };
      } catch (thrown) {
        const error = asAppError(thrown);
        if (error.code === 'bug') throw thrown;
        logger.warn('not-handed-over', { code: error.code, ...error.context });
        return { kind: isUnderWay && !isNothingChanged(error) ? 'unanswered' : 'refused', trouble: error.toWire() };
      }
    },

    async observePeople(request, call) {
      const troubles: Trouble[] = [];
      let persons: PeopleReading['persons'] = request.withPersons ? { completeness: 'unreadable', list: [] } : null;
      let groups: PeopleReading['groups'] = [];
      try {
        const { believed } = await lookAtPlace();
        groups = request.groups.map((id) => ({ id, name: id, members: membersOf(believed, id) }));
        const read = await readPersonsAgain();
        const { isComplete, troubles: told } = troublesOf(read, false);
        troubles.push(...told);
        if (request.withPersons)
          persons = { completeness: isComplete ? 'complete' : 'partial', list: [...read.persons] };
        call.onProgress?.(1, 1);
      } catch (thrown) {
        const error = asAppError(thrown);
        if (error.code === 'bug') throw thrown;
        troubles.push(error.toWire());
      }
      for (const trouble of troubles) logger.warn('persons-trouble', { code: trouble.code, ...trouble.context });
      return { readAt: clock.now(), persons, groups, troubles };
    },

    async check() {
      const steps: CheckStep[] = [];
      const names: readonly CheckStep['step'][] = ['folder', 'folder-write', 'waiting-file', 'persons'];
      const run = async (
        step: CheckStep['step'],
        work: () => Promise<{
          readonly count: number | null;
          readonly trouble?: Trouble | undefined;
          readonly isBad?: boolean;
        }>,
      ): Promise<void> => {
        if (steps.some(({ state }) => state === 'failed')) return;
        try {
          const { count, trouble = null, isBad = false } = await work();
          steps.push({ step, state: isBad ? 'failed' : 'ok', count, trouble });
        } catch (thrown) {
          const error = asAppError(thrown);
          if (error.code === 'bug') throw thrown;
          steps.push({ step, state: 'failed', count: null, trouble: error.toWire() });
        }
      };
      let since: Instant | null = null;
      let there: Place | null = null;
      await run('folder', async () => {
        there = await lookAtPlace();
        since = sinceOf(there);
        return { count: null };
      });
      await run('folder-write', async () => {
        await tryFolder(options.folder, fileName, folderErrands);
        return { count: null };
      });
      await run('waiting-file', () => {
        const zone = fixedZone ?? options.houseZone ?? 'UTC';
        const [trouble] = notTaken(since, zone);
        return Promise.resolve({ count: since === null ? 0 : 1, trouble, isBad: trouble !== undefined });
      });
      let persons: number | null = null;
      if (personsFile !== null || options.needsPeople)
        await run('persons', async () => {
          const read = await readPersonsAgain();
          persons = read.persons.length;
          const { isComplete, troubles } = troublesOf(read, true);
          return { count: persons, trouble: troubles[0], isBad: !isComplete };
        });
      const believed: Believed = (there as Place | null)?.believed ?? { sure: NO_CONTENT, perhaps: null };
      const lists = believedExceptions(believed);
      const now = clock.now();
      return {
        ok: steps.every(({ state }) => state === 'ok'),
        steps: names.map(
          (step) => steps.find((one) => one.step === step) ?? { step, state: 'skipped', count: null, trouble: null },
        ),
        // There is no way to a server to tell of.
        facts: null,
        exceptions: options.exceptions.map(({ id, name }) => ({
          id,
          name: name === '' ? id : name,
          maxPeriods: null,
          futurePeriods: (lists.get(id)?.periods ?? []).filter(({ to }) => to > now).length,
        })),
        groups: options.groups.map(({ id, name }) => ({ id, name: name === '' ? id : name })),
        persons,
        zone: fixedZone,
      };
    },

    async waitingSince() {
      try {
        return sinceOf(await lookAtPlace());
      } catch (thrown) {
        if (asAppError(thrown).code === 'bug') throw thrown;
        return null;
      }
    },

    close() {
      folderErrands.close();
      personsErrands.close();
    },
  };

  /** Nothing was put in the place: the file before is the last. */
  async function drop(last: Handovers['last'], temporary: string): Promise<void> {
    // A temporary file that is gone says that it was put in its place: it goes only when nobody asks for it any more.
    if (remember({ version: 1, place, last, next: null })) await folder.discard(temporary);
  }

  /** What cannot be kept now is found out at the next look: the file in its place, or its temporary one, tells. */
  function remember(handovers: Handovers): boolean {
    try {
      kept.write(handovers);
      return true;
    } catch (thrown) {
      logger.warn('handover-not-kept', { code: asAppError(thrown).code });
      return false;
    }
  }

  function membersOf(believed: Believed, group: GroupId): ObservedMembership[] {
    return believedMembers(believed, group)
      .filter(({ list }) => list.periods.length > 0 || list.isInDoubt)
      .map(({ personId: person, list }) => ({
        personId: person,
        basis: 'periods',
        exceptionId: null,
        periods: list.periods,
        ...(list.isInDoubt ? { isInDoubt: true } : {}),
      }));
  }
}

/** Puts a small file into the folder in the same way, under a name that UniLock does not know, and takes it away again. @throws AppError */
async function tryFolder(path: string, fileName: string, errands: Errands): Promise<void> {
  const trial = createDistantFolder(path, `.${fileName}.${String(process.pid)}.test`, errands);
  const temporary = await trial.prepare(Buffer.from('test'));
  try {
    await trial.place(temporary);
  } finally {
    await trial.discard(temporary);
    await trial.discard(`.${fileName}.${String(process.pid)}.test`);
  }
}
