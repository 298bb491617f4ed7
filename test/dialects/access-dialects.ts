import type { OperationName, StruckFaults } from '../../electron/simulator/faults';
import type { Building, SharedException } from '../../electron/simulator/building';
import type { SaveVerdict } from '../../electron/simulator/building';
import type { Instant, Period } from '../../shared/time';
import { wallFromInstant } from '../../shared/time';
import { ACCOUNT, basicEntrance, cookieEntrance, headerEntrance } from './entrances';
import type { DialectAnswer, DialectRequest, Operation, Speech } from './server';
import { jsonAnswer } from './server';
import type { TimeWording } from './wording';
import { dayMonthYear, dotnetDate, element, isoLocal, isoOffset, windowOf, xmlAnswer } from './wording';

/** One way in which an access control may talk. Its profile is `profiles/<name>-unilock.json`. */
export interface AccessDialect {
  readonly name: string;
  /** What a person types after the host. */
  readonly typed: string;
  readonly password: string;
  /** What it says of its zone, as our own name for it; null: nothing. */
  readonly toldZone: string | null;
  /** Whether the answer to a write tells the new version. */
  readonly tellsNewVersion: boolean;
  speak(world: AccessWorld): Speech;
}

/** The building as one dialect's server stands before it. */
export interface AccessWorld {
  readonly zone: string;
  /** Every exception, or an older list of one where readings lag behind. */
  exceptions(struck: StruckFaults): readonly { readonly it: SharedException; readonly periods: readonly Period[] }[];
  /** @param periods null: the caller did not speak the dialect */
  save(
    write: { readonly id: string; readonly periods: readonly Period[] | null; readonly version: string | null },
    struck: StruckFaults,
  ): SaveVerdict;
}

export function createAccessWorld(building: Building, clock: () => Instant): AccessWorld {
  const late = new Map<string, { readonly shown: ReturnType<typeof now>; left: number }>();
  const now = (it: SharedException) => ({ it, periods: building.periodsOf(it.id) });
  return {
    zone: building.zone,
    exceptions(struck) {
      if (struck.get('empty-list') !== undefined) return [];
      return building.exceptions().map((it) => {
        const lag = late.get(it.id);
        if (lag === undefined) return now(it);
        lag.left -= 1;
        if (lag.left <= 0) late.delete(it.id);
        return lag.shown;
      });
    },
    save({ id, periods, version }, struck) {
      if (struck.get('refusal') !== undefined) return { kind: 'refused', message: 'locked by an operator' };
      const before = building.exceptions().find((one) => one.id === id);
      if (before === undefined) return { kind: 'unknown' };
      if (struck.get('version-conflict') !== undefined) return { kind: 'conflict' };
      if (periods === null) return { kind: 'refused', message: 'periods, please' };
      const shown = now(before);
      const verdict = building.savePeriods({
        exceptionId: id,
        periods: periods.map(({ from, to }) => ({
          from: wallFromInstant(from, building.zone),
          to: wallFromInstant(to, building.zone),
        })),
        expectedVersion: version,
        at: clock(),
      });
      const lag = struck.get('lagging-read');
      if (verdict.kind === 'saved' && lag !== undefined) late.set(id, { shown, left: lag.reads });
      return verdict;
    },
  };
}

const about = (
  operation: OperationName,
  answer: (struck: StruckFaults) => DialectAnswer,
  exceptionId?: string,
): Operation => ({ context: { operation, ...(exceptionId === undefined ? {} : { exceptionId }) }, answer });

/** The periods of a list in the dialect's own times; null as soon as one is not. */
function periodsIn(
  list: unknown,
  [from, to]: readonly [string, string],
  times: TimeWording,
  zone: string,
): readonly Period[] | null {
  if (!Array.isArray(list)) return null;
  const periods = (list as Record<string, unknown>[]).map((one) => windowOf(times, one[from], one[to], zone));
  return periods.every((one) => one !== null) ? periods : null;
}

const jsonOf = (request: DialectRequest): unknown => {
  try {
    return JSON.parse(request.body) as unknown;
  } catch {
    // Another dialect's body: nothing of what is asked for is in it.
    return null;
  }
};
const fieldsOf = (request: DialectRequest): Readonly<Record<string, unknown>> =>
  Object(jsonOf(request)) as Record<string, unknown>;

const TOKEN = '8ab2.token-for-tests';

