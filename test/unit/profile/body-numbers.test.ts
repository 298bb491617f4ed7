import { describe, expect, it } from 'vitest';
import unilock from '../../../build/profiles/unilock-webapi.json';
import pronestor from '../../../build/profiles/pronestor-planner.json';
import { renderBody } from '../../../electron/profile';
import { AppError } from '../../../shared/errors';
import { parseProfile, reason, sayReason } from '../../../shared/profile';

/** The shipped profile of access control with another write of periods. */
const withWrite = (more: object) => ({
  ...unilock,
  operations: { ...unilock.operations, writePeriods: { ...unilock.operations.writePeriods, ...more } },
});
const withBody = (content: unknown, format = 'json') => withWrite({ body: { format, content } });

function faultOf(profile: unknown): { path: unknown; reason: unknown } | null {
  try {
    parseProfile(profile);
    return null;
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return { path: thrown.context['path'], reason: sayReason(String(thrown.context['reason']), 'en') };
  }
}

describe('numbers in JSON bodies', () => {
  it('a text that is nothing but {name:number} becomes a number, wherever it stands', () => {
    const template = { no: '{exceptionId:number}', at: [{ revision: '{version:number}' }], text: '{exceptionId}' };
    expect(renderBody(template, { exceptionId: '7', version: '41' })).toEqual({
      no: 7,
      at: [{ revision: 41 }],
      text: '7',
    });
    for (const number of ['0', '-3', '2.5', '9007199254740991'])
      expect(renderBody('{exceptionId:number}', { exceptionId: number })).toBe(Number(number));
  });

  it('is null where no version was read', () => {
    expect(renderBody({ revision: '{version:number}' }, {})).toEqual({ revision: null });
  });

  // "007" sent as 7, or a long id sent as its neighbour, would be another exception's number.
  it.each(['A7', '', ' 7', '007', '7.0', '1e3', '0x10', 'NaN', 'Infinity', '9007199254740993'])(
    'what is no number is refused without showing it: "%s"',
    (exceptionId) => {
      let refusal: unknown = null;
      try {
        renderBody('{exceptionId:number}', { exceptionId });
      } catch (thrown) {
        refusal = thrown;
      }
      expect(refusal).toMatchObject({ code: 'profile-invalid' });
      expect((refusal as AppError).context).toEqual({ path: '{exceptionId:number}', reason: reason('no-number') });
    },
  );

  it('may stand alone in a JSON body and in a period of one', () => {
    expect(faultOf(withBody({ no: '{exceptionId:number}', revision: '{version:number}', P: '{periods}' }))).toBeNull();
    expect(faultOf(withWrite({ period: { From: '{from}', Minutes: '{minutes:number}' } }))).toBeNull();
    const login = {
      kind: 'cookie',
      request: {
        method: 'POST',
        path: '/l',
        body: { format: 'json', content: { user: '{userName:number}', pin: '{password:number}' } },
      },
      success: {},
    };
    expect(faultOf({ ...unilock, login })).toBeNull();
  });

  it.each<[string, unknown, string]>([
    ['amid a text', withBody({ no: 'n{version:number}', P: '{periods}' }), 'writePeriods.body.content.no'],
    ['of the list', withBody({ P: '{periods:number}', Q: '{periods}' }), 'writePeriods.body.content.P'],
    ['in a path', withWrite({ path: '/x/{exceptionId:number}' }), 'writePeriods.path'],
    ['in a query', withWrite({ query: { id: '{exceptionId:number}' } }), 'writePeriods.query.id'],
    [
      'in a header',
      withWrite({ versionHeader: { name: 'If-Match', value: '{version:number}' } }),
      'writePeriods.versionHeader.value',
    ],
    [
      'in XML',
      withWrite({
        body: { format: 'xml', content: '<P v="{version:number}">{periods}</P>' },
        period: '<p f="{from}" t="{to}"/>',
      }),
      'writePeriods.body.content',
    ],
    [
      'in a period of XML',
      withWrite({ body: { format: 'xml', content: '<P>{periods}</P>' }, period: '<p f="{from:number}" t="{to}"/>' }),
      'writePeriods.period',
    ],
    ['of another kind', withBody({ no: '{version:text}', P: '{periods}' }), 'writePeriods.body.content.no'],
  ])('is refused %s', (_, profile, path) => {
    expect(faultOf(profile)?.path).toBe(`operations.${path}`);
  });

  it('a word for another kind is told as it was written', () => {
    expect(faultOf(withBody({ no: '{exceptionId:nummer}', P: '{periods}' }))?.reason).toBe(
      '{exceptionId:nummer} is not known here',
    );
    // What is no placeholder of ours is a text like any other.
    expect(faultOf(withBody({ query: '{ rooms{a:b} }', P: '{periods}' }))).toBeNull();
  });

  it('is refused of a time that is written as a text', () => {
    expect(faultOf(withWrite({ period: { From: '{from}', To: '{to:number}' } }))).toEqual({
      path: 'operations.writePeriods.period.To',
      reason: '{to:number} is no number: times.write is "iso-local"',
    });
  });

  it('is refused in a form, and in the value of a header login', () => {
    const { rooms } = pronestor.operations;
    const body = { format: 'form', content: { site: '{locationId:number}' } };
    const asked = { ...rooms, method: 'POST', asked: 'per-location', query: {}, body };
    expect(faultOf({ ...pronestor, operations: { ...pronestor.operations, rooms: asked } })).toEqual({
      path: 'operations.rooms.body.content.site',
      reason: '{locationId:number} may only be the whole text of a value in a JSON body',
    });
    expect(faultOf({ ...unilock, login: { kind: 'header', header: 'Key', value: '{password:number}' } })?.path).toBe(
      'login.value',
    );
  });
});

