import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A running child: its answers one by one, and its end. */
export interface Child {
  /** The next JSON line it says; rejects when it ends before. */
  next(): Promise<unknown>;
  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts a command whose standard output is JSON lines. */
export function startChild(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Child {
  const child: ChildProcess = spawn(command, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  if (child.stdout === null || child.stderr === null) throw new Error('the child has no output');
  let errors = '';
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exit = once(child, 'exit');
  return {
    next: async () => {
      const line = await lines.next();
      if (line.done === true) throw new Error(`the child ended early: ${errors}`);
      return JSON.parse(line.value) as unknown;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}
