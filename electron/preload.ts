import { contextBridge, ipcRenderer } from 'electron';
import type { IpcRendererEvent } from 'electron';
import { isEventName, isRequestName } from '../shared/ipc/channel-kinds';
import type { Bridge, BRIDGE_NAME, WireAnswer } from '../shared/ipc';

// The name alone: importing the contract's values would carry its schemas into every window.
const NAME: typeof BRIDGE_NAME = 'modeklar';

const refused: WireAnswer<never> = { ok: false, error: { code: 'request-refused', context: {} } };

const bridge: Bridge = Object.freeze({
  request(name: string, input: unknown): Promise<WireAnswer<unknown>> {
    if (!isRequestName(name)) return Promise.resolve(refused);
    return ipcRenderer.invoke(name, input) as Promise<WireAnswer<unknown>>;
  },
  listen(name: string, listener: (payload: unknown) => void): () => void {
    if (!isEventName(name)) throw new TypeError('request-refused');
    // The event itself stays here: it would hand the page a way to send anything.
    const forward = (_event: IpcRendererEvent, payload: unknown): void => listener(payload);
    ipcRenderer.on(name, forward);
    return () => void ipcRenderer.removeListener(name, forward);
  },
});

contextBridge.exposeInMainWorld(NAME, bridge);
