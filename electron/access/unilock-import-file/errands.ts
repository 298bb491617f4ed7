import { AppError, asAppError } from '../../../shared/errors';
import type { Trouble } from '../../../shared/errors';
import { MINUTE_MS } from '../../../shared/time';
import type { ImportFolder, WaitingFile } from './folder';
import { createImportFolder } from './folder';
import { readPersonsBytes } from './persons';

interface InFolder {
  /** Absolute. */
  readonly folder: string;
  readonly fileName: string;
}

/** Work on files that may lie on a share: one call of `ImportFolder`, or the bytes of the CSV of persons. */
export type Errand =
  | ({ readonly operation: 'waiting' } & InFolder)
  | ({ readonly operation: 'hasTemporary' | 'place' | 'discard'; readonly temporary: string } & InFolder)
  | ({ readonly operation: 'prepare'; readonly bytes: Uint8Array } & InFolder)
  | { readonly operation: 'persons'; readonly path: string };

interface Results {
  readonly waiting: WaitingFile | null;
  readonly hasTemporary: boolean;
  readonly place: boolean;
  readonly discard: null;
  readonly prepare: string;
  readonly persons: Uint8Array;
}

/** What goes to the process; it can be cloned. */
export interface AskedErrand {
  readonly id: number;
  readonly errand: Errand;
}

/** What comes back. */
export type DoneErrand =
  { readonly id: number; readonly value: Results[keyof Results] } | { readonly id: number; readonly trouble: Trouble };

/** A process that does errands and can be left when it hangs. */
export interface ErrandProcess {
  send(asked: AskedErrand): void;
  /** Ends it by force. While a call of its hangs in the system it may live on: only `ended` tells that it is gone. */
  end(): void;
}

/** Starts one; it must not keep the program alive. What it tells comes later, never before the call has returned. */
export type StartErrandProcess = (heard: { done(done: DoneErrand): void; ended(): void }) => ErrandProcess;

async function resultOf(errand: Errand): Promise<Results[keyof Results]> {
  if (errand.operation === 'persons') return readPersonsBytes(errand.path);
  const folder = createImportFolder(errand.folder, errand.fileName);
  switch (errand.operation) {
    case 'waiting':
      return folder.waiting();
    case 'hasTemporary':
      return folder.hasTemporary(errand.temporary);
    case 'place':
      return folder.place(errand.temporary);
    case 'discard':
      await folder.discard(errand.temporary);
      return null;
    case 'prepare':
      return folder.prepare(Buffer.from(errand.bytes));
  }
}

/** The side of the process: does one errand. Never throws. */
export async function doErrand({ id, errand }: AskedErrand): Promise<DoneErrand> {
  try {
    return { id, value: await resultOf(errand) };
  } catch (thrown) {
    return { id, trouble: asAppError(thrown).toWire() };
  }
}

/** No process of its own: where nothing can hang. A call that hangs all the same keeps its thread, so it counts as not ended. */
export const inThisProcess: StartErrandProcess = (heard) => {
  let underWay = 0;
  let isEnding = false;
  const tell = (): void => {
    if (isEnding && underWay === 0) heard.ended();
  };
  return {
    send(asked) {
      underWay += 1;
      void doErrand(asked).then((done) => {
        underWay -= 1;
        heard.done(done);
        tell();
      });
    },
    end() {
      isEnding = true;
      tell();
    },
  };
};

export interface ErrandLimits {
  /** A share whose server is gone may keep an answer back for minutes, or for ever. */
  readonly limitMs: number;
  /** So long a process without work is kept: the calls of one run come close together. */
  readonly idleMs: number;
  /** So long after a process was left another may be tried although the first is still hanging. */
  readonly againMs: number;
}

const LIMITS: ErrandLimits = { limitMs: 20_000, idleMs: 5_000, againMs: 10 * MINUTE_MS };

/** Processes that hang at one time. A share that was taken off by force leaves its callers hanging for good, and the next mount is good. */
const MOST_LEFT = 3;

