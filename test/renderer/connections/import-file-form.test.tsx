import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { FakeBridge, filePreviewOf, settingsInOperation } from '../fake-bridge';
import { openedDialog, showApp } from '../show';

const byFile = () => ({
  ...settingsInOperation(),
  access: {
    connectorId: 'unilock',
    kind: 'unilock-import-file' as const,
    profile: 'unilock-import-file',
    folder: '/srv/import',
    fileName: null,
    persons: null,
  },
});

describe('UniLock by import file in the window', () => {
  it('is chosen beside the WebAPI; the test saves folder, file name and list of persons', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const { user } = showApp(bridge);
    await user.click(await screen.findByRole('button', { name: 'Indstillinger' }));
    await user.click(await screen.findByRole('radio', { name: 'UniLock importfil' }));
    const form = screen.getByRole('textbox', { name: /^Mappe/ }).closest('form') as HTMLFormElement;
    await user.type(screen.getByRole('textbox', { name: /^Mappe/ }), '/srv/unilock');
    await user.type(screen.getByRole('textbox', { name: 'Filnavn' }), '../x.xml');
    expect(screen.getByText(/^Et filnavn uden mappe/)).toBeTruthy();
    await user.clear(screen.getByRole('textbox', { name: 'Filnavn' }));
    await user.type(screen.getByRole('textbox', { name: 'Liste over personer (CSV)' }), '/srv/p.csv');
    await user.click(within(form).getByRole('button', { name: 'Test forbindelsen' }));
    expect(bridge.settings.access).toMatchObject({
      kind: 'unilock-import-file',
      folder: '/srv/unilock',
      fileName: null,
      persons: { path: '/srv/p.csv' },
    });
    await user.click(await screen.findByRole('button', { name: 'Gem rapport…' }));
    expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Det her bliver gemt' }).value).toContain(
      '(access)',
    );
  });

  it('a path that was copied with its quotation marks is taken without them; one that is not whole is told of beside it', async () => {
    const bridge = new FakeBridge({ settings: settingsInOperation() });
    const { user } = showApp(bridge);
    await user.click(await screen.findByRole('button', { name: 'Indstillinger' }));
    await user.click(await screen.findByRole('radio', { name: 'UniLock importfil' }));
    const folder = screen.getByRole('textbox', { name: /^Mappe/ });
    const persons = screen.getByRole('textbox', { name: 'Liste over personer (CSV)' });
    const form = folder.closest('form') as HTMLFormElement;
    await user.type(folder, 'import');
    expect(screen.getByText('Skriv hele stien.')).toBeTruthy();
    await user.type(persons, 'p.csv');
    expect(screen.getAllByText('Skriv hele stien.')).toHaveLength(2);
    await user.click(within(form).getByRole('button', { name: 'Test forbindelsen' }));
    expect(bridge.inputsOf('settings/save')).toEqual([]);
    for (const whole of ['"C:\\UniLock\\Import"', '\\\\server\\import', ' "/srv/unilock" ']) {
      await user.clear(folder);
      await user.click(folder);
      await user.paste(whole);
      expect(screen.getAllByText('Skriv hele stien.')).toHaveLength(1);
    }
    await user.clear(persons);
    await user.click(persons);
    await user.paste('"/srv/p.csv"');
    await user.click(within(form).getByRole('button', { name: 'Test forbindelsen' }));
    expect(bridge.settings.access).toMatchObject({ folder: '/srv/unilock', persons: { path: '/srv/p.csv' } });
  });

  it('exceptions and groups are typed by name in the mapping, only where UniLock cannot be read', async () => {
    const { user } = showApp(new FakeBridge({ settings: byFile() }));
    await user.click(await screen.findByRole('button', { name: 'Lokaler' }));
    await user.type(await screen.findByRole('textbox', { name: 'Delt undtagelse' }), 'Aula & gård');
    await user.click(screen.getByRole('button', { name: 'Tilføj: Delt undtagelse' }));
    expect((await screen.findAllByRole('combobox')).length).toBeGreaterThan(0);
    await user.click(screen.getAllByRole('combobox')[0] as HTMLElement);
    expect((await screen.findAllByText(/Aula & gård/)).length).toBeGreaterThan(0);
  });

  it('a draft of its profile shows the file that it would write, with counts, and the wrong piece by its path', async () => {
    const bridge = new FakeBridge({ settings: byFile() });
    const { user } = showApp(bridge);
    await user.click(await screen.findByRole('button', { name: 'Indstillinger' }));
    for (const advanced of await screen.findAllByRole('button', { name: 'Avanceret' })) await user.click(advanced);
    const [, copy] = await screen.findAllByRole('button', { name: 'Kopiér og redigér…' });
    await user.click(copy as HTMLElement);
    const dialog = within(await openedDialog('alertdialog'));
    const text = dialog.getByRole('textbox', { name: 'Profilens tekst' });
    await user.clear(text);
    await user.click(text);
    await user.paste('{ "id": "egen", "title": "Vores", "kind": "import-file" }');
    await dialog.findByText('Profilen er gyldig');
    expect(dialog.queryByRole('button', { name: 'Prøv mod serveren' })).toBeNull();
    await user.click(dialog.getByRole('button', { name: 'Vis filen' }));
    await dialog.findByText('Filen er gyldig XML');
    expect(dialog.getByText('Delte undtagelser: 3 af husets 12')).toBeTruthy();
    expect(dialog.getByText('Persongrupper: profilen skriver ingen personer')).toBeTruthy();
    expect(dialog.getByRole('region', { name: 'Filens indhold' }).textContent).toBe(filePreviewOf().text);
    expect(bridge.inputsOf('profiles/preview')).toMatchObject([{ source: 'settings', side: 'access' }]);

    const faults = [{ path: 'template.group', reason: 'is no well-formed XML' }];
    bridge.results['preview-file'] = () => ({ kind: 'preview-file', preview: filePreviewOf({ ok: false, faults }) });
    await user.click(dialog.getByRole('button', { name: 'Vis filen' }));
    await dialog.findByText('Filen er ikke gyldig XML: 1 fejl i skabelonen');
    expect(dialog.getByText('template.group')).toBeTruthy();
  });
});
