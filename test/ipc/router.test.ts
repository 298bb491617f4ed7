import { describe, expect, it } from 'vitest';
import { createActiveHouse } from '../../electron/core/active-house';
import type { Desktop } from '../../electron/ipc/desktop';
import { createHandlers } from '../../electron/ipc/handlers';
import type { Handlers, IncomingCall, IpcEntrance } from '../../electron/ipc/router';
import { startRouter } from '../../electron/ipc/router';
import { AppError } from '../../shared/errors';
import { APP_PAGE, channelKinds, contract, REQUEST_NAMES } from '../../shared/ipc';
import type { RequestName, WireAnswer } from '../../shared/ipc';
import { FakeCore, FakeDemoHouse } from '../fakes/fake-core';

type Window = 'ours' | 'foreign';

/** ipcMain without Electron: `ask` is what a page's call becomes. */
class FakeIpcMain implements IpcEntrance<Window> {
  readonly channels = new Map<string, (call: IncomingCall<Window>, input: unknown) => Promise<WireAnswer<unknown>>>();
  handle(
    channel: string,
    listener: (call: IncomingCall<Window>, input: unknown) => Promise<WireAnswer<unknown>>,
  ): void {
    if (this.channels.has(channel)) throw new Error(`${channel} has a handler already`);
    this.channels.set(channel, listener);
  }
  removeHandler(channel: string): void {
    this.channels.delete(channel);
  }
  ask(channel: string, input: unknown = null, call: Partial<IncomingCall<Window>> = {}): Promise<WireAnswer<unknown>> {
    return this.channels.get(channel)!(
      { sender: 'ours', senderFrame: { url: APP_PAGE, parent: null }, ...call },
      input,
    );
  }
}

function setUp(change: Partial<Handlers> = {}) {
  const ipc = new FakeIpcMain();
  const core = new FakeCore();
  const demo = new FakeDemoHouse();
  const house = createActiveHouse(core, () => Promise.resolve(demo));
  const clipboard: string[] = [];
  const desktop: Desktop = {
    info: () => ({
      version: '1',
      electron: '1',
      platform: 'linux',
      zone: 'Europe/Copenhagen',
      isDark: false,
      profiles: [],
    }),
    writeClipboard: (text) => void clipboard.push(text),
    askWhichToOpen: () => Promise.resolve(null),
    askWhereToSave: () => Promise.resolve(null),
  };
  const log: unknown[] = [];
  const note = (event: string, fields?: object): void => void log.push([event, fields]);
  const stop = startRouter<Window>(
    {
      handlers: { ...createHandlers(house, desktop), ...change },
      isOurWindow: (sender) => sender === 'ours',
      logger: { info: note, warn: note },
    },
    ipc,
  );
  return { ipc, core, demo, house, clipboard, log, stop };
}

const refusal = { ok: false, error: { code: 'request-refused', context: {} } };

describe('the contract is complete', () => {
  it('every request has a handler and every channel is known to the preload', () => {
    const { ipc } = setUp();
    const kinds = Object.fromEntries(Object.entries(contract).map(([name, { kind }]) => [name, kind]));
    expect(channelKinds).toEqual(kinds);
    expect([...ipc.channels.keys()].sort()).toEqual([...REQUEST_NAMES].sort());
  });

  it('an event cannot be asked for', () => {
    const { ipc } = setUp();
    const events = Object.entries(contract).filter(([, { kind }]) => kind === 'event');
    expect(events.length).toBeGreaterThan(0);
    for (const [name] of events) expect(ipc.channels.has(name)).toBe(false);
  });

  it('stopping closes every channel', () => {
    const { ipc, stop } = setUp();
    stop();
    expect(ipc.channels.size).toBe(0);
  });
});

