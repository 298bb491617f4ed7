import type { BoundFunctions, queries } from '@testing-library/react';
import { screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { TroubleDto } from '../../../shared/dto';
import { FakeBridge, FakeRefusal, removalOf, settingsInOperation } from '../fake-bridge';
import { showApp } from '../show';

async function showSettings(bridge: FakeBridge): Promise<UserEvent> {
  const { user } = showApp(bridge);
  await user.click(await screen.findByRole('button', { name: 'Indstillinger' }));
  await screen.findByRole('heading', { level: 2, name: 'Tider' });
  return user;
}
const section = (name: string): BoundFunctions<typeof queries> => within(screen.getByRole('region', { name }));

describe('the page Indstillinger', () => {
  it('saves the interval when the field is left, and only within 1 to 15', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const user = await showSettings(bridge);
    const interval = screen.getByRole('textbox', { name: /Tid mellem kørsler/ });
    await user.clear(interval);
    await user.type(interval, '16');
    expect(await screen.findByText('Et helt tal fra 1 til 15')).toBeTruthy();
    await user.tab();
    expect(bridge.inputsOf('settings/save')).toEqual([]);
    await user.clear(interval);
    await user.type(interval, '12{enter}');
    await waitFor(() => expect(bridge.settings.timing).toEqual({ intervalMinutes: 12, horizonHours: 168 }));
    expect(bridge.inputsOf('settings/save')).toHaveLength(1);
    expect(await section('Tider').findByText('Gemt')).toBeTruthy();
  });

  it('changes only what was changed: pending bookings, start with the computer, look', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const user = await showSettings(bridge);
    await user.click(screen.getByRole('switch', { name: 'Bookinger, der venter på godkendelse, åbner også' }));
    await waitFor(() => expect(bridge.settings.countsPending).toBe(true));
    await user.click(screen.getByRole('switch', { name: 'Start sammen med computeren' }));
    await waitFor(() => expect(bridge.settings.startWithComputer).toBe(false));
    await user.click(screen.getByRole('radio', { name: 'Mørkt' }));
    await waitFor(() => expect(document.documentElement.style.colorScheme).toBe('dark'));
    expect(bridge.inputsOf('settings/save')).toEqual([
      { countsPending: true },
      { startWithComputer: false },
      { theme: 'dark' },
    ]);
  });

  it('D4 chooses what people are matched on, and says what happens to who does not match', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const user = await showSettings(bridge);
    const people = section('Personer');
    const group = people.getByRole('radiogroup', { name: 'Personer genkendes på' });
    expect(within(group).getByRole<HTMLInputElement>('radio', { name: 'E-mail' }).checked).toBe(true);
    expect(people.getByText(/får ingen adgang og står på overblikket/)).toBeTruthy();
    await user.click(within(group).getByRole('radio', { name: 'Medarbejdernummer' }));
    await waitFor(() => expect(bridge.settings.people).toEqual({ matchBy: 'employee-number' }));
    expect(bridge.inputsOf('settings/save')).toEqual([{ people: { matchBy: 'employee-number' } }]);
    expect(await people.findByText('Gemt')).toBeTruthy();
  });

  it('switches the language without a restart', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const user = await showSettings(bridge);
    await user.click(screen.getByRole('radio', { name: 'English' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Settings' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Synchronise now' })).toBeTruthy();
  });

  it('changes a password under the connection’s own id', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    bridge.passwords.set('c-access', 'before');
    const user = await showSettings(bridge);
    const unilock = section('UniLock');
    expect(await unilock.findByText('Ligger i computerens nøglering. Skriv kun for at skifte det.')).toBeTruthy();
    await user.type(unilock.getByLabelText(/Kodeord/), 'after');
    await user.click(unilock.getByRole('button', { name: 'Test forbindelsen' }));
    expect(await unilock.findByText('Forbindelsen virker')).toBeTruthy();
    expect(bridge.passwords.get('c-access')).toBe('after');
    expect(bridge.inputsOf('check/access')).toEqual([{ source: 'settings' }]);
  });

  it('P19 removes everything only when a person has seen what that is, and said so', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const user = await showSettings(bridge);
    const removal = section('Fjern alt, Mødeklar har skrevet');
    await user.click(removal.getByRole('button', { name: 'Se, hvad der fjernes' }));
    expect(await removal.findByText(/1 åbning er i gang\. Folk kan være inde/)).toBeTruthy();
    expect(removal.getByText(/^Storebælt: 4 perioder \(er i gang, ender /)).toBeTruthy();
    expect(removal.getByText('Lillebælt: 1 periode')).toBeTruthy();
    expect(removal.getByText('I alt 3 personer mister den adgang, Mødeklar har givet.')).toBeTruthy();
    const doIt = removal.getByRole('button', { name: 'Fjern alt' });
    await user.click(doIt);
    expect(bridge.inputsOf('removal/start')).toEqual([]);
    await user.click(removal.getByRole('checkbox', { name: /følger bookingerne/ }));
    await user.click(doIt);
    expect(await removal.findByText('Alt, Mødeklar har skrevet, er fjernet.')).toBeTruthy();
    expect(bridge.inputsOf('removal/start')).toEqual([null]);
    expect(bridge.settings.isSetUp).toBe(false);
  });

  it('P19 what could not be removed is told with its reason', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const trouble: TroubleDto = { code: 'connection-refused', context: {} };
    bridge.results['remove-everything'] = () => ({
      kind: 'remove-everything',
      removal: removalOf({
        runId: 'run-9',
        endsAt: null,
        left: [{ exceptionId: '1', groupId: null, personId: null, name: 'Storebælt', trouble }],
        troubles: [trouble],
      }),
    });
    const user = await showSettings(bridge);
    const removal = section('Fjern alt, Mødeklar har skrevet');
    await user.click(removal.getByRole('button', { name: 'Se, hvad der fjernes' }));
    await user.click(await removal.findByRole('checkbox', { name: /følger bookingerne/ }));
    await user.click(removal.getByRole('button', { name: 'Fjern alt' }));
    expect(await removal.findByText('1 kunne ikke fjernes. Prøv igen for at fortsætte.')).toBeTruthy();
    expect(removal.getByRole('region', { name: 'Serveren tager ikke imod' })).toBeTruthy();
  });

  it('saves an export, and takes a file in use only when that is confirmed', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const user = await showSettings(bridge);
    const move = section('Ny computer');
    await user.click(move.getByRole('button', { name: 'Gem en eksport' }));
    expect(await move.findByText('Eksporten er gemt.')).toBeTruthy();
    expect(bridge.inputsOf('file/save')).toEqual([{ suggestedName: 'modeklar-export.json', text: '{}' }]);
    await user.click(move.getByRole('button', { name: 'Åbn en eksport eller indstillingsfil' }));
    expect(await move.findByText('Tag modeklar-export.json i brug?')).toBeTruthy();
    expect(bridge.inputsOf('settings/import')).toEqual([]);
    await user.click(move.getByRole('button', { name: 'Tag i brug' }));
    expect(await move.findByText('Filen er taget i brug.')).toBeTruthy();
    expect(bridge.inputsOf('settings/import')).toEqual([{ text: '{}' }]);
  });

  it('says what to do when the keychain cannot be used', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    bridge.on('credentials/state', () => 'unavailable');
    await showSettings(bridge);
    const cards = await screen.findAllByRole('region', { name: 'Computerens nøglering svarer ikke' });
    expect(cards[0]?.textContent).toContain('Kodeord gemmes aldrig i en fil i stedet.');
  });

  it('tells when saving failed, and that the former settings still apply', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    bridge.on('settings/save', () => {
      throw new FakeRefusal('settings-unwritable', { folder: 'C:\\data' });
    });
    const user = await showSettings(bridge);
    await user.click(screen.getByRole('switch', { name: 'Start sammen med computeren' }));
    const card = await screen.findByRole('region', { name: 'Indstillingerne kunne ikke gemmes' });
    expect(card.textContent).toContain('De gamle indstillinger gælder stadig.');
  });
});

describe('the page Hjælp', () => {
  it('says which profiles nobody has confirmed, and the version', async () => {
    const { user } = showApp(new FakeBridge({ settings: settingsInOperation() }));
    await user.click(await screen.findByRole('button', { name: 'Hjælp' }));
    expect(await screen.findByText('Pronestor Planner: vores gæt, ikke bekræftet')).toBeTruthy();
    expect(screen.getByText('UniLock WebAPI: vores gæt, ikke bekræftet')).toBeTruthy();
    expect(screen.getByText('0.1.0')).toBeTruthy();
  });
});
