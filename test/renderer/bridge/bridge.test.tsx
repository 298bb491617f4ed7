import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import {
  BridgeError,
  BridgeProvider,
  createClient,
  troubleOf,
  useChannel,
  useCommand,
  useJob,
} from '../../../renderer/bridge';
import { FakeBridge, FakeRefusal, settingsInOperation } from '../fake-bridge';

const around = (bridge: FakeBridge) =>
  function Around({ children }: { children: ReactNode }): ReactNode {
    return <BridgeProvider client={createClient(bridge)}>{children}</BridgeProvider>;
  };

describe('the client', () => {
  it('turns a refusal into an error that carries main’s code and facts', async () => {
    const bridge = new FakeBridge().on('runs/get', () => {
      throw new FakeRefusal('run-unknown', { runId: 'r' });
    });
    const refused = await createClient(bridge)
      .request('runs/get', { runId: 'r' })
      .catch((thrown: unknown) => thrown);
    expect(refused).toBeInstanceOf(BridgeError);
    expect(troubleOf(refused)).toEqual({ code: 'run-unknown', context: { runId: 'r' } });
  });

  it('calls anything else a bug, without its message', () => {
    expect(troubleOf(new Error('secret data'))).toEqual({ code: 'bug', context: {} });
  });

  it('stops listening when told', () => {
    const bridge = new FakeBridge();
    const heard: string[] = [];
    const stop = createClient(bridge).listen('job/changed', ({ jobId }) => heard.push(jobId));
    bridge.emit('job/changed', { jobId: 'a' });
    stop();
    bridge.emit('job/changed', { jobId: 'b' });
    expect(heard).toEqual(['a']);
  });
});

describe('answers', () => {
  it('are asked for again when their topic changed, and only then', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const { result } = renderHook(() => useChannel('settings/get', null), { wrapper: around(bridge) });
    await waitFor(() => expect(result.current.data?.language).toBe('da'));
    bridge.settings = settingsInOperation({ language: 'en' });
    await act(async () => bridge.emit('core/changed', { topics: ['status', 'runs'] }));
    expect(result.current.data?.language).toBe('da');
    act(() => bridge.emit('core/changed', { topics: ['settings'] }));
    await waitFor(() => expect(result.current.data?.language).toBe('en'));
  });

  it('are asked for again also when the change is told while the first of them is still on its way', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    bridge.on('settings/get', () => {
      const answer = bridge.settings;
      // The answer is made; the change comes before it arrives.
      if (bridge.inputsOf('settings/get').length === 1) {
        bridge.settings = settingsInOperation({ language: 'en' });
        bridge.emit('core/changed', { topics: ['settings'] });
      }
      return answer;
    });
    const { result } = renderHook(() => useChannel('settings/get', null), { wrapper: around(bridge) });
    await waitFor(() => expect(result.current.data?.language).toBe('en'));
  });

  it('that a command gives back are shown at once', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const { result } = renderHook(() => ({ draft: useChannel('draft/get', null), save: useCommand('draft/save') }), {
      wrapper: around(bridge),
    });
    await waitFor(() => expect(result.current.draft.data).toBeDefined());
    await act(() => result.current.save.mutateAsync({ countsPending: true }));
    await waitFor(() => expect(result.current.draft.data?.countsPending).toBe(true));
    expect(bridge.inputsOf('draft/get')).toHaveLength(1);
  });
});

describe('long work', () => {
  it('shows progress and then its result', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation(), holdsJobs: true });
    const { result } = renderHook(() => useJob('check/rooms'), { wrapper: around(bridge) });
    expect(result.current.state).toBe('idle');
    await act(() => result.current.start({ source: 'settings' }));
    expect(result.current.isRunning).toBe(true);
    act(() => bridge.progressJobs(12, 40));
    await waitFor(() => expect(result.current.progress).toEqual({ done: 12, total: 40 }));
    act(() => bridge.finishJobs());
    await waitFor(() => expect(result.current.state).toBe('done'));
    expect(result.current.result?.kind).toBe('read-rooms');
  });

  it('shows its end also when it ends while it is asked about for the first time', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation(), holdsJobs: true });
    bridge.on('job/get', ({ jobId }) => {
      const job = { jobId, progress: null, trouble: null } as const;
      const list = { rooms: [], unknownLocations: [], troubles: [] };
      if (bridge.inputsOf('job/get').length > 1) return { ...job, state: 'done', result: { kind: 'read-rooms', list } };
      bridge.emit('job/changed', { jobId });
      return { ...job, state: 'running', result: null };
    });
    const { result } = renderHook(() => useJob('check/rooms'), { wrapper: around(bridge) });
    await act(() => result.current.start({ source: 'settings' }));
    await waitFor(() => expect(result.current.state).toBe('done'));
  });

  it('can be cancelled', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation(), holdsJobs: true });
    const { result } = renderHook(() => useJob('check/rooms'), { wrapper: around(bridge) });
    await act(() => result.current.start({ source: 'settings' }));
    act(() => result.current.cancel());
    await waitFor(() => expect(result.current.state).toBe('cancelled'));
  });

  it('is cancelled when its view is left, and when it is begun again', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation(), holdsJobs: true });
    const { result, unmount } = renderHook(() => useJob('check/rooms'), { wrapper: around(bridge) });
    await act(() => result.current.start({ source: 'settings' }));
    await act(() => result.current.start({ source: 'draft' }));
    unmount();
    await waitFor(() => expect(bridge.inputsOf('job/cancel')).toEqual([{ jobId: 'job-1' }, { jobId: 'job-2' }]));
  });

  it('tells a refused start and a failed end by their codes', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const { result } = renderHook(() => useJob('try/opening'), { wrapper: around(bridge) });
    bridge.on('try/opening', () => {
      throw new FakeRefusal('sync-running');
    });
    await act(() => result.current.start({ source: 'settings', exceptionId: '1' }));
    expect(result.current).toMatchObject({ state: 'failed', trouble: { code: 'sync-running' } });

    const other = new FakeBridge({ settings: settingsInOperation() });
    other.results['read-rooms'] = () => {
      throw new FakeRefusal('timed-out');
    };
    const rooms = renderHook(() => useJob('check/rooms'), { wrapper: around(other) });
    await act(() => rooms.result.current.start({ source: 'settings' }));
    await waitFor(() =>
      expect(rooms.result.current).toMatchObject({ state: 'failed', trouble: { code: 'timed-out' } }),
    );
  });
});
