import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coverageFromNow,
  intersect,
  isInside,
  isSameCoverage,
  normalise,
  subtract,
  union,
} from '../../electron/sync/model';
import { nextRefillAt } from '../../electron/sync/schedule';
import { bookingId, exceptionId } from '../../shared/ids';
import type { Period } from '../../shared/time';
import { addMinutes, instant, MINUTE_MS } from '../../shared/time';
import type { House } from '../builders';
import { aBooking, aHouse, aLine, aManaged, aPolicy, at } from '../builders';
import { isSame, openMinutes, wantedMinutes } from './minute-oracle';
import { build, EXCEPTIONS, worldArb } from './worlds';

/** Of a room whose exception is not looked at. */
const LATER = aBooking('later', 'r2', { from: at('2026-11-23T18:00'), to: at('2026-11-23T19:00') });

const SPAN = 60;
const rawArb = fc
  .array(fc.tuple(fc.integer({ min: 0, max: SPAN }), fc.integer({ min: 0, max: SPAN })), { maxLength: 12 })
  .map((list) => list.map(([from, to]): Period => ({ from: instant(from * MINUTE_MS), to: instant(to * MINUTE_MS) })));

/** Minute by minute, true or false: no interval code. */
const bits = (periods: readonly Period[]): boolean[] =>
  Array.from({ length: SPAN }, (_, minute) =>
    periods.some((one) => one.from <= minute * MINUTE_MS && minute * MINUTE_MS < one.to),
  );

const isNormal = (periods: readonly Period[]): boolean =>
  periods.every((one, index) => one.from < one.to && (index === 0 || periods[index - 1]!.to < one.from));

