import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { hostingOf } from '../../../renderer/features/connections/connection-model';
import { FakeBridge, settingsInOperation } from '../fake-bridge';
import { showApp } from '../show';

describe('where Pronestor runs', () => {
  it.each([
    ['', 'cloud'],
    ['firma.pronestor.com', 'cloud'],
    ['https://firma.pronestor.com/planner', 'cloud'],
    ['https://bookinger.firma.example/pronestor', 'own'],
    ['http://127.0.0.1:8080', 'own'],
    ['pronestor.com.firma.example', 'own'],
    ['ikkepronestor.com', 'own'],
  ] as const)('is read off the address: %s', (address, hosting) => {
    expect(hostingOf(address)).toBe(hosting);
  });

  it('changes the example of the address; http is told of as the house’s own network’s only', async () => {
    const { user } = showApp(new FakeBridge({ settings: settingsInOperation() }));
    await user.click(await screen.findByRole('button', { name: 'Indstillinger' }));
    const cloud = await screen.findByRole<HTMLInputElement>('radio', { name: 'I skyen, hos Pronestor' });
    expect(cloud.checked).toBe(true);
    expect(screen.getByText('For eksempel firma.pronestor.com.')).toBeTruthy();
    await user.click(screen.getByRole('radio', { name: 'På jeres egen server' }));
    expect(screen.queryByText('For eksempel firma.pronestor.com.')).toBeNull();
    expect(
      screen.getByText(/^For eksempel https:\/\/server\/pronestor\. .* kun bruges på husets eget net\.$/),
    ).toBeTruthy();
  });
});
