import type { ActionResult, Memory, PlannedAction, RunResult, Trigger } from '../../electron/sync/model';
import { EMPTY_MEMORY } from '../../electron/sync/model';
import type { Journal } from '../../electron/sync/ports';
import { AppError } from '../../shared/errors';
import type { RunId } from '../../shared/ids';
import type { Instant } from '../../shared/time';

/** A journal in memory. Everything goes through JSON, as on a disk: what does not survive that is not remembered. */
export class FakeJournal implements Journal {
  readonly runs: { runId: RunId; trigger: Trigger; startedAt: Instant; result: RunResult['result'] | null }[] = [];
  readonly intents: { runId: RunId; action: PlannedAction }[] = [];
  readonly outcomes: { runId: RunId; result: ActionResult }[] = [];
  /** Set to make every change fail: a full disk. */
  isFull = false;
  /** Set to make loading fail: a damaged file. */
  isDamaged = false;
  private stored: string = JSON.stringify(EMPTY_MEMORY);

  get memory(): Memory {
    return JSON.parse(this.stored) as Memory;
  }

  /** As if the file had been deleted. */
  lose(): void {
    this.stored = JSON.stringify(EMPTY_MEMORY);
  }

  async loadMemory(): Promise<Memory> {
    if (this.isDamaged) throw new AppError('journal-damaged');
    return this.memory;
  }

  async saveMemory(memory: Memory): Promise<void> {
    this.refuseWhenFull();
    this.stored = JSON.stringify(memory);
  }

  async startRun(run: {
    readonly runId: RunId;
    readonly trigger: Trigger;
    readonly startedAt: Instant;
  }): Promise<void> {
    this.refuseWhenFull();
    this.runs.push({ ...run, result: null });
  }

  async recordIntent(runId: RunId, action: PlannedAction, memory: Memory): Promise<void> {
    this.refuseWhenFull();
    this.intents.push({ runId, action });
    this.stored = JSON.stringify(memory);
  }

  async recordOutcome(runId: RunId, result: ActionResult, memory: Memory): Promise<void> {
    this.refuseWhenFull();
    this.outcomes.push({ runId, result });
    this.stored = JSON.stringify(memory);
  }

  async finishRun(result: RunResult, memory: Memory | null): Promise<void> {
    this.refuseWhenFull();
    if (memory !== null) this.stored = JSON.stringify(memory);
    const run = this.runs.find((one) => one.runId === result.runId);
    if (run !== undefined) run.result = result.result;
  }

  private refuseWhenFull(): void {
    if (this.isFull) throw new AppError('journal-unwritable');
  }
}
