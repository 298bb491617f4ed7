import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rootFrom } from '../../../electron/profile';
import { renderBody, renderRequestBody, renderUrl } from '../../../electron/profile/template';

describe('the address as typed', () => {
  it.each([
    ['planner.firma.example', 'https://planner.firma.example/api.mvc'],
    [' https://planner.firma.example/ ', 'https://planner.firma.example/api.mvc'],
    ['http://server:8080/booking', 'http://server:8080/booking/api.mvc'],
    ['http://server/booking/api.mvc', 'http://server/booking/api.mvc'],
    ['http://server/booking/API.MVC/', 'http://server/booking/API.MVC'],
    ['http://server/api.mvc/v1/Rooms?locationId=3#top', 'http://server/api.mvc'],
    ['server:8443/a//', 'https://server:8443/a/api.mvc'],
    ['http://[::1]:3000', 'http://[::1]:3000/api.mvc'],
    ['http://server/my-api.mvcs', 'http://server/my-api.mvcs/api.mvc'],
  ])('%s -> %s', (typed, root) => {
    expect(rootFrom(typed, '/api.mvc')).toBe(root);
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['ftp://server', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['https://', 'malformed'],
    ['http://two words', 'malformed'],
    ['https://anna:canary@server', 'credentials'],
  ])('refuses "%s" (%s) without repeating it', (typed, reason) => {
    expect(() => rootFrom(typed, '')).toThrow(
      expect.objectContaining({ code: 'invalid-address', context: { reason } }),
    );
  });

  it('property: what was built is built again from itself', () => {
    fc.assert(
      fc.property(fc.webUrl(), fc.constantFrom('', '/api.mvc', '/api/v1'), (typed, ending) => {
        const root = rootFrom(typed, ending);
        expect(rootFrom(root, ending)).toBe(root);
        expect(root.endsWith('/')).toBe(false);
      }),
    );
  });
});

describe('templates', () => {
  it('property: a value never leaves its own place in path or query', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (value) => {
        const text = renderUrl(
          'https://h/a',
          { path: '/x/{exceptionId}/Periods', query: { q: '{roomId}' } },
          { exceptionId: value, roomId: value },
        );
        const url = new URL(text);
        const segments = url.pathname.split('/');
        // The URL parser takes out "." and "..", also when they are encoded.
        if (!/^\.{1,2}$/.test(value)) expect([segments.length, segments[4]]).toEqual([5, 'Periods']);
        expect(url.searchParams.get('q')).toBe(value);
        expect([...url.searchParams.keys()]).toEqual(['q']);
        expect(url.host).toBe('h');
      }),
    );
  });

  it('fills texts and puts the list in its place, and nothing else', () => {
    const body = renderBody(
      { Id: '{exceptionId}', Fixed: 1, List: '{periods}', Deep: [{ A: 'x{version}y' }] },
      { exceptionId: '7', version: '5', periods: [{ F: '1' }] },
    );
    expect(body).toEqual({ Id: '7', Fixed: 1, List: [{ F: '1' }], Deep: [{ A: 'x5y' }] });
  });

  it('a version that was never read is none: null in JSON, nothing in XML', () => {
    const json = renderRequestBody({ format: 'json', content: { V: '{version}', E: '"{version}"' } }, {});
    expect(JSON.parse(json?.text ?? '')).toEqual({ V: null, E: '""' });
    expect(renderRequestBody({ format: 'xml', content: '<E V="{version}">{periods}</E>' }, {})?.text).toBe(
      '<E V=""></E>',
    );
  });

  it('a password with braces, quotes and ampersands arrives as it is', () => {
    const password = '{"userName"}&{userName}"\\';
    const json = renderRequestBody(
      { format: 'json', content: { U: '{userName}', P: '{password}' } },
      { userName: 'anna', password },
    );
    expect(JSON.parse(json?.text ?? '')).toEqual({ U: 'anna', P: password });
    const form = renderRequestBody({ format: 'form', content: { P: '{password}' } }, { password });
    expect(new URLSearchParams(form?.text).get('P')).toBe(password);
  });
});
