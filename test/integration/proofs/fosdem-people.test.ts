import { afterEach, describe, expect, it } from 'vitest';
import type { Instant } from '../../../shared/time';
import { MINUTE_MS, instant } from '../../../shared/time';
import type { FosdemHouse, PeoplePadding } from '../fosdem/fosdem-house';
import { BOOKINGS, fosdemHouse, withPeople, withoutExceptions } from '../fosdem/fosdem-house';
import type { Span } from '../fosdem/independent';
import { expectedAccess } from '../fosdem/independent';
import { isWhole, record } from './proof';

let house: FosdemHouse;
afterEach(() => house.close());

/** What the twin holds of each person now, all groups together. */
function spansHeld(): Map<string, Span[]> {
  const held = new Map<string, Span[]>();
  for (const ofGroup of house.unilock.building.record().membershipChanges.values())
    for (const [person, changes] of ofGroup)
      held.set(person, [...(held.get(person) ?? []), ...(changes.at(-1)?.periods ?? [])]);
  return held;
}

/**
 * At which instants each person is asked about. Between two of them nothing changes, neither as expected nor in the twin, so each answer counts until
 * the next; and once before the first. The whole form asks about everybody at everybody's instants.
 */
function instantsToAsk(
  expected: ReadonlyMap<string, ReadonlyMap<string, readonly Span[]>>,
  persons: readonly string[],
): Map<Instant, readonly string[]> {
  const held = spansHeld();
  const asked = new Map<number, Set<string>>();
  for (const person of persons) {
    const spans = [...(held.get(person) ?? []), ...[...expected.values()].flatMap((room) => room.get(person) ?? [])];
    const edges = spans.flatMap(({ from, to }) => [from, to]);
    for (const at of [Math.min(...edges) - MINUTE_MS, ...edges])
      asked.set(at, (asked.get(at) ?? new Set()).add(person));
  }
  return new Map([...asked].sort(([a], [b]) => a - b).map(([at, own]) => [instant(at), isWhole ? persons : [...own]]));
}

/** Asks the twin at every door, and says what differs from the expectation. */
function askEveryDoor(expected: ReadonlyMap<string, ReadonlyMap<string, readonly Span[]>>) {
  const doors = [
    ...house.world.roomPoints.map(({ roomId, doorId }) => ({ room: roomId as string, doorId })),
    { room: 'entrance', doorId: house.world.mainEntrance.doorId },
  ];
  const persons = house.unilock.building.persons().map(({ id }) => id as string);
  const wrong: string[] = [];
  let questions = 0;
  let letIn = 0;
  const instants = instantsToAsk(expected, persons);
  for (const [at, people] of instants) {
    const state = house.unilock.stateAt(at);
    for (const person of people) {
      for (const { room, doorId } of doors) {
        const shouldBe =
          expected
            .get(room)
            ?.get(person)
            ?.some(({ from, to }) => from <= at && at < to) ?? false;
        const { isLetIn, because, groupId } = state.access(person, doorId);
        questions += 1;
        if (isLetIn) letIn += 1;
        const isRight = shouldBe
          ? isLetIn && because === 'member-in-period' && groupId === room
          : !isLetIn && (because === 'no-group' || because === 'outside-periods');
        if (!isRight)
          wrong.push(`${new Date(at).toISOString()} person ${person} door ${room}: ${because}, expected ${shouldBe}`);
      }
    }
  }
  return { wrong, questions, letIn, persons: persons.length, doors: doors.length, instants: instants.size };
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly seconds: string }> {
  const before = performance.now();
  const value = await work();
  return { value, seconds: ((performance.now() - before) / 1000).toFixed(2) };
}

describe('FOSDEM 2025: 992 people, one group per room, no exception', () => {
  const onTheMinute = { leadMinutes: 0, lagMinutes: 0 };
  it.each<PeoplePadding>(isWhole ? [onTheMinute, { leadMinutes: 10, lagMinutes: 10 }] : [onTheMinute])(
    'P23 everybody is let in at each talk’s door exactly within their talks, %o, and nowhere else',
    async (padding) => {
      house = await fosdemHouse({
        settings: (suggested, world) => withPeople(withoutExceptions(suggested), world, padding),
      });
      const { requests } = house.unilock;
      const expected = expectedAccess(BOOKINGS, padding);
      const pairs = [...expected.values()].reduce((sum, room) => sum + room.size, 0);

      const first = await timed(house.sync);
      expect(first.value).toMatchObject({ result: 'equal', differing: [], differingMemberships: 0, troubles: [] });
      expect([requests.count('write-member'), requests.count('delete-member'), house.writes()]).toEqual([pairs, 0, 0]);
      // Three talks name nobody; the simulator's organiser of those is nobody UniLock knows.
      expect(first.value.plan?.unmatched.map(({ place, why }) => [place, why])).toEqual(
        Array.from({ length: 3 }, () => ['organiser', 'none']),
      );
      expect(house.core.status()).toMatchObject({ state: 'ready', differences: 0, waiting: 0 });

      const asked = askEveryDoor(expected);
      expect(asked.wrong.slice(0, 20)).toEqual([]);
      expect(asked.letIn).toBeGreaterThan(pairs);

      requests.clear();
      const second = await timed(house.sync);
      expect(second.value.result).toBe('equal');
      expect(requests.entries().filter(({ method }) => method !== 'GET')).toEqual([]);

      const { leadMinutes, lagMinutes } = padding;
      record(`fosdem-people-${leadMinutes}-${lagMinutes}`, [
        `house      40 rooms, 943 bookings, ${asked.persons} people, 40 groups, lead ${leadMinutes} and lag ${lagMinutes} minutes, no exception mapped`,
        `written    ${pairs} memberships; the run after it writes 0`,
        `first run  ${first.seconds} s, no-change run ${second.seconds} s (simulators in the same process, journal on disk)`,
        `asked      ${asked.persons} people × ${asked.doors} doors × ${asked.instants} change points of both days = ${asked.questions} questions, let in ${asked.letIn} times`,
        `wrong      ${asked.wrong.length}`,
      ]);
    },
    30 * MINUTE_MS,
  );
});
