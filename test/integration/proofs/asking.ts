import type { Instant } from '../../../shared/time';
import { MINUTE_MS, instant } from '../../../shared/time';
import type { FosdemHouse } from '../fosdem/fosdem-house';
import type { Span } from '../fosdem/independent';

/** By room, then person: when the person should be let in. */
type Access = ReadonlyMap<string, ReadonlyMap<string, readonly Span[]>>;

interface Changing {
  readonly savedAt: number;
  readonly periods: readonly Span[];
}

/** Every instant at which a list, as it was at any time, may make a difference. */
const edgesOf = (changes: readonly Changing[]): number[] =>
  changes.flatMap(({ savedAt, periods }) => [savedAt, ...periods.flatMap(({ from, to }) => [from, to])]);

const covers = (spans: readonly Span[] | undefined, at: Instant): boolean =>
  spans?.some(({ from, to }) => from <= at && at < to) ?? false;

const asText = (at: Instant): string => new Date(at).toISOString();

/**
 * At which instants each person is asked about. Between two of them nothing changes, neither as expected nor in the twin, so each answer counts until
 * the next; and once before the first.
 */
function instantsToAsk(house: FosdemHouse, expected: Access, within: Span): Map<number, Set<string>> {
  const { membershipChanges } = house.unilock.building.record();
  const asked = new Map<number, Set<string>>();
  for (const { id } of house.unilock.building.persons()) {
    const changes = [...membershipChanges.values()].flatMap((ofGroup) => ofGroup.get(id) ?? []);
    const spans = [...expected.values()].flatMap((ofRoom) => ofRoom.get(id) ?? []);
    const edges = [...edgesOf(changes), ...spans.flatMap(({ from, to }) => [from, to])].filter(Number.isFinite);
    const inside = [within.from, ...edges].filter((at) => within.from <= at && at < within.to);
    for (const at of inside) asked.set(at, (asked.get(at) ?? new Set()).add(id));
  }
  return asked;
}

/**
 * Asks the twin at the doors of these rooms, which no exception unlocks, whether each person is let in and why, and says what differs.
 * @param isWhole asks about everybody at everybody's instants, not only at their own
 */
export function askAboutPeople(options: {
  readonly house: FosdemHouse;
  readonly expected: Access;
  readonly doors: readonly { readonly room: string; readonly doorId: string }[];
  readonly within: Span;
  readonly isWhole: boolean;
}) {
  const { house, expected, doors, within, isWhole } = options;
  const persons = house.unilock.building.persons().map(({ id }) => id as string);
  const instants = instantsToAsk(house, expected, within);
  const wrong: string[] = [];
  let [questions, letIn] = [0, 0];
  for (const [time, own] of instants) {
    const at = instant(time);
    const state = house.unilock.stateAt(at);
    for (const person of isWhole ? persons : own) {
      for (const { room, doorId } of doors) {
        const shouldBe = covers(expected.get(room)?.get(person), at);
        const { isLetIn, because, groupId } = state.access(person, doorId);
        questions += 1;
        if (isLetIn) letIn += 1;
        const isRight = shouldBe
          ? isLetIn && because === 'member-in-period' && groupId === room
          : !isLetIn && (because === 'no-group' || because === 'outside-periods');
        if (!isRight) wrong.push(`${asText(at)} person ${person} door ${room}: ${because}, expected ${shouldBe}`);
      }
    }
  }
  return { wrong, questions, letIn, persons: persons.length, doors: doors.length, instants: instants.size };
}

/** Asks the twin whether the doors are unlocked exactly in the spans, at every instant at which that may change. */
export function askAboutDoors(options: {
  readonly house: FosdemHouse;
  readonly doors: readonly { readonly doorId: string; readonly spans: readonly Span[] }[];
  readonly within: Span;
}) {
  const { house, doors, within } = options;
  const { exceptionChanges } = house.unilock.building.record();
  const edges = [
    within.from,
    ...[...exceptionChanges.values()].flatMap(edgesOf),
    ...doors.flatMap(({ spans }) => spans.flatMap(({ from, to }) => [from, to, to - MINUTE_MS])),
  ];
  const instants = [...new Set(edges)].filter((at) => within.from <= at && at < within.to).map(instant);
  const wrong: string[] = [];
  for (const at of instants) {
    const state = house.unilock.stateAt(at);
    for (const { doorId, spans } of doors) {
      const found = state.point(doorId).state;
      if (found !== (covers(spans, at) ? 'unlocked' : 'locked')) wrong.push(`${asText(at)} ${doorId}: ${found}`);
    }
  }
  return { wrong, instants: instants.length, questions: instants.length * doors.length };
}
