import pLimit from 'p-limit';
import type { AccessCheck, CheckStep, FoundException } from '../../../shared/dto';
import type { ErrorCode, ErrorContext, Trouble } from '../../../shared/errors';
import { AppError, asAppError } from '../../../shared/errors';
import type { GroupId } from '../../../shared/ids';
import { exceptionId } from '../../../shared/ids';
import type { AccessProfile, BodyTemplate } from '../../../shared/profile';
import { fixedZoneOf, zoneFromName } from '../../../shared/profile';
import type { Period, ZoneName } from '../../../shared/time';
import { MINUTE_MS } from '../../../shared/time';
import type { ConnectorOptions, Conversation, StepFinding, WriteReply } from '../../profile';
import {
  createField,
  createSeenAnswers,
  createTimeReader,
  faultOfRejects,
  fieldName,
  idText,
  isReached,
  MEETS_EVERY_CALL,
  openConnection,
  plainText,
  renderBody,
  renderTime,
  runCheckSteps,
  startConversation,
  wholeNumber,
} from '../../profile';
import type {
  AccessReading,
  Completeness,
  ObservedException,
  ObservedGroup,
  PeopleReading,
  PersonGroup,
  RejectedItem,
  WriteAnswer,
} from '../../sync/model';
import type { AccessControl, Call } from '../../sync/ports';
import type { BelievedList } from './people';
import { createPeopleReads } from './people';
import { createPeriodsReader } from './read-periods';

export interface UnilockWebApiOptions extends ConnectorOptions<AccessProfile> {
  /** The zone typed for the house; only the connection test asks for it here. */
  readonly houseZone?: ZoneName | null;
  /** Whether the connection test is good only when persons and groups can be read too. */
  readonly needsPeople?: boolean;
}

export interface UnilockWebApi extends AccessControl {
  /** The numbered steps of a connection test. Remote trouble is in the step that failed. */
  check(call: Call): Promise<AccessCheck>;
  /** Closes its connections. */
  close(): void;
}

/** What the server tells of itself and its exceptions. */
interface Exceptions {
  readonly exceptions: readonly ObservedException[];
  readonly rejected: readonly RejectedItem[];
  readonly troubles: readonly Trouble[];
}

const PEOPLE_STEPS: readonly CheckStep['step'][] = ['groups', 'persons'];

/** A line leads to a person group, but the profile does not say how the server's people are reached. */
const NO_PEOPLE: Trouble = { code: 'profile-invalid', context: { path: 'operations.people', reason: 'missing' } };

/** Trouble that ends a reading of people: after one time-out each further group would only wait for its own. */
const STOPPING: readonly ErrorCode[] = [...MEETS_EVERY_CALL, 'timed-out'];

/**
 * Creates the connector to a UniLock WebAPI, or to any server that the profile describes.
 *
 * Local times are read outwards in the doubled hour of the autumn night (`createPeriodsReader`); ours are written so that they have one
 * meaning only.
 * @throws AppError `invalid-address`
 */
