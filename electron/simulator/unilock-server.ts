import { z } from 'zod';
import type { Instant } from '../../shared/time';
import type { Building, Membership, SaveVerdict, SharedException, WallPeriod } from './building';
import type { BuildingState } from './building-state';
import { buildingStateAt, nextChangeOf } from './building-state';
import type { StruckFaults } from './faults';
import { bendList } from './faults';
import type { Twin, TwinAnswer, TwinOperation, TwinOptions, TwinRequest } from './loopback-server';
import { createTwin, jsonAnswer, jsonBody, refusal, wholeNumber } from './loopback-server';

export interface UnilockSimulator extends Twin {
  readonly userName: string;
  readonly password: string;
  readonly building: Building;
  /** What doors, alarms, outputs and people experience at any instant. */
  stateAt(at: Instant): BuildingState;
  /** The first instant in (after, until] at which the point (null: any) does something else, or null. */
  nextChange(pointId: string | null, after: Instant, until: Instant): Instant | null;
  /** Canonical JSON of everything a client could change, for byte-identity checks (P5). */
  snapshot(): string;
}

export interface UnilockOptions extends TwinOptions {
  readonly building: Building;
  readonly userName: string;
  readonly password: string;
}

const ROOT = '/api/v1/';
const LARGEST_PAGE = 1000;

/** The three modules that our use needs (domain). */
const MODULES = ['Fiktive specialdage og undtagelser', 'Gyldighedsperioder for personer', 'Import af objekter'];

const Periods = z.object({ Periods: z.array(z.object({ From: z.string(), To: z.string() })) });

/** A list that readings still show although it was replaced. */
interface Lag<T> {
  readonly before: T;
  readsLeft: number;
}

/**
 * A UniLock WebAPI in the default shape (our guess, `confirmed: false`), over real HTTP on loopback.
 * @throws AppError port-in-use
 */
