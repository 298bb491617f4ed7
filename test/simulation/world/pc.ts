import { join } from 'node:path';
import type { AccessConnector, BookingConnector, ConnectorFactory, Ticker } from '../../../electron/core/core-api';
import type { HouseCore } from '../../../electron/core/create-core';
import { createCore, recall } from '../../../electron/core/create-core';
import type { JournalStore, SettingsStore } from '../../../electron/store';
import { createMemoryCredentials, createMemoryJournal, openJournal } from '../../../electron/store';
import type { RunResult, TargetKey } from '../../../electron/sync/model';
import { exceptionKey, membershipKey } from '../../../electron/sync/model';
import type { Clock, Logger, Random } from '../../../electron/sync/ports';
import { AppError } from '../../../shared/errors';
import type { Instant, Period } from '../../../shared/time';
import { shaHash } from '../../fakes';
import type { Servers } from './servers';

/** What the world hears of the program at its ports, in order. */
export interface Listener {
  runBegan(): void;
  answered(reading: Awaited<ReturnType<BookingConnector['readBookings']>>): void;
  observed(reading: Awaited<ReturnType<AccessConnector['observe']>>): void;
  observedPeople(reading: Awaited<ReturnType<AccessConnector['observePeople']>>): void;
  sending(target: TargetKey, periods: readonly Period[]): void;
  /** After a write, whatever came of it. */
  sent(): void;
  runEnded(result: RunResult, isJournalled: boolean): void;
}

/** Bends what goes through the access port: a broken program for the proof that the oracle can fail. */
export type Bend = (access: AccessConnector) => AccessConnector;

/** When the process is to be killed: at its n-th call of a port from now on, before or after the call's effect. */
interface Doom {
  callsLeft: number;
  readonly moment: 'before' | 'after';
}

export interface PcOptions {
  readonly servers: Servers;
  readonly settings: SettingsStore;
  readonly journal: JournalStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly listener: Listener;
  readonly isDiskFull: () => boolean;
  /** Time that a call to a server takes; asleep in the middle of a run among it. */
  readonly duringCall: () => Promise<void>;
  readonly bend: Bend | null;
}

/** The program as one process on the PC. */
export interface Process {
  readonly core: HouseCore;
  readonly isDead: boolean;
  /** Resolves when the process dies in the middle of a call. */
  readonly died: Promise<void>;
  readonly ticker: { readonly wokenAt: Instant | null; tick(): void };
  /** Resolves when no run goes on, or the process is dead. */
  idle(): Promise<void>;
  killAtCall(callsLeft: number, moment: 'before' | 'after'): void;
  /** At once, between runs. */
  kill(): void;
  close(): void;
}

