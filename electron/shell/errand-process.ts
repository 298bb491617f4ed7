import { join } from 'node:path';
import { app, utilityProcess } from 'electron';
import type { DoneErrand, StartErrandProcess } from '../access/unilock-import-file';

/** As the system's list of processes shows it. */
const SERVICE_NAME = 'Mødeklar files';

/** Utility processes for errands: a packaged app cannot run as plain Node (fuse `runAsNode`), and may quit while one of these hangs. */
export const startErrands: StartErrandProcess = (heard) => {
  const child = utilityProcess.fork(join(app.getAppPath(), 'out', 'main', 'errands.js'), [], {
    serviceName: SERVICE_NAME,
    stdio: 'ignore',
  });
  child.on('message', (done: DoneErrand) => heard.done(done));
  child.on('exit', () => heard.ended());
  return {
    send: (asked) => child.postMessage(asked),
    end: () => void child.kill(),
  };
};
