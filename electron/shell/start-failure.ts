import { app, dialog } from 'electron';
import type { AppError } from '../../shared/errors';
import { asAppError } from '../../shared/errors';
import type { Language, TextKey } from '../../shared/i18n';
import { createTexts } from './texts';

/** What the person is told when the program cannot start: title, then what is wrong and what to do about it. */
export function startFailureText(
  error: AppError,
  language: Language,
): { readonly title: string; readonly content: string } {
  const text = createTexts(language);
  const title = text('tray.start.failedTitle');
  if (error.code === 'invalid-argument' && error.context['path'] === '--data') {
    return {
      title,
      content: text('tray.start.badSwitch', { path: '--data', reason: text('tray.start.dataNeedsFolder') }),
    };
  }
  const values = Object.fromEntries(Object.entries(error.context).map(([key, value]) => [key, String(value)]));
  const parts = (['title', 'explanation', 'remedy'] as const).map((part) =>
    text(`errors.${error.code}.${part}` as TextKey, values),
  );
  return { title, content: [...parts, error.code].join('\n\n') };
}

/** Tells why the program cannot start, and ends it: exit 2 for a switch that was typed wrong, else 1. */
export function endUnstarted(thrown: unknown, language: Language): void {
  const error = asAppError(thrown);
  const { title, content } = startFailureText(error, language);
  dialog.showErrorBox(title, content);
  app.exit(error.code === 'invalid-argument' ? 2 : 1);
}