export function createUnilockWebApi(options: UnilockWebApiOptions): UnilockWebApi {
  const { profile, clock, logger } = options;
  const { info, exceptions: exceptionList, writePeriods, people } = profile.operations;
  const connection = openConnection(options);
  const { client } = connection;
  const readTime = createTimeReader(profile.times);
  const peopleReads = people === null ? null : createPeopleReads(people, client, readTime, options.witness ?? null);
  const fields = {
    zone: createField(info?.fields.zone ?? null),
    id: createField(exceptionList.fields.id),
    name: createField(exceptionList.fields.name),
    maxPeriods: createField(exceptionList.fields.maxPeriods),
    version: createField(exceptionList.fields.version),
    periods: createPeriodsReader(exceptionList.fields.periods, exceptionList.answer, readTime),
  };
  const fixedZone = fixedZoneOf(profile.times);

  /** The zone the server tells, or null where it tells none that we know. @throws AppError when it cannot be asked */
  async function readZone(conversation: Conversation): Promise<ZoneName | null> {
    if (info === null) return null;
    const name = idText(fields.zone(await client.readObject('info', info, conversation)));
    if (name === null) return null;
    const zone = zoneFromName(name, profile.times.zoneNames);
    if (zone === null) logger.warn('house-zone-unknown', { operation: 'info' });
    return zone;
  }

  async function readExceptions(zone: ZoneName, conversation: Conversation): Promise<Exceptions> {
    const list = await client.readList(
      'exceptions',
      exceptionList,
      { values: {}, id: fields.id, context: {} },
      conversation,
    );
    const found = new Map<string, ObservedException>();
    const contradicted = new Set<string>();
    const rejected: RejectedItem[] = [];
    const reject = (index: number, field: string, reason: string): void => {
      const item = { path: `exceptions[${String(index)}].${field}`, reason, roomId: null, locationId: null };
      rejected.push(item);
      options.witness?.rejected(item);
    };
    list.items.forEach((item, index) => {
      const id = idText(fields.id(item));
      if (id === null) return reject(index, fieldName(exceptionList.fields.id), 'id');
      const read = fields.periods(item, zone);
      if ('fault' in read) return reject(index, read.fault, read.reason);
      const exception: ObservedException = {
        id: exceptionId(id),
        name: plainText(fields.name(item)),
        maxPeriods: wholeNumber(fields.maxPeriods(item), 1),
        version: idText(fields.version(item)),
        periods: read.periods,
      };
      const other = found.get(id);
      if (other === undefined) found.set(id, exception);
      else if (JSON.stringify(other) !== JSON.stringify(exception)) {
        // Two rows that contradict each other: neither is believed.
        contradicted.add(id);
        reject(index, fieldName(exceptionList.fields.id), 'duplicate');
      }
    });
    const tooMany = faultOfRejects(rejected.length, list.items.length, { operation: 'exceptions' });
    // One that could not be understood is missing from the list, and a list with holes is not complete (rules R3, M2).
    const first = rejected[0];
    const holes: Trouble[] =
      tooMany === null && first !== undefined
        ? [
            {
              code: 'reading-partial',
              context: {
                operation: 'exceptions',
                reason: 'rejected',
                rejected: rejected.length,
                total: list.items.length,
                path: first.path,
              },
            },
          ]
        : [];
    return {
      exceptions: [...found.values()].filter(({ id }) => !contradicted.has(id)),
      rejected,
      troubles: [...list.faults, ...(tooMany === null ? [] : [tooMany]), ...holes],
    };
  }

  const renderPeriod = (template: BodyTemplate, period: Period, zone: ZoneName): BodyTemplate =>
    renderBody(template, {
      minutes: String(Math.ceil((period.to - period.from) / MINUTE_MS)),
      from: renderTime(period.from, zone, profile.times.write, 'from'),
      to: renderTime(period.to, zone, profile.times.write, 'to'),
    });

  /** Where the request, or its answer, may be lost: it may be written. Everything else was not done. */
  function answerOfFailure(error: AppError, target: ErrorContext): WriteAnswer {
    const trouble: Trouble = { code: error.code, context: { ...error.context, ...target } };
    const isAboutLogin = [
      'login-refused',
      'login-stopped',
      'login-expired',
      'access-denied',
      'not-found',
      'too-many-requests',
    ].includes(error.code);
    const isThisMachine = error.class === 'local' || error.code === 'password-missing';
    // The profile wants a number of what is none: nothing was sent.
    const isUnsayable = error.code === 'profile-invalid';
    return { kind: isAboutLogin || isThisMachine || isUnsayable ? 'refused' : 'unanswered', trouble };
  }

  /** What a write's answer comes to. @param target what was written, by id */
  function answerOf(reply: WriteReply, target: ErrorContext): WriteAnswer {
    switch (reply.kind) {
      case 'accepted':
        return { kind: 'accepted', version: reply.version };
      case 'no-member':
        // What was asked for is so already.
        return { kind: 'accepted', version: null };
      case 'conflict':
        return { kind: 'conflict' };
      case 'refused':
        return {
          kind: 'refused',
          trouble: { code: 'write-refused', context: { ...target, status: reply.status, message: reply.message } },
        };
      case 'other':
        return answerOfFailure(reply.failure, target);
    }
  }

  /** Sends a write once; only a bug throws. @param target what is written, by id */
  async function sent(write: () => Promise<WriteReply>, target: ErrorContext): Promise<WriteAnswer> {
    try {
      return answerOf(await write(), target);
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.code === 'bug') throw thrown;
      return answerOfFailure(error, target);
    }
  }

  /** Without the server's own sentence: it may hold anything. */
  function logAnswer(event: string, target: Record<string, string>, periods: number, answer: WriteAnswer): void {
    const code = 'trouble' in answer ? answer.trouble.code : null;
    logger.info(event, { ...target, periods, answer: answer.kind, code });
  }

  return {
    canReadBack: true,
    handOver: null,

    async observe(houseZone, call) {
      const conversation = startConversation(call.abort);
      let reading: Pick<AccessReading, 'completeness' | 'exceptions' | 'zone' | 'rejected' | 'troubles'>;
      let told: ZoneName | null = null;
      try {
        told = await readZone(conversation);
        const zone = fixedZone ?? told ?? houseZone;
        if (zone === null) throw new AppError('zone-unsettled', { reason: 'no-zone' });
        const { exceptions, rejected, troubles } = await readExceptions(zone, conversation);
        reading = {
          completeness: troubles.length === 0 ? 'complete' : 'partial',
          exceptions,
          zone: told,
          rejected,
          troubles,
        };
        call.onProgress?.(1, 1);
      } catch (thrown) {
        const error = asAppError(thrown);
        if (error.code === 'bug') throw thrown;
        reading = { completeness: 'unreadable', exceptions: [], zone: told, rejected: [], troubles: [error.toWire()] };
      }
      logger.info('access-read', {
        completeness: reading.completeness,
        exceptions: reading.exceptions.length,
        rejected: reading.rejected.length,
      });
      for (const trouble of reading.troubles)
        logger.warn('access-read-trouble', { code: trouble.code, ...trouble.context });
      return { ...reading, readAt: clock.now(), clockSkewMs: conversation.clockSkewMs };
    },

    async writePeriods(write, call) {
      const target = { exceptionId: write.exceptionId };
      const zone = fixedZone ?? write.zone;
      const conversation = startConversation(call.abort);
      const answer = await sent(async () => {
        const values = {
          ...target,
          ...(write.version === null ? {} : { version: write.version }),
          periods: write.periods.map((period) => renderPeriod(writePeriods.period, period, zone)),
        };
        return client.write('write-periods', writePeriods, values, conversation);
      }, target);
      logAnswer('periods-sent', target, write.periods.length, answer);
      return answer;
    },

    async observePeople(request, call) {
      const zone = fixedZone ?? request.zone;
      const conversation = startConversation(call.abort);
      const troubles = new Map<string, Trouble>();
      const tell = (...told: readonly Trouble[]): void =>
        told.forEach((trouble) => troubles.set(JSON.stringify(trouble), trouble));
      let isStopped = false;
      const attempt = async <T>(
        read: () => Promise<BelievedList<T>>,
        about: ErrorContext = {},
      ): Promise<BelievedList<T> | null> => {
        if (isStopped) return null;
        try {
          const found = await read();
          tell(...found.troubles);
          return found;
        } catch (thrown) {
          const error = asAppError(thrown);
          if (error.code === 'bug') throw thrown;
          const isOfServer = STOPPING.includes(error.code);
          isStopped ||= isOfServer;
          // What is about the whole server is told once, whatever it was met at.
          tell({ code: error.code, context: isOfServer ? error.context : { ...error.context, ...about } });
          return null;
        }
      };
      if (peopleReads === null) tell(NO_PEOPLE);

      const total = request.groups.length + (request.withPersons ? 1 : 0);
      let done = 0;
      const progress = (): void => call.onProgress?.((done += 1), total);

      const listed =
        peopleReads === null || request.groups.length === 0
          ? null
          : await attempt(() => peopleReads.groups(conversation));
      const names = new Map<GroupId, string>(listed?.list.map(({ id, name }) => [id, name]));
      const isListWhole = listed !== null && listed.troubles.length === 0;

      const limit = pLimit(profile.parallel);
      const personsRead = limit(async () => {
        if (peopleReads === null || !request.withPersons) return null;
        const read = await attempt(() => peopleReads.persons(conversation));
        progress();
        return read;
      });
      const groupsRead = request.groups.map((id) =>
        limit(async (): Promise<ObservedGroup | null> => {
          if (peopleReads === null) return null;
          const name = names.get(id);
          // A server may answer with an empty list for a group that it does not have: that is no group without members.
          if (name === undefined && isListWhole) tell({ code: 'mapping-target-missing', context: { groupId: id } });
          const isAsked = name !== undefined || !isListWhole;
          const read = isAsked
            ? await attempt(() => peopleReads.members(id, zone, conversation), { groupId: id })
            : null;
          progress();
          if (read === null || read.troubles.length > 0) return null;
          return { id, name: name ?? '', members: read.list, ...(name === undefined ? { isUnlisted: true } : {}) };
        }),
      );
      const [persons, groups] = await Promise.all([personsRead, Promise.all(groupsRead)]);
      const reading: PeopleReading = {
        readAt: clock.now(),
        persons: request.withPersons ? believed(persons) : null,
        groups: groups.filter((group) => group !== null),
        troubles: [...troubles.values()],
      };
      logger.info('people-read', {
        completeness: reading.persons?.completeness ?? null,
        persons: reading.persons?.list.length ?? null,
        groups: reading.groups.length,
        groupsAsked: request.groups.length,
      });
      for (const trouble of reading.troubles)
        logger.warn('people-read-trouble', { code: trouble.code, ...trouble.context });
      return reading;
    },

    async writeMembership(write, call) {
      const target = { groupId: write.groupId, personId: write.personId };
      // Nothing was sent, so nothing is in doubt.
      if (people === null)
        return { kind: 'refused', trouble: { ...NO_PEOPLE, context: { ...NO_PEOPLE.context, ...target } } };
      const zone = fixedZone ?? write.zone;
      const conversation = startConversation(call.abort);
      const { writeMember, removeMember } = people;
      const answer = await sent(async () => {
        if (write.periods.length > 0) {
          const periods = write.periods.map((period) => renderPeriod(writeMember.period, period, zone));
          return client.write('write-member', writeMember, { ...target, periods }, conversation);
        }
        return client.write('remove-member', removeMember, target, conversation);
      }, target);
      logAnswer('membership-sent', target, write.periods.length, answer);
      return answer;
    },

    async check(call) {
      const seen = createSeenAnswers();
      const conversation = startConversation(call.abort, seen);
      const now = clock.now();
      let told: ZoneName | null = null;
      let found: readonly ObservedException[] = [];
      let groups: readonly PersonGroup[] = [];
      let persons: number | null = null;
      const steps = await runCheckSteps(connection.checkTarget(conversation), [
        {
          step: 'info',
          run: async (): Promise<StepFinding> => {
            told = await readZone(conversation);
            return { count: null, trouble: null };
          },
        },
        {
          step: 'exceptions',
          run: async (): Promise<StepFinding> => {
            // Without a zone the names can be read all the same; only which periods are past is then off by hours.
            const { exceptions, rejected, troubles } = await readExceptions(
              fixedZone ?? told ?? options.houseZone ?? 'UTC',
              conversation,
            );
            found = exceptions;
            seen.rejected(rejected);
            return { count: exceptions.length, trouble: troubles[0] ?? null };
          },
        },
        ...(peopleReads === null
          ? []
          : [
              {
                step: 'groups' as const,
                run: async (): Promise<StepFinding> => {
                  const { list, troubles } = await peopleReads.groups(conversation);
                  groups = list;
                  return { count: list.length, trouble: troubles[0] ?? null };
                },
              },
              {
                step: 'persons' as const,
                run: async (): Promise<StepFinding> => {
                  const { list, troubles } = await peopleReads.persons(conversation);
                  persons = list.length;
                  // A house that gives nobody access may have nobody in it: no more than a count.
                  const isNoMatter = options.needsPeople !== true && troubles[0]?.code === 'reading-empty';
                  return { count: list.length, trouble: isNoMatter ? null : (troubles[0] ?? null) };
                },
              },
            ]),
      ]);
      // An account that may not see people opens doors all the same: their steps count only where somebody shall be given access.
      const counting = steps.filter(({ step }) => options.needsPeople === true || !PEOPLE_STEPS.includes(step));
      const ok = counting.every(({ state }) => state !== 'failed');
      logger.info('access-check', { ok, ...Object.fromEntries(steps.map(({ step, state }) => [step, state])) });
      const exceptions = found.map(({ id, name, maxPeriods, periods }): FoundException => ({
        id,
        name,
        maxPeriods,
        futurePeriods: periods.filter(({ to }) => to > now).length,
      }));
      const facts = await connection.facts(conversation, isReached(steps));
      return {
        ok,
        steps,
        facts,
        exceptions,
        groups: groups.map(({ id, name }) => ({ id, name })),
        persons,
        zone: told,
      };
    },

    close: () => connection.close(),
  };
}

/** A list of persons as far as it may be believed; null: it did not come. */
const believed = <T>(
  read: BelievedList<T> | null,
): { readonly completeness: Completeness; readonly list: readonly T[] } =>
  read === null
    ? { completeness: 'unreadable', list: [] }
    : { completeness: read.troubles.length === 0 ? 'complete' : 'partial', list: read.list };
