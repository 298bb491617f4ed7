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

describe('an address with a login in it', () => {
  it.each(['https://bruger:hemmelig@server.example/', 'bruger:hemmelig@server.example'])(
    'is never saved, and the fields for it are pointed to: %s',
    async (address) => {
      const bridge = new FakeBridge({ settings: settingsInOperation() });
      const { user } = showApp(bridge);
      await user.click(await screen.findByRole('button', { name: 'Indstillinger' }));
      const [field] = await screen.findAllByRole('textbox', { name: /^Adresse/ });
      await user.clear(field as HTMLElement);
      await user.type(field as HTMLElement, address);
      expect(screen.getByText(/^Brugernavn og kodeord hører til i felterne herunder/)).toBeTruthy();
      await user.type(field as HTMLElement, '{Enter}');
      const [advanced] = screen.getAllByRole('button', { name: 'Avanceret' });
      await user.click(advanced as HTMLElement);
      await user.click(screen.getByRole('button', { name: 'Kopiér og redigér…' }));
      expect(screen.queryByRole('alertdialog', { hidden: true })).toBeNull();
      expect(bridge.inputsOf('settings/save')).toEqual([]);
      expect(bridge.inputsOf('check/bookings')).toEqual([]);
    },
  );

  it('an @ further in is none', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const { user } = showApp(bridge);
    await user.click(await screen.findByRole('button', { name: 'Indstillinger' }));
    const [field] = await screen.findAllByRole('textbox', { name: /^Adresse/ });
    await user.clear(field as HTMLElement);
    await user.type(field as HTMLElement, 'https://server.example/@planner{Enter}');
    await screen.findByText('Forbindelsen virker');
    expect(screen.queryByText(/^Brugernavn og kodeord hører til/)).toBeNull();
  });
});

describe('in the settings, where what is saved is what the next run goes by', () => {
  const openAdvanced = async (bridge: FakeBridge) => {
    const { user } = showApp(bridge);
    await user.click(await screen.findByRole('button', { name: 'Indstillinger' }));
    const [field] = await screen.findAllByRole('textbox', { name: /^Adresse/ });
    const [advanced] = screen.getAllByRole('button', { name: 'Avanceret' });
    await user.click(advanced as HTMLElement);
    return { user, field: field as HTMLElement };
  };
  const isOff = (name: string): boolean =>
    screen.getByRole('button', { name }).getAttribute('aria-disabled') === 'true';

  it('opening a profile saves nothing that was typed; it waits until the typed server is tested', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const { user, field } = await openAdvanced(bridge);
    await user.clear(field);
    await user.type(field, 'https://en-anden.example');
    for (const name of ['Kopiér og redigér…', 'Find ud af, hvad serveren kan…']) {
      expect(isOff(name)).toBe(true);
      await user.click(screen.getByRole('button', { name }));
    }
    expect(screen.getByText('Test forbindelsen først. Så kan en profil prøves mod serveren.')).toBeTruthy();
    expect(screen.queryByRole('dialog', { hidden: true })).toBeNull();
    expect(bridge.inputsOf('settings/save')).toEqual([]);

    await user.type(field, '{Enter}');
    await screen.findByText('Forbindelsen virker');
    expect(isOff('Kopiér og redigér…')).toBe(false);
  });

  it('another profile may be chosen and opened before it is in use', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    bridge.ownProfiles.set('egen', JSON.stringify({ id: 'egen', title: 'Egen', kind: 'booking-source' }));
    const { user } = await openAdvanced(bridge);
    await user.selectOptions(await screen.findByRole('combobox', { name: /^Profil/ }), 'egen');
    await user.click(screen.getByRole('button', { name: 'Redigér…' }));
    expect(await screen.findByRole('alertdialog', { hidden: true })).toBeTruthy();
    expect(bridge.inputsOf('settings/save')).toEqual([]);
  });
});
