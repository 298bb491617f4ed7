import type { Logger } from '../../electron/sync/ports';

/** Keeps what was logged, so that tests can look for what must not be there (P20). */
export class FakeLogger implements Logger {
  readonly lines: { readonly level: 'info' | 'warn'; readonly event: string; readonly fields: unknown }[] = [];

  info(event: string, fields: Parameters<Logger['info']>[1] = {}): void {
    this.lines.push({ level: 'info', event, fields });
  }

  warn(event: string, fields: Parameters<Logger['warn']>[1] = {}): void {
    this.lines.push({ level: 'warn', event, fields });
  }
}
