import { screen, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { FakeBridge, NOW, around, runOf, settingsInOperation } from '../fake-bridge';
import { showApp } from '../show';

async function showHistory(bridge: FakeBridge): Promise<UserEvent> {
  const { user } = showApp(bridge);
  await user.click(await screen.findByRole('button', { name: 'Historik' }));
  await screen.findByRole('heading', { level: 1, name: 'Historik' });
  return user;
}

describe('the history', () => {
  it('shows of a run what it wrote: before, after, why, and how it was confirmed', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    bridge.on('runs/list', () => [runOf({ runId: 'run-1', trigger: 'manual', written: 1 })]);
    bridge.on('runs/get', ({ runId }) => ({
      ...runOf({ runId, trigger: 'manual', written: 1 }),
      actions: [
        {
          on: 'exception',
          exceptionId: '1',
          exceptionName: 'Lokale 1',
          kind: 'mixed',
          before: [around(60, 120)],
          after: [around(0, 60)],
          changes: [
            { change: 'remove', period: around(60, 120), reason: 'moved', bookings: ['9001'] },
            { change: 'add', period: around(0, 60), reason: 'booked', bookings: ['9002', '9003'] },
          ],
          outcome: 'confirmed',
          writes: 1,
          trouble: null,
          intendedAt: NOW,
          writtenAt: NOW,
          readBackAt: NOW,
          readBack: [around(0, 60)],
        },
      ],
    }));
    const user = await showHistory(bridge);
    await user.click(await screen.findByRole('button', { name: /Synkroniser nu.*1 ændring/ }));
    const action = await screen.findByRole('region', { name: 'Lokale 1' });
    expect(within(action).getByText('bekræftet ved læsning')).toBeTruthy();
    expect(within(action).getByText('flyttet · booking 9001')).toBeTruthy();
    expect(within(action).getByText('booket · bookinger 9002, 9003')).toBeTruthy();
  });

  it('tells why a run failed', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const failed = runOf({ result: 'failed', troubles: [{ code: 'timed-out', context: {} }] });
    bridge.on('runs/list', () => [failed, runOf({ runId: 'run-2' })]);
    bridge.on('runs/get', () => ({ ...failed, actions: [] }));
    const user = await showHistory(bridge);
    await user.click(screen.getByRole('switch', { name: 'Kun kørsler, der skrev eller fejlede' }));
    const lines = screen.getAllByRole('button').filter((each) => each.dataset['run'] !== undefined);
    expect(lines).toHaveLength(1);
    await user.click(lines[0] as HTMLElement);
    expect(await screen.findByText(/Kørslen skrev ikke noget/)).toBeTruthy();
    expect(document.querySelector('[data-error="timed-out"]')).not.toBeNull();
  });

  it('says what comes when there is nothing yet', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    bridge.on('runs/list', () => []);
    await showHistory(bridge);
    expect(await screen.findByText('Der har ikke været kørsler endnu')).toBeTruthy();
  });
});
