import type { SaveVerdict } from '../../../electron/simulator/building';
import type { StruckFaults } from '../../../electron/simulator/faults';
import type { Period } from '../../../shared/time';
import { headerEntrance } from '../entrances';
import type { DialectAnswer, DialectRequest } from '../server';
import { jsonAnswer } from '../server';
import { isoOffset } from '../wording';
import type { AccessDialect } from './dialect';
import { about, fieldsOf, idsIn, periodsIn, TOKEN } from './dialect';
import type { AccessWorld } from './world';

const error = (message: string, status: number): DialectAnswer => jsonAnswer({ error: { message } }, status);

/** What was asked for of a list, and how long it is. */
function paged(rows: readonly unknown[], { query }: DialectRequest, struck: StruckFaults): DialectAnswer {
  const [skip, top] = [Number(query.get('$skip')), Number(query.get('$top'))];
  const isLost = struck.get('lost-page')?.page === skip / top + 1;
  return jsonAnswer({ d: { results: isLost ? [] : rows.slice(skip, skip + top), __count: rows.length } });
}

const intervals = (periods: readonly Period[], zone: string) => ({
  results: periods.map(({ from, to }) => ({ Begin: isoOffset.write(from, zone), End: isoOffset.write(to, zone) })),
});

function written(request: DialectRequest, zone: string): readonly Period[] | null {
  const { results } = Object(fieldsOf(request)['Intervals']) as { results?: unknown };
  return periodsIn(results, ['Begin', 'End'], isoOffset, zone);
}

function answerOf(verdict: SaveVerdict, headers: (version: number) => Readonly<Record<string, string>>): DialectAnswer {
  switch (verdict.kind) {
    case 'saved':
      return { status: 204, headers: headers(verdict.version) };
    case 'conflict':
      return error('precondition failed', 412);
    case 'unknown':
      return error('no such thing', 404);
    case 'refused':
      return error(verdict.message, 400);
  }
}

/** Every list wrapped twice and cut by $skip and $top, ids in brackets. */
export const skipTakeWrapped: AccessDialect = {
  name: 'skip-take-wrapped',
  typed: '/odata/',
  password: TOKEN,
  toldZone: 'Europe/Copenhagen',
  tellsNewVersion: true,
  speak(world) {
    return {
      entrance: headerEntrance('x-api-key', TOKEN, error('key?', 401)),
      denied: jsonAnswer({ error: 'Access denied' }),
      find(request) {
        const { method, path } = request;
        if (method === 'GET' && path === '/odata/Settings')
          return about('info', () => jsonAnswer({ d: { Zone: world.zone } }));
        if (method === 'GET' && path === '/odata/Exceptions')
          return about('exceptions', (struck) =>
            paged(
              world.exceptions(struck).map(({ it, periods }) => ({
                ExceptionId: Number(it.id),
                Label: it.name,
                Limits: { Periods: it.maxPeriods },
                Etag: it.version,
                Intervals: intervals(periods, world.zone),
              })),
              request,
              struck,
            ),
          );
        const [exceptionId] = idsIn(/^\/odata\/Exceptions\((\d+)\)$/, path) ?? [];
        if (method === 'PATCH' && exceptionId !== undefined)
          return about(
            'write-periods',
            (struck) => {
              const version = /^W\/"(\d+)"$/.exec(request.headers['if-match'] ?? '')?.[1] ?? null;
              const write = { id: exceptionId, periods: written(request, world.zone), version };
              return answerOf(world.save(write, struck), (newer) => ({ ETag: `W/"${String(newer)}"` }));
            },
            { exceptionId },
          );
        return findPeople(world, request);
      },
    };
  },
};

function findPeople(world: AccessWorld, request: DialectRequest) {
  const { method, path } = request;
  if (method === 'GET' && path === '/odata/Groups')
    return about('groups', (struck) =>
      paged(
        world.groups(struck).map(({ id, name }) => ({ GroupId: Number(id), Label: name })),
        request,
        struck,
      ),
    );
  if (method === 'GET' && path === '/odata/Persons')
    return about('persons', (struck) =>
      paged(
        world.persons(struck).map(({ id, name, email, employeeNumber, initials }) => ({
          PersonId: Number(id),
          Label: name,
          Contact: { Mail: email === '' ? null : email },
          Staff: { Number: employeeNumber, Initials: initials },
        })),
        request,
        struck,
      ),
    );
  const [groupId] = idsIn(/^\/odata\/Groups\((\d+)\)\/Members$/, path) ?? [];
  if (method === 'GET' && groupId !== undefined)
    return about(
      'members',
      (struck) => {
        const members = world.members(groupId, struck);
        if (members === null) return error('no such thing', 404);
        const rows = members.map(({ personId, isAlways, exceptionId, periods }) => ({
          Person: { PersonId: Number(personId) },
          Unlimited: isAlways ? 1 : 0,
          Exception: exceptionId === null ? null : { ExceptionId: Number(exceptionId) },
          Intervals: intervals(periods, world.zone),
        }));
        return paged(rows, request, struck);
      },
      { groupId },
    );
  const [group, person] = idsIn(/^\/odata\/Groups\((\d+)\)\/Members\((\d+)\)$/, path) ?? [];
  if (group === undefined || person === undefined) return null;
  if (method === 'PATCH')
    return about(
      'write-member',
      (struck) =>
        answerOf(world.saveMember({ group, person, periods: written(request, world.zone) }, struck), () => ({})),
      { groupId: group },
    );
  if (method !== 'DELETE') return null;
  return about(
    'delete-member',
    (struck) => {
      const verdict = world.removeMember({ group, person }, struck);
      return verdict.kind === 'unknown' ? error('gone', 410) : answerOf(verdict, () => ({}));
    },
    { groupId: group },
  );
}
