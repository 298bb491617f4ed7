import type { RenderResult } from '@testing-library/react';
import { render, screen, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import userEvent from '@testing-library/user-event';
import { App } from '../../renderer/app/app';
import { createClient } from '../../renderer/bridge';
import type { FakeBridge } from './fake-bridge';

/** The whole window over the fake main process, and a person at it. */
export function showApp(bridge: FakeBridge): RenderResult & { user: UserEvent } {
  localStorage.clear();
  const user = userEvent.setup();
  return { ...render(<App client={createClient(bridge)} />), user };
}

/**
 * A dialog or drawer with the keyboard in it, as a person gets it. In jsdom nothing is drawn, so the kit finds nothing in it to put the keyboard on,
 * and hides it a moment later as one that nobody is in.
 */
export async function openedDialog(role: 'dialog' | 'alertdialog', name?: string): Promise<HTMLElement> {
  const dialog = await screen.findByRole(role, { hidden: true, ...(name === undefined ? {} : { name }) });
  within(dialog).getAllByRole('button', { hidden: true })[0]?.focus();
  return dialog;
}
