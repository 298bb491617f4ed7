import { fork } from 'node:child_process';
import type { DoneErrand, StartErrandProcess } from '../access/unilock-import-file';

/**
 * Node processes for errands. One that hangs in a file call cannot be ended, not even by force, before the call comes back: so nothing of it may keep
 * the program alive, and it holds none of the program's own pipes.
 * @param program its entry, bundled
 */
export function forkErrands(program: string): StartErrandProcess {
  return (heard) => {
    const child = fork(program, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    let isGone = false;
    const gone = (): void => {
      if (!isGone) heard.ended();
      isGone = true;
    };
    child.on('message', (done) => heard.done(done as DoneErrand));
    child.on('exit', gone);
    // Could not be started: there is no exit then.
    child.on('error', () => {
      if (child.pid === undefined) gone();
    });
    child.unref();
    child.channel?.unref();
    return {
      // A process that is gone is told of by its exit.
      send: (asked) => void child.send(asked, () => undefined),
      end: () => void child.kill('SIGKILL'),
    };
  };
}