describe('paging in the body', () => {
  const paging = { kind: 'skip-take', in: 'body', skip: 'position', take: { parameter: 'max', value: 50 } };
  const read = (more: object) => {
    const exceptions = { ...unilock.operations.exceptions, method: 'POST', paging, ...more };
    return { ...unilock, operations: { ...unilock.operations, exceptions } };
  };
  const jsonBody = (content: unknown) => ({ format: 'json', content });

  it('needs a body of named values', () => {
    const fault = { path: 'operations.exceptions.paging.in', reason: 'needs a body of named values, as json or form' };
    expect(faultOf(read({ body: jsonBody({ action: 'list' }) }))).toBeNull();
    expect(faultOf(read({ body: { format: 'form', content: { action: 'list' } } }))).toBeNull();
    expect(faultOf(read({}))).toEqual(fault);
    expect(faultOf(read({ body: { format: 'xml', content: '<list/>' } }))).toEqual(fault);
    for (const content of [[{ action: 'list' }], 'list', null])
      expect(faultOf(read({ body: jsonBody(content) }))).toEqual(fault);
  });

  it.each<[string, object, unknown, string]>([
    ['stands there already', {}, { position: 0 }, 'skip'],
    ['stands there as null', {}, { position: null }, 'skip'],
    ['stands there already, the second', {}, { max: 10 }, 'take.parameter'],
    ['leads through a value', { skip: 'page.position' }, { page: 1 }, 'skip'],
    ['stands there with fields below it', { skip: 'page' }, { page: { of: 'all' } }, 'skip'],
    ['is the other one', { skip: 'max' }, {}, 'take.parameter'],
    ['leads through the other one', { skip: 'max.position' }, {}, 'take.parameter'],
    [
      'ends where the other one goes on',
      { skip: 'page', take: { parameter: 'page.max', value: 1 } },
      {},
      'take.parameter',
    ],
  ])('a parameter that %s is a fault', (_, more, content, place) => {
    expect(faultOf(read({ paging: { ...paging, ...more }, body: jsonBody(content) }))?.path).toBe(
      `operations.exceptions.paging.${place}`,
    );
  });

  it('is checked of every list, those of people and of bookings too', () => {
    const people = { ...unilock.operations.people, members: { ...unilock.operations.people.members, paging } };
    expect(faultOf({ ...unilock, operations: { ...unilock.operations, people } })?.path).toBe(
      'operations.people.members.paging.in',
    );
    const bookings = { ...pronestor.operations.bookings, paging };
    expect(faultOf({ ...pronestor, operations: { ...pronestor.operations, bookings } })?.path).toBe(
      'operations.bookings.paging.in',
    );
  });
});
