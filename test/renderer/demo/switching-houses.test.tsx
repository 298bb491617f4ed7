import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { FakeBridge, settingsInOperation } from '../fake-bridge';
import { showApp } from '../show';

describe('switching between the houses', () => {
  it('shows the demo house’s connection also when the state is told before the draft', async () => {
    const bridge = new FakeBridge();
    let release = (): void => undefined;
    const { user } = showApp(bridge);
    await user.click(await screen.findByRole('button', { name: 'Prøv med et demohus' }));
    await screen.findByDisplayValue('firma.pronestor.com');

    // Back, and in again with a draft that takes its time: main answers each question by itself.
    await user.click(screen.getByRole('button', { name: 'Forlad demohuset' }));
    await screen.findByRole('button', { name: 'Prøv med et demohus' });
    bridge.on('draft/get', async () => {
      if (bridge.status.isDemo) await new Promise<void>((done) => (release = done));
      return bridge.draft ?? bridge.settings;
    });
    await user.click(screen.getByRole('button', { name: 'Prøv med et demohus' }));
    await screen.findByText('Du er i demohuset. Ingen rigtige døre bliver rørt.');
    expect(screen.queryByRole('textbox', { name: /Adresse/ })).toBeNull();
    release();
    await screen.findByDisplayValue('firma.pronestor.com');
  });

  it('leaves the demo house to the set-up, from whatever place', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation(), status: { isDemo: true } });
    bridge.on('demo/leave', async () => {
      bridge.settings = new FakeBridge().settings;
      // The news overtakes the answer: the bar with the button is gone before it comes.
      bridge.setStatus({ isDemo: false, state: 'not-set-up' });
      await waitFor(() => expect(screen.queryByRole('button', { name: 'Forlad demohuset' })).toBeNull());
      return null;
    });
    const { user } = showApp(bridge);
    await user.click(await screen.findByRole('button', { name: 'Historik' }));
    await user.click(screen.getByRole('button', { name: 'Forlad demohuset' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Velkommen til Mødeklar' })).toBeTruthy();
  });
});