describe('merging', () => {
  it('P14 union is commutative, associative, idempotent, and is what minute-by-minute union says', () => {
    fc.assert(
      fc.property(rawArb, rawArb, rawArb, (rawA, rawB, rawC) => {
        const [a, b, c] = [normalise(rawA), normalise(rawB), normalise(rawC)];
        expect(union(a, b)).toEqual(union(b, a));
        expect(union(union(a, b), c)).toEqual(union(a, union(b, c)));
        expect(union(a, a)).toEqual(a);
        expect(isNormal(union(a, b))).toBe(true);
        expect(bits(union(a, b))).toEqual(bits(rawA).map((bit, index) => bit || bits(rawB)[index]!));
      }),
      { numRuns: 500 },
    );
  });

  it('P14 subtract, intersect, inside and same are what minute-by-minute sets say', () => {
    fc.assert(
      fc.property(rawArb, rawArb, (rawA, rawB) => {
        const [a, b] = [normalise(rawA), normalise(rawB)];
        const [bitsA, bitsB] = [bits(rawA), bits(rawB)];
        expect(bits(subtract(a, b))).toEqual(bitsA.map((bit, index) => bit && !bitsB[index]!));
        expect(bits(intersect(a, b))).toEqual(bitsA.map((bit, index) => bit && bitsB[index]!));
        expect(isNormal(subtract(a, b)) && isNormal(intersect(a, b))).toBe(true);
        expect(isInside(a, b)).toBe(bitsA.every((bit, index) => !bit || bitsB[index]!));
        expect(isSameCoverage(a, b)).toBe(bitsA.every((bit, index) => bit === bitsB[index]));
      }),
      { numRuns: 500 },
    );
  });

  it('P14 cancelling one of any bookings leaves exactly what the others want', async () => {
    await fc.assert(
      fc.asyncProperty(worldArb(), fc.nat(13), async (world, index) => {
        const house = build(world);
        await house.runWithConsent();
        const going = world.bookings[index % Math.max(1, world.bookings.length)];
        // W4 lets a running one stay for its lag: that has its own tests.
        fc.pre(going !== undefined && addMinutes(going.period.from, -200) > world.now);
        house.source.change(going.id, { status: 'cancelled' });
        await house.run();
        for (const id of EXCEPTIONS.map((one) => exceptionId(one))) {
          const wanted = wantedMinutes(id, house.source.bookings, world.policy, world.rooms, world.now);
          expect(isSame(openMinutes(house.access.periodsOf(id), world.now), wanted)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('capacity', () => {
  it('P15 never more than N places; the running one and the soonest are in, the others are listed as overflow', async () => {
    await fc.assert(
      fc.asyncProperty(worldArb({ places: 2 }), fc.integer({ min: 1, max: 4 }), async (world, places) => {
        const house = build(world);
        for (const exception of house.access.exceptions.values()) exception.maxPeriods = places;
        const result = await house.runWithConsent();
        for (const id of EXCEPTIONS.map((one) => exceptionId(one))) {
          const wanted = wantedMinutes(id, house.source.bookings, world.policy, world.rooms, world.now);
          const runs = runsOf(wanted);
          const there = coverageFromNow(house.access.periodsOf(id), world.now);
          const left = result.plan?.overflow.find((one) => one.exceptionId === id);
          expect(there.length).toBeLessThanOrEqual(places);
          expect(isSame(openMinutes(there, world.now), new Set(runs.slice(0, places).flat()))).toBe(true);
          expect(left?.periods.length ?? 0).toBe(Math.max(0, runs.length - places));
          const soonest = runs[places]?.[0];
          const isSoon = soonest !== undefined && soonest * MINUTE_MS - world.now < 24 * 60 * MINUTE_MS;
          expect(left?.isUrgent ?? false).toBe(isSoon);
          if (isSoon) expect(result.result).toBe('different');
        }
      }),
      { numRuns: 250 },
    );
  });

  it('P15 through a whole day with Pronestor down every freed place is refilled at once, from memory', async () => {
    const policy = aPolicy([aLine('r1', 'e1')], { managed: [aManaged('e1', { places: 2 })] });
    const meetings = Array.from({ length: 9 }, (_, index) => {
      const from = addMinutes(at('2026-11-23T08:00'), index * 60);
      return aBooking(`b${index}`, 'r1', { from, to: addMinutes(from, 30) });
    });
    const house = aHouse({ now: at('2026-11-23T07:00'), policy, bookings: meetings });
    let { plan } = await house.run();
    house.source.lasting = { kind: 'unreadable' };
    const id = exceptionId('e1');
    let refills = 0;
    for (let minute = 0; minute < 12 * 60; minute++) {
      house.advanceMinutes(1);
      const due = nextRefillAt(plan);
      if (due !== null && due <= house.clock.now()) {
        const result = await house.run({ trigger: 'refill' });
        plan = result.plan;
        refills += 1;
        expect(result.plan?.actions.flatMap((one) => one.changes.map((each) => each.reason))).toContain('freed-place');
      }
      const now = house.clock.now();
      const ahead = coverageFromNow(house.access.periodsOf(id), now);
      const expected = meetings
        .map((one) => ({ from: addMinutes(one.period.from, -10), to: addMinutes(one.period.to, 10) }))
        .filter((one) => one.to > now)
        .slice(0, 2)
        .map((one) => ({ from: one.from < now ? now : one.from, to: one.to }));
      expect(ahead).toEqual(expected);
    }
    expect(refills).toBe(7);
    expect(house.source.reads).toBe(1);
  });

  it('D3 held parts come before sooner new bookings: a new one never pushes out what may not be removed', async () => {
    const policy = aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')], {
      managed: [aManaged('e1', { places: 1 }), aManaged('e2')],
    });
    const late = aBooking('late', 'r1', { from: at('2026-11-23T15:00'), to: at('2026-11-23T16:00') });
    const house = aHouse({ now: at('2026-11-23T08:00'), policy, bookings: [late, LATER] });
    await house.run();
    loseAll(house);
    house.source.set(aBooking('soon', 'r1', { from: at('2026-11-23T11:00'), to: at('2026-11-23T12:00') }));
    const result = await house.run();
    expect(house.access.periodsOf(exceptionId('e1'))).toEqual([
      { from: at('2026-11-23T14:50'), to: at('2026-11-23T16:10') },
    ]);
    expect(result.plan?.overflow[0]).toMatchObject({ isUrgent: true, periods: [{ bookings: ['soon'] }] });
  });
});

it('D3 the running period comes before held ones', async () => {
  const policy = aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')], {
    managed: [aManaged('e1', { places: 1 }), aManaged('e2')],
  });
  const late = aBooking('late', 'r1', { from: at('2026-11-23T15:00'), to: at('2026-11-23T16:00') });
  const house = aHouse({ now: at('2026-11-23T08:00'), policy, bookings: [late, LATER] });
  await house.run();
  loseAll(house);
  house.source.set(aBooking('on', 'r1', { from: at('2026-11-23T08:00'), to: at('2026-11-23T09:00') }));
  const result = await house.run();
  expect(house.access.periodsOf(exceptionId('e1'))).toEqual([
    { from: at('2026-11-23T07:50'), to: at('2026-11-23T09:10') },
  ]);
  expect(result.plan?.overflow[0]).toMatchObject({ periods: [{ bookings: ['late'] }] });
});

/** Both bookings of the house are gone at once: that is held (W5). */
function loseAll(house: House): void {
  house.source.vanish(bookingId('late'));
  house.source.vanish(LATER.id);
}

/** Stretches of consecutive minutes, in order. */
function runsOf(minutes: ReadonlySet<number>): number[][] {
  const runs: number[][] = [];
  for (const minute of [...minutes].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last.at(-1) === minute - 1) last.push(minute);
    else runs.push([minute]);
  }
  return runs;
}
