import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { LONGEST_PROFILE_TEXT } from '../../../shared/profile/text-limit';
import { discoveryOf, FakeBridge, profilePreviewOf, settingsInOperation } from '../fake-bridge';
import { openedDialog, showApp } from '../show';

/** The settings page with the advanced part of the booking connection open. */
async function advanced(bridge = new FakeBridge({ settings: settingsInOperation() })) {
  const { user } = showApp(bridge);
  await user.click(await screen.findByRole('button', { name: 'Indstillinger' }));
  const [first] = await screen.findAllByRole('button', { name: 'Avanceret' });
  if (first === undefined) throw new Error('no advanced part');
  await user.click(first);
  await screen.findByRole('combobox', { name: 'Profil' });
  return { user, bridge };
}

async function editor(bridge?: FakeBridge) {
  const opened = await advanced(bridge);
  await opened.user.click(screen.getByRole('button', { name: 'Kopiér og redigér…' }));
  const dialog = await openedDialog('alertdialog');
  const text = within(dialog).getByRole<HTMLTextAreaElement>('textbox', { name: 'Profilens tekst' });
  const type = async (value: string): Promise<void> => {
    await opened.user.clear(text);
    await opened.user.click(text);
    await opened.user.paste(value);
  };
  return { ...opened, dialog: within(dialog), text, type };
}

