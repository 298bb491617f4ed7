import type { ErrorClass, ErrorCode, ErrorRetry } from './codes';
import { ERROR_TRAITS } from './codes';

/** What the texts of an error may mention: addresses, ids, counts, times, paths. Never names, titles or secrets (rule M3). */
export type ErrorContext = Readonly<Record<string, string | number | boolean | null>>;

/** The one error type of adapters. Everything else that is thrown is a bug. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly context: ErrorContext;

  constructor(code: ErrorCode, context: ErrorContext = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.context = context;
  }

  get class(): ErrorClass {
    return ERROR_TRAITS[this.code].class;
  }

  get retry(): ErrorRetry {
    return ERROR_TRAITS[this.code].retry;
  }

  /** Background trouble never opens a dialog. */
  get background(): boolean {
    return ERROR_TRAITS[this.code].background;
  }

  /** The part that may cross to the window, the journal and the command line. */
  toWire(): Trouble {
    return { code: this.code, context: this.context };
  }
}

/** An error as a value: what the engine, the journal and the views carry. Its sentence is made where it is shown, in the viewer's language. */
export interface Trouble {
  readonly code: ErrorCode;
  readonly context: ErrorContext;
}

/** The thrown value as an AppError: anything unforeseen becomes `bug` with its message left out of the context (it may hold data). */
export function asAppError(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError('bug', {}, thrown);
}
