import { afterEach, describe, expect, it } from 'vitest';
import unilock from '../../../build/profiles/unilock-webapi.json';
import { createUnilockWebApi } from '../../../electron/access/unilock-webapi';
import { AppError } from '../../../shared/errors';
import { exceptionId } from '../../../shared/ids';
import { parseAccessProfile } from '../../../shared/profile';
import type { Fold, Instant, Period } from '../../../shared/time';
import {
  addMinutes,
  doubledHours,
  instantFromIso,
  instantFromWall,
  wallFromInstant,
  writablePeriod,
} from '../../../shared/time';
import { CALL, json, plainConnection, startServer } from './support';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const ZONE = 'Europe/Copenhagen';
const ID = exceptionId('7');
const profileWith = (period: unknown, body: unknown = { format: 'json', content: { slots: '{periods}' } }) => ({
  ...unilock,
  login: { kind: 'none' },
  times: { ...unilock.times, write: 'iso-space-minutes' },
  operations: {
    ...unilock.operations,
    info: null,
    exceptions: {
      ...unilock.operations.exceptions,
      fields: { id: 'Id', periods: { at: 'slots', from: 'start', to: { minutes: ['minutes', 'length'] } } },
    },
    writePeriods: { ...unilock.operations.writePeriods, body, period },
    people: null,
  },
});
const PROFILE = profileWith({ start: '{from}', minutes: '{minutes:number}' });

interface Slot {
  readonly start: unknown;
  readonly minutes?: unknown;
  readonly length?: unknown;
}

/** A connector to a server that keeps periods as a start on the clock of the wall and a length in elapsed minutes. */
async function connect(slots: readonly unknown[] = []) {
  let kept = slots;
  const server = await startServer((request, response, body) => {
    if (request.method !== 'GET') kept = (JSON.parse(body) as { slots: Slot[] }).slots;
    json(response, { Items: [{ Id: 7, slots: kept }] });
  });
  const access = createUnilockWebApi({
    profile: parseAccessProfile(PROFILE),
    ...plainConnection(server.url),
  });
  closers.push(server.close, () => access.close());
  return {
    kept: () => kept as readonly Slot[],
    write: (periods: readonly Period[]) =>
      access.writePeriods({ exceptionId: ID, version: null, periods, zone: ZONE }, CALL),
    read: async () => {
      const { exceptions, rejected, completeness } = await access.observe(ZONE, CALL);
      return { periods: exceptions[0]?.periods ?? null, rejected, completeness };
    },
  };
}

const at = (text: string): Instant => instantFromIso(text);
const between = (from: string, to: string): Period => ({ from: at(from), to: at(to) });
/** What a server opens for a slot; where the start occurs twice it may mean either. */
const opened = ({ start, minutes }: Slot, meant: Fold): Period => {
  const from = instantFromWall(String(start).replace(' ', 'T'), ZONE, meant);
  return { from, to: addMinutes(from, Number(minutes)) };
};

