import type { SaveVerdict } from '../../../electron/simulator/building';
import type { Period } from '../../../shared/time';
import { ACCOUNT, basicEntrance } from '../entrances';
import type { DialectAnswer } from '../server';
import { element, isoLocal, xmlAnswer } from '../wording';
import type { AccessDialect } from './dialect';
import { about, idsIn, periodsIn } from './dialect';
import type { AccessWorld } from './world';

const BASE = '/unilock/service';
/** Persons on one page; the next one is told by an address. */
const PAGE = 4;

const fault = (reason: string, status: number): DialectAnswer =>
  xmlAnswer(element('Fault', {}, [element('Reason', {}, { text: reason })]), status);

const text = (name: string, value: string): string => element(name, {}, { text: value });

const periodsElement = (periods: readonly Period[], zone: string): string =>
  element(
    'u:Periods',
    {},
    periods.map(({ from, to }) =>
      element('u:Period', { From: isoLocal.write(from, zone), To: isoLocal.write(to, zone) }),
    ),
  );

/** The document of a list, all of it in a namespace of its own. */
const listAnswer = (name: string, items: readonly string[], attributes: Readonly<Record<string, string>> = {}) =>
  xmlAnswer(element(`u:${name}`, { 'xmlns:u': 'urn:unilock', ...attributes }, items));

/** The periods of a written document, or null where it is not `<name><Periods>…</Periods></name>`. */
function written(name: string, body: string, zone: string): readonly Period[] | null {
  const inner = new RegExp(`^<${name}><Periods>(.*)</Periods></${name}>$`).exec(body)?.[1];
  if (inner === undefined) return null;
  const told = Array.from(inner.matchAll(/<Period From="([^"]*)" To="([^"]*)"\/>/g), ([, From, To]) => ({ From, To }));
  return periodsIn(told, ['From', 'To'], isoLocal, zone);
}

function answerOf(verdict: SaveVerdict, headers: (version: number) => Readonly<Record<string, string>>): DialectAnswer {
  switch (verdict.kind) {
    case 'saved':
      return xmlAnswer(element('Saved', {}), 200, headers(verdict.version));
    case 'conflict':
      return fault('Ændret af en anden', 409);
    case 'unknown':
      return fault('Findes ikke', 404);
    case 'refused':
      return fault(verdict.message, 422);
  }
}

/** XML in namespaces and attributes, Windows zone names, and persons page by page along links. */
export const xmlWindowsZones: AccessDialect = {
  name: 'xml-windows-zones',
  typed: '',
  password: ACCOUNT.password,
  // "Romance Standard Time" stands for Paris, whose clock is Copenhagen's.
  toldZone: 'Europe/Copenhagen',
  tellsNewVersion: true,
  speak(world) {
    return {
      entrance: basicEntrance(fault('Log på', 401)),
      denied: fault('Adgang nægtet', 200),
      find(request) {
        const { method, path, body, headers } = request;
        if (method === 'GET' && path === `${BASE}/system`)
          return about('info', () => xmlAnswer(element('System', {}, [text('TimeZone', 'Romance Standard Time')])));
        if (method === 'GET' && path === `${BASE}/exceptions`)
          return about('exceptions', (struck) =>
            listAnswer(
              'SharedExceptions',
              world
                .exceptions(struck)
                .map(({ it, periods }) =>
                  element('u:SharedException', { No: it.id, Revision: it.version }, [
                    text('u:Name', it.name),
                    text('u:Places', String(it.maxPeriods)),
                    periodsElement(periods, world.zone),
                  ]),
                ),
            ),
          );
        const [exceptionId] = idsIn(/^\/unilock\/service\/exceptions\/(\d+)$/, path) ?? [];
        if (method === 'PUT' && exceptionId !== undefined)
          return about(
            'write-periods',
            (struck) => {
              const periods = written('SharedException', body, world.zone);
              const version = headers['if-match']?.replaceAll('"', '') ?? null;
              return answerOf(world.save({ id: exceptionId, periods, version }, struck), (newer) => ({
                ETag: `"${String(newer)}"`,
              }));
            },
            { exceptionId },
          );
        return findPeople(world, { method, path, body, query: request.query });
      },
    };
  },
};

function findPeople(
  world: AccessWorld,
  request: { readonly method: string; readonly path: string; readonly body: string; readonly query: URLSearchParams },
) {
  const { method, path, body, query } = request;
  if (method === 'GET' && path === `${BASE}/groups`)
    return about('groups', (struck) =>
      listAnswer(
        'PersonGroups',
        world.groups(struck).map(({ id, name }) => element('u:PersonGroup', { No: id }, [text('u:Name', name)])),
      ),
    );
  if (method === 'GET' && path === `${BASE}/persons`)
    return about('persons', (struck) => {
      const all = world.persons(struck);
      const first = Number(query.get('first') ?? '0');
      const isLost = struck.get('lost-page')?.page === first / PAGE + 1;
      const next: Readonly<Record<string, string>> =
        first + PAGE < all.length ? { Next: `persons?first=${String(first + PAGE)}` } : {};
      return listAnswer(
        'Persons',
        (isLost ? [] : all.slice(first, first + PAGE)).map(({ id, name, email, employeeNumber, initials }) =>
          element('u:Person', { No: id, Initials: initials }, [
            text('u:Name', name),
            element('u:Contact', { Mail: email, Payroll: employeeNumber }),
          ]),
        ),
        { Count: String(all.length), ...next },
      );
    });
  const [groupId] = idsIn(/^\/unilock\/service\/groups\/(\d+)\/members$/, path) ?? [];
  if (method === 'GET' && groupId !== undefined)
    return about(
      'members',
      (struck) => {
        const members = world.members(groupId, struck);
        if (members === null) return fault('Findes ikke', 404);
        return listAnswer(
          'Members',
          members.map(({ personId, isAlways, exceptionId, periods }) =>
            element('u:Member', { Person: personId, Always: String(isAlways) }, [
              // What follows no exception has an empty element here.
              element('u:Follows', exceptionId === null ? {} : { Exception: exceptionId }),
              periodsElement(periods, world.zone),
            ]),
          ),
        );
      },
      { groupId },
    );
  const [group, person] = idsIn(/^\/unilock\/service\/groups\/(\d+)\/members\/(\d+)$/, path) ?? [];
  if (group === undefined || person === undefined) return null;
  if (method === 'PUT')
    return about(
      'write-member',
      (struck) =>
        answerOf(world.saveMember({ group, person, periods: written('Member', body, world.zone) }, struck), () => ({})),
      { groupId: group },
    );
  if (method !== 'DELETE') return null;
  return about('delete-member', (struck) => answerOf(world.removeMember({ group, person }, struck), () => ({})), {
    groupId: group,
  });
}
