import type { StartErrandProcess } from '../access/unilock-import-file';
import type { Trouble } from '../../shared/errors';
import type { Format, Language, Translate } from '../../shared/i18n';
import { createFormat, withReasonSaid } from '../../shared/i18n';
import type { ZoneName } from '../../shared/time';
import type { Clock } from '../sync/ports';
import { jsonText } from './json-text';
import { createTexts, troubleText } from './texts';

/** The outside of one call of the command line; a test hands in its own. */
export interface Outside {
  /** Standard output and standard error: whole lines. */
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** Relative paths on the command line start here. */
  readonly folder: string;
  readonly clock: Clock;
  readonly zone: ZoneName;
  /** Another process for files that may lie on a share; a test may leave it out. */
  readonly startErrands?: StartErrandProcess;
  /** Aborted when somebody asks the program to end (SIGINT, SIGTERM). */
  readonly stop: AbortSignal;
}

/** How a command speaks: in one language, to people or as one JSON document. */
export interface Terminal {
  readonly isJson: boolean;
  readonly language: Language;
  readonly t: Translate;
  /** Times in `format.zone`: this machine's, or the house's once it is known (`inZone`). */
  readonly format: Format;
  readonly machineZone: ZoneName;
  /** For people; with `--json` nothing. */
  say(line: string): void;
  /** The one JSON document; without `--json` nothing. Once per call of the program. */
  answer(document: unknown): void;
  /** What went wrong, to standard error; with `--json` also as the document. */
  complain(trouble: Trouble): void;
  /** The same terminal in another language. */
  inLanguage(language: Language): Terminal;
  /** The same terminal with times in another zone; null: as it is. */
  inZone(zone: ZoneName | null): Terminal;
}

/** A terminal; `complain` answers only when nothing was answered yet, so that there is one document whatever happens. */
export function createTerminal(
  outside: Outside,
  options: { readonly isJson: boolean; readonly language: Language },
): Terminal {
  let hasAnswered = false;
  const speaking = (language: Language, zone: ZoneName): Terminal => {
    const t = createTexts(language);
    const answer = (document: unknown): void => {
      if (!options.isJson || hasAnswered) return;
      hasAnswered = true;
      outside.out(jsonText(document));
    };
    return {
      isJson: options.isJson,
      language,
      t,
      format: createFormat(language, zone),
      machineZone: outside.zone,
      say: (line) => {
        if (!options.isJson) outside.out(line);
      },
      answer,
      complain: (trouble) => {
        outside.err(troubleText(trouble, t));
        answer({ error: withReasonSaid(trouble, t) });
      },
      inLanguage: (other) => speaking(other, zone),
      inZone: (other) => (other === null ? speaking(language, zone) : speaking(language, other)),
    };
  };
  return speaking(options.language, outside.zone);
}
