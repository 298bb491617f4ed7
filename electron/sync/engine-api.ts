import type { Hold, Policy, RunResult } from './model';
import type { RunRequest } from './ports';

/**
 * One house's engine. It never schedules itself and never runs twice at once: the caller sees to that.
 * `run` and `plan` never reject for remote trouble: it is in the result.
 */
export interface Engine {
  /** read -> desire -> observe -> plan -> guard -> apply -> read back -> journal. A `refill` skips the first step and works from memory (D3). */
  run(policy: Policy, request: RunRequest): Promise<RunResult>;
  /** The same as `run`, stopped after the plan: writes neither UniLock nor journal (P18). */
  plan(policy: Policy, request: RunRequest): Promise<RunResult>;
  /** Answers a hold for exactly this hash. Resolves false when no such hold can be answered. */
  answerHold(hash: string, answer: 'confirmed' | 'refused'): Promise<boolean>;
  /**
   * Ends the stops of W6: a person has seen that another writer was there and wants us to write again (saving the mapping says so). Takes
   * effect with the next run.
   */
  resumeStopped(): void;
  /** The holds of the last run. */
  holds(): readonly Hold[];
}
