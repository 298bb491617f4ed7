import type { Bridge, BRIDGE_NAME, EventName, InputOf, OutputOf, RequestName } from '../../shared/ipc';
import type { TroubleDto } from '../../shared/dto';

/** A refusal or failure that main told of; its sentence is made where it is shown. */
export class BridgeError extends Error {
  readonly trouble: TroubleDto;

  constructor(trouble: TroubleDto) {
    super(trouble.code);
    this.name = 'BridgeError';
    this.trouble = trouble;
  }
}

/** The typed side of `window.modeklar`: answers are values, refusals are thrown as BridgeError. */
export interface Client {
  /** @throws BridgeError with main's code */
  request<K extends RequestName>(name: K, input: InputOf<K>): Promise<OutputOf<K>>;
  /** Returns the function that stops listening. */
  listen<K extends EventName>(name: K, listener: (payload: OutputOf<K>) => void): () => void;
}

/** A client over the bridge that the preload script made. Main has parsed both ways already, so nothing is parsed again here. */
export function createClient(bridge: Bridge): Client {
  return {
    async request(name, input) {
      const answer = await bridge.request(name, input);
      if (!answer.ok) throw new BridgeError(answer.error);
      return answer.value as never;
    },
    listen: (name, listener) => bridge.listen(name, (payload) => listener(payload as never)),
  };
}

// The name alone: importing the contract's values would carry zod into the window.
const NAME: typeof BRIDGE_NAME = 'modeklar';

/** The bridge on this window; null in a page that was not opened by the program. */
export const bridgeOfWindow = (): Bridge | null => (window as Partial<Record<typeof NAME, Bridge>>)[NAME] ?? null;

/** Whatever was thrown, as trouble to show: anything that did not come from main is a bug of the window. */
export const troubleOf = (thrown: unknown): TroubleDto =>
  thrown instanceof BridgeError ? thrown.trouble : { code: 'bug', context: {} };
