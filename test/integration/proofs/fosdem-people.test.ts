import { afterEach, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../shared/time';
import type { FosdemHouse, PeoplePadding } from '../fosdem/fosdem-house';
import { BOOKINGS, fosdemHouse, withPeople, withoutExceptions } from '../fosdem/fosdem-house';
import { expectedAccess } from '../fosdem/independent';
import { askAboutPeople } from './asking';
import { isWhole, record } from './proof';

/** From the first midnight to the last: everything is past the first sync, and before and after all talks nobody is let in. */
const BOTH_DAYS = { from: Date.parse('2025-02-01T00:00:00+01:00'), to: Date.parse('2025-02-03T00:00:00+01:00') };

let house: FosdemHouse;
afterEach(() => house.close());

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

      const doors = [
        ...house.world.roomPoints.map(({ roomId, doorId }) => ({ room: roomId, doorId })),
        { room: 'entrance', doorId: house.world.mainEntrance.doorId },
      ];
      const asked = askAboutPeople({ house, expected, doors, within: BOTH_DAYS, isWhole });
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
