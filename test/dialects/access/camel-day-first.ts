import type { SaveVerdict } from '../../../electron/simulator/building';
import type { Period } from '../../../shared/time';
import { headerEntrance } from '../entrances';
import type { DialectAnswer, DialectRequest } from '../server';
import { jsonAnswer } from '../server';
import { dayMonthYear } from '../wording';
import type { AccessDialect } from './dialect';
import { about, idsIn, jsonOf, periodsIn, TOKEN } from './dialect';
import type { AccessWorld } from './world';

const BASE = '/unilock/v2';

const validity = (periods: readonly Period[], zone: string) =>
  periods.map(({ from, to }) => ({
    validFrom: dayMonthYear.write(from, zone),
    validTo: dayMonthYear.write(to, zone),
  }));

const written = (request: DialectRequest, zone: string): readonly Period[] | null =>
  periodsIn(jsonOf(request), ['validFrom', 'validTo'], dayMonthYear, zone);

function answerOf(verdict: SaveVerdict, headers: (version: number) => Readonly<Record<string, string>>): DialectAnswer {
  switch (verdict.kind) {
    case 'saved':
      return jsonAnswer({}, 200, headers(verdict.version));
    case 'conflict':
      return jsonAnswer({ errorMessage: 'revision' }, 409);
    case 'unknown':
      return jsonAnswer({ errorMessage: 'unknown' }, 404);
    case 'refused':
      return jsonAnswer({ errorMessage: verdict.message }, 400);
  }
}

/** Camel case, the day first, bare lists in its writes; a membership with an empty list is none. */
export const camelDayFirst: AccessDialect = {
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
        const { method, path, headers } = request;
        if (method === 'GET' && path === `${BASE}/sharedExceptions`)
          return about('exceptions', (struck) =>
            jsonAnswer({
              items: world.exceptions(struck).map(({ it, periods }) => ({
                exceptionId: it.id,
                displayName: it.name,
                maxPeriods: String(it.maxPeriods),
                revision: it.version,
                periods: validity(periods, world.zone),
              })),
            }),
          );
        const [exceptionId] = idsIn(/^\/unilock\/v2\/sharedExceptions\/(\d+)\/periods$/, path) ?? [];
        if (method === 'PUT' && exceptionId !== undefined)
          return about(
            'write-periods',
            (struck) => {
              const revision = headers['x-revision'];
              const version = typeof revision === 'string' ? revision : null;
              return answerOf(
                world.save({ id: exceptionId, periods: written(request, world.zone), version }, struck),
                (newer) => ({ 'X-Revision': String(newer) }),
              );
            },
            { exceptionId },
          );
        return findPeople(world, request);
      },
    };
  },
};

function findPeople(world: AccessWorld, request: DialectRequest) {
  const { method, path, query } = request;
  if (method === 'GET' && path === `${BASE}/personGroups`)
    return about('groups', (struck) =>
      jsonAnswer({ items: world.groups(struck).map(({ id, name }) => ({ groupId: id, displayName: name })) }),
    );
  if (method === 'GET' && path === `${BASE}/people`)
    return about('persons', (struck) => {
      const all = world.persons(struck);
      // Its first page is page 0.
      const [page, size] = [Number(query.get('page')), Number(query.get('size'))];
      const isLost = struck.get('lost-page')?.page === page + 1;
      return jsonAnswer({
        items: (isLost ? [] : all.slice(page * size, (page + 1) * size)).map((person) => ({
          personId: person.id,
          displayName: person.name,
          emailAddress: person.email,
          employeeNumber: person.employeeNumber,
          shortName: person.initials,
        })),
        totalItems: all.length,
      });
    });
  if (path !== `${BASE}/memberships`) return null;
  const [group, person] = [query.get('group'), query.get('person')];
  if (group === null) return null;
  const target = { groupId: group };
  if (method === 'GET' && person === null)
    return about(
      'members',
      (struck) => {
        const members = world.members(group, struck);
        if (members === null) return jsonAnswer({ errorMessage: 'unknown' }, 404);
        return jsonAnswer({
          items: members.map(({ personId, isAlways, exceptionId, periods }) => ({
            personId,
            validity: {
              always: isAlways ? 'yes' : 'no',
              sharedException: exceptionId ?? null,
              periods: validity(periods, world.zone),
            },
          })),
        });
      },
      target,
    );
  if (method !== 'PUT' || person === null) return null;
  const periods = written(request, world.zone);
  if (periods?.length !== 0)
    return about(
      'write-member',
      (struck) => answerOf(world.saveMember({ group, person, periods }, struck), () => ({})),
      target,
    );
  return about(
    'delete-member',
    (struck) => {
      const verdict = world.removeMember({ group, person }, struck);
      return answerOf(verdict.kind === 'unknown' ? { kind: 'saved', version: 0 } : verdict, () => ({}));
    },
    target,
  );
}
