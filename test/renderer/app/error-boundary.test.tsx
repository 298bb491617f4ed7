import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { expect, it, vi } from 'vitest';
import { ErrorBoundary } from '../../../renderer/app/error-boundary';
import { TextProvider } from '../../../renderer/i18n';
import { ThemeProvider } from '../../../renderer/ui';

it('a broken page takes nothing with it, and can be shown again', async () => {
  let isBroken = true;
  const Fragile = (): ReactNode => {
    if (isBroken) throw new Error('on purpose');
    return <p>whole</p>;
  };
  // React tells of the caught error on the console; this test makes one on purpose.
  const console = vi.spyOn(globalThis.console, 'error').mockImplementation(() => undefined);
  render(
    <TextProvider language="da" zone={null}>
      <ThemeProvider isDark={false}>
        <p>beside</p>
        <ErrorBoundary>
          <Fragile />
        </ErrorBoundary>
      </ThemeProvider>
    </TextProvider>,
  );
  expect(screen.getByText('beside')).toBeTruthy();
  expect(screen.getByRole('heading', { level: 1, name: 'Denne side gik i stykker' })).toBeTruthy();
  isBroken = false;
  await userEvent.click(screen.getByRole('button', { name: 'Vis siden igen' }));
  expect(screen.getByText('whole')).toBeTruthy();
  console.mockRestore();
});