/** A killed process never comes back from a call: nothing after it happens. */
const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** Starts the program: real core, scheduler, run queue and engine, over ports that can be killed at any call. */
export async function startProcess(options: PcOptions): Promise<Process> {
  const { servers, listener, journal, duringCall, bend } = options;
  let isDead = false;
  let doom: Doom | null = null;
  let begun = 0;
  let ended = 0;
  let wake: () => void = () => undefined;

  let tellDeath: () => void = () => undefined;
  const died = new Promise<void>((resolve) => (tellDeath = resolve));
  const die = <T>(): Promise<T> => {
    isDead = true;
    tellDeath();
    wake();
    return never<T>();
  };
  async function step<T>(work: () => Promise<T>): Promise<T> {
    if (isDead) return never();
    const fate = doom;
    const isLast = fate !== null && (fate.callsLeft -= 1) <= 0;
    if (isLast && fate.moment === 'before') return die();
    const value = await work();
    // Killed by another call meanwhile.
    if (doomedMeanwhile()) return never();
    return isLast ? die() : value;
  }
  const doomedMeanwhile = (): boolean => isDead;

  const onDisk = async <T>(work: () => Promise<T>): Promise<T> => {
    if (options.isDiskFull()) throw new AppError('journal-unwritable');
    return work();
  };
  const mortal: JournalStore = {
    loadMemory: () => step(() => journal.loadMemory()),
    saveMemory: (memory) => step(() => onDisk(() => journal.saveMemory(memory))),
    startRun: (run) => {
      begun += 1;
      listener.runBegan();
      return step(() => onDisk(() => journal.startRun(run)));
    },
    recordIntent: (runId, action, memory) => step(() => onDisk(() => journal.recordIntent(runId, action, memory))),
    recordOutcome: (runId, result, memory) => step(() => onDisk(() => journal.recordOutcome(runId, result, memory))),
    finishRun: (result, memory) =>
      step(async () => {
        try {
          await onDisk(() => journal.finishRun(result, memory));
        } catch (thrown) {
          listener.runEnded(result, false);
          throw thrown;
        }
        listener.runEnded(result, true);
      }),
    listRuns: (query) => journal.listRuns(query),
    readRun: (runId) => journal.readRun(runId),
    prune: (olderThan) => journal.prune(olderThan),
    close: () => journal.close(),
  };
  const clock: Clock = { now: options.clock.now, wait: (ms, abort) => step(() => options.clock.wait(ms, abort)) };
  const connected = await servers.connect({ clock, random: options.random, logger: options.logger });
  const mortalBookings = (inner: BookingConnector): BookingConnector => ({
    ...inner,
    readBookings: (request, call) =>
      step(async () => {
        await duringCall();
        const reading = await inner.readBookings(request, call);
        listener.answered(reading);
        return reading;
      }),
  });
  const mortalAccess = (inner: AccessConnector): AccessConnector => ({
    ...inner,
    observe: (zone, call) =>
      step(async () => {
        await duringCall();
        const reading = await inner.observe(zone, call);
        listener.observed(reading);
        return reading;
      }),
    writePeriods: (write, call) =>
      step(async () => {
        await duringCall();
        listener.sending(exceptionKey(write.exceptionId), write.periods);
        const answer = await inner.writePeriods(write, call);
        listener.sent();
        return answer;
      }),
    observePeople: (request, call) =>
      step(async () => {
        await duringCall();
        const reading = await inner.observePeople(request, call);
        listener.observedPeople(reading);
        return reading;
      }),
    writeMembership: (write, call) =>
      step(async () => {
        await duringCall();
        listener.sending(membershipKey(write.groupId, write.personId), write.periods);
        const answer = await inner.writeMembership(write, call);
        listener.sent();
        return answer;
      }),
  });
  const factory: ConnectorFactory = {
    ...connected.factory,
    bookings: (settings) => mortalBookings(connected.factory.bookings(settings)),
    access: (settings) => {
      const access = mortalAccess(connected.factory.access(settings));
      return bend === null ? access : bend(access);
    },
  };

  let onTick: (() => void) | null = null;
  let wokenAt: Instant | null = null;
  const ticker: Ticker = {
    start: (tick) => void (onTick = tick),
    wakeAt: (at) => void (wokenAt = at),
    stop: () => void (onTick = null),
  };
  const { settings, random, logger } = options;
  const core = createCore(
    {
      settings,
      journal: mortal,
      credentials: createMemoryCredentials(),
      connectors: factory,
      clock,
      random,
      hash: shaHash,
      logger,
      ticker,
      isDemo: false,
    },
    await recall(journal),
  );
  core.onChange((topics) => {
    if (!topics.includes('runs')) return;
    ended += 1;
    wake();
  });

  return {
    core,
    get isDead() {
      return isDead;
    },
    died,
    ticker: {
      get wokenAt() {
        return wokenAt;
      },
      tick: () => {
        if (!isDead) onTick?.();
      },
    },
    async idle() {
      while (!isDead && ended < begun) await new Promise<void>((resolve) => (wake = resolve));
    },
    killAtCall: (callsLeft, moment) => void (doom = { callsLeft, moment }),
    kill: () => void (isDead = true),
    close: () => connected.close(),
  };
}

/** The journal's file or memory, which outlives processes. */
export interface Disk {
  /** What a new process opens; the former one's handle is closed, as the system does for a dead process. */
  open(clock: Clock): JournalStore;
  /** Somebody deletes the journal. */
  lose(): void;
  close(): void;
}

export function createDisk(kind: 'memory' | 'sqlite', folder: string | null): Disk {
  let journal: JournalStore | null = null;
  let files = 0;
  return {
    open(clock) {
      if (kind === 'memory' || folder === null) return (journal ??= createMemoryJournal({ clock }));
      journal?.close();
      journal = openJournal({ file: join(folder, `journal-${files}.sqlite`), clock });
      return journal;
    },
    lose() {
      journal?.close();
      journal = null;
      files += 1;
    },
    close: () => journal?.close(),
  };
}