describe('periods as a start and a length', () => {
  it('are read as elapsed minutes, from numbers and texts, under the first name that is there', async () => {
    const { read } = await connect([
      { start: '2026-11-23 08:45', minutes: 85 },
      { start: '2026-11-24 08:45', length: '30' },
      { start: '2026-11-25 08:45', minutes: 0 },
    ]);
    expect(await read()).toMatchObject({
      completeness: 'complete',
      periods: [
        between('2026-11-23T07:45:00Z', '2026-11-23T09:10:00Z'),
        between('2026-11-24T07:45:00Z', '2026-11-24T08:15:00Z'),
      ],
    });
  });

  it.each([undefined, null, '', 'an hour', -5, 1.5, '1e3', 1e12, true])(
    'R3 a length that is none rejects the item and says where: %j',
    async (minutes) => {
      const { read } = await connect([{ start: '2026-11-23 08:45', minutes }]);
      expect(await read()).toMatchObject({
        completeness: 'partial',
        rejected: [{ path: 'exceptions[0].slots[0].minutes', reason: 'to' }],
      });
    },
  );

  it('W9 are written with both', async () => {
    const { write, kept } = await connect();
    await write([between('2026-11-23T07:45:00Z', '2026-11-23T09:10:00Z')]);
    expect(kept()).toEqual([{ start: '2026-11-23 08:45', minutes: 85 }]);
  });

  // Summer time ends 25 October 2026 at 01:00Z and begins 28 March 2027 at 01:00Z.
  it.each<[string, Period, Slot]>([
    [
      'autumn, over the doubled hour',
      between('2026-10-24T23:00:00Z', '2026-10-25T03:00:00Z'),
      { start: '2026-10-25 01:00', minutes: 240 },
    ],
    [
      'autumn, from its first pass',
      between('2026-10-25T00:30:00Z', '2026-10-25T03:00:00Z'),
      { start: '2026-10-25 01:59', minutes: 181 },
    ],
    [
      'autumn, from its second pass',
      between('2026-10-25T01:30:00Z', '2026-10-25T03:00:00Z'),
      { start: '2026-10-25 01:59', minutes: 181 },
    ],
    [
      'autumn, to its first pass',
      between('2026-10-24T22:00:00Z', '2026-10-25T00:30:00Z'),
      { start: '2026-10-25 00:00', minutes: 240 },
    ],
    [
      'autumn, to its second pass',
      between('2026-10-24T22:00:00Z', '2026-10-25T01:30:00Z'),
      { start: '2026-10-25 00:00', minutes: 240 },
    ],
    [
      'autumn, inside it',
      between('2026-10-25T00:10:00Z', '2026-10-25T00:20:00Z'),
      { start: '2026-10-25 01:59', minutes: 121 },
    ],
    [
      'spring, over the hour that is left out',
      between('2027-03-28T00:00:00Z', '2027-03-28T02:00:00Z'),
      { start: '2027-03-28 01:00', minutes: 120 },
    ],
    [
      'spring, up to it',
      between('2027-03-28T00:00:00Z', '2027-03-28T01:00:00Z'),
      { start: '2027-03-28 01:00', minutes: 60 },
    ],
    [
      'spring, from it',
      between('2027-03-28T01:00:00Z', '2027-03-28T01:45:00Z'),
      { start: '2027-03-28 03:00', minutes: 45 },
    ],
  ])('P11 ours mean one thing to every server and are read back the same: %s', async (_, raw, slot) => {
    const { write, read, kept } = await connect();
    const ours = writablePeriod(raw, doubledHours(raw, ZONE));
    await write([ours]);
    expect(kept()).toEqual([slot]);
    for (const meant of ['earlier', 'later'] as const) expect(opened(slot, meant)).toEqual(ours);
    expect((await read()).periods).toEqual([ours]);
  });

  it.each<[string, string, number]>([
    ['autumn, in the doubled hour', '2026-10-25 02:10', 20],
    ['autumn, from the doubled hour out of it', '2026-10-25 02:50', 90],
    ['autumn, before it', '2026-10-25 01:59', 20],
    ['autumn, after it', '2026-10-25 03:00', 20],
    ['spring, in the hour that is left out', '2027-03-28 02:30', 20],
    ['spring, before it', '2027-03-28 01:59', 20],
  ])(
    'R1 what others wrote is never believed shorter than it may be, and written back it stays: %s',
    async (_, start, minutes) => {
      const { write, read, kept } = await connect([{ start, minutes }]);
      const believed = (await read()).periods?.[0];
      if (believed === undefined) throw new Error('it was not read');
      for (const meant of ['earlier', 'later'] as const) {
        const meantPeriod = opened({ start, minutes }, meant);
        expect(believed.from).toBeLessThanOrEqual(meantPeriod.from);
        expect(believed.to).toBeGreaterThanOrEqual(meantPeriod.to);
      }
      // Kept by W6 it is written again: it must not grow with every run.
      await write([believed]);
      expect((await read()).periods).toEqual([believed]);
      for (const slot of kept()) expect(opened(slot, 'earlier')).toEqual(opened(slot, 'later'));
      expect(wallFromInstant(believed.from, ZONE).slice(0, 16).replace('T', ' ')).toBe(kept()[0]?.start);
    },
  );
});

describe('a profile’s period', () => {
  const faultOf = (profile: unknown): unknown => {
    try {
      parseAccessProfile(profile);
      return null;
    } catch (thrown) {
      if (thrown instanceof AppError) return [thrown.context['path'], thrown.context['reason']];
      throw thrown;
    }
  };
  const xml = { format: 'xml', content: '<P>{periods}</P>' };

  it.each([
    [{ from: '{from}', to: '{to}' }, undefined],
    [{ from: '{from}', minutes: '{minutes}' }, undefined],
    [{ from: '{from}', to: '{to}', minutes: '{minutes:number}' }, undefined],
    ['<p from="{from}" minutes="{minutes}"/>', xml],
  ])('W9 carries its start, and its end or its length: %j', (period, body) => {
    expect(faultOf(profileWith(period, body))).toBeNull();
  });

  it.each([
    [{ from: '{from}' }, undefined, '{to}'],
    [{ minutes: '{minutes:number}' }, undefined, '{from}'],
    [{ from: '{from}', to: 'minutes' }, undefined, '{to}'],
    ['<p from="{from}"/>', xml, '{to}'],
  ])('W9 is refused without: %j', (period, body, missing) => {
    const [path, why] = faultOf(profileWith(period, body)) as [unknown, unknown];
    expect(path).toBe('operations.writePeriods.period');
    expect(why).toContain(missing);
  });
});