describe('who may ask', () => {
  const strangers: [string, Partial<IncomingCall<Window>>][] = [
    ['a window that the program did not make', { sender: 'foreign' }],
    ['a frame inside the page', { senderFrame: { url: APP_PAGE, parent: {} } }],
    ['a frame that is gone', { senderFrame: null }],
    ['a page from the net', { senderFrame: { url: 'https://example.org/', parent: null } }],
    ['a file', { senderFrame: { url: 'file:///index.html', parent: null } }],
    ['another host of the scheme', { senderFrame: { url: 'app://modeklar.evil/index.html', parent: null } }],
    ['an empty page', { senderFrame: { url: 'about:blank', parent: null } }],
  ];
  it.each(strangers)('%s is refused on every channel and nothing runs', async (_who, call) => {
    const { ipc, core, clipboard } = setUp();
    for (const name of REQUEST_NAMES) expect(await ipc.ask(name, null, call)).toEqual(refusal);
    expect(core.asked).toEqual([]);
    expect(clipboard).toEqual([]);
  });
});

describe('what crosses', () => {
  it('input that does not parse never reaches the handler; the answer says where, not what', async () => {
    const { ipc, core, log } = setUp();
    const secret = 'hemmeligt'.repeat(300);
    const answer = await ipc.ask('credentials/set', { side: 'bookings', connectorId: 'c', password: secret });
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-argument', context: { path: 'password' } } });
    expect(JSON.stringify([answer, log])).not.toContain('hemmeligt');
    expect(core.asked).toEqual([]);
  });

  it('input that is missing altogether is refused with the channel as its path', async () => {
    const { ipc } = setUp();
    expect(await ipc.ask('sync/now', undefined)).toMatchObject({
      ok: false,
      error: { code: 'invalid-argument', context: { path: 'sync/now' } },
    });
  });

  it('an AppError keeps its code and context', async () => {
    const { ipc } = setUp({
      'holds/answer': () => {
        throw new AppError('hold-unknown', { hash: 'h' });
      },
    });
    expect(await ipc.ask('holds/answer', { hash: 'h', answer: 'confirmed' })).toEqual({
      ok: false,
      error: { code: 'hold-unknown', context: { hash: 'h' } },
    });
  });

  it('anything else that is thrown is a bug, and its text stays inside', async () => {
    const { ipc, log } = setUp({ 'runs/get': () => Promise.reject(new Error('Fødselsdag hos Anne')) });
    const answer = await ipc.ask('runs/get', { runId: 'r' });
    expect(answer).toEqual({ ok: false, error: { code: 'bug', context: {} } });
    expect(JSON.stringify([answer, log])).not.toContain('Anne');
  });

  it('an answer that the contract does not know is a bug, not an answer', async () => {
    const { ipc, log } = setUp({ 'sync/now': () => ({ runId: 7 }) as never });
    expect(await ipc.ask('sync/now', { acceptPlanHash: null })).toEqual({
      ok: false,
      error: { code: 'bug', context: {} },
    });
    expect(log).toContainEqual(['ipc-answer-mismatch', { channel: 'sync/now', path: 'runId' }]);
  });

  it('a field that the contract does not name does not leave', async () => {
    const { ipc } = setUp({ 'sync/now': () => ({ runId: 'r', password: 'x' }) as never });
    expect(await ipc.ask('sync/now', { acceptPlanHash: null })).toEqual({ ok: true, value: { runId: 'r' } });
  });
});

