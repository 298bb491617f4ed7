import { afterEach, describe, expect, it } from 'vitest';
import unilock from '../../../build/profiles/unilock-webapi.json';
import { createUnilockWebApi } from '../../../electron/access/unilock-webapi';
import { AppError } from '../../../shared/errors';
import { exceptionId, groupId, personId } from '../../../shared/ids';
import { parseAccessProfile, reason } from '../../../shared/profile';
import { instantFromIso } from '../../../shared/time';
import { CALL, json, plainConnection, startServer } from './support';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const ZONE = 'Europe/Copenhagen';
const PERIODS = [{ from: instantFromIso('2026-11-23T07:45:00Z'), to: instantFromIso('2026-11-23T09:10:00Z') }];
const RESULT = { at: 'result.code', accepted: [0], conflict: [17], refused: [2, 'full'] };
const REFUSED = { statuses: [400], message: 'text' };
const operations = {
  ...unilock.operations,
  writePeriods: {
    method: 'POST',
    path: '/override',
    body: {
      format: 'json',
      content: { no: '{exceptionId:number}', revision: '{version:number}', periods: '{periods}' },
    },
    period: { start: '{from}', end: '{to}' },
    accepted: [200],
    conflict: [409],
    refused: REFUSED,
    result: RESULT,
    newVersion: ['result.revision'],
  },
  people: {
    ...unilock.operations.people,
    writeMember: { ...unilock.operations.people.writeMember, accepted: [200], refused: REFUSED, result: RESULT },
    removeMember: {
      ...unilock.operations.people.removeMember,
      accepted: [200],
      refused: REFUSED,
      result: { ...RESULT, noMember: [40] },
    },
  },
};
const PROFILE = {
  ...unilock,
  login: { kind: 'none' },
  expiredLogin: { statuses: [], isHtml: true, texts: ['logged out'] },
  operations,
};

type Answer = { readonly status?: number; readonly body: unknown; readonly headers?: Record<string, string> };

/** A connector to a server that gives every write this answer. */
async function connect({ status = 200, body, headers = {} }: Answer, profile: unknown = PROFILE) {
  const bodies: string[] = [];
  const server = await startServer((_, response, sent) => {
    bodies.push(sent);
    if (typeof body !== 'string') return json(response, body, status, headers);
    response.writeHead(status, headers).end(body);
  });
  const access = createUnilockWebApi({
    profile: parseAccessProfile(profile),
    ...plainConnection(server.url),
  });
  closers.push(server.close, () => access.close());
  const write = (id = '7') =>
    access.writePeriods({ exceptionId: exceptionId(id), version: '41', periods: PERIODS, zone: ZONE }, CALL);
  const member = (periods = PERIODS) =>
    access.writeMembership({ groupId: groupId('3'), personId: personId('55'), periods, zone: ZONE }, CALL);
  return { write, member, drop: () => member([]), bodies, server };
}

const code = (value: unknown, more: object = {}) => ({ body: { result: { code: value, ...more }, text: 'Too many.' } });

