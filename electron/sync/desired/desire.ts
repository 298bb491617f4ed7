import type { ExceptionId } from '../../../shared/ids';
import type { Instant, ZoneName } from '../../../shared/time';
import type { DesiredPeriod, HoldReason, Policy } from '../model';
import type { Knowledge } from './knowledge';
import { mergeAsks } from './merge-asks';
import type { Ask, Openings } from './openings';
import { askAll, compileOpenings } from './openings';

/** Wanted openings that wait for a person (D6), one by one: each has its own question. */
export interface OddAsk {
  readonly exceptionId: ExceptionId;
  readonly ask: Ask;
  readonly oddity: 'too-long' | 'outside-safe-hours';
}

/** What only stays as far as it is open already, by exception. */
export interface StickingAsk {
  readonly ask: Ask;
  readonly why: HoldReason | 'unknown-status' | 'odd' | 'kept-open';
}

export interface Desire {
  /** By exception: every booking that counts, odd ones only once confirmed (D6). */
  readonly periods: ReadonlyMap<ExceptionId, readonly DesiredPeriod[]>;
  readonly sticking: ReadonlyMap<ExceptionId, readonly StickingAsk[]>;
  /** Odd openings that nobody has answered yet. */
  readonly odd: readonly OddAsk[];
  readonly openings: Openings;
}

/** What a person answered to an odd opening; null when nobody did. */
export type OddAnswer = (odd: OddAsk) => 'confirmed' | 'refused' | null;

/** The list of a key, made when there is none. */
function listOf<Key, Value>(map: Map<Key, Value[]>, key: Key): Value[] {
  const known = map.get(key);
  if (known !== undefined) return known;
  const list: Value[] = [];
  map.set(key, list);
  return list;
}

/** Bookings, mapping and policy become what each exception should hold, before capacity, guard and foreign edits (D1, D2, D6, R2, R5). */
export function desire(input: {
  readonly policy: Policy;
  readonly knowledge: Knowledge;
  readonly zone: ZoneName;
  readonly now: Instant;
  readonly answerOf: OddAnswer;
}): Desire {
  const { knowledge, answerOf } = input;
  const stickingFacts = knowledge.sticking.map((one) => one.fact);
  const openings = compileOpenings({
    ...input,
    rooms: knowledge.rooms,
    facts: stickingFacts.length === 0 ? knowledge.counting : [...knowledge.counting, ...stickingFacts],
  });
  const asks = new Map<ExceptionId, Ask[]>();
  const sticking = new Map<ExceptionId, StickingAsk[]>();
  const odd: OddAsk[] = [];

  askAll(knowledge.counting, openings, (exceptionId) => {
    const wanted = listOf(asks, exceptionId);
    return (ask, oddity) => {
      if (oddity === null) {
        wanted.push(ask);
        return;
      }
      const question = { exceptionId, ask, oddity };
      const answer = answerOf(question);
      if (answer === 'confirmed') {
        wanted.push(ask);
      } else if (answer === null) {
        // D6: not opened until confirmed once; of what is open already for it nothing is cut meanwhile.
        odd.push(question);
        listOf(sticking, exceptionId).push({ ask, why: 'odd' });
      }
    };
  });
  for (const { fact, why } of knowledge.sticking) {
    askAll([fact], openings, (exceptionId) => (ask) => listOf(sticking, exceptionId).push({ ask, why }));
  }

  const periods = new Map<ExceptionId, readonly DesiredPeriod[]>();
  for (const [exceptionId, wanted] of asks) periods.set(exceptionId, mergeAsks(wanted));
  return { periods, sticking, odd, openings };
}
