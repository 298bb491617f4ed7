import type { OutputOf } from '../../shared/ipc';

/** What the handlers need of the desktop; the shell is behind it, tests put a fake there. */
export interface Desktop {
  info(): OutputOf<'app/info'>;
  writeClipboard(text: string): void;
  /** The system's own dialog; null when the person cancels. */
  askWhichToOpen(kind: 'document' | 'certificate'): Promise<string | null>;
  /** The system's own dialog; null when the person cancels. */
  askWhereToSave(suggestedName: string): Promise<string | null>;
}