describe('the result of a write inside its answer', () => {
  it('accepts by the field alone, with the new version of the body', async () => {
    const { write, bodies } = await connect(code(0, { revision: 42 }));
    expect(await write()).toEqual({ kind: 'accepted', version: '42' });
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ no: 7, revision: 41 });
  });

  it('the header tells the new version before the body does', async () => {
    const writePeriods = { ...operations.writePeriods, newVersionHeader: 'ETag' };
    const profile = { ...PROFILE, operations: { ...operations, writePeriods } };
    const { write } = await connect({ ...code(0, { revision: 42 }), headers: { ETag: 'W/"43"' } }, profile);
    expect(await write()).toEqual({ kind: 'accepted', version: '43' });
  });

  it('tells a conflict, and a refusal with the server’s own sentence', async () => {
    expect(await (await connect(code(17))).write()).toEqual({ kind: 'conflict' });
    for (const refusal of [2, 'full'])
      expect(await (await connect(code(refusal))).write()).toEqual({
        kind: 'refused',
        trouble: { code: 'write-refused', context: { exceptionId: '7', status: 200, message: 'Too many.' } },
      });
  });

  // Whether it was written is open, and the engine reads back: nothing of these may pass for "written".
  it.each<[string, Answer]>([
    ['a result that the profile does not know', code(99)],
    ['the text of a number', code('0')],
    ['false for 0', code(false)],
    ['null', code(null)],
    ['no result', { body: {} }],
    ['a result elsewhere', { body: { code: 0 } }],
    ['an empty answer', { body: '' }],
    ['no JSON', { body: 'OK' }],
    ['a list', { body: [{ result: { code: 0 } }] }],
    ['an answer with another status', { status: 201, ...code(0) }],
    ['trouble of the server', { status: 500, ...code(0) }],
  ])('leaves open what was done: %s', async (_, answer) => {
    const { write, member, drop, server } = await connect(answer);
    for (const send of [write, member, drop]) expect(await send()).toMatchObject({ kind: 'unanswered' });
    expect(server.seen).toHaveLength(3);
  });

  it.each<[string, Answer]>([
    ['a denial in a text', { body: { result: { code: 0 }, text: 'You are logged out.' } }],
    ['a status of denial', { status: 403, ...code(0) }],
  ])('is not looked at in %s: not written', async (_, answer) => {
    const { write, member, drop } = await connect(answer);
    for (const send of [write, member, drop]) expect(await send()).toMatchObject({ kind: 'refused' });
  });

  it('a web page that holds the field by chance is none', async () => {
    const page = { body: JSON.stringify(code(0).body), headers: { 'Content-Type': 'text/html' } };
    const profile = { ...PROFILE, expiredLogin: {} };
    expect(await (await connect(page, profile)).write()).toMatchObject({
      kind: 'unanswered',
      trouble: { code: 'not-data' },
    });
  });

  it('statuses of conflict and refusal count as without it', async () => {
    expect(await (await connect({ status: 409, ...code(0) })).write()).toEqual({ kind: 'conflict' });
    expect(await (await connect({ status: 400, ...code(0) })).write()).toMatchObject({ kind: 'refused' });
  });

  it('of members too; somebody who is no member has been removed', async () => {
    expect(await (await connect(code(0))).member()).toEqual({ kind: 'accepted', version: null });
    expect(await (await connect(code(0))).drop()).toEqual({ kind: 'accepted', version: null });
    expect(await (await connect(code(40))).drop()).toEqual({ kind: 'accepted', version: null });
    expect(await (await connect(code(17))).drop()).toEqual({ kind: 'conflict' });
    expect(await (await connect(code(2))).drop()).toMatchObject({ kind: 'refused' });
    // A group that is not there is no member that is gone: that word is for removing alone.
    expect(await (await connect(code(40))).member()).toMatchObject({ kind: 'unanswered' });
  });

  it('in XML every value is a text', async () => {
    const writePeriods = {
      ...operations.writePeriods,
      body: { format: 'xml', content: '<R no="{exceptionId}">{periods}</R>' },
      period: '<P f="{from}" t="{to}"/>',
      result: { at: 'Answer.Code', accepted: ['0'] },
      newVersion: 'Answer.Revision',
    };
    const profile = { ...PROFILE, operations: { ...operations, writePeriods } };
    const answer = (value: string) => ({ body: `<Answer><Code>${value}</Code><Revision>42</Revision></Answer>` });
    expect(await (await connect(answer('0'), profile)).write()).toEqual({ kind: 'accepted', version: '42' });
    expect(await (await connect(answer('1'), profile)).write()).toMatchObject({ kind: 'unanswered' });
  });

  it('what is no number where one is wanted is refused before anything is sent', async () => {
    const { write, server } = await connect(code(0));
    expect(await write('A7')).toEqual({
      kind: 'refused',
      trouble: {
        code: 'profile-invalid',
        context: { path: '{exceptionId:number}', reason: reason('no-number'), exceptionId: 'A7' },
      },
    });
    expect(server.seen).toEqual([]);
  });
});

describe('a profile’s results of writes', () => {
  const faultOf = (result: unknown, name: 'writePeriods' | 'removeMember' = 'writePeriods'): unknown => {
    const changed =
      name === 'writePeriods'
        ? { ...operations, writePeriods: { ...operations.writePeriods, result } }
        : {
            ...operations,
            people: { ...operations.people, removeMember: { ...operations.people.removeMember, result } },
          };
    try {
      parseAccessProfile({ ...PROFILE, operations: changed });
      return null;
    } catch (thrown) {
      if (thrown instanceof AppError) return thrown.context['path'];
      throw thrown;
    }
  };

  it('a value has one meaning', () => {
    expect(faultOf({ at: 'r', accepted: [0], conflict: ['0'], refused: [false] })).toBeNull();
    expect(faultOf({ at: 'r', accepted: [0, 1], refused: [1] })).toBe('operations.writePeriods.result.refused');
    expect(faultOf({ at: 'r', accepted: [0], conflict: [0] })).toBe('operations.writePeriods.result.conflict');
    expect(faultOf({ at: 'r', accepted: [0], refused: [4], noMember: [4] }, 'removeMember')).toBe(
      'operations.people.removeMember.result.noMember',
    );
  });

  it('what means accepted must be named, and only a removal knows of no member', () => {
    expect(faultOf({ at: 'r', accepted: [] })).toBe('operations.writePeriods.result.accepted');
    expect(faultOf({ at: 'r', accepted: [null] })).toContain('operations.writePeriods.result.accepted');
    expect(faultOf({ at: 'r', accepted: [0], noMember: [40] })).toBe('operations.writePeriods.result');
  });
});
