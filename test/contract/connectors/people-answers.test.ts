import { afterEach, describe, expect, it } from 'vitest';
import unilock from '../../../build/profiles/unilock-webapi.json';
import { createUnilockWebApi } from '../../../electron/access/unilock-webapi';
import { groupId, personId } from '../../../shared/ids';
import { parseAccessProfile } from '../../../shared/profile';
import { instantFromIso } from '../../../shared/time';
import { CALL, json, plainConnection, startServer } from './support';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const ZONE = 'Europe/Copenhagen';
const GROUP = groupId('3');
const PERIOD = { From: '2026-11-23T10:00:00', To: '2026-11-23T11:00:00' };
const aMember = (PersonId: unknown, more: object = {}) => ({
  PersonId,
  Always: false,
  SharedExceptionId: null,
  Periods: [PERIOD],
  ...more,
});
const aPerson = (Id: unknown, more: object = {}) => ({ Id, Name: 'Anna', Email: 'anna@firma.example', ...more });

/** A connector to a server that gives these rows; what is not given is an empty list. */
async function connect(
  rows: { readonly members?: readonly unknown[]; readonly persons?: readonly unknown[] },
  profile: unknown = unilock,
) {
  const bodies: string[] = [];
  const server = await startServer((request, response, body) => {
    bodies.push(body);
    const path = request.url ?? '';
    if (request.method !== 'GET') return json(response, null, 200);
    if (path.includes('/Members')) return json(response, { Items: rows.members ?? [] });
    if (path.includes('/Persons')) {
      const first = path.includes('page=1&');
      return json(response, { Items: first ? (rows.persons ?? []) : [], TotalCount: rows.persons?.length ?? 0 });
    }
    return json(response, { Items: [{ Id: 3, Name: 'Mødedeltagere' }] });
  });
  const access = createUnilockWebApi({
    profile: parseAccessProfile(profile),
    ...plainConnection(server.url),
  });
  closers.push(server.close, () => access.close());
  const observe = (withPersons: boolean) => access.observePeople({ groups: [GROUP], withPersons, zone: ZONE }, CALL);
  return { access, observe, seen: server.seen, bodies };
}

