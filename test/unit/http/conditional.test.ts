import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttp, failureOf } from '../../../electron/http';
import type { HttpRequest } from '../../../electron/http';
import { createFakeClock, fakeRandom, json, PATIENT, startServer } from '../../contract/connectors/support';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function house(handle: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: (string | undefined)[] = [];
  const server = await startServer((request, response) => {
    asked.push(request.headers['if-none-match']);
    handle(request, response);
  });
  const http = createHttp({ limits: PATIENT, clock: createFakeClock(), random: fakeRandom() });
  closers.push(server.close, http.close);
  const read = (path = '/rooms', headers: Record<string, string> = {}, kind: HttpRequest['kind'] = 'read') =>
    http.send({ kind, method: 'GET', url: server.url + path, headers, body: null }, null);
  return { http, asked, read };
}

/** A server that gives its one list a mark, and says "unchanged" to whoever has it. */
const marked =
  (state: { tag: string; text: string }, more: Record<string, string> = {}) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    if (request.headers['if-none-match'] === state.tag) {
      response.writeHead(304, { ETag: state.tag });
      response.end();
    } else json(response, state.text, 200, { ETag: state.tag, ...more });
  };

describe('asking only for what has changed', () => {
  it('an unchanged list is not sent again, and reads as it did', async () => {
    const state = { tag: '"1"', text: 'first' };
    const { read, asked } = await house(marked(state));
    const first = await read();
    const second = await read();
    expect(second).toMatchObject({ status: 200, text: first.text });
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
    state.tag = '"2"';
    state.text = 'second';
    expect((await read()).text).toBe('"second"');
    expect((await read()).text).toBe('"second"');
    expect(asked).toEqual([undefined, '"1"', '"1"', '"2"']);
  });

  it('R7 the clock is read off the newer answer, not off the remembered one', async () => {
    let date = Date.UTC(2026, 10, 23, 8);
    const { read } = await house((request, response) => {
      response.sendDate = false;
      const head = { Date: new Date(date).toUTCString(), ETag: '"1"' };
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304, head).end();
      else json(response, {}, 200, head);
    });
    expect((await read()).clockSkewMs).toBe(0);
    date += 3_600_000;
    expect((await read()).clockSkewMs).toBe(3_600_000);
  });

  it('what was read with one login is no answer for another', async () => {
    const { read, http, asked } = await house(marked({ tag: '"1"', text: 'x' }));
    await read('/rooms', { Authorization: 'one' });
    await read('/rooms', { Authorization: 'two' });
    await read('/rooms', { Authorization: 'one' });
    http.forgetLogin();
    await read('/rooms', { Authorization: 'one' });
    expect(asked).toEqual([undefined, undefined, '"1"', undefined]);
  });

  it('an answer that was on its way when a new login began is not remembered', async () => {
    let answer: (() => void) | null = null;
    const { read, http, asked } = await house((_, response) => {
      answer = () => json(response, {}, 200, { ETag: '"1"' });
    });
    const late = read();
    await expect.poll(() => answer).not.toBeNull();
    http.forgetLogin();
    answer!();
    await late;
    answer = null;
    const next = read();
    await expect.poll(() => answer).not.toBeNull();
    answer!();
    await next;
    expect(asked).toEqual([undefined, undefined]);
  });

  it.each<[string, Record<string, string>]>([
    ['a weak mark', { ETag: 'W/"1"' }],
    ['none', {}],
    ['nonsense', { ETag: 'abc' }],
    ['a mark on what may not be kept', { ETag: '"1"', 'Cache-Control': 'private, no-store' }],
    ['a mark on what differs for everybody', { ETag: '"1"', Vary: '*' }],
  ])('%s is not asked by', async (_, headers) => {
    const { read, asked } = await house((__, response) => json(response, {}, 200, headers));
    await read();
    await read();
    expect(asked).toEqual([undefined, undefined]);
  });

  it.each([404, 500])('R4 a %i with a mark is never remembered, nor given out for a list', async (status) => {
    const { read, asked } = await house((_, response) => json(response, {}, status, { ETag: '"1"' }));
    expect((await read()).status).toBe(status);
    expect((await read()).status).toBe(status);
    expect(new Set(asked)).toEqual(new Set([undefined]));
  });

  it('R4 trouble after a good answer is trouble: the good one is not given out again', async () => {
    let isDown = false;
    const { read } = await house((_, response) => {
      if (isDown) response.destroy();
      else json(response, {}, 200, { ETag: '"1"' });
    });
    await read();
    isDown = true;
    await expect(read()).rejects.toMatchObject({ code: 'connection-lost' });
  });

  it('R4 "unchanged" to a question that did not say since when is no list', async () => {
    const { read } = await house((_, response) => response.writeHead(304).end());
    expect(failureOf(await read())).toMatchObject({ code: 'unexpected-answer', context: { status: 304 } });
  });

  it('writes and logins are never asked by a mark', async () => {
    const { read, asked } = await house((_, response) => json(response, {}, 200, { ETag: '"1"' }));
    await read();
    await read('/rooms', {}, 'write');
    await read('/rooms', {}, 'login');
    expect(asked).toEqual([undefined, undefined, undefined]);
  });

  it('is bounded: what was used longest ago goes, and what is too large is not kept', async () => {
    const size = PATIENT.maxCachedBytes / 2 / 3;
    const { read, asked } = await house((request, response) => {
      const isLarge = request.url === '/large';
      response.writeHead(200, { ETag: `"${request.url ?? ''}"` });
      response.end('x'.repeat(isLarge ? PATIENT.maxCachedBytes : size));
    });
    for (const path of ['/a', '/b', '/c', '/a', '/d', '/large']) await read(path);
    asked.length = 0;
    for (const path of ['/b', '/a', '/large']) await read(path);
    expect(asked).toEqual([undefined, '"/a"', undefined]);
  });
});
