import type { AccessCheck, FoundException } from '../../../shared/dto';
import type { Trouble } from '../../../shared/errors';
import { AppError, asAppError } from '../../../shared/errors';
import { exceptionId } from '../../../shared/ids';
import type { AccessProfile, BodyTemplate } from '../../../shared/profile';
import type { Period, ZoneName } from '../../../shared/time';
import type { ConnectorOptions, Conversation, StepFinding } from '../../profile';
import {
  createField,
  createTimeReader,
  faultOfRejects,
  fieldName,
  idText,
  isObject,
  openConnection,
  plainText,
  renderBody,
  renderTime,
  runCheckSteps,
  startConversation,
  wholeNumber,
  zoneFromName,
} from '../../profile';
import type { AccessReading, ObservedException, RejectedItem, WriteAnswer } from '../../sync/model';
import type { AccessControl, Call } from '../../sync/ports';

export interface UnilockWebApiOptions extends ConnectorOptions<AccessProfile> {
  /** The zone typed for the house; only the connection test asks for it here. */
  readonly houseZone?: ZoneName | null;
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

/** An exception's periods, or the path of the one that could not be understood. */
type ReadPeriods = { readonly periods: readonly Period[] } | { readonly fault: string; readonly reason: string };

/**
 * Creates the connector to a UniLock WebAPI, or to any server that the profile describes.
 *
 * Local times without offset are read in the house's zone; in the doubled hour of the autumn night a From is taken as the earlier and a To
 * as the later of its two meanings (rule R1), so an opening made by others is never believed shorter than it may be. Ours are written so that
 * they have one meaning only.
 * @throws AppError `invalid-address`
 */
export function createUnilockWebApi(options: UnilockWebApiOptions): UnilockWebApi {
  const { profile, clock, logger } = options;
  const { info, exceptions: exceptionList, writePeriods } = profile.operations;
  const connection = openConnection(options);
  const { client } = connection;
  const readTime = createTimeReader(profile.times);
  const fields = {
    zone: createField(info?.fields.zone ?? null),
    id: createField(exceptionList.fields.id),
    name: createField(exceptionList.fields.name),
    maxPeriods: createField(exceptionList.fields.maxPeriods),
    version: createField(exceptionList.fields.version),
    periods: createField(exceptionList.fields.periods.at),
    from: createField(exceptionList.fields.periods.from),
    to: createField(exceptionList.fields.periods.to),
  };
  const fixedZone =
    typeof profile.times.zone === 'object' ? zoneFromName(profile.times.zone.fixed, profile.times.zoneNames) : null;

  /** The zone the server tells, or null where it tells none that we know. @throws AppError when it cannot be asked */
  async function readZone(conversation: Conversation): Promise<ZoneName | null> {
    if (info === null) return null;
    const name = idText(fields.zone(await client.readObject('info', info, conversation)));
    if (name === null) return null;
    const zone = zoneFromName(name, profile.times.zoneNames);
    if (zone === null) logger.warn('house-zone-unknown', { operation: 'info' });
    return zone;
  }

  function periodsOf(item: unknown, zone: ZoneName): ReadPeriods {
    const { at, from: fromNames, to: toNames } = exceptionList.fields.periods;
    const value = fields.periods(item);
    // No list is not an empty list: an exception believed empty would be filled again, and its foreign periods lost unseen.
    const list = Array.isArray(value) ? (value as readonly unknown[]) : isObject(value) ? [value] : null;
    if (list === null) return { fault: fieldName(at), reason: 'periods' };
    const periods: Period[] = [];
    for (const [index, each] of list.entries()) {
      const path = `${fieldName(at)}[${String(index)}]`;
      const from = readTime(fields.from(each), zone, 'earlier');
      if (from === null) return { fault: `${path}.${fieldName(fromNames)}`, reason: 'from' };
      const to = readTime(fields.to(each), zone, 'later');
      if (to === null) return { fault: `${path}.${fieldName(toNames)}`, reason: 'to' };
      // One that does not end after it starts covers no instant and opens nothing; it leaves with the next write.
      if (from < to) periods.push({ from, to });
    }
    return { periods };
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
      rejected.push({ path: `exceptions[${String(index)}].${field}`, reason, roomId: null, locationId: null });
    };
    list.items.forEach((item, index) => {
      const id = idText(fields.id(item));
      if (id === null) return reject(index, fieldName(exceptionList.fields.id), 'id');
      const read = periodsOf(item, zone);
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

  const renderPeriod = (period: Period, zone: ZoneName): BodyTemplate =>
    renderBody(writePeriods.period, {
      from: renderTime(period.from, zone, profile.times.write),
      to: renderTime(period.to, zone, profile.times.write),
    });

  /** Where the request, or its answer, may be lost: it may be written. Everything else was not done. */
  function answerOfFailure(error: AppError, id: string): WriteAnswer {
    const trouble: Trouble = { code: error.code, context: { ...error.context, exceptionId: id } };
    const isAboutLogin = [
      'login-refused',
      'login-stopped',
      'login-expired',
      'access-denied',
      'not-found',
      'too-many-requests',
    ].includes(error.code);
    const isThisMachine = error.class === 'local' || error.code === 'password-missing';
    return { kind: isAboutLogin || isThisMachine ? 'refused' : 'unanswered', trouble };
  }

  return {
    canReadBack: true,

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
      const id = write.exceptionId;
      const zone = fixedZone ?? write.zone;
      let answer: WriteAnswer;
      try {
        const values = {
          exceptionId: id,
          ...(write.version === null ? {} : { version: write.version }),
          periods: write.periods.map((period) => renderPeriod(period, zone)),
        };
        const reply = await client.write('write-periods', writePeriods, values, startConversation(call.abort));
        switch (reply.kind) {
          case 'accepted':
            answer = { kind: 'accepted', version: reply.version };
            break;
          case 'conflict':
            answer = { kind: 'conflict' };
            break;
          case 'refused':
            answer = {
              kind: 'refused',
              trouble: {
                code: 'write-refused',
                context: { exceptionId: id, status: reply.status, message: reply.message },
              },
            };
            break;
          case 'other':
            answer = answerOfFailure(reply.failure, id);
        }
      } catch (thrown) {
        const error = asAppError(thrown);
        if (error.code === 'bug') throw thrown;
        answer = answerOfFailure(error, id);
      }
      // Without the server's own sentence: it may hold anything.
      logger.info('periods-sent', {
        exceptionId: id,
        periods: write.periods.length,
        answer: answer.kind,
        code: 'trouble' in answer ? answer.trouble.code : null,
      });
      return answer;
    },

    async check(call) {
      const conversation = startConversation(call.abort);
      const now = clock.now();
      let told: ZoneName | null = null;
      let found: readonly ObservedException[] = [];
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
            const { exceptions, troubles } = await readExceptions(
              fixedZone ?? told ?? options.houseZone ?? 'UTC',
              conversation,
            );
            found = exceptions;
            return { count: exceptions.length, trouble: troubles[0] ?? null };
          },
        },
      ]);
      const ok = steps.every(({ state }) => state !== 'failed');
      logger.info('access-check', { ok, ...Object.fromEntries(steps.map(({ step, state }) => [step, state])) });
      const exceptions = found.map(({ id, name, maxPeriods, periods }): FoundException => ({
        id,
        name,
        maxPeriods,
        futurePeriods: periods.filter(({ to }) => to > now).length,
      }));
      return { ok, steps, exceptions, zone: told };
    },

    close: () => connection.close(),
  };
}
