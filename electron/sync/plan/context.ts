import type { MappingLineId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { addMs, floorMinute } from '../../../shared/time';
import type { GroupLine, MappingLine, Memory, OpeningLine, Policy } from '../model';
import type { Hash } from '../ports';
import type { Desire, Knowledge } from '../desired';

/** What is the same for all exceptions of one plan. */
export interface PlanContext {
  readonly now: Instant;
  /** `now` down to the whole minute: coverage is compared from here on (W3). */
  readonly fromNow: Instant;
  readonly policy: Policy;
  readonly knowledge: Knowledge;
  readonly desire: Desire;
  readonly memory: Memory;
  readonly lines: ReadonlyMap<MappingLineId, MappingLine>;
  readonly groupLines: ReadonlyMap<MappingLineId, GroupLine>;
  /** Whether it has ended by our clock, and UniLock's clock may say that it has not (R7): then it stays, as far as it is there. */
  mayRunYet(one: Period): boolean;
  /** Minutes that people inside have to leave after the line's bookings (W4), also where it wants nothing any more; 0 when nobody knows the line. */
  lagOf(id: MappingLineId): number;
  /** A hash over a value made of texts, numbers and lists. */
  digest(value: unknown): string;
}

/** Lines of rooms that are no longer chosen want nothing (W7), as if they were gone. */
function liveLines<Line extends OpeningLine>(lines: readonly Line[], policy: Policy): ReadonlyMap<MappingLineId, Line> {
  const rooms = new Set(policy.rooms);
  return new Map(lines.filter((line) => rooms.has(line.roomId)).map((line) => [line.id, line]));
}

export const createContext = (
  input: Pick<PlanContext, 'now' | 'policy' | 'knowledge' | 'desire' | 'memory'> & {
    /** UniLock's clock minus ours, milliseconds; null when it does not tell. */
    readonly accessSkewMs: number | null;
  },
  hash: Hash,
): PlanContext => {
  const { now, knowledge, accessSkewMs } = input;
  const { lines, groupLines } = input.policy;
  const lags = new Map([...lines, ...groupLines].map((line) => [line.id, line.lagMinutes]));
  return {
    ...input,
    fromNow: floorMinute(now),
    lines: liveLines(lines, input.policy),
    groupLines: liveLines(groupLines, input.policy),
    lagOf: (id) => lags.get(id) ?? 0,
    mayRunYet: ({ to }) =>
      to <= now &&
      knowledge.blocks.other === 'clock-differs' &&
      (accessSkewMs === null || to > addMs(now, accessSkewMs)),
    digest: (value) => hash.digest(JSON.stringify(value)),
  };
};
