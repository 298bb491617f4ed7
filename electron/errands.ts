import type { AskedErrand, DoneErrand } from './access/unilock-import-file/errands';
import { doErrand } from './access/unilock-import-file/errands';

/**
 * Entry of the process that touches files which may lie on a share (docs/adr/0020): of the app a utility process of Electron, of the command line a
 * forked Node. It does what it is asked, knows nothing else, and ends with whoever started it.
 */
interface ParentPort {
  on(event: 'message', heard: (message: { readonly data: AskedErrand }) => void): void;
  postMessage(done: DoneErrand): void;
}

const { parentPort } = process as unknown as { readonly parentPort?: ParentPort };
if (parentPort === undefined) {
  // Ctrl+C and a service that is stopped reach every process; this one is ended by the program, when its errand is done.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  process.on('disconnect', () => process.exit());
  process.on('message', (asked: AskedErrand) => void doErrand(asked).then((done) => process.send?.(done)));
} else {
  parentPort.on('message', ({ data }) => void doErrand(data).then((done) => parentPort.postMessage(done)));
}