describe('the handlers', () => {
  const period = { from: 0, to: 60_000 };
  const requests: Record<RequestName, unknown> = {
    'status/get': null,
    'compare/get': { range: period },
    'compare/explain': { exceptionId: 'e', period },
    'sync/now': { acceptPlanHash: null },
    'sync/pause': { until: 5 },
    'sync/resume': null,
    'holds/answer': { hash: 'h', answer: 'refused' },
    'runs/list': { limit: 10, before: null },
    'runs/get': { runId: 'r' },
    'settings/get': null,
    'settings/save': { language: 'en' },
    'settings/export': null,
    'settings/import': { text: '{}' },
    'settings/trouble': null,
    'settings/confirm-trouble': null,
    'credentials/set': { side: 'access', connectorId: 'c', password: 'p' },
    'credentials/state': { connectorId: 'c' },
    'draft/get': null,
    'draft/save': { countsPending: true },
    'draft/discard': null,
    'draft/finish': { acceptPlanHash: 'h' },
    'check/bookings': { source: 'draft' },
    'check/access': { source: 'draft' },
    'check/rooms': { source: 'settings' },
    'plan/preview': { source: 'draft', patch: null },
    'profiles/list': { source: 'settings' },
    'profiles/read': { source: 'settings', id: 'pronestor-planner' },
    'profiles/copy': { source: 'settings', id: 'pronestor-planner' },
    'profiles/validate': { text: '{}' },
    'profiles/save': { source: 'settings', text: '{}' },
    'profiles/remove': { source: 'settings', id: 'own' },
    'profiles/preview': { source: 'settings', side: 'bookings', text: '{}' },
    'profiles/confirm': { source: 'settings', side: 'bookings', answers: [] },
    'profiles/discover': { source: 'settings', acceptedPosts: [] },
    'try/opening': { source: 'draft', exceptionId: 'e' },
    'removal/preview': null,
    'removal/start': null,
    'job/get': { jobId: 'j' },
    'job/cancel': { jobId: 'j' },
    'demo/start': null,
    'demo/state': { at: null },
    'demo/make-meeting': { roomId: 'r', period, title: 'Møde' },
    'demo/move-meeting': { meetingId: 'm', roomId: 'r', period },
    'demo/cancel-meeting': { meetingId: 'm' },
    'demo/leave': null,
    'app/info': null,
    'clipboard/write': { text: 'rækker' },
    'file/open': null,
    'certificate/open': null,
    'file/save': { suggestedName: 'rækker.csv', text: 'a;b' },
  };

  it('every request is answered with a value of its own shape', async () => {
    const { ipc } = setUp();
    for (const [name, input] of Object.entries(requests)) {
      const answer = await ipc.ask(name, input);
      expect(answer, name).toMatchObject({ ok: true });
      expect((answer as { value: unknown }).value, name).not.toBeUndefined();
    }
  });

  it('commands reach the core with what was asked', async () => {
    const { ipc, core } = setUp();
    for (const name of [
      'sync/now',
      'sync/pause',
      'holds/answer',
      'draft/finish',
      'check/rooms',
      'removal/preview',
      'removal/start',
      'settings/import',
      'job/cancel',
    ] as const) {
      await ipc.ask(name, requests[name]);
    }
    expect(core.asked).toEqual([
      'sync manual null',
      'pause 5',
      'hold h refused',
      'finish h',
      'job read-rooms',
      'job preview-removal',
      'job remove-everything',
      'import {}',
      'cancel j',
    ]);
  });

  it('while the demo runs everything goes to it; after leaving, to the real house again', async () => {
    const { ipc, core, demo } = setUp();
    await ipc.ask('demo/start');
    await ipc.ask('sync/now', { acceptPlanHash: null });
    await ipc.ask('settings/save', { language: 'en' });
    expect(await ipc.ask('status/get')).toMatchObject({ value: { isDemo: true } });
    await ipc.ask('demo/leave');
    expect(await ipc.ask('status/get')).toMatchObject({ value: { isDemo: false } });
    expect(demo.core.asked).toEqual(['start', 'sync manual null']);
    expect(demo.isClosed).toBe(true);
    expect(core.asked).toEqual([]);
    expect(core.settings.language).toBe('da');
  });

  it('without a demo its channels refuse', async () => {
    const { ipc } = setUp();
    expect(await ipc.ask('demo/state', { at: null })).toEqual(refusal);
    expect(await ipc.ask('demo/cancel-meeting', { meetingId: 'm' })).toEqual(refusal);
  });

  it('secrets go one way: no output schema of the contract has a place for a password', () => {
    for (const [name, { output }] of Object.entries(contract)) {
      const shape: unknown = 'shape' in output ? output.shape : {};
      expect(
        Object.keys(shape as object).filter((key) => /password|secret/i.test(key)),
        name,
      ).toEqual([]);
    }
  });
});
