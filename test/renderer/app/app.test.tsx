import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { FakeBridge, FakeRefusal, minutesFromNow, NOW, settingsInOperation, statusOf } from '../fake-bridge';
import { showApp } from '../show';

const inOperation = (): FakeBridge => new FakeBridge({ settings: settingsInOperation() });

describe('the window', () => {
  it('tells the state in one sentence, with last and next run, and starts a run', async () => {
    const bridge = inOperation();
    const { user } = showApp(bridge);
    const bar = await screen.findByRole('banner');
    expect(within(bar).getByText('Driftsklar')).toBeTruthy();
    expect(within(bar).getByText('De bookede perioder er lig med de delte undtagelser.')).toBeTruthy();
    expect(within(bar).getByText('Sidst læst 10:42 · Næste 10:47')).toBeTruthy();
    await user.click(within(bar).getByRole('button', { name: 'Synkroniser nu' }));
    expect(bridge.inputsOf('sync/now')).toEqual([{ acceptPlanHash: null }]);
  });

  it.each([
    [{ state: 'attention', differences: 3, waiting: 1 }, '3 forskelle · 1 afventer dig'],
    [
      {
        state: 'no-contact',
        noContact: { side: 'bookings', since: minutesFromNow(-30), followsUntil: minutesFromNow(1410) },
      },
      'Pronestor har ikke kunnet læses siden 10:12. Dørene følger planen til i morgen 10:12.',
    ],
    [{ state: 'handed-over', lastReadAt: NOW }, 'UniLock fik perioderne 10:42. De kan ikke læses tilbage.'],
    [
      { state: 'paused', pausedUntil: minutesFromNow(48), followsUntil: null },
      'Der skrives ikke til UniLock før 11:30.',
    ],
    [
      {
        state: 'syncing',
        running: {
          runId: 'r',
          trigger: 'manual',
          startedAt: NOW,
          progress: { step: 'read-bookings', done: 12, total: 40 },
        },
      },
      'Læser bookinger fra Pronestor (12 af 40)…',
    ],
  ] as const)('says %j plainly', async (part, sentence) => {
    const bridge = new FakeBridge({ settings: settingsInOperation(), status: statusOf(part) });
    showApp(bridge);
    expect(within(await screen.findByRole('banner')).getByText(sentence)).toBeTruthy();
  });

  it('follows what main says has changed', async () => {
    const bridge = inOperation();
    showApp(bridge);
    await screen.findByText('De bookede perioder er lig med de delte undtagelser.');
    act(() => bridge.setStatus({ state: 'attention', differences: 1 }));
    expect(await within(screen.getByRole('banner')).findByText('1 forskel')).toBeTruthy();
  });

  it('has six places, marks the present one, and lets main choose one', async () => {
    const bridge = inOperation();
    const { user } = showApp(bridge);
    const places = within(await screen.findByRole('navigation', { name: 'Steder i programmet' }));
    expect(places.getAllByRole('button').map((each) => each.textContent)).toEqual([
      'Overblik',
      'Kalender',
      'Lokaler',
      'Historik',
      'Indstillinger',
      'Hjælp',
    ]);
    expect(places.getByRole('button', { current: 'page' }).textContent).toBe('Overblik');
    await user.click(places.getByRole('button', { name: 'Hjælp' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Hjælp' })).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('main')));
    act(() => bridge.emit('app/navigate', { to: 'settings' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Indstillinger' })).toBeTruthy();
    expect(places.getByRole('button', { current: 'page' }).textContent).toBe('Indstillinger');
  });

  it('keeps damaged settings before the person’s eyes, without locking anything, until they are confirmed', async () => {
    const bridge = inOperation();
    bridge.settingsTrouble = { code: 'settings-damaged', context: { folder: 'C:\\data' } };
    const { user } = showApp(bridge);
    const card = await screen.findByRole('region', { name: 'Indstillingerne kunne ikke læses' });
    await user.click(screen.getByRole('button', { name: 'Hjælp' }));
    await screen.findByRole('heading', { level: 1, name: 'Hjælp' });
    expect(card.isConnected).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Jeg har set det. Fortsæt synkroniseringen' }));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Indstillingerne kunne ikke læses' })).toBeNull());
    expect(bridge.inputsOf('settings/confirm-trouble')).toHaveLength(1);
  });

  it('copies an error in full: what, what to do, its facts and its code', async () => {
    const bridge = inOperation();
    bridge.settingsTrouble = { code: 'settings-damaged', context: { folder: 'C:\\data' } };
    const { user } = showApp(bridge);
    await user.click(await screen.findByRole('button', { name: 'Kopiér fejlen' }));
    expect(await screen.findByRole('button', { name: 'Fejlen er kopieret' })).toBeTruthy();
    const [copied] = bridge.inputsOf('clipboard/write');
    expect(copied?.text).toContain('Indstillingerne kunne ikke læses');
    expect(copied?.text).toContain('Se indstillingerne og koblingen igennem');
    expect(copied?.text).toContain('C:\\data');
    expect(copied?.text).toContain('settings-damaged');
  });

  it('says so when main cannot answer at all', async () => {
    const bridge = inOperation();
    bridge.on('status/get', () => {
      throw new FakeRefusal('request-refused');
    });
    showApp(bridge);
    expect(await screen.findByRole('region', { name: 'Vinduet måtte ikke spørge om det' })).toBeTruthy();
  });

  it('changes language and look when main says so', async () => {
    const bridge = inOperation();
    showApp(bridge);
    await screen.findByText('Driftsklar');
    bridge.settings = { ...bridge.settings, language: 'en' };
    act(() => bridge.emit('app/look-changed', { isDark: true, language: 'en' }));
    expect(await screen.findByText('In operation')).toBeTruthy();
    expect(document.documentElement.style.colorScheme).toBe('dark');
  });

  it('is not dark against the person’s own choice', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation({ theme: 'light' }) });
    showApp(bridge);
    await screen.findByText('Driftsklar');
    act(() => bridge.emit('app/look-changed', { isDark: true, language: 'da' }));
    await screen.findByText('Driftsklar');
    expect(document.documentElement.style.colorScheme).toBe('light');
  });

  it('goes on at once when a pause is ended', async () => {
    const bridge = new FakeBridge({
      settings: settingsInOperation(),
      status: { state: 'paused', pausedUntil: minutesFromNow(30) },
    });
    const { user } = showApp(bridge);
    await user.click(within(await screen.findByRole('banner')).getByRole('button', { name: 'Fortsæt nu' }));
    expect(bridge.inputsOf('sync/resume')).toHaveLength(1);
  });
});