describe('the profile of a connection', () => {
  it('is chosen among those of its kind, with the unconfirmed ones marked', async () => {
    await advanced();
    const options = screen.getAllByRole('option').map(({ textContent }) => textContent);
    expect(options).toContain('Pronestor Planner (Vores gæt, ikke bekræftet)');
    expect(options).not.toContain('UniLock WebAPI (Vores gæt, ikke bekræftet)');
  });

  it('is copied, edited, saved and used by the connection', async () => {
    const { user, bridge, dialog, type } = await editor();
    await type('{ "id": "egen", "title": "Vores", "kind": "booking-source" }');
    await dialog.findByText('Profilen er gyldig');
    await user.click(dialog.getByRole('button', { name: 'Gem og brug' }));
    await dialog.findByText('Gemt. Forbindelsen bruger profilen.');
    expect([...bridge.ownProfiles.keys()]).toEqual(['egen']);
    await waitFor(() => expect(bridge.settings.bookings?.profile).toBe('egen'));
  });

  it('shows a fault with its place while a person types, and leads there', async () => {
    const { user, dialog, text, type } = await editor();
    await type('{\n  "id": "egen",\n  "title": 7\n}');
    const fault = await dialog.findByRole('button', { name: /^Gå til linje 3, tegn 3: title/ });
    expect(text.getAttribute('aria-invalid')).toBe('true');
    expect(dialog.getByRole('button', { name: 'Gem og brug' }).getAttribute('aria-disabled')).toBe('true');
    await user.click(fault);
    expect(document.activeElement).toBe(text);
    expect(text.value.slice(text.selectionStart).startsWith('"title"')).toBe(true);
  });

  it('is refused when it is for the other side', async () => {
    const { dialog, type } = await editor();
    await type('{ "id": "x", "title": "UniLock", "kind": "access-control" }');
    await dialog.findByText('Profilen er til den anden side og kan ikke bruges her.');
    expect(dialog.getByRole('button', { name: 'Prøv mod serveren' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('is tried without being saved: counts, rejected items and status words are shown, and the answers can be confirmed', async () => {
    const { user, bridge, dialog, type } = await editor();
    await user.click(dialog.getByRole('button', { name: 'Prøv mod serveren' }));
    await dialog.findByText(/Bookinger: 41 i svaret$/, { selector: 'button *, button' });
    expect(dialog.getByText('bookings[7].Start')).toBeTruthy();
    expect(dialog.getByText(/Tentative \(4\)/)).toBeTruthy();
    expect(bridge.ownProfiles.size).toBe(0);
    await user.click(dialog.getByRole('button', { name: 'Bookinger: 41 i svaret' }));
    expect(await dialog.findByText('M••• d•••')).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Det passer: godkend svarene' }));
    await dialog.findByText('Svarene er godkendt.');
    expect(bridge.inputsOf('profiles/confirm')).toEqual([
      { source: 'settings', side: 'bookings', answers: profilePreviewOf().answers },
    ]);
    await type('{ "id": "egen", "title": "Anden", "kind": "booking-source" }');
    expect(dialog.getByText('Teksten er ændret, siden den blev prøvet.')).toBeTruthy();
  });

  it('of an empty answer says so, instead of naming each field as not found', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const [bookings] = profilePreviewOf().operations;
    const fields = bookings?.fields.map((each) => ({ ...each, hits: [], missing: 0, sample: '' })) ?? [];
    bridge.results['preview-profile'] = () => ({
      kind: 'preview-profile',
      preview: profilePreviewOf({ operations: [{ operation: 'bookings', items: 0, fields }] }),
    });
    const { user, dialog } = await editor(bridge);
    await user.click(dialog.getByRole('button', { name: 'Prøv mod serveren' }));
    await user.click(await dialog.findByRole('button', { name: 'Bookinger: 0 i svaret' }));
    expect(await dialog.findByText('Svaret var tomt: der er intet at se felterne i.')).toBeTruthy();
    expect(dialog.queryByText('ikke fundet')).toBeNull();
  });

  it('tells what came, went or changed since the answers were confirmed', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    bridge.results['preview-profile'] = () => ({
      kind: 'preview-profile',
      preview: profilePreviewOf({
        changes: [
          { operation: 'bookings', path: 'Subject', change: 'gone', isRead: true },
          { operation: 'rooms', path: 'Floor', change: 'came', isRead: false },
        ],
      }),
    });
    const { user, dialog } = await editor(bridge);
    await user.click(dialog.getByRole('button', { name: 'Prøv mod serveren' }));
    await dialog.findByText('Serveren svarer anderledes end ved godkendelsen');
    expect(dialog.getByText('Bookinger: Subject er væk (profilen læser feltet)')).toBeTruthy();
    expect(dialog.getByText('Lokaler: Floor er kommet til')).toBeTruthy();
  });

  it('is loaded from a file and saved as one', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    bridge.on('file/open', () => ({
      name: 'p.json',
      text: '{ "id": "fil", "title": "Fra fil", "kind": "booking-source" }',
    }));
    const { user, dialog, text } = await editor(bridge);
    await user.click(dialog.getByRole('button', { name: 'Indlæs fil…' }));
    await waitFor(() => expect(text.value).toContain('Fra fil'));
    await dialog.findByText('Profilen er gyldig');
    await user.click(dialog.getByRole('button', { name: 'Gem som fil…' }));
    await dialog.findByText('Filen er gemt.');
    expect(bridge.inputsOf('file/save')).toEqual([{ suggestedName: 'fil.json', text: text.value }]);
  });

  it('is not lost by closing: unsaved changes are told first', async () => {
    const { user, dialog } = await editor();
    await user.click(dialog.getByRole('button', { name: 'Luk' }));
    await dialog.findByText('Ændringerne er ikke gemt.');
    await user.click(dialog.getByRole('button', { name: 'Luk uden at gemme' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  });

  it('is closed by Escape once it is saved; before, Escape only tells what is unsaved, however often', async () => {
    const { user, dialog, text, type } = await editor();
    await type('{ "id": "egen", "title": "Vores", "kind": "booking-source" }');
    await user.keyboard('{Escape}{Escape}');
    await dialog.findByText('Ændringerne er ikke gemt.');
    expect(text.isConnected).toBe(true);
    await dialog.findByText('Profilen er gyldig');
    await user.click(dialog.getByRole('button', { name: 'Gem og brug' }));
    await dialog.findByText('Gemt. Forbindelsen bruger profilen.');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  });

  it('tells that saving would take the place of another one of the same id, and deletes none but the opened one', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    bridge.ownProfiles.set('egen', '{ "id": "egen", "title": "Den gamle", "kind": "booking-source" }');
    const { dialog, type } = await editor(bridge);
    await type('{ "id": "egen", "title": "Den nye", "kind": "booking-source" }');
    await dialog.findByText(/^Der er allerede en profil med id egen: »Den gamle«/);
    expect(dialog.queryByRole('button', { name: /Slet/ })).toBeNull();
    await type('{ "id": "egen-2", "title": "Den nye", "kind": "booking-source" }');
    await waitFor(() => expect(dialog.queryByText(/^Der er allerede en profil/)).toBeNull());
  });

  it('is deleted after a question only', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    bridge.ownProfiles.set('egen', '{ "id": "egen", "title": "Den gamle", "kind": "booking-source" }');
    const { user } = await advanced(bridge);
    const [choice] = screen.getAllByRole('combobox', { name: 'Profil' });
    await user.selectOptions(choice as HTMLElement, 'egen');
    // Opening it takes it into use, so another one has to be in use before it can go.
    bridge.on('profiles/list', () => [
      { id: 'egen', title: 'Den gamle', kind: 'booking-source', isConfirmed: false, isShipped: false, isUsed: false },
    ]);
    await user.click(screen.getByRole('button', { name: 'Redigér…' }));
    const dialog = within(await openedDialog('alertdialog'));
    await user.click(await dialog.findByRole('button', { name: 'Slet profilen' }));
    expect(bridge.inputsOf('profiles/remove')).toEqual([]);
    await user.click(dialog.getByRole('button', { name: 'Ja, slet »Den gamle« for altid' }));
    await waitFor(() => expect(bridge.inputsOf('profiles/remove')).toEqual([{ source: 'settings', id: 'egen' }]));
  });

  it('a file that was chosen by mistake is left out when it is too long, and one that was loaded can be taken back', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const short = '{ "id": "fil", "title": "Fra fil", "kind": "booking-source" }';
    let file = 'x'.repeat(LONGEST_PROFILE_TEXT + 1);
    bridge.on('file/open', () => ({ name: 'p.json', text: file }));
    const { user, dialog, text } = await editor(bridge);
    const before = text.value;
    await user.click(dialog.getByRole('button', { name: 'Indlæs fil…' }));
    await dialog.findByText(/^Teksten er for lang til en profil og er ikke sat ind\. .* højst 200\.000 tegn\.$/);
    expect(text.value).toBe(before);
    await user.click(text);
    await user.paste(file);
    expect(text.value).toBe(before);
    file = short;
    await user.click(dialog.getByRole('button', { name: 'Indlæs fil…' }));
    await waitFor(() => expect(text.value).toBe(short));
    expect(dialog.queryByText(/^Teksten er for lang/)).toBeNull();
    await user.click(dialog.getByRole('button', { name: 'Tilbage til teksten før filen' }));
    expect(text.value).toBe(before);
  });

  it('numbers many lines without an element for each', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const lines = 5_000;
    bridge.on('file/open', () => ({ name: 'p.json', text: '\n'.repeat(lines - 1) }));
    const { user, dialog, text } = await editor(bridge);
    await user.click(dialog.getByRole('button', { name: 'Indlæs fil…' }));
    await waitFor(() => expect(text.value).toHaveLength(lines - 1));
    const gutter = text.previousElementSibling as HTMLElement;
    expect(gutter.textContent.trim().split('\n')).toHaveLength(lines);
    expect(gutter.querySelectorAll('*').length).toBeLessThan(10);
  });
});

describe('what the server can', () => {
  it('is shown with proposals, and its draft opens in the editor', async () => {
    const { user } = await advanced();
    await user.click(screen.getByRole('button', { name: 'Find ud af, hvad serveren kan…' }));
    const dialog = within(await openedDialog('dialog'));
    await dialog.findByText(/3 kald fundet på/);
    expect(dialog.getByText('POST /v1/CancelBooking').parentElement?.textContent).toContain('bruges aldrig (cancel)');
    await user.click(dialog.getByRole('button', { name: 'Åbn forslaget i editoren' }));
    await openedDialog('alertdialog');
    const text = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Profilens tekst' });
    expect(text.value).toContain('"found"');
  });

  it('names the first few of many guessed names, and says how many more there are', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const candidates = ['id', 'roomId', 'spaceId', 'resourceId', 'lokaleId', 'key'];
    const guess = { field: 'id', candidates, confidence: 0.3, why: ['assumed' as const] };
    const proposal = { operation: 'rooms' as const, found: 'GET /Rooms', confidence: 0.7, why: ['name' as const] };
    bridge.results.discover = () => ({
      kind: 'discover',
      discovery: discoveryOf({ proposals: [{ ...proposal, fields: [guess] }] }),
    });
    const { user } = await advanced(bridge);
    await user.click(screen.getByRole('button', { name: 'Find ud af, hvad serveren kan…' }));
    const dialog = within(await openedDialog('dialog'));
    const line = (await dialog.findByText('id ← id, roomId, spaceId, resourceId')).parentElement;
    expect(line?.textContent).toBe('id ← id, roomId, spaceId, resourceId … og 2 navne mere (30 % sikkert, vores gæt)');
  });

  it('takes a POST only after a person has ticked it', async () => {
    const { user, bridge } = await advanced();
    await user.click(screen.getByRole('button', { name: 'Find ud af, hvad serveren kan…' }));
    const dialog = within(await openedDialog('dialog'));
    await user.click(await dialog.findByRole('checkbox', { name: 'Det læser kun: /v1/QueryBookings' }));
    await user.click(dialog.getByRole('button', { name: 'Læs igen' }));
    await waitFor(() =>
      expect(bridge.inputsOf('profiles/discover').map(({ acceptedPosts }) => acceptedPosts)).toEqual([
        [],
        ['/v1/QueryBookings'],
      ]),
    );
  });

  it('says plainly when there is nothing', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    bridge.results.discover = () => ({
      kind: 'discover',
      discovery: discoveryOf({ operations: [], draft: null, format: 'none' }),
    });
    const { user } = await advanced(bridge);
    await user.click(screen.getByRole('button', { name: 'Find ud af, hvad serveren kan…' }));
    await openedDialog('dialog');
    await screen.findByText(/Serveren viser ingen oversigt/);
    expect(screen.getByRole('button', { name: 'Åbn forslaget i editoren' }).getAttribute('aria-disabled')).toBe('true');
  });
});