const xml: AccessDialect = {
  name: 'xml-windows-zones',
  typed: '',
  password: ACCOUNT.password,
  // "Romance Standard Time" stands for Paris, whose clock is Copenhagen's.
  toldZone: 'Europe/Paris',
  tellsNewVersion: true,
  speak(world) {
    const fault = (reason: string, status: number) =>
      xmlAnswer(element('Fault', {}, [element('Reason', {}, { text: reason })]), status);
    return {
      entrance: basicEntrance(fault('Log på', 401)),
      denied: fault('Adgang nægtet', 200),
      find(request) {
        const { method, path, body } = request;
        if (path === '/unilock/service/system')
          return about('info', () =>
            xmlAnswer(element('System', {}, [element('TimeZone', {}, { text: 'Romance Standard Time' })])),
          );
        if (path === '/unilock/service/exceptions')
          return about('exceptions', (struck) =>
            xmlAnswer(
              element(
                'u:SharedExceptions',
                { 'xmlns:u': 'urn:unilock' },
                world.exceptions(struck).map(({ it, periods }) =>
                  element('u:SharedException', { No: it.id, Revision: it.version }, [
                    element('u:Name', {}, { text: it.name }),
                    element('u:Places', {}, { text: String(it.maxPeriods) }),
                    element(
                      'u:Periods',
                      {},
                      periods.map(({ from, to }) =>
                        element('u:Period', {
                          From: isoLocal.write(from, world.zone),
                          To: isoLocal.write(to, world.zone),
                        }),
                      ),
                    ),
                  ]),
                ),
              ),
            ),
          );
        const id = /^\/unilock\/service\/exceptions\/(\d+)$/.exec(path)?.[1];
        if (id === undefined || method !== 'PUT') return null;
        return about(
          'write-periods',
          (struck) => {
            const inner = /^<SharedException><Periods>(.*)<\/Periods><\/SharedException>$/.exec(body)?.[1];
            const told = Array.from(
              (inner ?? '').matchAll(/<Period From="([^"]*)" To="([^"]*)"\/>/g),
              ([, From, To]) => ({
                From,
                To,
              }),
            );
            const verdict = world.save(
              {
                id,
                periods: inner === undefined ? null : periodsIn(told, ['From', 'To'], isoLocal, world.zone),
                version: request.headers['if-match']?.replaceAll('"', '') ?? null,
              },
              struck,
            );
            switch (verdict.kind) {
              case 'saved':
                return xmlAnswer(element('Saved', {}), 200, { ETag: `"${String(verdict.version)}"` });
              case 'conflict':
                return fault('Ændret af en anden', 409);
              case 'unknown':
                return fault('Findes ikke', 404);
              case 'refused':
                return fault(verdict.message, 422);
            }
          },
          id,
        );
      },
    };
  },
};

const wrapped: AccessDialect = {
  name: 'skip-take-wrapped',
  typed: '/odata/',
  password: TOKEN,
  toldZone: 'Europe/Copenhagen',
  tellsNewVersion: true,
  speak(world) {
    const error = (message: string, status: number) => jsonAnswer({ error: { message } }, status);
    return {
      entrance: headerEntrance('x-api-key', TOKEN, error('key?', 401)),
      denied: jsonAnswer({ error: 'Access denied' }),
      find(request) {
        const { method, path, query } = request;
        if (path === '/odata/Settings') return about('info', () => jsonAnswer({ d: { Zone: world.zone } }));
        if (path === '/odata/Exceptions')
          return about('exceptions', (struck) => {
            const all = world.exceptions(struck);
            const [skip, top] = [Number(query.get('$skip')), Number(query.get('$top'))];
            return jsonAnswer({
              d: {
                results: all.slice(skip, skip + top).map(({ it, periods }) => ({
                  ExceptionId: Number(it.id),
                  Label: it.name,
                  Limits: { Periods: it.maxPeriods },
                  Etag: it.version,
                  Intervals: {
                    results: periods.map(({ from, to }) => ({
                      Begin: isoOffset.write(from, world.zone),
                      End: isoOffset.write(to, world.zone),
                    })),
                  },
                })),
                __count: all.length,
              },
            });
          });
        const id = /^\/odata\/Exceptions\((\d+)\)$/.exec(path)?.[1];
        if (id === undefined || method !== 'PATCH') return null;
        return about(
          'write-periods',
          (struck) => {
            const { results } = Object(fieldsOf(request)['Intervals']) as { results?: unknown };
            const verdict = world.save(
              {
                id,
                periods: periodsIn(results, ['Begin', 'End'], isoOffset, world.zone),
                version: /^W\/"(\d+)"$/.exec(request.headers['if-match'] ?? '')?.[1] ?? null,
              },
              struck,
            );
            switch (verdict.kind) {
              case 'saved':
                return { status: 204, headers: { ETag: `W/"${String(verdict.version)}"` } };
              case 'conflict':
                return error('precondition failed', 412);
              case 'unknown':
                return error('no such exception', 404);
              case 'refused':
                return error(verdict.message, 400);
            }
          },
          id,
        );
      },
    };
  },
};

