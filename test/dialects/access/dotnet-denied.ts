import type { SaveVerdict } from '../../../electron/simulator/building';
import type { Period } from '../../../shared/time';
import { ACCOUNT, cookieEntrance } from '../entrances';
import type { DialectAnswer, Operation } from '../server';
import { jsonAnswer } from '../server';
import { dotnetDate } from '../wording';
import type { AccessDialect } from './dialect';
import { about, fieldsOf, periodsIn } from './dialect';
import type { AccessWorld } from './world';

const BASE = '/UniLock.asmx/';

const spans = (periods: readonly Period[], zone: string) =>
  periods.map(({ from, to }) => ({ Start: dotnetDate.write(from, zone), Stop: dotnetDate.write(to, zone) }));

function answerOf(verdict: SaveVerdict): DialectAnswer {
  switch (verdict.kind) {
    case 'saved':
      return jsonAnswer({ d: null });
    case 'conflict':
      return jsonAnswer({ Message: 'Row was changed.' }, 409);
    case 'unknown':
      return jsonAnswer({ Message: 'No such row.' }, 404);
    case 'refused':
      return jsonAnswer({ Message: verdict.message }, 400);
  }
}

/** Everything is a POST to a method, and what is about something says so in its body. */
export const dotnetDenied: AccessDialect = {
  name: 'dotnet-denied',
  typed: '/UniLock.asmx',
  password: ACCOUNT.password,
  toldZone: null,
  tellsNewVersion: false,
  speak(world) {
    const denied = jsonAnswer({ Message: 'Access is denied.' });
    return {
      entrance: cookieEntrance('.ASPXAUTH', {
        isLogin: ({ path }) => path === `${BASE}LogOn`,
        given: (request) => [fieldsOf(request)['user'], fieldsOf(request)['pass']],
        welcome: jsonAnswer({ d: true }),
        refusal: jsonAnswer({ d: false }),
        stranger: denied,
      }),
      denied,
      find(request) {
        const { method, path } = request;
        if (method !== 'POST' || !path.startsWith(BASE)) return null;
        return findMethod(world, path.slice(BASE.length), fieldsOf(request));
      },
    };
  },
};

function findMethod(world: AccessWorld, name: string, given: Readonly<Record<string, unknown>>): Operation | null {
  const groupId = String(given['groupId']);
  const target = { group: groupId, person: String(given['personId']) };
  const periods = periodsIn(given['spans'], ['Start', 'Stop'], dotnetDate, world.zone);
  switch (name) {
    case 'GetExceptions':
      return about('exceptions', (struck) =>
        jsonAnswer({
          d: world.exceptions(struck).map(({ it, periods: now }) => ({
            ID: Number(it.id),
            Name: it.name,
            MaxCount: it.maxPeriods,
            RowVersion: it.version,
            Spans: spans(now, world.zone),
          })),
        }),
      );
    case 'SaveException': {
      const { id, rowVersion: version } = given as { id: string; rowVersion: string | null };
      return about(
        'write-periods',
        (struck) =>
          // The version stands in the body; null is none, and anything that is no number is nonsense.
          version !== null && !/^\d+$/.test(version)
            ? jsonAnswer({ Message: 'Cannot convert rowVersion to Int64.' }, 400)
            : answerOf(world.save({ id, periods, version }, struck)),
        { exceptionId: id },
      );
    }
    case 'GetGroups':
      return about('groups', (struck) =>
        jsonAnswer({ d: world.groups(struck).map((group) => ({ ID: Number(group.id), Name: group.name })) }),
      );
    case 'GetPersons':
      return about('persons', (struck) =>
        jsonAnswer({
          d: world.persons(struck).map((person) => ({
            ID: Number(person.id),
            DisplayName: person.name,
            EMail: person.email,
            EmployeeNo: person.employeeNumber,
            Init: person.initials,
          })),
        }),
      );
    case 'GetMembers':
      return about(
        'members',
        (struck) => {
          const members = world.members(groupId, struck);
          if (members === null) return jsonAnswer({ Message: 'No such row.' }, 404);
          return jsonAnswer({
            d: members.map((member) => ({
              Person: { ID: Number(member.personId) },
              IsAlways: member.isAlways,
              ExceptionID: member.exceptionId === null ? null : Number(member.exceptionId),
              Spans: spans(member.periods, world.zone),
            })),
          });
        },
        { groupId },
      );
    case 'SaveMember':
      return about('write-member', (struck) => answerOf(world.saveMember({ ...target, periods }, struck)), { groupId });
    case 'RemoveMember':
      return about(
        'delete-member',
        (struck) => {
          const verdict = world.removeMember(target, struck);
          // It tells whether there was somebody; both are an answer to what was asked.
          const isAnswered = verdict.kind === 'saved' || verdict.kind === 'unknown';
          return isAnswered ? jsonAnswer({ d: verdict.kind === 'saved' }) : answerOf(verdict);
        },
        { groupId },
      );
    default:
      return null;
  }
}
