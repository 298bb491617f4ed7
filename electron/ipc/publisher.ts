import { contract } from '../../shared/ipc';
import type { EventName, OutputOf } from '../../shared/ipc';
import type { Topic } from '../core/core-api';

/** A window's receiving end; Electron's WebContents satisfies it. */
export interface Receiver {
  send(channel: string, payload: unknown): void;
}

/** Main's side of the contract's events. */
export interface Publisher {
  /** To every window of ours, at once. */
  publish<K extends EventName>(name: K, payload: OutputOf<K>): void;
  /** `core/changed`: the first at once, what follows within 100 ms as one. */
  coreChanged(topics: readonly Topic[]): void;
  /** `job/changed`: the same, for each job. */
  jobChanged(jobId: string): void;
  /** Forgets what waits. */
  stop(): void;
}

/** Quick enough for a progress bar, slow enough that a run over 500 rooms does not flood the window. */
const QUIET_MS = 100;

/** @param receivers the windows that are open now */
export function createPublisher(receivers: () => readonly Receiver[]): Publisher {
  const publish: Publisher['publish'] = (name, payload) => {
    const checked = contract[name].output.parse(payload);
    for (const receiver of receivers()) receiver.send(name, checked);
  };

  const topics = throttled<Topic>((changed) => publish('core/changed', { topics: changed }));
  const jobs = throttled<string>((changed) => changed.forEach((jobId) => publish('job/changed', { jobId })));

  return {
    publish,
    coreChanged: (changed) => topics.add(changed),
    jobChanged: (jobId) => jobs.add([jobId]),
    stop() {
      topics.stop();
      jobs.stop();
    },
  };
}

/** Tells the first at once and gathers what follows; the last is never lost. */
function throttled<Item>(tell: (items: Item[]) => void): { add(items: readonly Item[]): void; stop(): void } {
  const waiting = new Set<Item>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = (): void => {
    if (waiting.size === 0) {
      timer = null;
      return;
    }
    const items = [...waiting];
    waiting.clear();
    timer = setTimeout(flush, QUIET_MS);
    tell(items);
  };
  return {
    add(items) {
      items.forEach((item) => waiting.add(item));
      if (timer === null) flush();
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      waiting.clear();
    },
  };
}