const dotnet: AccessDialect = {
  name: 'dotnet-denied',
  typed: '/UniLock.asmx',
  password: ACCOUNT.password,
  toldZone: null,
  tellsNewVersion: false,
  speak(world) {
    const denied = jsonAnswer({ Message: 'Access is denied.' });
    return {
      entrance: cookieEntrance('.ASPXAUTH', {
        isLogin: ({ path }) => path === '/UniLock.asmx/LogOn',
        given: (request) => [fieldsOf(request)['user'], fieldsOf(request)['pass']],
        welcome: jsonAnswer({ d: true }),
        refusal: jsonAnswer({ d: false }),
        stranger: denied,
      }),
      denied,
      find(request) {
        if (request.method !== 'POST') return null;
        if (request.path === '/UniLock.asmx/GetExceptions')
          return about('exceptions', (struck) =>
            jsonAnswer({
              d: world.exceptions(struck).map(({ it, periods }) => ({
                ID: Number(it.id),
                Name: it.name,
                MaxCount: it.maxPeriods,
                RowVersion: it.version,
                Spans: periods.map(({ from, to }) => ({
                  Start: dotnetDate.write(from, world.zone),
                  Stop: dotnetDate.write(to, world.zone),
                })),
              })),
            }),
          );
        if (request.path !== '/UniLock.asmx/SaveException') return null;
        const { id, rowVersion, spans } = fieldsOf(request) as {
          id: string;
          rowVersion: string | null;
          spans: unknown;
        };
        return about(
          'write-periods',
          (struck) => {
            // The version stands in the body; null is none, and anything that is no number is nonsense.
            if (rowVersion !== null && !/^\d+$/.test(rowVersion))
              return jsonAnswer({ Message: 'Cannot convert rowVersion to Int64.' }, 400);
            const verdict = world.save(
              {
                id,
                periods: periodsIn(spans, ['Start', 'Stop'], dotnetDate, world.zone),
                version: rowVersion,
              },
              struck,
            );
            switch (verdict.kind) {
              case 'saved':
                return jsonAnswer({ d: null });
              case 'conflict':
                return jsonAnswer({ Message: 'Row was changed.' }, 409);
              case 'unknown':
                return jsonAnswer({ Message: 'No such exception.' }, 404);
              case 'refused':
                return jsonAnswer({ Message: verdict.message }, 400);
            }
          },
          id,
        );
      },
    };
  },
};

const camel: AccessDialect = {
  name: 'camel-day-first',
  typed: '/unilock/v2',
  password: TOKEN,
  toldZone: null,
  tellsNewVersion: true,
  speak(world) {
    return {
      entrance: headerEntrance('authorization', `Bearer ${TOKEN}`, { status: 401 }),
      denied: jsonAnswer({ errorMessage: 'denied' }),
      find(request) {
        const { method, path } = request;
        if (method === 'GET' && path === '/unilock/v2/sharedExceptions')
          return about('exceptions', (struck) =>
            jsonAnswer({
              items: world.exceptions(struck).map(({ it, periods }) => ({
                exceptionId: it.id,
                displayName: it.name,
                maxPeriods: String(it.maxPeriods),
                revision: it.version,
                periods: periods.map(({ from, to }) => ({
                  validFrom: dayMonthYear.write(from, world.zone),
                  validTo: dayMonthYear.write(to, world.zone),
                })),
              })),
            }),
          );
        const id = /^\/unilock\/v2\/sharedExceptions\/(\d+)\/periods$/.exec(path)?.[1];
        if (id === undefined || method !== 'PUT') return null;
        return about(
          'write-periods',
          (struck) => {
            const revision = request.headers['x-revision'];
            const verdict = world.save(
              {
                id,
                periods: periodsIn(jsonOf(request), ['validFrom', 'validTo'], dayMonthYear, world.zone),
                version: typeof revision === 'string' ? revision : null,
              },
              struck,
            );
            switch (verdict.kind) {
              case 'saved':
                return jsonAnswer({}, 200, { 'X-Revision': String(verdict.version) });
              case 'conflict':
                return jsonAnswer({ errorMessage: 'revision' }, 409);
              case 'unknown':
                return jsonAnswer({ errorMessage: 'unknown exception' }, 404);
              case 'refused':
                return jsonAnswer({ errorMessage: verdict.message }, 400);
            }
          },
          id,
        );
      },
    };
  },
};

export const ACCESS_DIALECTS: readonly AccessDialect[] = [xml, wrapped, dotnet, camel];
