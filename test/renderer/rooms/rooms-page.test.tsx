import { screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../shared/settings';
import { accessCheck, FakeBridge, FakeRefusal, settingsInOperation } from '../fake-bridge';
import { openedDialog, showApp } from '../show';

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
    const dialog = await openedDialog('dialog', 'Kopiér fra Mødelokale 1');
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
      await openedDialog('alertdialog', 'Vil du gemme ændringerne?');
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
    await user.type(screen.getByRole('searchbox', { name: 'Søg efter lokale, undtagelse eller gruppe' }), 'dør');
    expect(screen.getAllByRole('heading', { level: 2 }).map((each) => each.textContent)).toEqual(['Store Sal']);
  });

  it('keeps what a line opens for in its dialog', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const user = await showRooms(bridge);
    await user.click(screen.getByRole('button', { name: 'Flere valg for Store Sal, dør, Store Sal' }));
    const dialog = await openedDialog('dialog');
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

  describe('person groups', () => {
    const GROUPS = [
      { id: '3', name: 'Lokale 1, mødedeltagere' },
      { id: '4', name: 'Gæster' },
    ];
    const houseWith = (groups: typeof GROUPS, part: Parameters<typeof settingsInOperation>[0] = {}): FakeBridge => {
      const bridge = new FakeBridge({ settings: settingsInOperation(part) });
      bridge.results['check-access'] = () => ({ kind: 'check-access', check: { ...accessCheck(), groups } });
      return bridge;
    };
    const saved = async (user: UserEvent): Promise<void> => {
      await user.click(await screen.findByRole('button', { name: 'Gem' }));
      await screen.findByText('Gemt. Ændringen bliver skrevet ved næste kørsel.');
    };

    it('shows nothing about groups in a house that has none', async () => {
      await showRooms(houseWith([]));
      expect(screen.queryByText('Persongrupper')).toBeNull();
      expect(screen.queryByText('Delte undtagelser')).toBeNull();
      expect(screen.queryByRole('combobox', { name: /persongruppe/ })).toBeNull();
    });

    it('D4 suggests a group by its name, takes it only on request, and keeps the times and who gets access', async () => {
      const bridge = houseWith(GROUPS);
      const user = await showRooms(bridge);
      const one = within(room('Mødelokale 1'));
      expect(one.getByRole('heading', { level: 3, name: 'Persongrupper' })).toBeTruthy();
      expect(one.getByText('Forslag: Lokale 1, mødedeltagere')).toBeTruthy();
      await user.click(
        screen.getByRole('button', {
          name: 'Brug forslaget Lokale 1, mødedeltagere som persongruppe for Mødelokale 1',
        }),
      );
      expect(one.getByText('Arrangør og deltagere')).toBeTruthy();
      const of = 'persongruppen Lokale 1, mødedeltagere, Mødelokale 1';
      const lead = one.getByRole('textbox', { name: `Minutter før mødet, ${of}` });
      await user.clear(lead);
      await user.type(lead, '20');

      await user.click(one.getByRole('button', { name: `Flere valg for ${of}` }));
      const dialog = await openedDialog('dialog', 'Mødelokale 1: Lokale 1, mødedeltagere');
      await user.click(within(dialog).getByRole('radio', { name: 'Kun arrangøren' }));
      await user.click(within(dialog).getByRole('checkbox', { name: 'Også eksterne' }));
      expect(within(dialog).queryByText(/Hvis andre skriver/)).toBeNull();
      await user.click(within(dialog).getByRole('button', { name: 'Luk' }));
      expect(await one.findByText('Kun arrangøren · Også eksterne')).toBeTruthy();

      await saved(user);
      expect(bridge.settings.groups).toEqual([GROUPS[0]]);
      expect(bridge.settings.groupMapping).toMatchObject([
        {
          roomId: '101',
          groupId: '3',
          leadMinutes: 20,
          lagMinutes: 10,
          who: { organiser: true, participants: false, externals: true },
        },
      ]);
      expect(bridge.settings.mapping).toHaveLength(4);
    });

    it('tells when rooms share a group, and takes one away again', async () => {
      const bridge = houseWith(GROUPS);
      const user = await showRooms(bridge);
      for (const name of ['Mødelokale 2', 'Store Sal'])
        await user.selectOptions(screen.getByRole('combobox', { name: `Tilføj persongruppe til ${name}` }), '4');
      expect(
        within(room('Mødelokale 2')).getByText(
          'Deles med Store Sal: mødets personer får adgang til alt, hvad gruppen har adgang til.',
        ),
      ).toBeTruthy();
      await user.click(screen.getByRole('button', { name: 'Fjern persongruppen Gæster fra Mødelokale 2' }));
      expect(within(room('Store Sal')).queryByText(/Deles med/)).toBeNull();
      await saved(user);
      expect(bridge.settings.groupMapping.map(({ roomId }) => roomId)).toEqual(['103']);
    });

    it('counts rooms, not lines: one button takes the suggestions of both kinds, and a room of a group alone is mapped', async () => {
      const bridge = houseWith(GROUPS, { mapping: [], exceptions: [] });
      const user = await showRooms(bridge);
      expect(screen.getByText('0 af 4 lokaler er koblet')).toBeTruthy();
      await user.selectOptions(screen.getByRole('combobox', { name: 'Tilføj persongruppe til Mødelokale 2' }), '4');
      expect(screen.getByText('1 af 4 lokaler er koblet')).toBeTruthy();
      await user.click(screen.getByRole('button', { name: 'Brug forslagene til 4 lokaler' }));
      expect(screen.getByText('4 af 4 lokaler er koblet')).toBeTruthy();
      await saved(user);
      expect(bridge.settings.mapping).toHaveLength(4);
      expect(bridge.settings.groupMapping.map(({ roomId, groupId }) => `${roomId}-${groupId}`)).toEqual([
        '102-4',
        '101-3',
      ]);
    });

    it('copies a room’s groups to the rooms that are ticked', async () => {
      const bridge = houseWith(GROUPS, {
        groups: [{ id: '4', name: 'Gæster' }],
        groupMapping: settingsSchema.shape.groupMapping.parse([{ id: 'g', roomId: '103', groupId: '4' }]),
      });
      const user = await showRooms(bridge);
      await user.click(screen.getByRole('button', { name: 'Kopiér til andre lokaler fra Store Sal' }));
      const dialog = await openedDialog('dialog', 'Kopiér fra Store Sal');
      await user.click(
        within(dialog).getByRole('radio', { name: 'Tiderne og de samme delte undtagelser og persongrupper' }),
      );
      await user.click(within(dialog).getByRole('button', { name: 'Kopiér til 2 lokaler' }));
      await saved(user);
      expect(bridge.settings.groupMapping.map(({ roomId, groupId }) => `${roomId}-${groupId}`)).toEqual([
        '103-4',
        '101-4',
        '102-4',
      ]);
    });

    it('still shows the groups that are mapped when UniLock cannot be asked, and accuses none of them', async () => {
      const bridge = houseWith(GROUPS, {
        groups: [{ id: '9', name: 'Gammel gruppe' }],
        groupMapping: settingsSchema.shape.groupMapping.parse([{ id: 'g', roomId: '103', groupId: '9' }]),
      });
      bridge.results['check-access'] = () => {
        throw new FakeRefusal('connection-refused', { host: 'unilock.firma.example' });
      };
      await showRooms(bridge);
      await screen.findByRole('region', { name: 'Serveren tager ikke imod' });
      expect(within(room('Store Sal')).getByText('Gammel gruppe')).toBeTruthy();
      expect(screen.queryByText('Gruppen findes ikke længere i UniLock.')).toBeNull();
    });
  });
});
