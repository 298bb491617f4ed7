import { screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { FakeBridge, FakeRefusal, settingsInOperation } from '../fake-bridge';
import { showApp } from '../show';

async function showRooms(bridge: FakeBridge): Promise<UserEvent> {
  const { user } = showApp(bridge);
  await user.click(await screen.findByRole('button', { name: 'Lokaler' }));
  await screen.findByRole('heading', { level: 1, name: 'Lokaler' });
  await waitFor(() => expect(screen.queryByText('Læser delte undtagelser fra UniLock…')).toBeNull());
  return user;
}
const room = (name: string): HTMLElement => screen.getByRole('region', { name });

describe('the page Lokaler', () => {
  it('previews what a change would write before it is saved, and saves only on request', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const user = await showRooms(bridge);
    const lead = within(room('Mødelokale 1')).getByRole('textbox', {
      name: 'Minutter før mødet, Lokale 1, Mødelokale 1',
    });
    await user.clear(lead);
    await user.type(lead, '25');
    expect(await screen.findByText('Ny: man. 23. nov. 10:50–12:20')).toBeTruthy();
    const [preview] = bridge.inputsOf('plan/preview').slice(-1);
    expect(preview?.source).toBe('settings');
    expect(preview?.patch?.mapping?.find(({ roomId }) => roomId === '101')?.leadMinutes).toBe(25);
    expect(bridge.settings.mapping[0]?.leadMinutes).toBe(10);

    await user.click(screen.getByRole('button', { name: 'Gem' }));
    expect(await screen.findByText('Gemt. Ændringen bliver skrevet ved næste kørsel.')).toBeTruthy();
    expect(bridge.settings.mapping.find(({ roomId }) => roomId === '101')?.leadMinutes).toBe(25);
  });

  it('refuses minutes outside 0 to 120 and keeps the last usable ones', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const user = await showRooms(bridge);
    const lag = within(room('Store Sal')).getByRole<HTMLInputElement>('textbox', { name: /Minutter efter mødet/ });
    await user.clear(lag);
    await user.type(lag, '121');
    expect(await screen.findByText('0 til 120')).toBeTruthy();
    await user.tab();
    expect(lag.value).toBe('12');
  });

  it('takes a change back', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const user = await showRooms(bridge);
    await user.click(screen.getByRole('button', { name: 'Fjern Lokale 2 fra Mødelokale 2' }));
    expect(within(room('Mødelokale 2')).queryByRole('textbox')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Fortryd ændringer' }));
    expect(within(room('Mødelokale 2')).getAllByRole('textbox')).toHaveLength(2);
    expect(bridge.inputsOf('settings/save')).toEqual([]);
  });

  it('shows a suggestion as a suggestion, and warns about shared and occupied exceptions', async () => {
    const whole = settingsInOperation();
    const bridge = new FakeBridge({
      settings: settingsInOperation({
        mapping: whole.mapping.filter(({ roomId }) => roomId === '101'),
        exceptions: whole.exceptions.filter(({ id }) => id === '1'),
      }),
    });
    const user = await showRooms(bridge);
    expect(within(room('Mødelokale 2')).getByText('Forslag: Lokale 2')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Brug forslaget Store Sal, dør til Store Sal' }));
    expect(within(room('Store Sal')).getByText(/Der står allerede 3 kommende perioder i den/)).toBeTruthy();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Tilføj delt undtagelse til Mødelokale 2' }), '1');
    expect(
      within(room('Mødelokale 2')).getByText('Deles med Mødelokale 1: den åbner, når et af lokalerne er booket.'),
    ).toBeTruthy();
    expect(
      within(room('Mødelokale 1')).getByText('Deles med Mødelokale 2: den åbner, når et af lokalerne er booket.'),
    ).toBeTruthy();
  });

  it('copies a room’s times to the rooms that are ticked', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const user = await showRooms(bridge);
    const lead = screen.getByRole('textbox', { name: 'Minutter før mødet, Lokale 1, Mødelokale 1' });
    await user.clear(lead);
    await user.type(lead, '40');
    await user.click(screen.getByRole('button', { name: 'Kopiér til andre lokaler fra Mødelokale 1' }));
    const dialog = await screen.findByRole('dialog', { name: 'Kopiér fra Mødelokale 1' });
    // The other location's room is not ticked beforehand.
    expect(within(dialog).getByRole<HTMLInputElement>('checkbox', { name: 'Mødelokale 3' }).checked).toBe(false);
    await user.click(within(dialog).getByRole('button', { name: 'Kopiér til 2 lokaler' }));
    await user.click(await screen.findByRole('button', { name: 'Gem' }));
    await waitFor(() =>
      expect(bridge.settings.mapping.map(({ leadMinutes }) => leadMinutes)).toEqual([40, 40, 40, 10]),
    );
  });

  it('still lets the times be changed when UniLock cannot be asked', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    bridge.results['check-access'] = () => {
      throw new FakeRefusal('connection-refused', { host: 'unilock.firma.example' });
    };
    await showRooms(bridge);
    const card = await screen.findByRole('region', { name: 'Serveren tager ikke imod' });
    expect(card.textContent).toContain('Det virker stadig: De tider, der allerede er koblet, kan ændres.');
    expect(within(room('Store Sal')).getByText('Store Sal, dør')).toBeTruthy();
    expect(screen.queryByText('Undtagelsen findes ikke længere i UniLock.')).toBeNull();
  });

  describe('left with unsaved changes', () => {
    async function leaveChanged(bridge: FakeBridge): Promise<UserEvent> {
      const user = await showRooms(bridge);
      await user.click(screen.getByRole('button', { name: 'Fjern Lokale 2 fra Mødelokale 2' }));
      await user.click(screen.getByRole('button', { name: 'Historik' }));
      await screen.findByRole('alertdialog', { name: 'Vil du gemme ændringerne?' });
      return user;
    }
    const asked = (name: string): HTMLElement => within(screen.getByRole('alertdialog')).getByRole('button', { name });
    const isAnswered = () => waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    const hasLine = ({ settings }: FakeBridge): boolean => settings.mapping.some(({ roomId }) => roomId === '102');

    it('stays with the changes as they are', async () => {
      const bridge = new FakeBridge({ settings: settingsInOperation() });
      const user = await leaveChanged(bridge);
      await user.click(asked('Bliv her'));
      await isAnswered();
      expect(screen.getByText('Der er ændringer, som ikke er gemt.')).toBeTruthy();
      expect(within(room('Mødelokale 2')).queryByRole('textbox')).toBeNull();
      expect(hasLine(bridge)).toBe(true);
    });

    it('drops them and goes', async () => {
      const bridge = new FakeBridge({ settings: settingsInOperation() });
      const user = await leaveChanged(bridge);
      await user.click(asked('Kassér'));
      expect(await screen.findByRole('heading', { level: 1, name: 'Historik' })).toBeTruthy();
      expect(bridge.inputsOf('settings/save')).toEqual([]);
      await isAnswered();
      // Nothing is unsaved any more: nobody is asked again.
      await user.click(screen.getByRole('button', { name: 'Lokaler' }));
      expect(await screen.findByRole('heading', { level: 1, name: 'Lokaler' })).toBeTruthy();
    });

    it('saves them and goes', async () => {
      const bridge = new FakeBridge({ settings: settingsInOperation() });
      const user = await leaveChanged(bridge);
      await user.click(asked('Gem'));
      expect(await screen.findByRole('heading', { level: 1, name: 'Historik' })).toBeTruthy();
      expect(hasLine(bridge)).toBe(false);
    });

    it('stays and says why where they cannot be saved', async () => {
      const bridge = new FakeBridge({ settings: settingsInOperation() });
      bridge.on('settings/save', () => {
        throw new FakeRefusal('settings-unwritable');
      });
      const user = await leaveChanged(bridge);
      await user.click(asked('Gem'));
      await isAnswered();
      expect(await screen.findByRole('region', { name: 'Indstillingerne kunne ikke gemmes' })).toBeTruthy();
      expect(screen.getByText('Der er ændringer, som ikke er gemt.')).toBeTruthy();
    });
  });

  it('finds rooms by their own and by their exceptions’ names', async () => {
    const user = await showRooms(new FakeBridge({ settings: settingsInOperation() }));
    await user.type(screen.getByRole('searchbox', { name: 'Søg efter lokale eller undtagelse' }), 'dør');
    expect(screen.getAllByRole('heading', { level: 2 }).map((each) => each.textContent)).toEqual(['Store Sal']);
  });

  it('keeps what a line opens for in its dialog', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const user = await showRooms(bridge);
    await user.click(screen.getByRole('button', { name: 'Flere valg for Store Sal, dør, Store Sal' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('radio', { name: 'Mødet med lokalets forberedelse og opfølgning' }));
    await user.click(
      within(dialog).getByRole('checkbox', { name: 'Lange perioder er normale her (helligdage, udlån)' }),
    );
    await user.click(within(dialog).getByRole('button', { name: 'Luk' }));
    expect(await screen.findByText('Med forberedelse og opfølgning · Lange perioder er normale')).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: 'Gem' }));
    await waitFor(() =>
      expect(bridge.settings.mapping.find(({ roomId }) => roomId === '103')).toMatchObject({
        block: 'with-preparation',
        longestOpeningHours: null,
      }),
    );
  });
});
