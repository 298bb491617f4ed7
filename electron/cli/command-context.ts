import type { Settings } from '../../shared/settings';
import type { ComposedCore } from '../compose-core';
import type { Outside, Terminal } from './terminal';

/** What every command gets. */
export interface CommandContext {
  readonly outside: Outside;
  readonly terminal: Terminal;
  /** Absolute. */
  readonly dataFolder: string;
  /** Whether `--language` was given: else the settings' language counts. */
  readonly isLanguageGiven: boolean;
}

/** The terminal in the language of the settings, unless one was asked for. */
export const terminalFor = (
  { terminal, isLanguageGiven }: CommandContext,
  { language }: Pick<Settings, 'language'>,
): Terminal => (isLanguageGiven ? terminal : terminal.inLanguage(language));

/** A call without progress that ends when the program is asked to end. */
export const callOf = ({ stop }: Outside) => ({ abort: stop, onProgress: null });

/** The terminal in the core's language and, once it is known, in the house's zone. */
export const terminalOf = (context: CommandContext, core: ComposedCore): Terminal =>
  terminalFor(context, core.readSettings()).inZone(core.status().houseZone);
