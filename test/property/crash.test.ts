import { describe, expect, it } from 'vitest';
import { createEngine } from '../../electron/sync/engine';
import type { EnginePorts } from '../../electron/sync/ports';
import { bookingId, exceptionId } from '../../shared/ids';
import type { House } from '../builders';
import { aBooking, aHouse, aLine, aPolicy, aRequest, at } from '../builders';
import { isSame, isSubset, either, openMinutes, wantedMinutes } from './minute-oracle';

const ids = ['e1', 'e2', 'e3'].map((id) => exceptionId(id));
const hours = (from: number, to: number) => ({
  from: at(`2026-11-23T${String(from).padStart(2, '0')}:00`),
  to: at(`2026-11-23T${String(to).padStart(2, '0')}:00`),
});

/** A house in which something is removed, moved, cut short and added at once. */
async function changingHouse(): Promise<House> {
  const policy = aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2'), aLine('r3', 'e3'), aLine('r1', 'e3')]);
  const house = aHouse({
    now: at('2026-11-23T08:00'),
    policy,
    bookings: [
      aBooking('b1', 'r1', hours(9, 12)),
      aBooking('b2', 'r2', hours(13, 14)),
      aBooking('b3', 'r3', hours(10, 11)),
    ],
  });
  await house.run();
  house.clock.set(at('2026-11-23T09:30'));
  house.source.change(bookingId('b2'), { status: 'cancelled' });
  house.source.change(bookingId('b3'), { period: hours(15, 16) });
  house.source.set(aBooking('b4', 'r2', hours(18, 19)));
  house.source.set(aBooking('b5', 'r1', hours(20, 21)));
  return house;
}

/** The process dies at the k-th call of a port: before it is done, or done with the answer never heard. What comes after never happens. */
function dyingPorts(
  ports: EnginePorts,
  at: number,
  when: 'before' | 'after',
): { ports: EnginePorts; died: Promise<void>; calls: () => number } {
  let calls = 0;
  let die: () => void = () => undefined;
  const died = new Promise<void>((resolve) => (die = resolve));
  const mortal = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function' || name === 'now') return value;
        return async (...args: unknown[]): Promise<unknown> => {
          calls += 1;
          const never = new Promise<never>(() => undefined);
          if (calls > at) return never;
          if (calls < at) return value.apply(target, args) as unknown;
          if (when === 'after') await value.apply(target, args);
          die();
          return never;
        };
      },
    });
  return {
    ports: { ...ports, bookings: mortal(ports.bookings), access: mortal(ports.access), journal: mortal(ports.journal) },
    died,
    calls: () => calls,
  };
}

describe('P8 crash', () => {
  it.each(['before', 'after'] as const)(
    'P8 killed %s the k-th call is answered, for every k: nothing wrong is open, and the next run heals',
    async (when) => {
      let k = 1;
      for (; ; k++) {
        const house = await changingHouse();
        const now = house.clock.now();
        const wanted = ids.map((id) => wantedMinutes(id, house.source.bookings, house.policy, house.source.rooms, now));
        const before = ids.map((id) => openMinutes(house.access.periodsOf(id), now));
        const mortal = dyingPorts(house.ports, k, when);
        const run = createEngine(mortal.ports).run(house.policy, aRequest());
        const hasDied = await Promise.race([mortal.died.then(() => true), run.then(() => false)]);
        ids.forEach((id, index) => {
          const open = openMinutes(house.access.periodsOf(id), now);
          expect(isSubset(open, either(before[index]!, wanted[index]!)), `call ${k}, ${id}`).toBe(true);
        });
        house.restart();
        const healed = await house.run();
        expect(healed.result, `call ${k}`).toBe('equal');
        ids.forEach((id, index) => {
          expect(isSame(openMinutes(house.access.periodsOf(id), now), wanted[index]!), `call ${k}, ${id}`).toBe(true);
        });
        expect(house.journal.memory.intents).toEqual([]);
        expect(house.journal.memory.restorations).toEqual([]);
        if (!hasDied) break;
      }
      // start, load, read, observe, save, 3 × (intent, write), read back, 3 × outcome, finish
      expect(k).toBe(17);
    },
  );

  it.each(['before', 'after'] as const)(
    'P8 W5 killed %s the k-th call of the run that lets go is answered, for every k: all of it goes in the end, and nothing is asked twice',
    async (when) => {
      for (let k = 1; ; k++) {
        const house = aHouse({
          now: at('2026-11-23T08:00'),
          policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2'), aLine('r3', 'e3')]),
          bookings: [aBooking('b1', 'r1', hours(9, 12)), aBooking('b2', 'r2', hours(13, 14))],
        });
        await house.run();
        house.source.set(aBooking('b3', 'r3', hours(10, 11)));
        for (const id of ['b1', 'b2']) house.source.vanish(bookingId(id));
        const [hold] = (await house.run()).plan?.holds ?? [];
        expect(await house.engine.answerHold(hold!.hash, 'confirmed')).toBe(true);
        const mortal = dyingPorts(house.ports, k, when);
        const run = createEngine(mortal.ports).run(house.policy, aRequest());
        const hasDied = await Promise.race([mortal.died.then(() => true), run.then(() => false)]);
        house.restart();
        expect(await house.run(), `call ${k}`).toMatchObject({ result: 'equal', plan: { holds: [] } });
        expect(ids.map((id) => house.access.periodsOf(id).length)).toEqual([0, 0, 1]);
        if (!hasDied) {
          // start, load, read, observe, save, 2 × (intent, write), read back, 2 × outcome, finish
          expect(k).toBe(14);
          break;
        }
      }
    },
  );

  it('P8 W1 what was written just before the crash is ours: cancelled meanwhile, it goes without a question', async () => {
    const house = aHouse({
      now: at('2026-11-23T08:00'),
      policy: aPolicy([aLine('r1', 'e1')]),
      bookings: [aBooking('b1', 'r1', hours(9, 12))],
    });
    // start, load, read, observe, save, intent, write
    const mortal = dyingPorts(house.ports, 7, 'after');
    void createEngine(mortal.ports).run(house.policy, aRequest());
    await mortal.died;
    expect(house.access.periodsOf(ids[0]!)).toHaveLength(1);
    house.source.change(bookingId('b1'), { status: 'cancelled' });
    house.restart();
    const healed = await house.run();
    expect(healed.result).toBe('equal');
    expect(house.access.periodsOf(ids[0]!)).toEqual([]);
  });
});
