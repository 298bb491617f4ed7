import { ipcMain } from 'electron';
import type { z } from 'zod';
import { AppError, asAppError } from '../../shared/errors';
import { contract, isAppUrl, REQUEST_NAMES } from '../../shared/ipc';
import type { OutputOf, ParsedInputOf, RequestName, WireAnswer } from '../../shared/ipc';
import { reasonOfIssue } from '../../shared/profile';
import type { Logger } from '../sync/ports';

/** Does the work of one channel: parsed input in; the answer, which is parsed again before it leaves. Throws AppError. */
export type Handler<K extends RequestName> = (input: ParsedInputOf<K>) => OutputOf<K> | Promise<OutputOf<K>>;

/** One handler for every request of the contract. */
export type Handlers = { readonly [K in RequestName]: Handler<K> };

/** The handlers of one namespace, e.g. `HandlersOf<'sync'>`. */
export type HandlersOf<Area extends string> = {
  readonly [K in RequestName as K extends `${Area}/${string}` ? K : never]: Handler<K>;
};

/** What the router looks at in the frame that asks. */
export interface CallingFrame {
  readonly url: string;
  readonly parent: unknown;
}

/** What the router looks at in a call; Electron's own event satisfies it. */
export interface IncomingCall<Sender> {
  readonly sender: Sender;
  /** null when the frame is gone already. */
  readonly senderFrame: CallingFrame | null;
}

/** The part of ipcMain that is used. */
export interface IpcEntrance<Sender> {
  handle(channel: string, listener: (call: IncomingCall<Sender>, input: unknown) => Promise<WireAnswer<unknown>>): void;
  removeHandler(channel: string): void;
}

export interface RouterOptions<Sender> {
  readonly handlers: Handlers;
  /** Whether the sender is a window that this program made. */
  readonly isOurWindow: (sender: Sender) => boolean;
  readonly logger: Logger;
}

/**
 * Opens every request channel of the contract: checks who asks, parses what comes in, runs the handler, parses what goes out.
 * Whatever goes wrong crosses as an error with a code, never as `undefined` and never as an exception's own text.
 * @returns closes all channels again
 */
export function startRouter<Sender = Electron.WebContents>(
  options: RouterOptions<Sender>,
  entrance: IpcEntrance<Sender> = ipcMain as unknown as IpcEntrance<Sender>,
): () => void {
  const { handlers, isOurWindow, logger } = options;

  const isTrusted = ({ sender, senderFrame }: IncomingCall<Sender>): boolean =>
    senderFrame !== null && isOurWindow(sender) && senderFrame.parent === null && isAppUrl(senderFrame.url);

  const answer = async (name: RequestName, call: IncomingCall<Sender>, input: unknown): Promise<unknown> => {
    if (!isTrusted(call)) throw new AppError('request-refused');
    const { input: inputSchema, output: outputSchema } = contract[name] as { input: z.ZodType; output: z.ZodType };
    const parsed = inputSchema.safeParse(input);
    if (!parsed.success) throw new AppError('invalid-argument', whereItFails(name, parsed.error));
    const result = await (handlers[name] as (input: unknown) => unknown)(parsed.data);
    const checked = outputSchema.safeParse(result);
    if (!checked.success) {
      logger.warn('ipc-answer-mismatch', { channel: name, path: pathOf(checked.error) });
      throw new AppError('bug');
    }
    return checked.data;
  };

  for (const name of REQUEST_NAMES) {
    entrance.handle(name, async (call, input) => {
      try {
        return { ok: true, value: await answer(name, call, input) };
      } catch (thrown) {
        const error = asAppError(thrown);
        logger.warn('ipc-refused', {
          channel: name,
          code: error.code,
          kind: thrown instanceof Error ? thrown.name : typeof thrown,
        });
        return { ok: false, error: error.toWire() };
      }
    });
  }
  return () => REQUEST_NAMES.forEach((name) => entrance.removeHandler(name));
}

const pathOf = (error: z.ZodError): string => error.issues[0]?.path.map(String).join('.') ?? '';

/** Path and reason of the first thing that is wrong; the value itself is left out, it may be a secret. */
function whereItFails(name: RequestName, error: z.ZodError): { path: string; reason: string } {
  const path = pathOf(error);
  return {
    path: path === '' ? name : path,
    reason: error.issues[0] === undefined ? '' : reasonOfIssue(error.issues[0]),
  };
}
