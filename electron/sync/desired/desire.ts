import type { ExceptionId, GroupId, PersonId } from '../../../shared/ids';
import type { Instant, ZoneName } from '../../../shared/time';
import type { GroupLine, HoldReason, MappingLine, Policy, TargetEntry, UnmatchedPerson } from '../model';
import type { BookingFact, Knowledge } from './knowledge';
import { isAmong } from './matching';
import { mergeAsks } from './merge-asks';
import type { Ask, OpeningFrame, Openings } from './openings';
import { askAll, byRoom, compileOpenings, frameOf } from './openings';

/** Wanted openings that wait for a person (D6), one by one: each has its own question. */
export interface OddAsk {
  /** null: it asks of a person group. */
  readonly exceptionId: ExceptionId | null;
  /** null: it asks of a shared exception. */
  readonly groupId: GroupId | null;
  readonly ask: Ask;
  readonly oddity: 'too-long' | 'outside-safe-hours';
}

/** What only stays as far as it is open already, by exception. */
export interface StickingAsk {
  readonly ask: Ask;
  readonly why: HoldReason | 'unknown-status' | 'odd' | 'kept-open';
}

/** What one membership is asked for. */
export interface MemberAsks {
  readonly asks: readonly Ask[];
  readonly sticking: readonly StickingAsk[];
}

export interface Desire {
  /** By exception: every booking that counts, odd ones only once confirmed (D6). */
  readonly periods: ReadonlyMap<ExceptionId, readonly TargetEntry[]>;
  readonly sticking: ReadonlyMap<ExceptionId, readonly StickingAsk[]>;
  /** By group and person: the bookings of theirs that count (D4). */
  readonly members: ReadonlyMap<GroupId, ReadonlyMap<PersonId, MemberAsks>>;
  /** People of those bookings without access, once for each booking and place. */
  readonly unmatched: readonly UnmatchedPerson[];
  /** Odd openings that nobody has answered yet. */
  readonly odd: readonly OddAsk[];
  readonly frame: OpeningFrame;
}

/** What a person answered to an odd opening; null when nobody did. */
export type OddAnswer = (odd: OddAsk) => 'confirmed' | 'refused' | null;

interface DesireInput {
  readonly policy: Policy;
  readonly knowledge: Knowledge;
  readonly zone: ZoneName;
  readonly now: Instant;
  readonly answerOf: OddAnswer;
}

/** The value of a key, made when there is none. */
function valueOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

const listOf = <Key, Value>(map: Map<Key, Value[]>, key: Key): Value[] => valueOf(map, key, () => []);

/** Bookings, mapping and policy become what each exception and membership should hold, before capacity, guard and foreign edits (D1, D2, D4, D6, R2, R5). */
export function desire(input: DesireInput): Desire {
  const { knowledge, policy } = input;
  const stickingFacts = knowledge.sticking.map((one) => one.fact);
  const facts = stickingFacts.length === 0 ? knowledge.counting : [...knowledge.counting, ...stickingFacts];
  const frame = frameOf({ ...input, facts });
  const odd: OddAsk[] = [];
  const managed = new Set(policy.managed.map((one) => one.id));
  const groups = new Set(policy.managedGroups.map((one) => one.id));
  const rooms = new Set(policy.rooms);
  const lines = policy.lines.filter((line) => managed.has(line.exceptionId) && rooms.has(line.roomId));
  const booked = byRoom(knowledge.counting);
  const groupLines = policy.groupLines.filter((line) => groups.has(line.groupId) && rooms.has(line.roomId));
  return {
    ...desireExceptions(compileOpenings(lines, knowledge.rooms, frame), booked, odd, input),
    ...desireMembers(compileOpenings(groupLines, knowledge.rooms, frame), booked, odd, input),
    odd,
    frame,
  };
}

/** Bookings by room. */
type Booked = ReturnType<typeof byRoom>;

function desireExceptions(
  openings: Openings<MappingLine>,
  booked: Booked,
  odd: OddAsk[],
  { knowledge, answerOf }: DesireInput,
): Pick<Desire, 'periods' | 'sticking'> {
  const asks = new Map<ExceptionId, Ask[]>();
  const sticking = new Map<ExceptionId, StickingAsk[]>();
  askAll(booked, openings, ({ exceptionId }) => {
    const wanted = listOf(asks, exceptionId);
    return (ask, oddity) => {
      if (oddity === null) {
        wanted.push(ask);
        return;
      }
      const question = { exceptionId, groupId: null, ask, oddity };
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
    askAll(
      byRoom([fact]),
      openings,
      ({ exceptionId }) =>
        (ask) =>
          listOf(sticking, exceptionId).push({ ask, why }),
    );
  }
  const periods = new Map<ExceptionId, readonly TargetEntry[]>();
  for (const [exceptionId, wanted] of asks) periods.set(exceptionId, mergeAsks(wanted));
  return { periods, sticking };
}

/** MemberAsks that still grow. */
interface Gathering {
  readonly asks: Ask[];
  readonly sticking: StickingAsk[];
}

function desireMembers(
  openings: Openings<GroupLine>,
  booked: Booked,
  odd: OddAsk[],
  { knowledge, answerOf }: DesireInput,
): Pick<Desire, 'members' | 'unmatched'> {
  const members = new Map<GroupId, Map<PersonId, Gathering>>();
  const unmatched = new Map<string, UnmatchedPerson>();
  const gathering = (group: Map<PersonId, Gathering>, person: PersonId): Gathering =>
    valueOf(group, person, () => ({ asks: [], sticking: [] }));
  const groupOf = (line: GroupLine): Map<PersonId, Gathering> =>
    valueOf(members, line.groupId, () => new Map<PersonId, Gathering>());
  const stick = (line: GroupLine, fact: BookingFact, kept: StickingAsk): void => {
    const group = groupOf(line);
    for (const person of knowledge.peopleOf(fact).matched)
      if (isAmong(line.who, person)) gathering(group, person.personId).sticking.push(kept);
  };

  askAll(booked, openings, (line) => {
    const group = groupOf(line);
    return (ask, oddity, fact) => {
      if (oddity !== null) {
        const question = { exceptionId: null, groupId: line.groupId, ask, oddity };
        const answer = answerOf(question);
        if (answer === null) {
          odd.push(question);
          stick(line, fact, { ask, why: 'odd' });
        }
        if (answer !== 'confirmed') return;
      }
      const people = knowledge.peopleOf(fact);
      for (const person of people.matched)
        if (isAmong(line.who, person)) gathering(group, person.personId).asks.push(ask);
      for (const { place, why, ...role } of people.unmatched) {
        if (!isAmong(line.who, role)) continue;
        unmatched.set(`${fact.id}/${place}`, {
          bookingId: fact.id,
          meetingId: fact.meetingId,
          roomId: fact.roomId,
          place,
          why,
        });
      }
    };
  });
  for (const { fact, why } of knowledge.sticking) {
    askAll(byRoom([fact]), openings, (line) => (ask) => stick(line, fact, { ask, why }));
  }
  return { members, unmatched: [...unmatched.values()] };
}
