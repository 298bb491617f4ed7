import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { FakeBridge, settingsInOperation } from '../fake-bridge';
import { showApp } from '../show';

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

  it('exceptions and groups are typed by name in the mapping, only where UniLock cannot be read', async () => {
    const { user } = showApp(new FakeBridge({ settings: byFile() }));
    await user.click(await screen.findByRole('button', { name: 'Lokaler' }));
    await user.type(await screen.findByRole('textbox', { name: 'Delt undtagelse' }), 'Aula & gård');
    await user.click(screen.getByRole('button', { name: 'Tilføj: Delt undtagelse' }));
    expect((await screen.findAllByRole('combobox')).length).toBeGreaterThan(0);
    await user.click(screen.getAllByRole('combobox')[0] as HTMLElement);
    expect((await screen.findAllByText(/Aula & gård/)).length).toBeGreaterThan(0);
  });
});