export interface Errands {
  /** @throws AppError what the errand throws; `import-folder-unreachable` when it is not done in time, and then nobody knows whether it was done */
  run<Operation extends Errand['operation']>(
    errand: Extract<Errand, { readonly operation: Operation }> | (Errand & { readonly operation: Operation }),
  ): Promise<Results[Operation]>;
  /** Ends the process as soon as nothing is under way. */
  close(): void;
}

interface Running {
  readonly process: ErrandProcess;
  readonly asked: Map<number, (done: DoneErrand) => void>;
}

const away = (reason: string): Trouble => ({ code: 'import-folder-unreachable', context: { side: 'access', reason } });

/**
 * Has errands done in another process, and leaves it when it does not answer. A file call that hangs cannot be called off: it holds one of the four
 * threads that settings, journal and look-ups of names share with it, and the program cannot even end before it. Another process can be left.
 *
 * While one hangs no other is started, or a share that is away for a weekend would fill the memory: it is answered at once.
 */
export function createErrands(start: StartErrandProcess, given: Partial<ErrandLimits> = {}): Errands {
  const { limitMs, idleMs, againMs } = { ...LIMITS, ...given };
  const left = new Set<Running>();
  let leftAt = 0;
  let current: Running | null = null;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;
  let isClosed = false;

  function begin(): Running {
    const asked: Running['asked'] = new Map();
    const running: Running = {
      asked,
      process: start({
        done: (done) => asked.get(done.id)?.(done),
        ended() {
          left.delete(running);
          if (current === running) current = null;
          for (const [id, answer] of [...asked]) answer({ id, trouble: away('process-ended') });
        },
      }),
    };
    return running;
  }

  /** Everything that was asked of it is answered: nobody knows what of that was done. */
  function leave(running: Running): void {
    if (current === running) current = null;
    left.add(running);
    leftAt = performance.now();
    running.process.end();
    for (const [id, answer] of [...running.asked]) answer({ id, trouble: away('ETIMEDOUT') });
  }

  function rest(): void {
    clearTimeout(idle);
    const running = current;
    if (running === null || running.asked.size > 0) return;
    const end = (): void => {
      if (current !== running || running.asked.size > 0) return;
      current = null;
      running.process.end();
    };
    if (isClosed) end();
    else idle = setTimeout(end, idleMs).unref();
  }

  return {
    async run(errand) {
      const isHanging = left.size > 0 && (left.size >= MOST_LEFT || performance.now() - leftAt < againMs);
      if (isHanging) throw errorOf(away('ETIMEDOUT'));
      const running = (current ??= begin());
      const id = (lastId += 1);
      const done = await new Promise<DoneErrand>((resolve) => {
        const late = setTimeout(() => leave(running), limitMs);
        running.asked.set(id, (answer) => {
          clearTimeout(late);
          running.asked.delete(id);
          resolve(answer);
        });
        running.process.send({ id, errand });
      });
      rest();
      if ('trouble' in done) throw errorOf(done.trouble);
      // The process is our own: what it answers is of the operation's kind.
      return done.value as Results[typeof errand.operation];
    },
    close() {
      isClosed = true;
      rest();
    },
  };
}

const errorOf = ({ code, context }: Trouble): AppError => new AppError(code, context);

/** The folder as another process sees it. */
export function createDistantFolder(folder: string, fileName: string, errands: Errands): ImportFolder {
  const place = { folder, fileName };
  return {
    waiting: () => errands.run({ operation: 'waiting', ...place }),
    hasTemporary: (temporary) => errands.run({ operation: 'hasTemporary', ...place, temporary }),
    prepare: (bytes) => errands.run({ operation: 'prepare', ...place, bytes }),
    place: (temporary) => errands.run({ operation: 'place', ...place, temporary }),
    discard: (temporary) =>
      errands.run({ operation: 'discard', ...place, temporary }).then(
        () => undefined,
        () => undefined,
      ),
  };
}

/** The bytes of the CSV of persons. @throws AppError `persons-file-unreadable` */
export async function fetchPersons(path: string, errands: Errands): Promise<Buffer> {
  try {
    const bytes = await errands.run({ operation: 'persons', path });
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.code !== 'import-folder-unreachable') throw error;
    throw new AppError('persons-file-unreadable', error.context, error);
  }
}