describe('answers about people', () => {
  it.each<[string, unknown, string]>([
    ['no person', aMember(null), 'PersonId'],
    ['a validity that says neither yes nor no', aMember(55, { Always: 'sometimes' }), 'Always'],
    ['no word on whether it is always valid', aMember(55, { Always: undefined }), 'Always'],
    ['an exception that is no id', aMember(55, { SharedExceptionId: { Id: 7 } }), 'SharedExceptionId'],
    ['no list of periods', aMember(55, { Periods: null }), 'Periods'],
    ['a period without its end', aMember(55, { Periods: [PERIOD, { From: PERIOD.From }] }), 'Periods[1].To'],
    [
      'a period with a start that is no time',
      aMember(55, { Periods: [{ ...PERIOD, From: 'soon' }] }),
      'Periods[0].From',
    ],
  ])('R3 a member with %s makes its group unread, and says where', async (_, row, field) => {
    const { observe } = await connect({ members: [aMember(54), row] });
    const { groups, troubles } = await observe(false);
    expect(groups).toEqual([]);
    expect(troubles).toMatchObject([
      { code: 'reading-partial', context: { operation: 'members', groupId: '3', path: `members[1].${field}` } },
    ]);
  });

  it('R3 members that contradict each other make their group unread; the same twice is one', async () => {
    const twice = await connect({ members: [aMember(55), aMember('55')] });
    expect((await twice.observe(false)).groups[0]?.members).toHaveLength(1);
    const contradicting = await connect({ members: [aMember(55), aMember(55, { Always: true })] });
    expect((await contradicting.observe(false)).groups).toEqual([]);
  });

  it('D4 any person that cannot be understood makes the list partial: the hole may be the second match', async () => {
    const { observe } = await connect({ persons: [aPerson(1), aPerson(null), aPerson(2), aPerson(2, { Name: 'B' })] });
    const { persons, troubles } = await observe(true);
    expect(persons?.completeness).toBe('partial');
    expect(persons?.list.map(({ id }) => id)).toEqual(['1']);
    expect(troubles).toContainEqual({
      code: 'reading-partial',
      context: { operation: 'persons', reason: 'rejected', rejected: 2, total: 4, path: 'persons[1].Id' },
    });
  });

  describe('members told by words', () => {
    const worded = {
      ...unilock,
      operations: {
        ...unilock.operations,
        people: {
          ...unilock.operations.people,
          members: {
            ...unilock.operations.people.members,
            fields: {
              ...unilock.operations.people.members.fields,
              always: { at: ['Kind', 'mode'], yes: ['PERMANENT', 9], no: ['TIMED', 'OVERRIDE', 1] },
              exception: { at: 'override', none: [0, ''] },
            },
          },
        },
      },
    };
    const row = (mode: unknown, override: unknown, more: object = {}) => ({
      PersonId: 55,
      mode,
      override,
      Periods: [PERIOD],
      ...more,
    });

    it.each<[unknown, unknown, object]>([
      ['PERMANENT', 0, { basis: 'always', exceptionId: null, periods: [] }],
      [9, 5, { basis: 'always' }],
      ['TIMED', 0, { basis: 'periods', exceptionId: null }],
      [1, '', { basis: 'periods' }],
      ['TIMED', undefined, { basis: 'periods' }],
      ['TIMED', null, { basis: 'periods' }],
      ['OVERRIDE', 5, { basis: 'exception', exceptionId: '5', periods: [] }],
      // "0" is another value than 0: an exception may be called so.
      ['OVERRIDE', '0', { basis: 'exception', exceptionId: '0' }],
    ])('%j with the exception %j', async (mode, override, member) => {
      const { observe } = await connect({ members: [row(mode, override)] }, worded);
      expect((await observe(false)).groups[0]?.members).toMatchObject([{ personId: '55', ...member }]);
    });

    // A membership that is always valid must never pass for one of periods.
    it.each([undefined, null, '', 'permanent', 'FOREVER', true, { word: 'TIMED' }])(
      'D5 a word that the profile does not know says neither, and makes its group unread: %j',
      async (mode) => {
        const { observe } = await connect({ members: [row(mode, 0)] }, worded);
        const { groups, troubles } = await observe(false);
        expect(groups).toEqual([]);
        expect(troubles).toMatchObject([{ context: { path: 'members[0].Kind' } }]);
      },
    );

    it('D5 an exception that is neither none nor an id makes its group unread', async () => {
      for (const override of [{ no: 5 }, false, ' ', []]) {
        const { observe } = await connect({ members: [row('OVERRIDE', override)] }, worded);
        expect((await observe(false)).groups).toEqual([]);
      }
    });

    it('a word has one meaning', () => {
      const { fields } = worded.operations.people.members;
      const always = { ...fields.always, no: ['PERMANENT'] };
      const members = { ...worded.operations.people.members, fields: { ...fields, always } };
      const people = { ...worded.operations.people, members };
      expect(() => parseAccessProfile({ ...worded, operations: { ...worded.operations, people } })).toThrow(
        'profile-invalid',
      );
    });
  });

  it('D4 a person without e-mail, number or initials is a person all the same', async () => {
    const { observe } = await connect({ persons: [{ Id: 1 }, aPerson(2, { EmployeeNumber: 42, Initials: ' AN ' })] });
    expect((await observe(true)).persons).toEqual({
      completeness: 'complete',
      list: [
        { id: '1', name: '', email: null, employeeNumber: null, initials: null },
        { id: '2', name: 'Anna', email: 'anna@firma.example', employeeNumber: '42', initials: 'AN' },
      ],
    });
  });

  it('R1 in the autumn night a From is read as the earlier and a To as the later of its two meanings', async () => {
    const { observe } = await connect({
      members: [aMember(55, { Periods: [{ From: '2026-10-25T02:30:00', To: '2026-10-25T02:45:00' }] })],
    });
    expect((await observe(false)).groups[0]?.members[0]?.periods).toEqual([
      { from: instantFromIso('2026-10-25T00:30:00Z'), to: instantFromIso('2026-10-25T01:45:00Z') },
    ]);
  });

  it('W9 a membership is written with the start and the end of each period, in the zone of the house', async () => {
    const { access, seen, bodies } = await connect({});
    const periods = [{ from: instantFromIso('2026-11-23T09:00:00Z'), to: instantFromIso('2026-11-23T10:00:00Z') }];
    const write = { groupId: GROUP, personId: personId('5/../6'), zone: ZONE };
    await access.writeMembership({ ...write, periods }, CALL);
    await access.writeMembership({ ...write, periods: [] }, CALL);
    expect(seen).toEqual([
      'PUT /api/v1/PersonGroups/3/Members/5%2F..%2F6',
      'DELETE /api/v1/PersonGroups/3/Members/5%2F..%2F6',
    ]);
    expect(bodies).toEqual([JSON.stringify({ Periods: [PERIOD] }), '']);
  });

  it('a profile without people reads none and writes none, and says what is missing', async () => {
    const { people: _, ...operations } = unilock.operations;
    const { access, observe, seen } = await connect({}, { ...unilock, operations });
    const missing = { code: 'profile-invalid', context: { path: 'operations.people' } };
    expect(await observe(true)).toMatchObject({
      persons: { completeness: 'unreadable', list: [] },
      groups: [],
      troubles: [missing],
    });
    const write = { groupId: GROUP, personId: personId('55'), periods: [], zone: ZONE };
    expect(await access.writeMembership(write, CALL)).toMatchObject({ kind: 'refused', trouble: missing });
    expect(seen).toEqual([]);
  });
});