export async function createUnilockSimulator(options: UnilockOptions): Promise<UnilockSimulator> {
  const { building, clock, userName, password } = options;
  const credentials = `Basic ${Buffer.from(`${userName}:${password}`, 'utf8').toString('base64')}`;
  const lateExceptions = new Map<string, Lag<SharedException>>();
  const lateMembers = new Map<string, Lag<readonly Membership[]>>();

  const find = (request: TwinRequest): TwinOperation | null => {
    if (!request.path.startsWith(ROOT)) return null;
    const [area, id = '', part, memberId = '', ...rest] = request.path
      .slice(ROOT.length)
      .split('/')
      .map(decodeURIComponent);
    if (rest.length > 0) return null;
    const operation = (context: TwinOperation['context'], answer: TwinOperation['answer']): TwinOperation => ({
      context,
      answer: (struck) => (request.headers.authorization === credentials ? answer(struck) : UNAUTHORISED),
    });
    switch (`${request.method} ${[area, id && ':id', part, memberId && ':id'].filter(Boolean).join('/')}`) {
      case 'GET Info':
        return operation({ operation: 'info' }, info);
      case 'GET SharedExceptions':
        return operation({ operation: 'exceptions' }, exceptions);
      case 'PUT SharedExceptions/:id/Periods':
        return operation({ operation: 'write-periods', exceptionId: id }, (struck) =>
          writePeriods(request, id, struck),
        );
      case 'GET PersonGroups':
        return operation({ operation: 'groups' }, groups);
      case 'GET Persons':
        return operation({ operation: 'persons' }, (struck) => persons(request, struck));
      case 'GET PersonGroups/:id/Members':
        return operation({ operation: 'members', groupId: id }, (struck) => members(id, struck));
      case 'PUT PersonGroups/:id/Members/:id':
        return operation({ operation: 'write-member', groupId: id }, (struck) =>
          changeMember(struck, id, () => writeMember(request, id, memberId)),
        );
      case 'DELETE PersonGroups/:id/Members/:id':
        return operation({ operation: 'delete-member', groupId: id }, (struck) =>
          changeMember(struck, id, () =>
            answerOf(building.deleteMember({ groupId: id, personId: memberId, at: clock() }), () => NO_CONTENT),
          ),
        );
      default:
        return null;
    }
  };

  function info(): TwinAnswer {
    return jsonAnswer({ Product: 'UniLock', Version: '2.0', TimeZone: building.zone, Modules: MODULES });
  }

  function exceptions(struck: StruckFaults): TwinAnswer {
    const rows = building.exceptions().map((now) => {
      const shown = lateOr(lateExceptions, now.id, now);
      return {
        Id: Number(shown.id),
        Name: shown.name,
        MaxPeriods: shown.maxPeriods,
        Version: String(shown.version),
        Periods: wirePeriods(shown.periods),
      };
    });
    return jsonAnswer({ Items: bendList(rows, struck) });
  }

  function writePeriods(request: TwinRequest, exceptionId: string, struck: StruckFaults): TwinAnswer {
    const refused = struck.get('refusal');
    if (refused !== undefined) return refusal(422, refused.message ?? 'The exception is locked by an operator');
    const expectedVersion = versionIn(request.headers['if-match']);
    const conflict = struck.get('version-conflict');
    const before = building.exceptions().find((exception) => exception.id === exceptionId);
    if (conflict !== undefined && before !== undefined) {
      building.editByHand({ exceptionId, periods: conflict.periods ?? building.periodsOf(exceptionId), at: clock() });
      if (expectedVersion === null) return refusal(409, 'The exception was changed by somebody else');
    }
    const periods = periodsIn(request);
    if (periods === null) return refusal(400, 'Periods with From and To are needed');
    const verdict = building.savePeriods({ exceptionId, periods, expectedVersion, at: clock() });
    const lag = struck.get('lagging-read');
    if (verdict.kind === 'saved' && lag !== undefined && before !== undefined) {
      lateExceptions.set(exceptionId, { before, readsLeft: lag.reads });
    }
    return answerOf(verdict, (version) => ({ status: 204, headers: { ETag: `"${String(version)}"` } }));
  }

  function groups(struck: StruckFaults): TwinAnswer {
    const rows = building.groups().map((group) => ({ Id: Number(group.id), Name: group.name }));
    return jsonAnswer({ Items: bendList(rows, struck) });
  }

  function persons(request: TwinRequest, struck: StruckFaults): TwinAnswer {
    if (struck.get('empty-list') !== undefined) return jsonAnswer({ Items: [], TotalCount: 0 });
    const all = building.persons();
    const page = wholeNumber(request.query.get('page'), 1);
    const size = Math.min(wholeNumber(request.query.get('pageSize'), LARGEST_PAGE), LARGEST_PAGE);
    const isLost = struck.get('lost-page')?.page === page;
    const rows = (isLost ? [] : all.slice((page - 1) * size, page * size)).map((person) => ({
      Id: Number(person.id),
      Name: person.name,
      Email: person.email,
      EmployeeNumber: person.employeeNumber,
      Initials: person.initials,
    }));
    return jsonAnswer({ Items: bendList(rows, struck), TotalCount: all.length });
  }

  function members(groupId: string, struck: StruckFaults): TwinAnswer {
    if (!building.groups().some((group) => group.id === groupId)) return refusal(404, 'No such group');
    const rows = lateOr(lateMembers, groupId, building.members(groupId)).map(({ personId, validity }) => ({
      PersonId: Number(personId),
      Always: validity.kind === 'always',
      SharedExceptionId: validity.kind === 'exception' ? Number(validity.exceptionId) : null,
      Periods: validity.kind === 'periods' ? wirePeriods(validity.periods) : [],
    }));
    return jsonAnswer({ Items: bendList(rows, struck) });
  }

  /** The faults around any change of a membership. */
  function changeMember(struck: StruckFaults, groupId: string, change: () => TwinAnswer): TwinAnswer {
    const refused = struck.get('refusal');
    if (refused !== undefined) return refusal(422, refused.message ?? 'The group is locked by an operator');
    // Memberships carry no version: a conflict is all the server can say.
    if (struck.get('version-conflict') !== undefined)
      return refusal(409, 'The membership was changed by somebody else');
    const before = building.members(groupId);
    const answer = change();
    const lag = struck.get('lagging-read');
    if (lag !== undefined && answer.status === 204) lateMembers.set(groupId, { before, readsLeft: lag.reads });
    return answer;
  }

  function writeMember(request: TwinRequest, groupId: string, personId: string): TwinAnswer {
    const periods = periodsIn(request);
    if (periods === null) return refusal(400, 'Periods with From and To are needed');
    return answerOf(building.saveMember({ groupId, personId, periods, at: clock() }), () => NO_CONTENT);
  }

  const twin = await createTwin(options, find);
  return {
    ...twin,
    userName,
    password,
    building,
    stateAt: (at) => buildingStateAt(building.record(), at),
    nextChange: (pointId, after, until) => nextChangeOf(building.record(), pointId, after, until),
    snapshot: () => building.snapshot(),
  };
}

const NO_CONTENT: TwinAnswer = { status: 204 };
const UNAUTHORISED: TwinAnswer = {
  status: 401,
  headers: { 'WWW-Authenticate': 'Basic realm="UniLock"', 'Content-Type': 'application/json; charset=utf-8' },
  body: JSON.stringify({ Message: 'User name or password is wrong' }),
};

function answerOf(verdict: SaveVerdict, saved: (version: number) => TwinAnswer): TwinAnswer {
  switch (verdict.kind) {
    case 'saved':
      return saved(verdict.version);
    case 'conflict':
      return refusal(412, 'The version is no longer the newest');
    case 'unknown':
      return refusal(404, 'Not found');
    case 'refused':
      return refusal(422, verdict.message);
  }
}

/** What a reading shows: the list from before, as often as the lag says, else the newest. */
function lateOr<T>(late: Map<string, Lag<T>>, id: string, now: T): T {
  const lag = late.get(id);
  if (lag === undefined) return now;
  lag.readsLeft -= 1;
  if (lag.readsLeft <= 0) late.delete(id);
  return lag.before;
}

const wirePeriods = (periods: readonly WallPeriod[]) => periods.map(({ from, to }) => ({ From: from, To: to }));

function periodsIn(request: TwinRequest): readonly WallPeriod[] | null {
  const given = Periods.safeParse(jsonBody(request));
  return given.success ? given.data.Periods.map(({ From, To }) => ({ from: From, to: To })) : null;
}

/** `"5"` (or a bare 5) as the version 5; null when the header is missing. */
const versionIn = (header: string | undefined): string | null => header?.replace(/^"(.*)"$/, '$1') ?? null;
